// A week of a 1:1 and of coffee pairs with the real program, killed with SIGKILL again and again while the
// sandbox limits, fails and drops connections. Afterwards agendas, reminders and questions have come once
// each, what is open was carried over once, the coffee round was drawn once, and nobody else has seen what
// the two noted for each other.
//
//   HOUSTON_SEED=7 build/dev/tests/stories/houston_pair_kill_test
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>
#include <iterator>

#include "storage/tables.hpp"
#include "tests/stories/harness/crew.hpp"
#include "tests/stories/harness/siege.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Message;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;

constexpr int kLeastKills = 12;
constexpr const char* kPairs = R"([[team.ritual]]
kind = "one_on_one"
name = "1on1"
lead = "@ana"
with = ["@bo"]
rule = "FREQ=WEEKLY;BYDAY=TU"
at = "16:00"

[[team.ritual]]
kind = "coffee"
name = "coffee"
rule = "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO"
start = 2026-11-09
at = "10:00"
)";
const std::vector<std::string> kDrinkers{"ana", "bo", "chidi", "devi"};

/// In UTC; the team's clock is an hour ahead.
Instant at(int day, int hour, int minute = 0) {
  using namespace std::chrono;
  return sys_days(year(2026) / 11 / day) + hours(hour) + minutes(minute);
}

/// The newest direct message that offers this button.
std::string offering(Box& box, const std::string& who, const std::string& action) {
  return box.in([&](Sandbox& sandbox) {
    std::string ts;
    for (const Message& message : sandbox.messages(sandbox.place_id("dm", who).value())) {
      if (!message.deleted && button_value(message, action)) ts = message.ts;
    }
    return ts;
  });
}

void live(Siege& siege) {
  for (const std::string& who : kDrinkers) siege.say(who, "coffee join");
  siege.say("ana", "1:1 @bo talk about point-one");
  siege.say("bo", "1:1 @ana talk about point-two");
  siege.live_until(at(10, 15, 40));  // Tuesday, after the talk.
  siege.say("ana", "1:1 @bo done 1");
  const std::string asked = offering(siege.box(), "bo", "one_on_one.yes");
  REQUIRE_FALSE(asked.empty());
  siege.click("bo", "dm", asked, "one_on_one.yes", "", 1);
  siege.live_until(at(13, 12));  // Friday: the coffees are drunk.
  for (const std::string& who : kDrinkers) {
    const std::string question = offering(siege.box(), who, "coffee.yes");
    if (!question.empty()) siege.click(who, "dm", question, "coffee.yes", "", 1);
  }
  siege.live_until(at(16, 15));  // Monday: the next agenda is out, in New York as well.
  siege.end();
}

}  // namespace

TEST_CASE("1:1s and coffee pairs survive being killed at any moment") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  Siege siege(HOUSTON_PROGRAM, seed_or(1), at(9, 7), fresh.url(), kPairs);
  live(siege);
  Box& box = siege.box();
  CHECK(said_twice(box).empty());

  for (const std::string who : {"ana", "bo"}) {
    INFO(who);
    const auto direct = standing(box, "dm", who);
    const std::string agenda = "Only the two of you see this";
    CHECK(with(direct, {agenda, "Tue 10 Nov", "point-one", "point-two"}) == 1);
    CHECK(with(direct, {"1:1 with ", " at Tue 10 Nov"}) == 1);
    CHECK(with(direct, {"1:1 with ", "it happened"}) == 1);
    CHECK(with(direct, {"Did your 1:1"}) == 0);
    CHECK(with(direct, {agenda, "Tue 17 Nov", "point-two", "carried over"}) == 1);
    CHECK(with(direct, {agenda, "Tue 17 Nov"}) == 1);
    CHECK(with(direct, {"Tue 17 Nov", "point-one"}) == 0);
    CHECK(with(direct, {"carried over 2 times"}) == 0);
  }
  for (const std::string& who : kDrinkers) {
    INFO(who);
    const auto direct = standing(box, "dm", who);
    CHECK(with(direct, {"You are paired for a coffee"}) == 1);
    CHECK(with(direct, {"Coffee with ", "it happened"}) + with(direct, {"Did your coffee"}) == 1);
    CHECK(with(direct, {"Coffee with ", " at "}) <= 1);
  }

  // What two note for each other stands in their direct messages alone.
  const int leaks = box.in([](Sandbox& sandbox) {
    const std::vector<std::string> theirs{*sandbox.place_id("dm", "ana"), *sandbox.place_id("dm", "bo")};
    int leaks = 0;
    for (const Message& message : sandbox.all_messages()) {
      const bool own = std::find(theirs.begin(), theirs.end(), message.channel) != theirs.end();
      if (!own && message.readable().find("point-") != std::string::npos) ++leaks;
    }
    return leaks;
  });
  CHECK(leaks == 0);
  std::ifstream log(siege.log());
  const std::string logged{std::istreambuf_iterator<char>(log), {}};
  CHECK_FALSE(logged.empty());
  CHECK(logged.find("point-") == std::string::npos);

  const auto database = fresh.open();
  storage::Tables tables(*database);
  const auto pairs = tables.pairs.of(TeamId{"vision"}, RitualId{"1on1"});
  REQUIRE(pairs.size() == 1);
  const auto open = tables.pairs.open_points(pairs.front().id);
  REQUIRE(open.size() == 1);
  CHECK(open.front().carried == 1);
  CHECK(tables.pairs.pairings(TeamId{"vision"}, RitualId{"coffee"}).size() == 2);
  CHECK(tables.outbox.depth() == 0);
  std::cout << "kills " << siege.kills() << std::endl;
  CHECK(siege.kills() >= kLeastKills);
}

}  // namespace houston::tests
