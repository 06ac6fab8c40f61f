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
  const auto poll = as<SyncFsm::Poll>(loop.fsm.start(""));
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
  const auto poll = as<SyncFsm::Poll>(loop.fsm.start("s7"));
  CHECK(poll.since == "s7");
  CHECK(poll.timeout == 0ms);
  CHECK_FALSE(as<SyncFsm::Take>(loop.fsm.polled("s8", loop.now)).first);
}

TEST_CASE("The point moves only when what was brought is kept") {
  Loop loop;
  loop.fsm.start("s1");
  loop.fsm.polled("s2", loop.now);
  const auto wait = as<SyncFsm::Wait>(loop.fsm.taken(false, loop.now));
  CHECK(wait.time >= 1s);
  CHECK(loop.fsm.since() == "s1");
  CHECK_FALSE(loop.fsm.problem().empty());
  CHECK(as<SyncFsm::Poll>(loop.fsm.waited()).since == "s1");
  loop.fsm.polled("s3", loop.now);
  CHECK(as<SyncFsm::Poll>(loop.fsm.taken(true, loop.now)).since == "s3");
  CHECK(loop.fsm.problem().empty());
}

TEST_CASE("What was brought and could not be read through is asked for again") {
  Loop loop;
  loop.fsm.start("s1");
  loop.fsm.polled("s2", loop.now);
  as<SyncFsm::Wait>(loop.fail(Kind::doubt, "http_502"));
  CHECK(as<SyncFsm::Poll>(loop.fsm.waited()).since == "s1");
}

TEST_CASE("A homeserver that is away is asked again after longer and longer waits") {
  Loop loop;
  loop.fsm.start("s1");
  std::chrono::milliseconds longest{};
  for (int i = 0; i < 30; ++i) {
    const auto wait = as<SyncFsm::Wait>(loop.fail(i % 2 == 0 ? Kind::retry : Kind::doubt, "network"));
    CHECK(wait.time >= 500ms);
    CHECK(wait.time <= 60s);
    longest = std::max(longest, wait.time);
    const auto poll = as<SyncFsm::Poll>(loop.fsm.waited());
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
  loop.fsm.start("s1");
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
  loop.fsm.start("s1");
  CHECK(as<SyncFsm::Wait>(loop.fail(Kind::wait, "M_LIMIT_EXCEEDED", 90s)).time == 90s);
}

TEST_CASE("An unknown token is renewed once, and then asked about again and again") {
  Loop loop;
  loop.fsm.start("s1");
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
    loop.fsm.waited();
    as<SyncFsm::Renew>(loop.fsm.failed(failure, loop.now));
  }
  SECTION("without success") {
    CHECK(as<SyncFsm::Wait>(loop.fsm.renewed(&failure, loop.now)).time == 60s);
    CHECK_FALSE(loop.fsm.problem().empty());
    CHECK(as<SyncFsm::Poll>(loop.fsm.waited()).since == "s1");
  }
}

TEST_CASE("A server that lost its history is read from now on") {
  Loop loop;
  loop.fsm.start("s1");
  CHECK(as<SyncFsm::Poll>(loop.fail(Kind::refuse, "M_UNKNOWN_POS")).since.empty());
  CHECK(as<SyncFsm::Take>(loop.fsm.polled("s1", loop.now)).first);
}

TEST_CASE("A refusal is tried again a minute later: somebody may mend it") {
  Loop loop;
  loop.fsm.start("s1");
  CHECK(as<SyncFsm::Wait>(loop.fail(Kind::refuse, "M_FORBIDDEN")).time == 60s);
  CHECK(as<SyncFsm::Wait>(loop.fail(Kind::operate, "M_USER_DEACTIVATED")).time == 60s);
}

TEST_CASE("After stop there is nothing to do, whatever still happens") {
  Loop loop;
  loop.fsm.start("s1");
  as<SyncFsm::End>(loop.fsm.stop());
  as<SyncFsm::End>(loop.fsm.polled("s2", loop.now));
  as<SyncFsm::End>(loop.fsm.taken(true, loop.now));
  as<SyncFsm::End>(loop.fail(Kind::retry, "network"));
  as<SyncFsm::End>(loop.fsm.waited());
  as<SyncFsm::End>(loop.fsm.renewed(nullptr, loop.now));
  CHECK(loop.fsm.since() == "s1");
}

}  // namespace houston::bot::matrix
