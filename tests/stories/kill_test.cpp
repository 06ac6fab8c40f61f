// A working week of standups with the real program, killed with SIGKILL at least fifty times at instants
// drawn by chance, while the sandbox limits, fails, drops connections and withholds answers. Afterwards every
// prompt, reminder, reply and summary must stand exactly once in the workspace, and every answer must have
// been kept.
//
//   HOUSTON_SEED=7 build/dev/tests/stories/houston_kill_test "[sqlite]"
//
// replays the week of seed 7 as far as the machine allows: what people do and which steps end in a kill is
// fixed by the seed; how far Houston has got when it is killed is not.
#include <signal.h>

#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "storage/tables.hpp"
#include "tests/stories/harness/crew.hpp"
#include "tests/stories/harness/killer.hpp"
#include "tests/stories/harness/process.hpp"
#include "tests/stories/harness/trouble.hpp"
#include "tests/stories/harness/verdict.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"
#include "tests/support/patience.hpp"

namespace houston::tests {
namespace {

using bot::sandbox::Happening;
using bot::sandbox::Sandbox;
using namespace std::chrono_literals;

constexpr int kLeastKills = 50;

Instant at(int day, int hour) {
  using namespace std::chrono;
  return sys_days(year(2026) / 11 / day) + hours(hour);
}

constexpr const char* kRituals = R"([[team.ritual]]
kind = "standup"
name = "daily"
days = "mon-fri"
at = "09:30"
zone = "member"
remind = ["60m"]
close = "3h"
publish = "thread"
missing = "lead"
)";

/// One Houston that is started again whenever it has been killed.
struct Replica {
  std::string name;
  std::filesystem::path settings;
  std::unique_ptr<Process> process;
};

class Week {
 public:
  Week(std::uint64_t seed, const std::string& database, int replicas)
      : random_(seed), box_(at(9, 0), seed), crew_(box_, seed), killer_(box_) {
    for (int number = 1; number <= replicas; ++number) {
      const std::string name = "houston" + std::to_string(number);
      replicas_.push_back(
          {name, box_.write_settings(name, database, "leads = [\"ana@example.com\"]\n", kRituals), {}});
      start(replicas_.back());
    }
    settle();
    trouble(box_);
  }

  void live() {
    // The last windows of Friday, late answers included, end on Saturday in UTC.
    while (box_.now() < at(14, 12)) {
      box_.advance(busy_ ? 1min : 10min);
      step();
    }
    // Quiet at last: whatever was postponed leaves.
    box_.in([](Sandbox& sandbox) {
      sandbox.clear_faults();
      return true;
    });
    for (int minute = 0; minute < 30; ++minute) {
      box_.advance(1min);
      settle();
    }
    for (Replica& replica : replicas_) {
      replica.process->signal(SIGTERM);
      REQUIRE(replica.process->wait() == 0);
    }
  }

  Box& box() { return box_; }
  const Crew& crew() const { return crew_; }
  int kills() const { return killer_.kills(); }

 private:
  void start(Replica& replica) {
    replica.process =
        std::make_unique<Process>(HOUSTON_PROGRAM,
                                  std::vector<std::string>{"serve", "--config", replica.settings.string(),
                                                           "--clock-file", box_.clock_file().string()},
                                  box_.environment(), box_.folder() / (replica.name + ".log"));
  }

  void step() {
    const bool acted = crew_.act();
    const bool due = overdue();
    if ((acted || due) && random_() % 10 < 8) {
      Replica& victim = replicas_[random_() % replicas_.size()];
      killer_.arm(*victim.process, static_cast<int>(random_() % 12));
      settle();
      killer_.finish();
      REQUIRE(victim.process->wait() == -SIGKILL);
      start(victim);
    } else if (random_() % 200 == 0) {
      box_.in([](Sandbox& sandbox) {
        return sandbox.disconnect_sockets(bot::sandbox::SocketFault::refresh_requested);
      });
    }
    settle();
    busy_ = acted || due || !crew_.finished();
  }

  bool overdue() {
    const auto health = box_.health(replicas_.front().name);
    return health && health->at("due").is_number() && health->at("due") > 0;
  }

  /// Lets everything that can happen now happen: the clock creeps on, because a postponed row waits for it.
  /// Ends early when somebody was killed.
  void settle() {
    const auto give_up = std::chrono::steady_clock::now() + 60s * test::kTimeFactor;
    std::string last;
    while (true) {
      bool quiet = box_.in([](Sandbox& sandbox) { return sandbox.idle(); });
      bool connected = true;
      for (Replica& replica : replicas_) {
        if (!replica.process->running()) {
          if (const int code = replica.process->wait(); code != -SIGKILL) {
            FAIL(replica.name << " ended by itself with " << code << ", see " << box_.folder());
          }
          return;
        }
        const auto health = box_.health(replica.name);
        const bool up = health && health->at("connected") == true;
        connected = connected && up;
        quiet = quiet && up && health->at("due") == 0 && health->at("outbox") == 0;
        if (health) last = health->dump();
      }
      if (quiet) return;
      if (connected) box_.advance(500ms);
      if (std::chrono::steady_clock::now() > give_up) {
        FAIL("Houston does not settle: " << last << ", see " << box_.folder()
                                         << " (HOUSTON_KEEP=1 keeps it)");
      }
      std::this_thread::yield();
    }
  }

  std::mt19937_64 random_;
  Box box_;
  Crew crew_;
  Killer killer_;
  std::vector<Replica> replicas_;
  bool busy_ = false;
};

void survive(storage::Engine engine, int replicas) {
  const char* const given = std::getenv("HOUSTON_SEED");
  const std::uint64_t seed = given == nullptr ? 1 : std::stoull(given);
  std::cout << "seed " << seed << " (HOUSTON_SEED replays it)" << std::endl;

  test::FreshDatabase fresh(engine);
  Week week(seed, fresh.url(), replicas);
  week.live();
  const Verdict verdict =
      judge(week.box(), week.crew(), {"2026-11-09", "2026-11-10", "2026-11-11", "2026-11-12", "2026-11-13"});
  std::cout << "kills " << week.kills() << ", prompts " << verdict.found.prompts << ", reminders "
            << verdict.found.reminders << ", replies " << verdict.found.replies << ", heads "
            << verdict.found.heads << ", notes to the lead " << verdict.found.lead_notes << ", messages "
            << verdict.found.messages << std::endl;
  for (const std::string& wrong : verdict.wrong) UNSCOPED_INFO(wrong);
  CHECK(verdict.wrong.empty());
  CHECK(week.kills() >= kLeastKills);
  CHECK(verdict.found.prompts == 25);

  const auto database = fresh.open();
  storage::Tables tables(*database);
  CHECK(tables.outbox.depth() == 0);
}

}  // namespace

TEST_CASE("a week of standups survives being killed at any moment", "[sqlite]") {
  survive(storage::Engine::sqlite, 1);
}

TEST_CASE("a week of standups is shared by two replicas that are killed at any moment", "[replicas]") {
  HOUSTON_NEED(storage::Engine::postgresql);
  survive(storage::Engine::postgresql, 2);
}

}  // namespace houston::tests
