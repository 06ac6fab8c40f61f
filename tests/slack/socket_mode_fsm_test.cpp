// Every path of the machine, told as stories. Time is a number.
#include "bot/slack/socket_mode_fsm.hpp"

#include <set>

#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using namespace std::chrono_literals;
using Fsm = SocketModeFsm;

// The machine, its clock, and what it last said.
struct Pool {
  explicit Pool(int sockets = 2, std::uint64_t seed = 1) : fsm(options(sockets), seed) {}

  static Fsm::Options options(int sockets) {
    Fsm::Options result;
    result.sockets = sockets;
    return result;
  }

  void hear(const Fsm::Actions& actions) {
    opens.clear();
    closes.clear();
    said.clear();
    gave_up.clear();
    for (const Fsm::Action& action : actions) {
      if (const auto* open = std::get_if<Fsm::Open>(&action)) opens.push_back(open->socket);
      if (const auto* close = std::get_if<Fsm::Close>(&action)) closes.push_back(close->socket);
      if (const auto* say = std::get_if<Fsm::Say>(&action)) said.push_back(say->text);
      if (const auto* up = std::get_if<Fsm::GiveUp>(&action)) gave_up = up->why;
    }
    for (const Fsm::Socket socket : opens) REQUIRE(ever.insert(socket).second);  // never the same name twice
    if (!said.empty()) log.insert(log.end(), said.begin(), said.end());
  }

  void start() { hear(fsm.start(now)); }
  void open(Fsm::Socket socket) { hear(fsm.opened(socket, now)); }
  void greet(Fsm::Socket socket, std::chrono::seconds lifetime = 3600s) {
    hear(fsm.greeted(socket, lifetime, now));
  }
  void up(Fsm::Socket socket) {
    open(socket);
    greet(socket);
  }
  void disconnect(Fsm::Socket socket, const std::string& reason) {
    hear(fsm.disconnect(socket, reason, now));
  }
  void closed(Fsm::Socket socket) { hear(fsm.closed(socket, "the peer closed", now)); }
  void failed(Fsm::Socket socket, Fsm::Span wait = 0ms) {
    hear(fsm.failed(socket, "slack.com: refused", wait, now));
  }
  void pass(Fsm::Span time) {
    now += time;
    hear(fsm.tick(now));
  }
  // To the next moment at which there is something to do.
  void wake() {
    const auto at = fsm.wake_at();
    REQUIRE(at.has_value());
    now = std::max(now, *at);
    hear(fsm.tick(now));
  }

  Fsm fsm;
  Fsm::Time now{1000h};
  std::vector<Fsm::Socket> opens, closes;
  std::vector<std::string> said, log;
  std::string gave_up;
  std::set<Fsm::Socket> ever;
};

using Sockets = std::vector<Fsm::Socket>;

}  // namespace

TEST_CASE("Two sockets are opened, and are up at hello") {
  Pool pool;
  pool.start();
  CHECK(pool.opens == Sockets{1, 2});
  CHECK(pool.fsm.up() == 0);
  CHECK_FALSE(pool.fsm.wake_at());  // nothing but the network can move it
  pool.open(1);
  CHECK(pool.fsm.up() == 0);
  pool.greet(1);
  CHECK(pool.fsm.up() == 1);
  pool.up(2);
  CHECK(pool.fsm.up() == 2);
  CHECK(pool.fsm.problem().empty());
  CHECK(pool.log.empty());
}

TEST_CASE("At a warning another socket is greeted before the old one ends, and both are read") {
  const auto* reason = GENERATE("warning", "refresh_requested", "some_new_reason");
  Pool pool(1);
  pool.start();
  pool.up(1);
  pool.disconnect(1, reason);
  CHECK(pool.opens == Sockets{2});
  CHECK(pool.closes.empty());
  CHECK(pool.fsm.up() == 1);
  pool.up(2);
  CHECK(pool.closes.empty());
  CHECK(pool.fsm.up() == 2);
  pool.now += 10s;
  pool.closed(1);  // by Slack
  CHECK(pool.opens.empty());
  CHECK(pool.fsm.up() == 1);
  CHECK(pool.fsm.problem().empty());
}

TEST_CASE("An ending socket that Slack leaves open is let go after the drain, once a newer one is up") {
  Pool pool(1);
  pool.start();
  pool.up(1);
  pool.disconnect(1, "warning");
  SECTION("the newer one is up") {
    pool.up(2);
    pool.pass(59s);
    CHECK(pool.closes.empty());
    pool.pass(1s);
    CHECK(pool.closes == Sockets{1});
    pool.closed(1);
    CHECK(pool.fsm.up() == 1);
  }
  SECTION("it is not yet: the old one is read on") {
    pool.failed(2);
    pool.pass(60s);
    CHECK(pool.closes.empty());
    CHECK(pool.fsm.up() == 1);
  }
}

