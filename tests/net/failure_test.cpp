// The HTTP client and peers that misbehave: what it says, and whether the request may have arrived.
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/experimental/awaitable_operators.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "tests/net/support.hpp"

namespace houston::net::test {
namespace {

using Script = RawPeer::Script;
using WirePtr = std::shared_ptr<Wire>;

/// Reads one request (without a body) and sends `text`, then leaves the connection open.
Script says(std::string text) {
  return [text](WirePtr wire) -> asio::awaitable<void> {
    co_await read_head(wire);
    co_await say(wire, text);
    co_await until_closed(wire);
  };
}

/// The same, then closes.
Script says_and_closes(std::string text) {
  return [text](WirePtr wire) -> asio::awaitable<void> {
    co_await read_head(wire);
    co_await say(wire, text);
  };
}

struct World {
  asio::io_context io{1};
  RawPeer peer;
  HttpClient client{io.get_executor(), trusting(), {}};

  explicit World(std::vector<Script> scripts) : peer(io, std::move(scripts)) {}
  HttpOutcome send(HttpRequest request) { return run(io, client.send(std::move(request))); }
  HttpOutcome get(const std::string& target = "/") { return send(test::get(peer.url("http", target))); }
  HttpOutcome post() { return send(test::post(peer.url("http"), "")); }
};

}  // namespace

TEST_CASE("connections are kept and used again") {
  World world({[](WirePtr wire) -> asio::awaitable<void> {
    for (;;) {
      const auto head = co_await read_head(wire);
      if (head.empty()) co_return;
      co_await say(wire, answer("x"));
    }
  }});
  for (int n = 0; n < 3; ++n) CHECK(good(world.get()).status == 200);
  CHECK(world.peer.connections() == 1);
}

TEST_CASE("concurrent requests have a connection each") {
  using namespace asio::experimental::awaitable_operators;
  World world({says(answer("x"))});
  const auto both = [&]() -> asio::awaitable<bool> {
    auto first = world.client.send(get(world.peer.url("http")));
    auto second = world.client.send(get(world.peer.url("http")));
    const auto outcomes = co_await (std::move(first) && std::move(second));
    co_return std::holds_alternative<HttpResponse>(std::get<0>(outcomes)) &&
        std::holds_alternative<HttpResponse>(std::get<1>(outcomes));
  };
  CHECK(run(world.io, both()));
  CHECK(world.peer.connections() == 2);
}

TEST_CASE("'Connection: close' is heeded") {
  World world({says("HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 1\r\n\r\nx")});
  CHECK(good(world.get()).body == "x");
  CHECK(good(world.get()).body == "x");
  CHECK(world.peer.connections() == 2);
}

TEST_CASE("a kept connection that the peer has closed is noticed before it is used") {
  World world({says_and_closes(answer("first")), says(answer("second"))});
  CHECK(good(world.post()).body == "first");
  world.io.restart();
  world.io.poll();  // The peer's end arrives.
  CHECK(good(world.post()).body == "second");
}

TEST_CASE("a kept connection with an unasked-for answer on it is not used again") {
  World world({says(answer("first") + answer("forged")), says(answer("second"))});
  CHECK(good(world.get()).body == "first");
  CHECK(good(world.get()).body == "second");
}

TEST_CASE("a kept connection that dies under a request") {
  World world({[](WirePtr wire) -> asio::awaitable<void> {
                 co_await read_head(wire);
                 co_await say(wire, answer("first"));
                 co_await read_head(wire);  // Takes the second request and closes without a word.
               },
               says(answer("second"))});
  CHECK(good(world.get()).body == "first");
  SECTION("one that may be repeated is, on a fresh one") {
    CHECK(good(world.get()).body == "second");
    CHECK(world.peer.connections() == 2);
  }
  SECTION("one that may not is in doubt") {
    const auto outcome = world.post();
    CHECK(bad(outcome).stage == NetError::Stage::receive);
    CHECK(bad(outcome).may_have_arrived);
    CHECK_FALSE(bad(outcome).timed_out);
    CHECK(world.peer.connections() == 1);
  }
}

TEST_CASE("a fresh connection that dies is not tried again, and is in doubt") {
  World world({says_and_closes(""), says(answer("never"))});
  const auto outcome = world.get();
  CHECK(bad(outcome).may_have_arrived);
  CHECK(world.peer.connections() == 1);
}

TEST_CASE("answers come in many forms") {
  const auto closing = GENERATE(true, false);
  struct Row {
    const char *text, *body;
  };
  const Row row = GENERATE(values<Row>({
      {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nT: t\r\n\r\n",
       "abcde"},
      {"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nA: b\r\n\r\nHTTP/1.1 200 OK\r\n"
       "Content-Length: 2\r\n\r\nok",
       "ok"},
      {"HTTP/1.1 204 No Content\r\n\r\n", ""},
      {"HTTP/1.1 302 Found\r\nLocation: http://elsewhere.example/\r\nContent-Length: 0\r\n\r\n", ""},
  }));
  World world({closing ? says_and_closes(row.text) : says(row.text)});
  CHECK(good(world.get()).body == row.body);
}

TEST_CASE("an answer without a length ends with the connection") {
  World world({says_and_closes("HTTP/1.1 200 OK\r\nX: 1\r\nX: 2\r\n\r\nall of it")});
  const auto outcome = world.get();
  CHECK(good(outcome).body == "all of it");
  CHECK(good(outcome).headers.at("x") == "1, 2");
}

TEST_CASE("an answer in single bytes is put together") {
  World world({[](WirePtr wire) -> asio::awaitable<void> {
    co_await read_head(wire);
    for (const char c : answer("slowly")) {
      std::string byte(1, c);
      co_await say(wire, byte);
    }
    co_await until_closed(wire);
  }});
  CHECK(good(world.get()).body == "slowly");
}

TEST_CASE("an answer that is cut off or no HTTP is an error, and in doubt") {
  const auto text = GENERATE(as<std::string>(), "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                             "HTTP/1.1 20", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
                             "SSH-2.0-x\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n");
  World world({says_and_closes(text)});
  const auto outcome = world.get("/path?token=s3cret");
  CHECK(bad(outcome).may_have_arrived);
  CHECK(bad(outcome).message.find("s3cret") == std::string::npos);
}

TEST_CASE("an endless head is an error") {
  World world({says("HTTP/1.1 200 OK\r\nX: " + std::string(200000, 'x'))});
  CHECK(bad(world.get()).stage == NetError::Stage::protocol);
}

TEST_CASE("each step has its time") {
  World silent({[](WirePtr wire) { return until_closed(wire); }});
  World half({says("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")});
  SECTION("TLS handshake") {
    auto request = get(silent.peer.url("https"));
    request.timeout = kShort;
    const auto outcome = silent.send(request);
    CHECK(bad(outcome).stage == NetError::Stage::tls);
    CHECK(bad(outcome).timed_out);
    CHECK_FALSE(bad(outcome).may_have_arrived);
    CHECK(bad(outcome).message.find("40 ms") != std::string::npos);
  }
  SECTION("first byte") {
    auto request = get(silent.peer.url("http"));
    request.timeout = kShort;
    const auto outcome = silent.send(request);
    CHECK(bad(outcome).stage == NetError::Stage::receive);
    CHECK(bad(outcome).timed_out);
    CHECK(bad(outcome).may_have_arrived);
  }
  SECTION("body") {
    auto request = get(half.peer.url("http"));
    request.timeout = kShort;
    const auto outcome = half.send(request);
    CHECK(bad(outcome).stage == NetError::Stage::receive);
    CHECK(bad(outcome).timed_out);
  }
  SECTION("sending") {
    World deaf({[](WirePtr wire) -> asio::awaitable<void> {
      asio::steady_timer forever(wire->socket().get_executor(), std::chrono::steady_clock::time_point::max());
      error_code ignored;
      co_await forever.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
    }});
    auto request = post(deaf.peer.url("http"), std::string(64000000, 'x'));
    request.timeout = milliseconds(200);
    const auto outcome = deaf.send(request);
    CHECK(bad(outcome).stage == NetError::Stage::send);
    CHECK(bad(outcome).timed_out);
    CHECK(bad(outcome).may_have_arrived);
  }
}

TEST_CASE("a refused connection") {
  World world({says("")});
  std::string url;
  {
    RawPeer gone(world.io, {says("")});
    url = gone.url("http", "/?token=s3cret");
  }
  const auto outcome = world.send(get(url));
  CHECK(bad(outcome).stage == NetError::Stage::connect);
  CHECK_FALSE(bad(outcome).may_have_arrived);
  CHECK(bad(outcome).message.find("127.0.0.1") != std::string::npos);
  CHECK(bad(outcome).message.find("s3cret") == std::string::npos);
}

TEST_CASE("a host without an address") {
  World world({says("")});
  // ".invalid" never resolves (RFC 6761); without any network, the look-up fails all the same.
  const auto outcome = world.send(get("https://nowhere.invalid/?token=s3cret"));
  CHECK(bad(outcome).stage == NetError::Stage::resolve);
  CHECK_FALSE(bad(outcome).may_have_arrived);
  CHECK(bad(outcome).message.find("nowhere.invalid") != std::string::npos);
  CHECK(bad(outcome).message.find("s3cret") == std::string::npos);
}

TEST_CASE("plain HTTP is for loopback alone, and requests that break out of their line are refused") {
  World world({says(answer("x"))});
  CHECK(bad(world.send(get("http://slack.com/"))).stage == NetError::Stage::protocol);
  CHECK(bad(world.send(get("ws://localhost/"))).stage == NetError::Stage::protocol);
  CHECK(bad(world.send(get("nonsense"))).stage == NetError::Stage::protocol);
  auto request = get(world.peer.url("http"));
  SECTION("method") {
    request.method = "GET / HTTP/1.1\r\nX:";
  }
  SECTION("name") {
    request.headers.emplace_back("X: y\r\nZ", "s3cret");
  }
  SECTION("value") {
    request.headers.emplace_back("Authorization", "Bearer s3cret\r\nX: y");
  }
  const auto outcome = world.send(request);
  if (request.method != "GET" || !request.headers.empty()) {
    CHECK(bad(outcome).stage == NetError::Stage::protocol);
    CHECK_FALSE(bad(outcome).may_have_arrived);
    CHECK(bad(outcome).message.find("s3cret") == std::string::npos);
    CHECK(world.peer.connections() == 0);
  }
}

TEST_CASE("a cancelled request closes its connection and says so") {
  World world({[](WirePtr wire) { return until_closed(wire); }});
  const bool tls = GENERATE(false, true);
  asio::cancellation_signal signal;
  std::optional<HttpOutcome> outcome;
  auto work = world.client.send(get(world.peer.url(tls ? "https" : "http")));
  asio::co_spawn(world.io, std::move(work),
                 asio::bind_cancellation_slot(signal.slot(), [&](std::exception_ptr, HttpOutcome done) {
                   outcome = std::move(done);
                   world.io.stop();
                 }));
  asio::steady_timer soon(world.io, kShort);
  soon.async_wait([&](error_code) { signal.emit(asio::cancellation_type::terminal); });
  world.io.run();
  REQUIRE(outcome.has_value());
  CHECK(bad(*outcome).stage == NetError::Stage::cancelled);
  CHECK(bad(*outcome).may_have_arrived != tls);  // Over TLS, it had not got beyond the handshake.
}

TEST_CASE("the client may go while a request is under way") {
  auto world = std::make_unique<World>(std::vector<Script>{[](WirePtr wire) { return until_closed(wire); }});
  auto client = std::make_unique<HttpClient>(world->io.get_executor(), trusting(), ProxySettings{});
  asio::co_spawn(world->io, client->send(get(world->peer.url("http"))),
                 [](std::exception_ptr, HttpOutcome) {});
  world->io.poll();
  SECTION("client first") {
    client.reset();
    world->io.restart();
    world->io.poll();
  }
  SECTION("and with its loop") {
    client.reset();
    world.reset();
  }
}

}  // namespace houston::net::test
