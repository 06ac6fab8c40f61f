// An afternoon of wins, thanks and celebrations with the real program, killed with SIGKILL again and again
// while the sandbox limits, fails and withholds answers. Afterwards every message that was called a win is
// one win with one quiet reaction, every celebration and every thanks stands in the channel once, and so does
// the digest.
//
//   HOUSTON_SEED=7 build/dev/tests/stories/houston_log_kill_test
#include <algorithm>
#include <chrono>
#include <iostream>

#include "storage/tables.hpp"
#include "tests/stories/harness/siege.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Message;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;

constexpr int kRounds = 24;
constexpr const char* kLog =
    "[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\ndays = \"fri\"\nat = \"16:00\"\n";

/// A Friday, from two hours before the digest.
std::vector<std::string> live(Siege& siege) {
  std::vector<std::string> wins;
  for (int round = 0; round < kRounds; ++round) {
    const std::string number = std::to_string(100 + round);
    siege.strike();
    siege.box().in([&](Sandbox& sandbox) {
      const auto ts = sandbox.say("bo", "#vision", "win number " + number + " of the day");
      wins.push_back(ts.value());
      return sandbox.react("ana", "#vision", ts.value(), "trophy").has_value();
    });
    siege.settle();
    // The same words of the same person are one celebration, one thanks.
    siege.command("chidi", "celebrate run " + number);
    siege.command("devi", "kudos @eva for night " + number);
    siege.box().advance(30s);
  }
  siege.live_until(std::chrono::sys_days(std::chrono::year(2026) / 11 / 13) + 16h);
  siege.end();
  return wins;
}

}  // namespace

TEST_CASE("an afternoon of wins survives being killed at any moment") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  Siege siege(HOUSTON_PROGRAM, seed_or(1), std::chrono::sys_days(std::chrono::year(2026) / 11 / 13) + 13h,
              fresh.url(), kLog);
  const auto wins = live(siege);
  CHECK(said_twice(siege.box()).empty());
  const auto messages =
      siege.box().in([](Sandbox& sandbox) { return sandbox.messages(sandbox.place_id("#vision").value()); });
  const auto standing = [&](const std::string& begin, const std::string& part) {
    return std::count_if(messages.begin(), messages.end(), [&](const Message& message) {
      return !message.deleted && message.ephemeral_to.empty() && message.text.starts_with(begin) &&
             message.text.find(part) != std::string::npos;
    });
  };
  for (int round = 0; round < kRounds; ++round) {
    const std::string number = std::to_string(100 + round);
    INFO(number);
    CHECK(standing("🎉", "celebrates: run " + number) == 1);
    CHECK(standing("🙏", "night " + number) == 1);
  }
  CHECK(standing("Our wins, ", "") == 1);
  for (const std::string& ts : wins) {
    const auto found =
        std::find_if(messages.begin(), messages.end(), [&](const Message& one) { return one.ts == ts; });
    REQUIRE(found != messages.end());
    CHECK(std::any_of(found->reactions.begin(), found->reactions.end(),
                      [](const auto& reaction) { return reaction.name == "sparkles"; }));
  }
  const auto database = fresh.open();
  storage::Tables tables(*database);
  CHECK(tables.entries.count({TeamId{"vision"}, storage::Entry::Kind::win}) == kRounds);
  CHECK(tables.entries.count({TeamId{"vision"}}) == 3 * kRounds);
  CHECK(tables.outbox.depth() == 0);
  std::cout << "kills " << siege.kills() << std::endl;
  CHECK(siege.kills() >= kRounds);
}

}  // namespace houston::tests
