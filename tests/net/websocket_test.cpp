// The websocket client against Houston's own server, and against peers that misbehave.
#include <openssl/evp.h>

#include <array>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/net/websocket.hpp"
#include "tests/net/support.hpp"

namespace houston::net::test {
namespace {

using Incoming = WebSocket::Incoming;

WebSocketOptions patient() {
  WebSocketOptions options;
  options.handshake_timeout = options.ping_every = options.pong_within = options.peer_ping_within = kPatience;
  options.close_within = kPatience;
  return options;
}

/// A websocket server whose handlers tests replace, and what it has seen.
struct World {
  asio::io_context io{1};
  ServerHandlers handlers;
  std::unique_ptr<Server> server;
  std::shared_ptr<ServerSocket> socket;
  std::vector<std::string> seen;
  std::vector<int> closes;
  bool tls;

  explicit World(bool secure = false) : tls(secure) {
    handlers.accept_websocket = [](const ServerRequest& request) {
      return request.target.find("/link") == 0;
    };
    handlers.websocket_opened = [this](std::shared_ptr<ServerSocket> opened, const ServerRequest&) {
      socket = std::move(opened);
    };
    handlers.websocket_text = [this](ServerSocket& from, std::string text) {
      seen.push_back(text);
      from.send("echo " + text);
    };
    handlers.websocket_closed = [this](ServerSocket&, int code) { closes.push_back(code); };
  }
  void start() {
    ServerOptions options;
    if (tls) options.tls = server_context();
    server = Server::start(io.get_executor(), options, handlers).value();
  }
  std::string url(const std::string& target = "/link/?ticket=s3cret") const {
    return std::string(tls ? "wss" : "ws") + "://localhost:" + std::to_string(server->port()) + target;
  }
  std::unique_ptr<WebSocket> open(WebSocketOptions options = patient()) {
    auto outcome = run(io, WebSocket::connect(io.get_executor(), url(), trusting(), {}, options));
    if (const auto* error = std::get_if<NetError>(&outcome)) FAIL(error->message);
    return std::move(std::get<std::unique_ptr<WebSocket>>(outcome));
  }
  Incoming read(WebSocket& from) { return run(io, from.read()); }
};

std::string text_of(const Incoming& incoming) {
  if (const auto* closed = std::get_if<WebSocket::Closed>(&incoming)) return "closed: " + closed->reason;
  if (std::holds_alternative<WebSocket::Oversize>(incoming)) return "oversize";
  return std::get<WebSocket::Text>(incoming).text;
}

WebSocket::Closed closed_of(const Incoming& incoming) {
  INFO(text_of(incoming).substr(0, 200));
  REQUIRE(std::holds_alternative<WebSocket::Closed>(incoming));
  return std::get<WebSocket::Closed>(incoming);
}

/// The 101 answer to a client's upgrade request, so that a raw peer can go on by hand.
std::string switching_protocols(const std::string& head) {
  static constexpr std::string_view name = "Sec-WebSocket-Key: ";
  const auto start = head.find(name) + name.size();
  const std::string text =
      head.substr(start, head.find("\r\n", start) - start) + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest, &size, EVP_sha1(), nullptr);
  unsigned char accept[64] = "";
  EVP_EncodeBlock(accept, digest, static_cast<int>(size));
  return std::string("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: upgrade\r\n") +
         "Sec-WebSocket-Accept: " + reinterpret_cast<const char*>(accept) + "\r\n\r\n";
}

/// An unmasked frame, as servers send them (RFC 6455 §5.2).
std::string frame(int opcode, const std::string& payload, bool last = true) {
  std::string out(1, static_cast<char>((last ? 0x80 : 0) | opcode));
  const auto size = payload.size();
  if (size < 126) {
    out += static_cast<char>(size);
  } else {
    out += static_cast<char>(127);
    for (int shift = 56; shift >= 0; shift -= 8) out += static_cast<char>((size >> shift) & 0xFF);
  }
  return out + payload;
}

}  // namespace

