// An afternoon of wins, thanks and celebrations with the real program, killed with SIGKILL again and again
// while the sandbox limits, fails and withholds answers. Afterwards every message that was called a win is
// one win with one quiet reaction, every celebration and every thanks stands in the channel once, those that
// machines told of, too, and so do a milestone that was reached and the digest.
//
//   HOUSTON_SEED=7 build/dev/tests/stories/houston_log_kill_test
#include <algorithm>
#include <chrono>
#include <fstream>
#include <iostream>

#include "bot/hooks/signature.hpp"
#include "storage/tables.hpp"
#include "tests/stories/harness/crew.hpp"
#include "tests/stories/harness/siege.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"
#include "tests/support/folder.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Message;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;

constexpr int kRounds = 24;
constexpr const char* kSecret = "4f0d-the-training-job-signs-with-it";

std::string rituals(const std::string& secret_file) {
  return "[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\ndays = \"fri\"\nat = \"16:00\"\n"
         "[[team.hook]]\nkind = \"signed\"\nname = \"training\"\nsecret = \"file:" +
         secret_file + "\"\n";
}

Instant at(int hour, int minute = 0) {
  return std::chrono::sys_days(std::chrono::year(2026) / 11 / 13) + std::chrono::hours(hour) +
         std::chrono::minutes(minute);
}

void celebrate_by_machine(Siege& siege, const std::string& number) {
  const std::string body = R"({"title":"Model )" + number + R"( converged"})";
  const std::string time =
      std::to_string(std::chrono::floor<std::chrono::seconds>(siege.now()).time_since_epoch().count());
  siege.tell("/hooks/training",
             {{"X-Houston-Timestamp", time},
              {"X-Houston-Signature",
               "sha256=" + bot::hooks::hmac_sha256(Secret(std::string(kSecret)), time + "." + body)},
              {"X-Houston-Delivery", "run-" + number}},
             body);
}

/// Bo says so when he is asked how it stands, at half past nine in New York.
void reach_the_milestone(Siege& siege) {
  siege.live_until(at(14, 50));
  std::string asked;
  siege.box().in([&](Sandbox& sandbox) {
    for (const Message& message : sandbox.messages(sandbox.place_id("dm", "bo").value())) {
      if (!message.deleted && button_value(message, "milestones.reached")) asked = message.ts;
    }
    return true;
  });
  REQUIRE_FALSE(asked.empty());
  siege.fill("bo", "dm", asked, "milestones.reached", {{"people", "@devi"}, {"note", "After three weeks"}});
}

/// A Friday, from two hours before the digest.
std::vector<std::string> live(Siege& siege) {
  std::vector<std::string> wins;
  siege.say("chidi", "milestone add \"Loss below one\" by 2026-11-16 owner @bo");
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
    if (round % 3 == 0) celebrate_by_machine(siege, number);
    siege.box().advance(30s);
  }
  reach_the_milestone(siege);
  siege.live_until(at(16));
  siege.end();
  return wins;
}

}  // namespace

TEST_CASE("an afternoon of wins survives being killed at any moment") {
  test::FreshDatabase fresh(storage::Engine::sqlite);
  test::Folder folder;
  std::ofstream(folder / "secret") << kSecret << '\n';
  Siege siege(HOUSTON_PROGRAM, seed_or(1), at(13), fresh.url(), rituals(folder / "secret"));
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
    CHECK(standing("", "Model " + number + " converged") == (round % 3 == 0 ? 1 : 0));
  }
  CHECK(standing("Our wins, ", "") == 1);
  CHECK(standing("", "Milestone reached: Loss below one") == 1);
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
  CHECK(tables.entries.count({TeamId{"vision"}}) == 3 * kRounds + kRounds / 3);
  CHECK(tables.outbox.depth() == 0);
  std::cout << "kills " << siege.kills() << std::endl;
  CHECK(siege.kills() >= kRounds);
}

}  // namespace houston::tests
