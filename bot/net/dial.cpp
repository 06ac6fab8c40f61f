#include "bot/net/dial.hpp"

#include <openssl/err.h>
#include <openssl/x509.h>

#include <algorithm>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/parser.hpp>
#include <utility>
#include <vector>

namespace houston::net {
namespace {

namespace http = boost::beast::http;
using asio::redirect_error;
using asio::use_awaitable;
using asio::ip::tcp;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

std::string seconds_text(milliseconds time) {
  return time.count() % 1000 == 0 ? std::to_string(time.count() / 1000) + " s"
                                  : std::to_string(time.count()) + " ms";
}

NetError fail(NetError::Stage stage, std::string message, bool timed_out = false) {
  NetError error;
  error.stage = stage;
  error.timed_out = timed_out;
  error.message = std::move(message);
  return error;
}

// --- Look-up
// --------------------------------------------------------------------------------------------------

/// A look-up cannot be interrupted (getaddrinfo), only no longer waited for: so its state is shared with the
/// resolver, which may come back long after the waiter has gone.
struct LookUp {
  explicit LookUp(const asio::any_io_executor& executor) : resolver(executor), done(executor) {}
  tcp::resolver resolver;
  asio::steady_timer done;
  bool finished = false;
  error_code error;
  std::vector<tcp::endpoint> found;
};

struct Addresses {
  std::vector<tcp::endpoint> found;
  std::optional<NetError> error;
};

asio::awaitable<Addresses> look_up(asio::any_io_executor executor, const Url& url, milliseconds timeout) {
  Addresses out;
  error_code error;
  const auto literal = asio::ip::make_address(url.host, error);
  if (!error) {
    out.found.emplace_back(literal, url.port);
    co_return out;
  }
  const auto state = std::make_shared<LookUp>(executor);
  state->done.expires_after(timeout);
  state->resolver.async_resolve(url.host, std::to_string(url.port), tcp::resolver::numeric_service,
                                [state](error_code problem, const tcp::resolver::results_type& results) {
                                  state->finished = true;
                                  state->error = problem;
                                  for (const auto& entry : results) state->found.push_back(entry.endpoint());
                                  state->done.cancel();
                                });
  co_await state->done.async_wait(redirect_error(use_awaitable, error));
  if (!state->finished) {
    state->resolver.cancel();
    out.error = fail(
        NetError::Stage::resolve,
        "Looking up the address of " + url.host + " took longer than " + seconds_text(timeout) + ".", !error);
  } else if (state->error || state->found.empty()) {
    const std::string reason = state->error ? state->error.message() : "it has none";
    out.error = fail(NetError::Stage::resolve,
                     "The address of " + url.host + " could not be looked up: " + reason + ".");
  }
  out.found = std::move(state->found);
  co_return out;
}

// --- Connect
// --------------------------------------------------------------------------------------------------

/// Address after address. Each gets an even share of the time that is left, so that a host whose first
/// address swallows packets is still reached at its second.
asio::awaitable<DialOutcome> connect(asio::any_io_executor executor, const Url& url, milliseconds timeout) {
  auto addresses = co_await look_up(executor, url, timeout);
  if (addresses.error) co_return std::move(*addresses.error);
  const auto end = steady_clock::now() + timeout;
  std::string reason;
  bool timed_out = false;
  std::size_t left = addresses.found.size();
  for (const auto& endpoint : addresses.found) {
    const auto now = steady_clock::now();
    const auto share = std::chrono::duration_cast<milliseconds>(end - now) / static_cast<long>(left--);
    tcp::socket socket(executor);
    error_code error;
    socket.open(endpoint.protocol(), error);
    if (!error) {
      const auto wire = std::make_shared<Wire>(std::move(socket));
      wire->expires_after(std::max(share, milliseconds(1)));
      co_await wire->socket().async_connect(endpoint, redirect_error(use_awaitable, error));
      wire->expires_never();
      // A deadline that closes the socket in the very moment it got connected leaves no error behind.
      if (!error && wire->timed_out()) error = asio::error::timed_out;
      if (!error) co_return wire;
      timed_out = wire->timed_out();
      reason = reason_text(*wire, error, timeout);
    } else {
      reason = error.message();
    }
    const auto cancelled = co_await asio::this_coro::cancellation_state;
    if (cancelled.cancelled() != asio::cancellation_type::none) break;
  }
  co_return fail(
      NetError::Stage::connect,
      "Could not connect to " + url.host + " port " + std::to_string(url.port) + ": " + reason + ".",
      timed_out);
}

// --- Proxy
// ----------------------------------------------------------------------------------------------------

std::string proxy_refusal(const Url& proxy, const Url& url, unsigned status) {
  const std::string text = "The proxy " + proxy.host_header() + " refused a connection to " + url.host +
                           " (HTTP " + std::to_string(status) + ").";
  if (status == 407)
    return text +
           " It wants a user and a password: set HTTPS_PROXY to http://USER:PASSWORD@HOST:PORT "
           "with the right ones.";
  return text + " Ask its operator, or name the host in NO_PROXY if it can be reached directly.";
}

/// CONNECT (RFC 9110 §9.3.6). Nothing follows the head of a 2xx answer but what the far end sends, which in
/// TLS speaks second.
asio::awaitable<std::optional<NetError>> tunnel(Wire& wire, const Url& url, const ProxySettings& proxy,
                                                milliseconds timeout) {
  const std::string target = (url.host.find(':') == std::string::npos ? url.host : "[" + url.host + "]") +
                             ":" + std::to_string(url.port);
  std::string request = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n";
  if (!proxy.authorization.empty())
    request += "Proxy-Authorization: " + proxy.authorization.reveal() + "\r\n";
  request += "\r\n";
  const std::string who = "The proxy " + proxy.proxy->host_header();

  wire.expires_after(timeout);
  error_code error;
  const auto bytes = asio::buffer(std::as_const(request));
  co_await wire.write(bytes, error);
  http::response_parser<http::empty_body> parser;
  parser.skip(true);
  std::string pending;
  char piece[2048];
  while (!error && !parser.is_done()) {
    const auto room = asio::buffer(piece);
    const auto size = co_await wire.read_some(room, error);
    if (error) break;
    pending.append(piece, size);
    const auto used = parser.put(asio::buffer(pending), error);
    pending.erase(0, used);
    if (error == http::error::need_more) error = {};
  }
  wire.expires_never();
  if (!error && wire.timed_out()) error = asio::error::timed_out;
  if (error)
    co_return fail(
        NetError::Stage::proxy,
        who + " did not open a connection to " + url.host + ": " + reason_text(wire, error, timeout) + ".",
        wire.timed_out());
  const unsigned status = parser.get().result_int();
  if (status / 100 != 2) co_return fail(NetError::Stage::proxy, proxy_refusal(*proxy.proxy, url, status));
  if (!pending.empty())
    co_return fail(NetError::Stage::proxy, who + " sent bytes of its own before the TLS handshake.");
  co_return std::nullopt;
}

// --- TLS
// ------------------------------------------------------------------------------------------------------

std::string certificate_problem(const Url& url, int problem) {
  std::string text = "The TLS certificate of " + url.host + " was not accepted: ";
  text += X509_verify_cert_error_string(problem);
  text += ". ";
  switch (problem) {
    case X509_V_ERR_HOSTNAME_MISMATCH:
      return text + "It was made out to other names; check the URL, or have the server's certificate name " +
             url.host + ".";
    case X509_V_ERR_CERT_HAS_EXPIRED:
    case X509_V_ERR_CERT_NOT_YET_VALID:
      return text + "Check this machine's clock; if it is right, the server needs a new certificate.";
    case X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN:
    case X509_V_ERR_DEPTH_ZERO_SELF_SIGNED_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT:
    case X509_V_ERR_UNABLE_TO_GET_ISSUER_CERT_LOCALLY:
    case X509_V_ERR_UNABLE_TO_VERIFY_LEAF_SIGNATURE:
      return text +
             "If it comes from an authority of your own, name that authority's PEM file as ca_file in the "
             "settings; if not, somebody may be listening in.";
    default:
      return text + "The server's operator must mend it.";
  }
}

std::string handshake_problem(const Wire& wire, const Url& url, const error_code& error,
                              milliseconds timeout) {
  if (!wire.timed_out() && wire.tls_problem() != X509_V_OK)
    return certificate_problem(url, wire.tls_problem());
  const std::string text =
      "The TLS handshake with " + url.host + " failed: " + reason_text(wire, error, timeout) + ".";
  if (error.category() == asio::error::get_ssl_category()) {
    const auto reason = ERR_GET_REASON(static_cast<unsigned long>(error.value()));
    if (reason == SSL_R_UNSUPPORTED_PROTOCOL || reason == SSL_R_TLSV1_ALERT_PROTOCOL_VERSION)
      return text + " The server offers nothing newer than TLS 1.1; Houston needs TLS 1.2 or later.";
    if (reason == SSL_R_WRONG_VERSION_NUMBER)
      return text + " What answers at port " + std::to_string(url.port) + " does not speak TLS.";
  }
  return text;
}

}  // namespace

std::string reason_text(const Wire& wire, const error_code& error, milliseconds timeout) {
  if (wire.timed_out()) return "it took longer than " + seconds_text(timeout);
  if (error == asio::error::eof || error == asio::ssl::error::stream_truncated)
    return "the other side closed the connection";
  std::string text = error.message();
  // OpenSSL's texts end with their source: "… (SSL routines)".
  if (const auto tail = text.find(" (SSL routines"); tail != std::string::npos) text.resize(tail);
  return text;
}

asio::awaitable<DialOutcome> dial(asio::any_io_executor executor, const Url& url, const TlsContext& tls,
                                  const ProxySettings& proxy, milliseconds timeout) {
  if (!url.secure() && !url.loopback())
    co_return fail(NetError::Stage::protocol, "Plain " + url.scheme + ":// is for this machine only; " +
                                                  url.host + " must be reached by " +
                                                  (url.scheme == "ws" ? "wss" : "https") + "://.");
  if (url.secure() && !tls)
    co_return fail(NetError::Stage::tls, "No TLS context was given for " + url.host + ".");
  const Url* via = proxy.for_url(url);
  auto outcome = co_await connect(executor, via ? *via : url, timeout);
  if (auto* error = std::get_if<NetError>(&outcome)) {
    if (via) {
      error->stage = NetError::Stage::proxy;
      error->message += " That is the proxy from HTTPS_PROXY.";
    }
    co_return outcome;
  }
  const auto wire = std::get<std::shared_ptr<Wire>>(outcome);
  if (via) {
    auto problem = co_await tunnel(*wire, url, proxy, timeout);
    if (problem) co_return std::move(*problem);
  }
  if (url.secure()) {
    wire->expires_after(timeout);
    error_code error = co_await wire->client_handshake(tls, url.host);
    wire->expires_never();
    if (!error && wire->timed_out()) error = asio::error::timed_out;
    if (error)
      co_return fail(NetError::Stage::tls, handshake_problem(*wire, url, error, timeout), wire->timed_out());
  }
  co_return outcome;
}

}  // namespace houston::net