TEST_CASE("texts go both ways, plain and over TLS, small and large") {
  World world(GENERATE(false, true));
  world.start();
  const auto ws = world.open();
  ws->send("hello", false);
  CHECK(text_of(world.read(*ws)) == "echo hello");
  const std::string large(1000000, 'x');
  ws->send(large, true);
  CHECK(text_of(world.read(*ws)) == "echo " + large);
  ws->send("", false);
  CHECK(text_of(world.read(*ws)) == "echo ");
}

TEST_CASE("urgent texts overtake the others that still wait") {
  World world;
  world.start();
  const auto ws = world.open();
  // The first is being written already when the others come.
  ws->send("1", false);
  ws->send("2", false);
  ws->send("3", false);
  ws->send("ack 1", true);
  ws->send("ack 2", true);
  for (int n = 0; n < 5; ++n) world.read(*ws);
  CHECK(world.seen == std::vector<std::string>{"1", "ack 1", "ack 2", "2", "3"});
}

TEST_CASE("an upgrade that is refused says so without its ticket") {
  World world(GENERATE(false, true));
  world.start();
  const auto outcome =
      run(world.io, WebSocket::connect(world.io.get_executor(), world.url("/other?ticket=s3cret"), trusting(),
                                       {}, patient()));
  REQUIRE(std::holds_alternative<NetError>(outcome));
  const auto& error = std::get<NetError>(outcome);
  CHECK(error.stage == NetError::Stage::protocol);
  CHECK(error.message.find("403") != std::string::npos);
  CHECK(error.message.find("s3cret") == std::string::npos);
}

TEST_CASE("no way of failing to connect tells the ticket") {
  asio::io_context io(1);
  RawPeer mute(io, {[](std::shared_ptr<Wire> wire) { return until_closed(wire); }});
  RawPeer rude(io, {[](std::shared_ptr<Wire> wire) -> asio::awaitable<void> {
                 co_await read_head(wire);
                 co_await say(wire, "SSH-2.0-nonsense s3cret\r\n\r\n");
                 co_await until_closed(wire);
               }});
  RawPeer gone(io, {[](std::shared_ptr<Wire>) -> asio::awaitable<void> { co_return; }});
  auto options = patient();
  options.handshake_timeout = kShort;
  const std::string ticket = "/link/?ticket=s3cret";
  const auto url = GENERATE_COPY(as<std::string>(), mute.url("ws", ticket), mute.url("wss", ticket),
                                 rude.url("ws", ticket), gone.url("ws", ticket), gone.url("wss", ticket),
                                 "ws://example.com" + ticket, "http://localhost" + ticket,
                                 "wss://u:s3cret@localhost" + ticket);
  const auto outcome = run(io, WebSocket::connect(io.get_executor(), url, trusting(), {}, options));
  REQUIRE(std::holds_alternative<NetError>(outcome));
  const auto& error = std::get<NetError>(outcome);
  INFO(error.message);
  CHECK_FALSE(error.message.empty());
  CHECK(error.message.find("s3cret") == std::string::npos);
}

TEST_CASE("the server's pings are answered while nobody reads") {
  asio::io_context io(1);
  std::string pong;
  RawPeer peer(io, {[&](std::shared_ptr<Wire> wire) -> asio::awaitable<void> {
                 const std::string head = co_await read_head(wire);
                 co_await say(wire, switching_protocols(head) + frame(9, "Ping from applink"));
                 std::array<char, 2 + 4 + 17> answer{};
                 std::size_t got = 0;
                 error_code error;
                 while (got < answer.size() && !error) {
                   const auto room = asio::buffer(answer.data() + got, answer.size() - got);
                   got += co_await wire->read_some(room, error);
                 }
                 for (std::size_t i = 0; i < 17; ++i)
                   pong += static_cast<char>(answer[6 + i] ^ answer[2 + i % 4]);
                 io.stop();
                 co_await until_closed(wire);
               }});
  auto outcome = run(io, WebSocket::connect(io.get_executor(), peer.url("ws"), nullptr, {}, patient()));
  REQUIRE(std::holds_alternative<std::unique_ptr<WebSocket>>(outcome));
  io.restart();
  io.run();
  CHECK(pong == "Ping from applink");
}

