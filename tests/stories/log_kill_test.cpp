// An afternoon of wins, thanks and celebrations with the real program, killed with SIGKILL again and again
// while the sandbox limits, fails and withholds answers. Afterwards every message that was called a win is
// one win with one quiet reaction, every celebration and every thanks stands in the channel once, and so does
// the digest.
//
//   HOUSTON_SEED=7 build/dev/tests/stories/houston_log_kill_test
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "storage/tables.hpp"
#include "tests/stories/harness/killer.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Fault;
using bot::sandbox::Message;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;

constexpr int kRounds = 24;
constexpr const char* kLog =
    "[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\ndays = \"fri\"\nat = \"16:00\"\n";

class Afternoon {
 public:
  Afternoon(std::uint64_t seed, const std::string& database)
      : random_(seed),
        // A Friday, two hours before the digest.
        box_(std::chrono::sys_days(std::chrono::year(2026) / 11 / 13) + 13h, seed),
        settings_(box_.write_settings("houston", database, "leads = [\"ana@example.com\"]\n", kLog)),
        killer_(box_) {
    start();
    settle();
    trouble();
  }

  void live() {
    for (int round = 0; round < kRounds; ++round) {
      const std::string number = std::to_string(100 + round);
      killer_.arm(*process_, static_cast<int>(random_() % 14));
      box_.in([&](Sandbox& sandbox) {
        const auto ts = sandbox.say("bo", "#vision", "win number " + number + " of the day");
        wins_.push_back(ts.value());
        return sandbox.react("ana", "#vision", ts.value(), "trophy").has_value();
      });
      settle();
      say_until_heard("chidi", "celebrate run " + number);
      say_until_heard("devi", "kudos @eva for night " + number);
      killer_.finish();
      settle();
      box_.advance(30s);
    }
    box_.in([](Sandbox& sandbox) {
      sandbox.clear_faults();
      return true;
    });
    for (int minute = 0; minute < 180; ++minute) {
      box_.advance(1min);
      settle();
    }
    process_->signal(SIGTERM);
    REQUIRE(process_->wait() == 0);
  }

  Box& box() { return box_; }
  const std::vector<std::string>& wins() const { return wins_; }
  int kills() const { return killer_.kills(); }

 private:
  void start() {
    process_ = std::make_unique<Process>(HOUSTON_PROGRAM,
                                         std::vector<std::string>{"serve", "--config", settings_.string(),
                                                                  "--clock-file", box_.clock_file().string()},
                                         box_.environment(), box_.folder() / "houston.log");
  }

  void trouble() {
    box_.in([](Sandbox& sandbox) {
      const auto some = [&](Fault::Kind kind, const std::string& method, double probability) {
        Fault fault;
        fault.kind = kind;
        fault.method = method;
        fault.count = std::nullopt;
        fault.probability = probability;
        sandbox.add_fault(fault);
      };
      some(Fault::Kind::drop_after, "chat.postMessage", 0.1);
      some(Fault::Kind::drop_after, "reactions.add", 0.1);
      some(Fault::Kind::http_500, "*", 0.03);
      some(Fault::Kind::ratelimit, "*", 0.03);
      return true;
    });
  }

  /// What people do when a slash command got no answer: they say it again.
  void say_until_heard(const std::string& who, const std::string& text) {
    for (int tries = 0; tries < 20; ++tries) {
      auto heard = std::make_shared<std::promise<bool>>();
      auto result = heard->get_future();
      const bool begun = box_.in([&](Sandbox& sandbox) {
        return sandbox
            .command(who, "#vision", "/houston", text,
                     [heard](const bot::sandbox::Answer& answer) { heard->set_value(answer.acknowledged); })
            .has_value();
      });
      if (begun && result.wait_for(10s) == std::future_status::ready && result.get()) return;
      settle();
    }
    FAIL("nobody hears " << text);
  }

  /// Lets everything that can happen now happen; a Houston that was killed is started again.
  void settle() {
    const auto give_up = std::chrono::steady_clock::now() + 60s;
    while (true) {
      if (!process_->running()) {
        REQUIRE(process_->wait() == -SIGKILL);
        start();
      }
      const auto health = box_.health("houston");
      const bool up = health && health->at("connected") == true;
      const bool quiet = box_.in([](Sandbox& sandbox) { return sandbox.idle(); });
      if (up && quiet && health->at("due") == 0 && health->at("outbox") == 0) return;
      if (up) box_.advance(500ms);
      if (std::chrono::steady_clock::now() > give_up) FAIL("Houston does not settle, see " << box_.folder());
      std::this_thread::yield();
    }
  }

  std::mt19937_64 random_;
  Box box_;
  std::filesystem::path settings_;
  Killer killer_;
  std::unique_ptr<Process> process_;
  std::vector<std::string> wins_;
};

}  // namespace

TEST_CASE("an afternoon of wins survives being killed at any moment") {
  const char* const given = std::getenv("HOUSTON_SEED");
  const std::uint64_t seed = given == nullptr ? 1 : std::stoull(given);
  std::cout << "seed " << seed << " (HOUSTON_SEED replays it)" << std::endl;
  test::FreshDatabase fresh(storage::Engine::sqlite);
  Afternoon afternoon(seed, fresh.url());
  afternoon.live();
  const auto messages = afternoon.box().in(
      [](Sandbox& sandbox) { return sandbox.messages(sandbox.place_id("#vision").value()); });
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
  for (const std::string& ts : afternoon.wins()) {
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
  std::cout << "kills " << afternoon.kills() << std::endl;
  CHECK(afternoon.kills() == kRounds);
}

}  // namespace houston::tests
