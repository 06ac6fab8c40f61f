// The server and clients that misbehave.
#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/net/dial.hpp"
#include "tests/net/support.hpp"

namespace houston::net::test {
namespace {

struct World {
  asio::io_context io{1};
  std::unique_ptr<Server> server;

  explicit World(ServerOptions options = {}) {
    ServerHandlers handlers;
    handlers.http = [](ServerRequest request) -> asio::awaitable<ServerResponse> {
      ServerResponse response;
      response.body = request.target + " " + request.body;
      co_return response;
    };
    server = Server::start(io.get_executor(), options, std::move(handlers)).value();
  }

  /// What comes back for these bytes until the server closes.
  std::string whole_answer(const std::string& bytes) { return run(io, talk(bytes)); }

  asio::awaitable<std::shared_ptr<Wire>> connect() {
    const Url url = parse_url("http://127.0.0.1:" + std::to_string(server->port())).value();
    const TlsContext none;
    const ProxySettings direct;
    auto outcome = co_await dial(io.get_executor(), url, none, direct, kPatience);
    co_return std::get<std::shared_ptr<Wire>>(outcome);
  }

  asio::awaitable<std::string> talk(std::string bytes) {
    auto wire = co_await connect();
    co_await say(wire, bytes);
    co_return co_await rest(wire);
  }

  static asio::awaitable<std::string> rest(std::shared_ptr<Wire> wire) {
    std::string all;
    char piece[4096];
    for (error_code error; !error;) {
      const auto room = asio::buffer(piece);
      const auto size = co_await wire->read_some(room, error);
      all.append(piece, size);
    }
    co_return all;
  }
};

std::size_t count(const std::string& text, const std::string& part) {
  std::size_t n = 0;
  for (auto at = text.find(part); at != std::string::npos; at = text.find(part, at + 1)) ++n;
  return n;
}

}  // namespace

TEST_CASE("pipelined requests are answered in order, and 'close' ends them") {
  World world;
  const auto text = world.whole_answer(
      "GET /1 HTTP/1.1\r\nHost: x\r\n\r\nPOST /2 HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n"
      "3\r\nabc\r\n0\r\n\r\nGET /3 HTTP/1.1\r\nConnection: close\r\n\r\nGET /never HTTP/1.1\r\n\r\n");
  CHECK(count(text, "HTTP/1.1 200 OK") == 3);
  CHECK(text.find("/1 ") < text.find("/2 abc"));
  CHECK(text.find("/2 abc") < text.find("/3 "));
  CHECK(text.find("never") == std::string::npos);
}

TEST_CASE("what is no request is refused and the connection closed") {
  struct Row {
    std::string text, status;
  };
  const Row row = GENERATE(values<Row>({
      {"nonsense\r\n\r\n", "400"},
      {"GET / HTTP/1.1\r\nX: " + std::string(100000, 'x') + "\r\n\r\n", "431"},
      {"POST / HTTP/1.1\r\nContent-Length: 99999999\r\n\r\n", "413"},
      {"GET / HTTP/1.1\r\nConnection: upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n"
       "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nHost: x\r\n\r\n",
       "403"},
  }));
  World world;
  CHECK(world.whole_answer(row.text).find("HTTP/1.1 " + row.status) == 0);
}

TEST_CASE("a client that waits for leave to send its body gets it") {
  World world;
  const auto talk = [&]() -> asio::awaitable<std::string> {
    auto wire = co_await world.connect();
    const std::string head =
        "POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\nConnection: close\r\n\r\n";
    co_await say(wire, head);
    const auto leave = co_await read_head(wire);
    CHECK(leave == "HTTP/1.1 100 Continue\r\n\r\n");
    const std::string body = "body";
    co_await say(wire, body);
    co_return co_await World::rest(wire);
  };
  CHECK(run(world.io, talk()).find("/x body") != std::string::npos);
}

TEST_CASE("a client that dawdles is dropped") {
  ServerOptions options;
  options.read_timeout = kShort;
  World world(options);
  CHECK(world.whole_answer("GET / HTTP/1.1\r\nHo").empty());
  CHECK(world.whole_answer("POST / HTTP/1.1\r\nContent-Length: 4\r\n\r\nab").empty());
}

TEST_CASE("connections beyond the limit are closed at once, and their places given again") {
  ServerOptions options;
  options.connections = 1;
  World world(options);
  const auto request = std::string("GET / HTTP/1.1\r\nConnection: close\r\n\r\n");
  const auto talk = [&]() -> asio::awaitable<bool> {
    auto first = co_await world.connect();
    auto second = co_await world.connect();
    const auto nothing = co_await World::rest(second);
    CHECK(nothing.empty());
    co_await say(first, request);
    const auto answer = co_await World::rest(first);
    CHECK(answer.find("200 OK") != std::string::npos);
    co_return true;
  };
  run(world.io, talk());
  // The place is free once the server has seen the first one's end, which takes it a turn or two.
  std::string text;
  while (text.empty()) text = world.whole_answer(request);
  CHECK(text.find("200 OK") != std::string::npos);
}

TEST_CASE("a server that stops gives the answers under way and closes the rest") {
  asio::io_context io(1);
  std::unique_ptr<Server> server;
  ServerHandlers handlers;
  handlers.http = [&](ServerRequest) -> asio::awaitable<ServerResponse> {
    server->stop();
    ServerResponse response;
    response.body = "done";
    co_return response;
  };
  server = Server::start(io.get_executor(), {}, std::move(handlers)).value();
  HttpClient client(io.get_executor(), nullptr, {});
  const std::string url = "http://127.0.0.1:" + std::to_string(server->port());
  const auto outcome = run(io, client.send(get(url)));
  CHECK(good(outcome).body == "done");
  CHECK(good(outcome).headers.at("connection") == "close");
  CHECK(bad(run(io, client.send(get(url)))).stage == NetError::Stage::connect);
}

TEST_CASE("a server may go while a handler is at work") {
  asio::io_context io(1);
  bool cancelled = false;
  std::unique_ptr<Server> server;
  ServerHandlers handlers;
  handlers.http = [&](ServerRequest) -> asio::awaitable<ServerResponse> {
    asio::steady_timer forever(io, std::chrono::steady_clock::time_point::max());
    asio::post(io, [&] { server.reset(); });
    error_code error;
    co_await forever.async_wait(asio::redirect_error(asio::use_awaitable, error));
    cancelled = error == asio::error::operation_aborted;
    co_return ServerResponse{};
  };
  server = Server::start(io.get_executor(), {}, std::move(handlers)).value();
  HttpClient client(io.get_executor(), nullptr, {});
  const auto outcome = run(io, client.send(get("http://127.0.0.1:" + std::to_string(server->port()))));
  CHECK(bad(outcome).stage == NetError::Stage::receive);
  CHECK(cancelled);
}

TEST_CASE("a port that is taken is named") {
  World world;
  ServerOptions options;
  options.port = world.server->port();
  const auto second = Server::start(world.io.get_executor(), options, {});
  REQUIRE(second.has_error());
  CHECK(second.error().message.find(std::to_string(options.port)) != std::string::npos);
  options.host = "nonsense";
  CHECK(Server::start(world.io.get_executor(), options, {}).has_error());
}

}  // namespace houston::net::test
