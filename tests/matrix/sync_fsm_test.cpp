#include "bot/matrix/sync_fsm.hpp"

#include "tests/support/catch.hpp"

namespace houston::bot::matrix {
namespace {

using namespace std::chrono_literals;
using Kind = ApiFailure::Kind;
using Step = SyncFsm::Step;

struct Loop {
  SyncFsm fsm{SyncFsm::Options{}, 1};
  SyncFsm::Time now{};

  static ApiFailure failure(Kind kind, std::string errcode, std::chrono::milliseconds wait = 0ms) {
    ApiFailure failure;
    failure.kind = kind;
    failure.errcode = std::move(errcode);
    failure.retry_after = wait;
    failure.what = "what went wrong";
    return failure;
  }
  Step fail(Kind kind, std::string errcode, std::chrono::milliseconds wait = 0ms) {
    return fsm.failed(failure(kind, std::move(errcode), wait), now);
  }
  Step claim(EventSink::Turn turn, std::string since = "") {
    return fsm.claimed(turn, std::move(since), now);
  }
  /// As the only Houston.
  Step start(const std::string& since) {
    REQUIRE(std::holds_alternative<SyncFsm::Claim>(fsm.start(now)));
    return claim(EventSink::Turn::ours, since);
  }
  /// Until something was read and kept up to `next`.
  Step read(const std::string& next) {
    fsm.polled(next, now);
    return fsm.taken(true, now);
  }
};

template <class T>
T as(const Step& step) {
  REQUIRE(std::holds_alternative<T>(step));
  return std::get<T>(step);
}

}  // namespace

TEST_CASE("The first start takes a point to begin from, and no history") {
  Loop loop;
  const auto poll = as<SyncFsm::Poll>(loop.start(""));
  CHECK(poll.since.empty());
  CHECK(poll.timeout == 0ms);
  CHECK_FALSE(loop.fsm.connected());
  CHECK(as<SyncFsm::Take>(loop.fsm.polled("s1", loop.now)).first);
  CHECK(loop.fsm.connected());
  CHECK_FALSE(loop.fsm.caught_up());
  const auto next = as<SyncFsm::Poll>(loop.fsm.taken(true, loop.now));
  CHECK(next.since == "s1");
  CHECK(next.timeout == 30s);
  CHECK(loop.fsm.caught_up());
}

TEST_CASE("A later start goes on where the last one ended, and does not wait for news") {
  Loop loop;
  const auto poll = as<SyncFsm::Poll>(loop.start("s7"));
  CHECK(poll.since == "s7");
  CHECK(poll.timeout == 0ms);
  CHECK_FALSE(as<SyncFsm::Take>(loop.fsm.polled("s8", loop.now)).first);
}

TEST_CASE("The point moves only when what was brought is kept") {
  Loop loop;
  loop.start("s1");
  loop.fsm.polled("s2", loop.now);
  const auto wait = as<SyncFsm::Wait>(loop.fsm.taken(false, loop.now));
  CHECK(wait.time >= 1s);
  CHECK(loop.fsm.since() == "s1");
  CHECK_FALSE(loop.fsm.problem().empty());
  CHECK(as<SyncFsm::Poll>(loop.fsm.waited(loop.now)).since == "s1");
  loop.fsm.polled("s3", loop.now);
  CHECK(as<SyncFsm::Poll>(loop.fsm.taken(true, loop.now)).since == "s3");
  CHECK(loop.fsm.problem().empty());
}

TEST_CASE("What was brought and could not be read through is asked for again") {
  Loop loop;
  loop.start("s1");
  loop.fsm.polled("s2", loop.now);
  as<SyncFsm::Wait>(loop.fail(Kind::doubt, "http_502"));
  CHECK(as<SyncFsm::Poll>(loop.fsm.waited(loop.now)).since == "s1");
}

TEST_CASE("A homeserver that is away is asked again after longer and longer waits") {
  Loop loop;
  loop.start("s1");
  std::chrono::milliseconds longest{};
  for (int i = 0; i < 30; ++i) {
    const auto wait = as<SyncFsm::Wait>(loop.fail(i % 2 == 0 ? Kind::retry : Kind::doubt, "network"));
    CHECK(wait.time >= 500ms);
    CHECK(wait.time <= 60s);
    longest = std::max(longest, wait.time);
    const auto poll = as<SyncFsm::Poll>(loop.fsm.waited(loop.now));
    CHECK(poll.since == "s1");
    CHECK(poll.timeout == 0ms);
  }
  CHECK(longest > 10s);
  CHECK_FALSE(loop.fsm.connected());
  loop.read("s2");
  CHECK(loop.fsm.connected());
  CHECK(loop.fsm.problem().empty());
  CHECK(as<SyncFsm::Wait>(loop.fail(Kind::retry, "network")).time == 500ms);
}

TEST_CASE("The log hears of an outage once a minute, and of its end") {
  Loop loop;
  loop.start("s1");
  loop.fail(Kind::retry, "network");
  REQUIRE(loop.fsm.take_say().has_value());
  CHECK_FALSE(loop.fsm.take_say().has_value());
  loop.now += 10s;
  loop.fail(Kind::retry, "network");
  CHECK_FALSE(loop.fsm.take_say().has_value());
  loop.now += 51s;
  loop.fail(Kind::retry, "network");
  const auto again = loop.fsm.take_say();
  REQUIRE(again.has_value());
  CHECK(again->text.find("2 attempts") != std::string::npos);
  loop.read("s2");
  const auto well = loop.fsm.take_say();
  REQUIRE(well.has_value());
  CHECK(well->level == SyncFsm::Say::Level::info);
  loop.read("s3");
  CHECK_FALSE(loop.fsm.take_say().has_value());
}

TEST_CASE("The server's own word for how long to wait is kept to") {
  Loop loop;
  loop.start("s1");
  CHECK(as<SyncFsm::Wait>(loop.fail(Kind::wait, "M_LIMIT_EXCEEDED", 90s)).time == 90s);
}

TEST_CASE("An unknown token is renewed once, and then asked about again and again") {
  Loop loop;
  loop.start("s1");
  ApiFailure failure = Loop::failure(Kind::operate, "M_UNKNOWN_TOKEN");
  failure.soft_logout = true;
  CHECK(as<SyncFsm::Renew>(loop.fsm.failed(failure, loop.now)).soft);
  CHECK_FALSE(loop.fsm.connected());
  SECTION("with success") {
    CHECK(as<SyncFsm::Poll>(loop.fsm.renewed(nullptr, loop.now)).since == "s1");
    loop.read("s2");
    CHECK(as<SyncFsm::Renew>(loop.fsm.failed(failure, loop.now)).soft);
  }
  SECTION("with a new token that is not known either: no login storm") {
    loop.fsm.renewed(nullptr, loop.now);
    CHECK(as<SyncFsm::Wait>(loop.fsm.failed(failure, loop.now)).time == 60s);
    loop.fsm.waited(loop.now);
    as<SyncFsm::Renew>(loop.fsm.failed(failure, loop.now));
  }
  SECTION("without success") {
    CHECK(as<SyncFsm::Wait>(loop.fsm.renewed(&failure, loop.now)).time == 60s);
    CHECK_FALSE(loop.fsm.problem().empty());
    CHECK(as<SyncFsm::Poll>(loop.fsm.waited(loop.now)).since == "s1");
  }
}

TEST_CASE("A server that lost its history is read from now on") {
  Loop loop;
  loop.start("s1");
  CHECK(as<SyncFsm::Poll>(loop.fail(Kind::refuse, "M_UNKNOWN_POS")).since.empty());
  CHECK(as<SyncFsm::Take>(loop.fsm.polled("s1", loop.now)).first);
}

TEST_CASE("A refusal is tried again a minute later: somebody may mend it") {
  Loop loop;
  loop.start("s1");
  CHECK(as<SyncFsm::Wait>(loop.fail(Kind::refuse, "M_FORBIDDEN")).time == 60s);
  CHECK(as<SyncFsm::Wait>(loop.fail(Kind::operate, "M_USER_DEACTIVATED")).time == 60s);
}

TEST_CASE("After stop there is nothing to do, whatever still happens") {
  Loop loop;
  loop.start("s1");
  as<SyncFsm::End>(loop.fsm.stop());
  as<SyncFsm::End>(loop.fsm.polled("s2", loop.now));
  as<SyncFsm::End>(loop.fsm.taken(true, loop.now));
  as<SyncFsm::End>(loop.fail(Kind::retry, "network"));
  as<SyncFsm::End>(loop.fsm.waited(loop.now));
  as<SyncFsm::End>(loop.fsm.renewed(nullptr, loop.now));
  as<SyncFsm::End>(loop.claim(EventSink::Turn::others));
  CHECK(loop.fsm.since() == "s1");
}

TEST_CASE("While it is another Houston's turn to read, this one stands by and may send") {
  Loop loop;
  as<SyncFsm::Claim>(loop.fsm.start(loop.now));
  CHECK(as<SyncFsm::Wait>(loop.claim(EventSink::Turn::others)).time == 5s);
  CHECK(loop.fsm.take_say().has_value());
  CHECK(loop.fsm.connected());
  CHECK(loop.fsm.caught_up());
  CHECK_FALSE(loop.fsm.our_turn());
  CHECK(as<SyncFsm::Claim>(loop.fsm.waited(loop.now)).time == 60s);
  loop.claim(EventSink::Turn::others);
  CHECK_FALSE(loop.fsm.take_say().has_value());  // said once
  // It goes on where the other was.
  loop.fsm.waited(loop.now);
  const auto poll = as<SyncFsm::Poll>(loop.claim(EventSink::Turn::ours, "s9"));
  CHECK(poll.since == "s9");
  CHECK(poll.timeout == 0ms);
  CHECK(loop.fsm.our_turn());
  REQUIRE(loop.fsm.take_say().has_value());
}

TEST_CASE("The turn is renewed between polls, and noticed when it was lost") {
  Loop loop;
  loop.start("s1");
  CHECK(as<SyncFsm::Poll>(loop.read("s2")).since == "s2");
  loop.now += 16s;
  as<SyncFsm::Claim>(loop.read("s3"));
  const auto poll = as<SyncFsm::Poll>(loop.claim(EventSink::Turn::ours, "what stands on disk may be older"));
  CHECK(poll.since == "s3");
  CHECK(poll.timeout == 30s);
  loop.now += 2min;  // this one slept
  as<SyncFsm::Claim>(loop.read("s4"));
  as<SyncFsm::Wait>(loop.claim(EventSink::Turn::others));
  loop.now += 5s;
  as<SyncFsm::Claim>(loop.fsm.waited(loop.now));
  CHECK(as<SyncFsm::Poll>(loop.claim(EventSink::Turn::ours, "s8")).since == "s8");
}

TEST_CASE("Who cannot reach the homeserver lets the turn end: perhaps another can") {
  Loop loop;
  loop.start("s1");
  loop.read("s2");
  loop.fail(Kind::retry, "network");
  loop.now += 50s;
  CHECK(as<SyncFsm::Poll>(loop.fsm.waited(loop.now)).since == "s2");
  loop.fail(Kind::retry, "network");
  loop.now += 10s;
  as<SyncFsm::Claim>(loop.fsm.waited(loop.now));
}

TEST_CASE("A database that cannot say whose turn it is is asked again") {
  Loop loop;
  as<SyncFsm::Claim>(loop.fsm.start(loop.now));
  CHECK(as<SyncFsm::Wait>(loop.claim(EventSink::Turn::unknown)).time >= 1s);
  CHECK_FALSE(loop.fsm.connected());
  CHECK_FALSE(loop.fsm.problem().empty());
  as<SyncFsm::Claim>(loop.fsm.waited(loop.now));
  as<SyncFsm::Poll>(loop.claim(EventSink::Turn::ours, "s1"));
}

TEST_CASE("Hours without the homeserver: asked at least once a minute, and nothing is skipped") {
  Loop loop;
  loop.start("s1");
  loop.read("s2");
  const auto outage_ends = loop.now + 9h;
  int asked = 0;
  while (loop.now < outage_ends) {
    loop.now += as<SyncFsm::Wait>(loop.fail(asked % 3 == 0 ? Kind::doubt : Kind::retry, "http_502")).time;
    Step step = loop.fsm.waited(loop.now);
    if (std::holds_alternative<SyncFsm::Claim>(step)) step = loop.claim(EventSink::Turn::ours, "s2");
    CHECK(as<SyncFsm::Poll>(step).since == "s2");
    ++asked;
  }
  CHECK(asked >= 9 * 60);
  CHECK(asked < 3 * 9 * 60);
  CHECK_FALSE(as<SyncFsm::Take>(loop.fsm.polled("s3", loop.now)).first);
  CHECK(loop.fsm.connected());
}

}  // namespace houston::bot::matrix