TEST_CASE("Each socket is renewed by itself at about nine tenths of its life") {
  Pool pool(1);
  pool.start();
  pool.up(1);
  REQUIRE(pool.fsm.wake_at());
  const auto life = *pool.fsm.wake_at() - pool.now;
  CHECK(life >= 3600s * 86 / 100);
  CHECK(life <= 3600s * 92 / 100);
  pool.wake();
  CHECK(pool.opens == Sockets{2});
  CHECK(pool.closes.empty());
  pool.up(2);
  pool.pass(60s);
  CHECK(pool.closes == Sockets{1});
}

TEST_CASE("A socket without a told lifetime is not renewed") {
  Pool pool(1);
  pool.start();
  pool.open(1);
  pool.greet(1, 0s);
  CHECK_FALSE(pool.fsm.wake_at());
}

TEST_CASE("A server that says no hello is left") {
  Pool pool(1);
  pool.start();
  pool.open(1);
  pool.pass(14999ms);
  CHECK(pool.closes.empty());
  pool.pass(1ms);
  CHECK(pool.closes == Sockets{1});
  CHECK(pool.opens.empty());  // not at once
  CHECK(pool.said.size() == 1);
  pool.closed(1);
  CHECK(pool.said.empty());
  pool.wake();
  CHECK(pool.opens == Sockets{2});
}

TEST_CASE("Failures wait longer and longer, with full jitter, hello resets that") {
  Pool pool(1);
  pool.start();
  Fsm::Socket socket = 1;
  Fsm::Span longest{0};
  for (int i = 0; i < 30; ++i) {
    pool.failed(socket);
    CHECK(pool.opens.empty());
    const auto wait = std::chrono::duration_cast<Fsm::Span>(*pool.fsm.wake_at() - pool.now);
    CHECK(wait >= 500ms);
    CHECK(wait <= 60s);
    longest = std::max(longest, wait);
    pool.wake();
    REQUIRE(pool.opens.size() == 1);
    socket = pool.opens.front();
  }
  CHECK(longest > 10s);
  pool.up(socket);
  pool.closed(socket);
  CHECK(*pool.fsm.wake_at() - pool.now <= 1s);
}

TEST_CASE("A wait that the server names is kept") {
  Pool pool(1);
  pool.start();
  pool.failed(1, 30s);
  CHECK(*pool.fsm.wake_at() - pool.now == 30s);
}

TEST_CASE("An unreachable server is complained about once a minute, and its return is told") {
  Pool pool(2);
  pool.start();
  const auto begin = pool.now;
  Sockets waiting = pool.opens;
  int failures = 0;
  while (pool.now - begin < 10min) {
    for (const Fsm::Socket socket : waiting) {
      pool.failed(socket);
      ++failures;
    }
    waiting.clear();
    pool.wake();
    waiting = pool.opens;
  }
  CHECK(failures > 20);
  CHECK(pool.log.size() >= 5);
  CHECK(pool.log.size() <= 11);
  CHECK(pool.fsm.problem() == "slack.com: refused");
  REQUIRE(!waiting.empty());
  pool.up(waiting[0]);
  CHECK(pool.log.back() == "connected to Slack again");
  CHECK(pool.fsm.problem().empty());
}

TEST_CASE("A server that greets and drops does not fill the log either") {
  Pool pool(1);
  pool.start();
  const auto begin = pool.now;
  Fsm::Socket socket = 1;
  int rounds = 0;
  while (pool.now - begin < 5min) {
    pool.up(socket);
    pool.closed(socket);
    pool.wake();
    REQUIRE(pool.opens.size() == 1);
    socket = pool.opens.front();
    ++rounds;
  }
  CHECK(rounds <= 601);
  CHECK(pool.log.size() <= 12);  // a complaint and a return a minute
}

TEST_CASE("Socket Mode switched off: stop and tell") {
  Pool pool;
  pool.start();
  pool.up(1);
  pool.up(2);
  pool.disconnect(1, "link_disabled");
  CHECK(pool.closes == Sockets{1, 2});
  CHECK(pool.gave_up.find("Socket Mode is switched off") == 0);
  CHECK(pool.fsm.stopping());
  CHECK_FALSE(pool.fsm.finished());
  pool.closed(1);
  pool.closed(2);
  CHECK(pool.opens.empty());
  CHECK(pool.fsm.finished());
  CHECK(pool.fsm.problem().find("Socket Mode is switched off") == 0);
  CHECK_FALSE(pool.fsm.wake_at());
}