TEST_CASE("a half-open connection is found by its missing pongs") {
  World world(GENERATE(false, true));
  world.start();
  auto options = patient();
  options.ping_every = milliseconds(5);
  options.pong_within = milliseconds(50);
  const auto ws = world.open(options);
  ws->send("still here", false);
  CHECK(text_of(world.read(*ws)) == "echo still here");
  world.socket->freeze();
  ws->send("anybody?", false);
  const auto closed = closed_of(world.read(*ws));
  CHECK(closed.half_open);
  CHECK(closed.code == 0);
  CHECK(closed.reason.find("ping") != std::string::npos);
  CHECK(world.seen.size() == 1);
  // Closed for good: what is sent now is dropped, and reading gives the same again.
  ws->send("x", true);
  CHECK(closed_of(world.read(*ws)).half_open);
}

TEST_CASE("a half-open connection is found by the pings that the peer has ceased to send") {
  World world;
  world.handlers.websocket_opened = [&](std::shared_ptr<ServerSocket> socket, const ServerRequest&) {
    socket->ping("one");
    world.socket = std::move(socket);
  };
  world.start();
  auto options = patient();
  options.peer_ping_within = milliseconds(50);
  const auto ws = world.open(options);
  const auto closed = closed_of(world.read(*ws));
  CHECK(closed.half_open);
  CHECK(closed.reason.find("ping") != std::string::npos);
}

TEST_CASE("a peer that answers pings lives on although it never pings") {
  World world;
  world.start();
  auto options = patient();
  options.ping_every = milliseconds(1);
  options.peer_ping_within = milliseconds(1);
  const auto ws = world.open(options);
  for (int n = 0; n < 50; ++n) {
    ws->send(std::to_string(n), false);
    REQUIRE(text_of(world.read(*ws)) == "echo " + std::to_string(n));
  }
}

TEST_CASE("a message that is too large is survived") {
  World world(GENERATE(false, true));
  world.handlers.websocket_text = [&](ServerSocket& from, const std::string& text) {
    from.send(std::string(1000, 'a'));
    from.send(std::string(static_cast<std::size_t>(std::stoul(text)), 'b'));
    from.send("after");
  };
  world.start();
  auto options = patient();
  options.largest_message = 100000;
  const auto ws = world.open(options);
  ws->send("100001", false);
  CHECK(text_of(world.read(*ws)) == std::string(1000, 'a'));
  const auto large = world.read(*ws);
  REQUIRE(std::holds_alternative<WebSocket::Oversize>(large));
  CHECK(std::get<WebSocket::Oversize>(large).at_least == 100001);
  CHECK(text_of(world.read(*ws)) == "after");
  ws->send("100000", false);
  CHECK(text_of(world.read(*ws)).size() == 1000);
  CHECK(text_of(world.read(*ws)).size() == 100000);
  CHECK(text_of(world.read(*ws)) == "after");
}

TEST_CASE("a message that does not end is given up on") {
  World world;
  world.handlers.websocket_opened = [](std::shared_ptr<ServerSocket> socket, const ServerRequest&) {
    socket->send(std::string(1000000, 'x'));
  };
  world.start();
  auto options = patient();
  options.largest_message = 10000;
  const auto ws = world.open(options);
  const auto large = world.read(*ws);
  REQUIRE(std::holds_alternative<WebSocket::Oversize>(large));
  CHECK(std::get<WebSocket::Oversize>(large).at_least > 10000);
  closed_of(world.read(*ws));
}

TEST_CASE("the close handshake, begun by the server") {
  World world(GENERATE(false, true));
  world.handlers.websocket_text = [](ServerSocket& from, const std::string& text) {
    from.send("last words");
    from.close(std::stoi(text));
  };
  world.start();
  const auto ws = world.open();
  ws->send("1000", false);
  CHECK(text_of(world.read(*ws)) == "last words");
  const auto closed = closed_of(world.read(*ws));
  CHECK(closed.code == 1000);
  CHECK_FALSE(closed.half_open);
}

TEST_CASE("the close handshake, begun by this side, behind what was queued") {
  World world(GENERATE(false, true));
  world.handlers.websocket_closed = [&](ServerSocket&, int code) {
    world.closes.push_back(code);
    world.io.stop();
  };
  world.start();
  const auto ws = world.open();
  ws->send("1", false);
  ws->send("2", false);
  ws->close();
  ws->send("too late", false);
  world.io.restart();
  world.io.run();
  CHECK(world.seen == std::vector<std::string>{"1", "2"});
  CHECK(world.closes == std::vector<int>{1000});
}

