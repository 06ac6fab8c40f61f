// Every path of courier_fsm.hpp's picture, without a socket and without a clock.
#include "bot/courier_fsm.hpp"

#include <string>

#include "tests/support/catch.hpp"

namespace houston::bot {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using storage::Action;
using storage::Receipt;

const Instant kNow{milliseconds(1'700'000'000'000)};
const Receipt kReceipt{"C1", "1700000000.000100"};

struct Machine {
  explicit Machine(Action action = Action::post, int attempts = 1) : delivery(action, attempts, random) {}
  std::mt19937_64 random{7};
  Delivery delivery;
  Instant now = kNow;

  Step claimed() { return delivery.resume(input::Claimed{now}, now); }
  Step in_doubt() { return delivery.resume(input::FoundInDoubt{}, now); }
  Step send(SendOutcome outcome) { return delivery.resume(outcome, now); }
  Step find(FindOutcome outcome) { return delivery.resume(outcome, now); }
  Step waited(const Step& wait) {
    now = std::get<step::Wait>(wait).until;
    return delivery.resume(input::Waited{}, now);
  }
  Step stopping() { return delivery.resume(input::Stopping{}, now); }
};

template <class T>
bool is(const Step& step) {
  return std::holds_alternative<T>(step);
}

bool within(Instant at, Instant from, milliseconds least, milliseconds most) {
  return at >= from + least && at <= from + most;
}

TEST_CASE("A claimed row is sent, and its receipt stored") {
  Machine m;
  REQUIRE(is<step::Send>(m.claimed()));
  const Step end = m.send(Delivered{kReceipt});
  REQUIRE(is<step::Sent>(end));
  CHECK(std::get<step::Sent>(end).receipt == kReceipt);
}

TEST_CASE("A row whose place was just posted to waits for its slot") {
  Machine m;
  const Step first = m.delivery.resume(input::Claimed{kNow + seconds(1)}, kNow);
  REQUIRE(is<step::Wait>(first));
  CHECK(std::get<step::Wait>(first).until == kNow + seconds(1));
  CHECK(is<step::Send>(m.waited(first)));
}

TEST_CASE("Stopping while waiting for the slot puts the row back: nothing was sent") {
  Machine m;
  m.delivery.resume(input::Claimed{kNow + seconds(1)}, kNow);
  const Step end = m.stopping();
  REQUIRE(is<step::Postpone>(end));
  CHECK(std::get<step::Postpone>(end).not_before == kNow);
}

TEST_CASE("A platform's Retry-After is obeyed, with its scope") {
  Machine m;
  m.claimed();
  const Step end = m.send(TryLater{seconds(30), "chat.postMessage", "slow down"});
  REQUIRE(is<step::Postpone>(end));
  const auto& postponed = std::get<step::Postpone>(end);
  CHECK(postponed.not_before == kNow + seconds(30));
  CHECK(postponed.scope == "chat.postMessage");
  CHECK(postponed.why == "slow down");
}

TEST_CASE("Without a Retry-After the wait doubles with each attempt, up to five minutes") {
  const auto attempts = GENERATE(1, 2, 3, 5, 9, 10, 40, 100000);
  Machine m(Action::post, attempts);
  m.claimed();
  const Step end = m.send(TryLater{milliseconds(0), "", "503"});
  const milliseconds most = attempts > 9 ? milliseconds(300000)
                                         : std::min<milliseconds>(seconds(1 << (attempts - 1)), seconds(300));
  CHECK(within(std::get<step::Postpone>(end).not_before, kNow, most / 2, most));
}

TEST_CASE("The jitter spreads what failed together") {
  std::mt19937_64 random{3};
  const auto first = retry_wait(9, random);
  bool other = false;
  for (int i = 0; i < 10; ++i) other = other || retry_wait(9, random) != first;
  CHECK(other);
}

TEST_CASE("What is refused is given up, with the platform's words") {
  Machine m;
  m.claimed();
  const Step end = m.send(Refused{"The channel is archived"});
  REQUIRE(is<step::GiveUp>(end));
  CHECK(std::get<step::GiveUp>(end).why == "The channel is archived");
}

TEST_CASE("A post whose answer was lost is looked up at once, and found") {
  Machine m;
  m.claimed();
  REQUIRE(is<step::Find>(m.send(InDoubt{"connection lost"})));
  const Step end = m.find(kReceipt);
  REQUIRE(is<step::Sent>(end));
  CHECK(std::get<step::Sent>(end).receipt == kReceipt);
}

TEST_CASE("A post that is not there at once is looked up again after three seconds") {
  Machine m;
  m.claimed();
  m.send(InDoubt{"connection lost"});
  const Step wait = m.find(NotThere{});
  REQUIRE(is<step::Wait>(wait));
  CHECK(std::get<step::Wait>(wait).until == kNow + seconds(3));
  REQUIRE(is<step::Find>(m.waited(wait)));

  SECTION("and is there by then") {
    CHECK(is<step::Sent>(m.find(kReceipt)));
  }
  SECTION("and is sent again if it is not") {
    REQUIRE(is<step::Send>(m.find(NotThere{})));
    SECTION("which succeeds") {
      CHECK(is<step::Sent>(m.send(Delivered{kReceipt})));
    }
    SECTION("which ends in doubt again: two more looks, then it is postponed") {
      REQUIRE(is<step::Find>(m.send(InDoubt{"lost again"})));
      const Step second = m.find(NotThere{});
      REQUIRE(is<step::Wait>(second));
      REQUIRE(is<step::Find>(m.waited(second)));
      const Step end = m.find(NotThere{});
      REQUIRE(is<step::Postpone>(end));
      CHECK(std::get<step::Postpone>(end).not_before > m.now);
    }
  }
}

TEST_CASE("Stopping while in doubt leaves the row for the next life to look up") {
  Machine m;
  m.claimed();
  m.send(InDoubt{"connection lost"});
  m.find(NotThere{});
  CHECK(is<step::Leave>(m.stopping()));
}

TEST_CASE("A look-up that cannot be made now does not count as a look") {
  Machine m;
  m.claimed();
  m.send(InDoubt{"connection lost"});
  const Step wait = m.find(TryLater{seconds(20), "conversations.history", "slow down"});
  REQUIRE(is<step::Wait>(wait));
  CHECK(std::get<step::Wait>(wait).until == kNow + seconds(20));
  REQUIRE(is<step::Find>(m.waited(wait)));
  // Still two looks to go.
  const Step again = m.find(NotThere{});
  REQUIRE(is<step::Wait>(again));
  REQUIRE(is<step::Find>(m.waited(again)));
  CHECK(is<step::Send>(m.find(NotThere{})));
}

TEST_CASE("A look-up that has to wait long is left to the lease") {
  Machine m;
  m.in_doubt();
  CHECK(is<step::Leave>(m.find(TryLater{seconds(61), "conversations.history", "slow down"})));
}

TEST_CASE("Look-ups that keep failing wait longer and longer, and never send") {
  Machine m;
  Step next = m.in_doubt();
  milliseconds longest{0};
  for (int i = 0; i < 30 && is<step::Find>(next); ++i) {
    next = m.find(TryLater{milliseconds(0), "", "503"});
    if (is<step::Leave>(next)) break;
    const Instant before = m.now;
    const Step wait = next;
    next = m.waited(wait);
    longest = std::max(longest, m.now - before);
    REQUIRE(is<step::Find>(next));
  }
  CHECK(is<step::Leave>(next));
  CHECK(longest > seconds(15));
}

TEST_CASE("A post that can never be looked up is given up rather than sent twice") {
  Machine m;
  m.in_doubt();
  const Step end = m.find(Refused{"missing scope im:history"});
  REQUIRE(is<step::GiveUp>(end));
  CHECK(std::get<step::GiveUp>(end).why.find("missing scope im:history") != std::string::npos);
}

TEST_CASE("A post found in sending after a crash is looked up before anything else") {
  Machine m;
  REQUIRE(is<step::Find>(m.in_doubt()));
  SECTION("found") {
    CHECK(is<step::Sent>(m.find(kReceipt)));
  }
  SECTION("not there twice: sent") {
    REQUIRE(is<step::Find>(m.waited(m.find(NotThere{}))));
    CHECK(is<step::Send>(m.find(NotThere{})));
  }
}

TEST_CASE("Updates, removals and home tabs are simply sent again") {
  const auto action = GENERATE(Action::update, Action::remove, Action::home);
  Machine m(action);
  SECTION("after a crash") {
    REQUIRE(is<step::Send>(m.in_doubt()));
    CHECK(is<step::Sent>(m.send(Delivered{})));
  }
  SECTION("later, when the answer was lost") {
    m.claimed();
    const Step end = m.send(InDoubt{"connection lost"});
    REQUIRE(is<step::Postpone>(end));
    CHECK(within(std::get<step::Postpone>(end).not_before, kNow, milliseconds(500), milliseconds(1000)));
  }
}

}  // namespace
}  // namespace houston::bot