TEST_CASE("A refused token: stop and tell") {
  Pool pool;
  pool.start();
  pool.up(1);
  pool.hear(pool.fsm.refused("the token was revoked", pool.now));
  CHECK(pool.gave_up == "the token was revoked");
  CHECK(pool.closes == Sockets{1, 2});
  pool.failed(2);
  pool.closed(1);
  CHECK(pool.fsm.finished());
  pool.hear(pool.fsm.refused("again", pool.now));
  CHECK(pool.gave_up.empty());
}

TEST_CASE("Too many websockets: close, wait, try again") {
  Pool pool(2);
  pool.start();
  pool.up(1);
  pool.open(2);
  pool.disconnect(2, "too_many_websockets");
  CHECK(pool.closes == Sockets{2});
  CHECK(pool.opens.empty());
  CHECK(pool.said.size() == 1);
  pool.closed(2);
  CHECK(pool.opens.empty());
  pool.wake();
  CHECK(pool.opens == Sockets{3});
  CHECK(pool.fsm.up() == 1);
}

TEST_CASE("A lost socket is replaced while the other one serves") {
  Pool pool(2);
  pool.start();
  pool.up(1);
  pool.up(2);
  pool.closed(1);
  CHECK(pool.fsm.up() == 1);
  CHECK(pool.fsm.problem().empty());
  CHECK(pool.said.size() == 1);
  pool.wake();
  CHECK(pool.opens == Sockets{3});
}

TEST_CASE("With no socket left the problem says so until the next hello") {
  Pool pool(1);
  pool.start();
  pool.up(1);
  pool.closed(1);
  CHECK_FALSE(pool.fsm.problem().empty());
  pool.wake();
  pool.up(2);
  CHECK(pool.fsm.problem().empty());
}

TEST_CASE("Never more than ten sockets") {
  Pool pool(4);
  pool.start();
  std::size_t opened = pool.opens.size();
  Sockets fresh = pool.opens;
  for (int round = 0; round < 6; ++round) {
    Sockets next;
    for (const Fsm::Socket socket : fresh) {
      pool.up(socket);
      pool.disconnect(socket, "warning");
      next.insert(next.end(), pool.opens.begin(), pool.opens.end());
      opened += pool.opens.size();
    }
    fresh = next;
  }
  CHECK(opened == 10);  // none was closed
}

TEST_CASE("Stopping closes what is open and abandons what is on its way") {
  Pool pool(2);
  pool.start();
  pool.up(1);
  pool.hear(pool.fsm.stop(pool.now));
  CHECK(pool.closes == Sockets{1, 2});
  pool.pass(1h);
  CHECK(pool.opens.empty());
  pool.failed(2);
  pool.closed(1);
  CHECK(pool.fsm.finished());
  CHECK(pool.log.empty());
}

TEST_CASE("News of sockets that are gone changes nothing") {
  Pool pool(1);
  pool.start();
  pool.up(1);
  pool.open(99);
  pool.greet(99);
  pool.disconnect(99, "warning");
  pool.closed(99);
  pool.failed(99);
  pool.greet(1);  // a second hello
  CHECK(pool.fsm.up() == 1);
  CHECK(pool.log.empty());
}

TEST_CASE("Whatever happens in whatever order: the pool holds, and never hurries") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    Pool pool(2, seed);
    std::mt19937_64 random(seed);
    std::set<Fsm::Socket> alive;
    const auto track = [&] {
      for (const Fsm::Socket socket : pool.opens) alive.insert(socket);
    };
    pool.start();
    track();
    for (int step = 0; step < 300; ++step) {
      const Fsm::Socket socket =
          alive.empty() ? 0 : *std::next(alive.begin(), static_cast<std::ptrdiff_t>(random() % alive.size()));
      switch (random() % 7) {
        case 0:
          pool.open(socket);
          break;
        case 1:
          pool.greet(socket);
          break;
        case 2:
          pool.disconnect(socket, random() % 2 ? "warning" : "too_many_websockets");
          break;
        case 3:
          pool.closed(socket);
          alive.erase(socket);
          break;
        case 4:
          pool.failed(socket);
          alive.erase(socket);
          break;
        default:
          pool.pass(Fsm::Span(random() % 20000));
      }
      track();
      REQUIRE(alive.size() <= 10);
      REQUIRE((pool.fsm.up() == 0 || pool.fsm.problem().empty()));
    }
    // Left alone with a network that works, it is whole again.
    for (int step = 0; step < 40; ++step) {
      for (const Fsm::Socket socket : std::set<Fsm::Socket>(alive)) {
        pool.up(socket);
        track();
      }
      pool.pass(10s);
      track();
    }
    REQUIRE(pool.fsm.up() >= 2);
  }
}

}  // namespace houston::bot::slack