TEST_CASE("a peer that leaves TCP open after the close handshake does not hold us") {
  asio::io_context io(1);
  const bool answers = GENERATE(true, false);
  RawPeer peer(io, {[answers](std::shared_ptr<Wire> wire) -> asio::awaitable<void> {
                 const std::string head = co_await read_head(wire);
                 co_await say(wire, switching_protocols(head));
                 if (answers) co_await say(wire, frame(8, "\x03\xE8"));
                 asio::steady_timer forever(wire->socket().get_executor(),
                                            std::chrono::steady_clock::time_point::max());
                 error_code ignored;
                 co_await forever.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
               }});
  auto options = patient();
  if (!answers) options.close_within = kShort;
  auto outcome = run(io, WebSocket::connect(io.get_executor(), peer.url("ws"), nullptr, {}, options));
  REQUIRE(std::holds_alternative<std::unique_ptr<WebSocket>>(outcome));
  const auto ws = std::move(std::get<std::unique_ptr<WebSocket>>(outcome));
  if (!answers) ws->close();
  const auto closed = closed_of(run(io, ws->read()));
  CHECK(closed.code == (answers ? 1000 : 0));
}

TEST_CASE("a connection that is dropped is told from one that is closed") {
  World world(GENERATE(false, true));
  world.start();
  const auto ws = world.open();
  world.socket->abort();
  const auto closed = closed_of(world.read(*ws));
  CHECK(closed.code == 0);
  CHECK_FALSE(closed.half_open);
  CHECK_FALSE(closed.reason.empty());
}

TEST_CASE("a cancelled read loses nothing") {
  using namespace asio::experimental::awaitable_operators;
  World world;
  world.start();
  const auto ws = world.open();
  const auto impatient = [&]() -> asio::awaitable<bool> {
    asio::steady_timer timer(world.io, milliseconds(1));
    const auto which = co_await (ws->read() || timer.async_wait(asio::use_awaitable));
    co_return which.index() == 3;  // || joins read()'s three alternatives and its own one.
  };
  CHECK(run(world.io, impatient()));
  ws->send("after", false);
  CHECK(text_of(world.read(*ws)) == "echo after");
}

TEST_CASE("destroying things while they work is safe") {
  SECTION("the websocket while it writes") {
    World world(true);
    world.start();
    auto ws = world.open();
    ws->send(std::string(5000000, 'x'), false);
    world.io.restart();
    world.io.poll_one();
    ws.reset();
    world.io.restart();
    world.io.poll();
    CHECK(world.seen.empty());
  }
  SECTION("the websocket under its reader") {
    World world(true);
    world.start();
    auto ws = world.open();
    bool told = false;
    asio::co_spawn(world.io, ws->read(), [&](std::exception_ptr, Incoming incoming) {
      told = std::holds_alternative<WebSocket::Closed>(incoming);
      world.io.stop();
    });
    world.io.restart();
    world.io.poll();
    ws.reset();
    world.io.restart();
    world.io.run();
    CHECK(told);
  }
  SECTION("the server under its sockets") {
    World world(true);
    world.start();
    auto ws = world.open();
    world.server.reset();
    closed_of(world.read(*ws));
    CHECK(world.closes.empty());  // No handler is called once the server is gone.
  }
  SECTION("the loop under everything") {
    auto world = std::make_unique<World>(true);
    world->start();
    auto ws = world->open();
    asio::co_spawn(world->io, ws->read(), [](std::exception_ptr, Incoming) {});
    asio::co_spawn(world->io,
                   WebSocket::connect(world->io.get_executor(), world->url(), trusting(), {}, patient()),
                   [](std::exception_ptr, WebSocket::Outcome) {});
    world->io.restart();
    world->io.poll_one();
    ws.reset();
    world->socket.reset();
    world.reset();
  }
}

TEST_CASE("a server that stops says goodbye to its websockets") {
  World world(GENERATE(false, true));
  world.start();
  const auto ws = world.open();
  world.server->stop();
  CHECK(closed_of(world.read(*ws)).code == 1001);
}

}  // namespace houston::net::test
