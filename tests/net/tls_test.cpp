// Verification that cannot be switched off, and CONNECT through a proxy.
#include <unistd.h>

#include <boost/asio/buffer.hpp>
#include <boost/asio/ssl/context.hpp>
#include <fstream>

#include "bot/net/dial.hpp"
#include "bot/net/websocket.hpp"
#include "tests/net/support.hpp"

namespace houston::net::test {
namespace {

using WirePtr = std::shared_ptr<Wire>;

/// A server with the given certificate, and one request to it.
HttpOutcome ask(const ThrowawayCertificate& shown, TlsContext client_context, const std::string& host) {
  asio::io_context io(1);
  ServerOptions options;
  options.tls = server_tls(shown).value();
  auto server = Server::start(io.get_executor(), options, {}).value();
  HttpClient client(io.get_executor(), std::move(client_context), {});
  return run(io, client.send(get("https://" + host + ":" + std::to_string(server->port()) + "/?t=s3cret")));
}

const NetError& refusal(const HttpOutcome& outcome) {
  CHECK(bad(outcome).stage == NetError::Stage::tls);
  CHECK_FALSE(bad(outcome).may_have_arrived);
  CHECK(bad(outcome).message.find("s3cret") == std::string::npos);
  return bad(outcome);
}

/// "Host: x:1\r\n…" → "x:1"
std::string header(const std::string& head, const std::string& name) {
  const auto start = head.find("\r\n" + name + ": ");
  if (start == std::string::npos) return "";
  const auto from = start + name.size() + 4;
  return head.substr(from, head.find("\r\n", from) - from);
}

}  // namespace

TEST_CASE("a trusted certificate is accepted for each of its names") {
  const auto host = GENERATE(as<std::string>(), "localhost", "127.0.0.1");
  CHECK(good(ask(certificate(), trusting(), host)).status == 404);
}

TEST_CASE("an authority nobody knows is refused, and ca_file named as the cure") {
  const auto outcome = ask(certificate(), client_tls({}).value(), "localhost");
  CHECK(refusal(outcome).message.find("ca_file") != std::string::npos);
  CHECK(refusal(outcome).message.find("localhost") != std::string::npos);
}

TEST_CASE("verification cannot be switched off by the context") {
  auto context = client_tls({}).value();
  context->set_verify_mode(asio::ssl::verify_none);
  refusal(ask(certificate(), context, "localhost"));
}

TEST_CASE("a certificate for another host is refused") {
  CertificateWish wish;
  wish.names = {"other.example", "10.0.0.1"};
  const auto shown = make_certificate(wish);
  const auto host = GENERATE(as<std::string>(), "localhost", "127.0.0.1");
  const auto outcome = ask(shown, trusting(shown), host);
  CHECK(refusal(outcome).message.find("other names") != std::string::npos);
}

TEST_CASE("a certificate that is over, or has not begun, is refused") {
  const bool over = GENERATE(true, false);
  CertificateWish wish;
  wish.from = std::chrono::hours(over ? -48 : 24);
  wish.until = std::chrono::hours(over ? -24 : 48);
  const auto shown = make_certificate(wish);
  const auto outcome = ask(shown, trusting(shown), "localhost");
  CHECK(refusal(outcome).message.find("clock") != std::string::npos);
}

TEST_CASE("TLS 1.1 is refused") {
  asio::io_context io(1);
  RawPeer peer(io, {[](WirePtr wire) -> asio::awaitable<void> {
                 auto old = server_context();
                 SSL_CTX_set_min_proto_version(old->native_handle(), TLS1_VERSION);
                 SSL_CTX_set_max_proto_version(old->native_handle(), TLS1_1_VERSION);
                 SSL_CTX_set_security_level(old->native_handle(), 0);
                 co_await wire->server_handshake(old);
               }});
  HttpClient client(io.get_executor(), trusting(), {});
  const auto outcome = run(io, client.send(get(peer.url("https", "/?t=s3cret"))));
  CHECK(refusal(outcome).message.find("TLS 1.2") != std::string::npos);
}

TEST_CASE("a peer that does not speak TLS") {
  asio::io_context io(1);
  RawPeer peer(io, {[](WirePtr wire) -> asio::awaitable<void> {
                 co_await say(wire, "HTTP/1.1 400 Bad Request\r\n\r\n");
                 co_await until_closed(wire);
               }});
  HttpClient client(io.get_executor(), trusting(), {});
  const auto outcome = run(io, client.send(get(peer.url("https", "/?t=s3cret"))));
  CHECK(refusal(outcome).message.find("does not speak TLS") != std::string::npos);
}

TEST_CASE("an answer without a length that is cut without TLS's own end is not taken for whole") {
  asio::io_context io(1);
  const bool orderly = GENERATE(true, false);
  RawPeer peer(io, {[orderly](WirePtr wire) -> asio::awaitable<void> {
                 co_await wire->server_handshake(server_context());
                 co_await read_head(wire);
                 co_await say(wire, "HTTP/1.1 200 OK\r\n\r\nsome of it");
                 if (orderly) co_await wire->shut_down();
               }});
  HttpClient client(io.get_executor(), trusting(), {});
  const auto outcome = run(io, client.send(get(peer.url("https"))));
  if (orderly)
    CHECK(good(outcome).body == "some of it");
  else
    CHECK(bad(outcome).stage == NetError::Stage::receive);
}

TEST_CASE("ca_file: read when it is good, named when it is not") {
  const auto folder = std::filesystem::temp_directory_path() / ("houston-net-" + std::to_string(::getpid()));
  std::filesystem::create_directories(folder);
  const auto path = folder / "ca.pem";
  std::ofstream(path) << certificate().ca_pem;
  const auto context = client_tls(path);
  std::ofstream(path) << "not a certificate";
  const auto nonsense = client_tls(path);
  std::filesystem::remove_all(folder);
  REQUIRE(context.has_value());
  CHECK(good(ask(certificate(), *context, "localhost")).status == 404);
  REQUIRE(nonsense.has_error());
  CHECK(nonsense.error().message.find("ca.pem") != std::string::npos);
  const auto missing = client_tls("/nonexistent/ca.pem");
  REQUIRE(missing.has_error());
  CHECK(missing.error().message.find("/nonexistent/ca.pem") != std::string::npos);
}

TEST_CASE("HTTPS goes through the proxy by CONNECT") {
  // The proxy plays the far end, too: behind its 200 it speaks TLS with a certificate for that host.
  CertificateWish wish;
  wish.names = {"chat.example"};
  static const auto shown = make_certificate(wish);
  asio::io_context io(1);
  const bool guarded = GENERATE(false, true);
  std::string connect, inner;
  RawPeer proxy(io, {[&](WirePtr wire) -> asio::awaitable<void> {
                  connect = co_await read_head(wire);
                  co_await say(wire, "HTTP/1.1 200 Connection established\r\n\r\n");
                  auto context = server_tls(shown).value();
                  co_await wire->server_handshake(context);
                  inner = co_await read_head(wire);
                  co_await say(wire, answer("through"));
                  co_await until_closed(wire);
                }});
  ProxySettings settings;
  settings.proxy = parse_url(proxy.url("http")).value();
  if (guarded) settings.authorization = Secret("Basic czNjcmV0");
  HttpClient client(io.get_executor(), trusting(shown), settings);
  CHECK(good(run(io, client.send(get("https://chat.example/api")))).body == "through");
  CHECK(connect.find("CONNECT chat.example:443 HTTP/1.1\r\n") == 0);
  CHECK(header(connect, "Host") == "chat.example:443");
  CHECK(header(connect, "Proxy-Authorization") == (guarded ? "Basic czNjcmV0" : ""));
  CHECK(inner.find("GET /api HTTP/1.1\r\n") == 0);
  CHECK(inner.find("Proxy-") == std::string::npos);
}

TEST_CASE("a proxy that refuses, is silent, is no proxy or is not there") {
  asio::io_context io(1);
  struct Row {
    const char *text, *expected;
  };
  const Row row = GENERATE(values<Row>({
      {"HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 1\r\n\r\nx", "HTTPS_PROXY"},
      {"HTTP/1.1 403 Forbidden\r\n\r\n", "NO_PROXY"},
      {"SSH-2.0-x\r\n\r\n", "did not open"},
      {"HTTP/1.1 200 OK\r\n\r\nHello, I speak first", "bytes of its own"},
      {"", "40 ms"},
      {nullptr, "from HTTPS_PROXY"},
  }));
  auto proxy =
      std::make_unique<RawPeer>(io, std::vector<RawPeer::Script>{[&](WirePtr wire) -> asio::awaitable<void> {
                                  co_await read_head(wire);
                                  co_await say(wire, row.text);
                                  co_await until_closed(wire);
                                }});
  ProxySettings settings;
  settings.proxy = parse_url(proxy->url("http")).value();
  settings.authorization = Secret("Basic czNjcmV0");
  if (!row.text) proxy.reset();
  const bool silent = row.text && !*row.text;
  const auto check = [&](const NetError& error) {
    INFO(error.message);
    CHECK(error.stage == NetError::Stage::proxy);
    CHECK_FALSE(error.may_have_arrived);
    CHECK(error.timed_out == silent);
    CHECK(error.message.find(row.expected) != std::string::npos);
    CHECK(error.message.find("czNjcmV0") == std::string::npos);
    CHECK(error.message.find("s3cret") == std::string::npos);
  };
  SECTION("HTTP") {
    HttpClient client(io.get_executor(), trusting(), settings);
    auto request = get("https://chat.example/?t=s3cret");
    if (silent) request.timeout = kShort;
    check(bad(run(io, client.send(request))));
  }
  SECTION("websocket") {
    WebSocketOptions options;
    options.handshake_timeout = silent ? kShort : kPatience;
    const auto outcome = run(io, WebSocket::connect(io.get_executor(), "wss://chat.example/?ticket=s3cret",
                                                    trusting(), settings, options));
    REQUIRE(std::holds_alternative<NetError>(outcome));
    check(std::get<NetError>(outcome));
  }
}

}  // namespace houston::net::test
