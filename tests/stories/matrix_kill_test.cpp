// Standups, wins and celebrations on Matrix, with the real program killed by SIGKILL again and again, and the
// homeserver, too, which then starts again with its data. Afterwards every prompt, question, answer and
// celebration must stand exactly once in the rooms, and no answer may be lost.
//
//   HOUSTON_SEED=7 build/dev/tests/stories/houston_matrix_kill_test "[lifted]"
//
// replays what people do and who is killed after which of their deeds; how far things have got by then is the
// machine's. HOUSTON_DAYS=20 makes it longer.
#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <random>
#include <thread>

#include "scheduler/zone.hpp"
#include "storage/tables.hpp"
#include "tests/stories/harness/matrix_box.hpp"
#include "tests/stories/stage.hpp"
#include "tests/support/catch.hpp"

namespace houston::tests {
namespace {

using namespace std::chrono_literals;

constexpr const char* kRituals = R"([[team.ritual]]
kind = "standup"
name = "daily"
at = "09:30"
remind = []
close = "3h"

[[team.ritual]]
kind = "wins"
name = "wins"
days = "sun"
)";

class Story {
 public:
  Story(std::uint64_t seed, test::Synapse& synapse, int days)
      : random_(seed),
        synapse_(synapse),
        box_(synapse, at("2026-11-23 09:00"), kRituals, "Europe/Warsaw"),
        days_(days) {
    box_.settle();
  }

  void live(int homeserver_kills) {
    all_deeds_ = days_ * (1 + static_cast<int>(MatrixBox::names().size()) * 5);
    homeserver_share_ = homeserver_kills;
    LocalDate date = *scheduler::parse_iso_date("2026-11-23");
    for (int day = 0; day < days_; ++day) {
      live_through(date);
      do date = scheduler::next_day(date);
      while (scheduler::weekday_index(date) >= 5);
    }
    box_.settle();
    REQUIRE(box_.stop() == 0);
  }

  void judge() {
    const int days = static_cast<int>(dates_.size());
    std::size_t messages = 0;
    for (const std::string& who : MatrixBox::names()) {
      INFO(who);
      const Texts alone = texts(who, [&](const Seen& one) { return one.room != box_.room(); });
      for (const std::string& date : dates_)
        CHECK_ONCE(alone, "Standup · " + date + " Thank you, your answer is in");
      CHECK_SEEN(alone, "Noted. What is next?", days);
      CHECK_SEEN(alone, "Noted. Anything in your way?", days);
      CHECK_SEEN(alone, "Thank you, that is in", days);
      messages += alone.size();
    }
    const Texts channel =
        texts("ana", [&](const Seen& one) { return one.room == box_.room() && one.thread.empty(); });
    const Texts threads =
        texts("ana", [&](const Seen& one) { return one.room == box_.room() && !one.thread.empty(); });
    for (const std::string& date : dates_) CHECK_ONCE(channel, "Standup · " + date + " · 5 of 5");
    for (const std::string& word : celebrations_) CHECK_ONCE(channel, word);
    for (const std::string& word : answers_) CHECK_ONCE(threads, word);
    // Nothing else was said.
    CHECK(channel.size() == dates_.size() + celebrations_.size());
    CHECK(threads.size() == dates_.size() * MatrixBox::names().size());
    for (const Seen& one : box_.people().seen("ana")) {
      if (std::find(wins_.begin(), wins_.end(), one.event) == wins_.end()) continue;
      INFO(one.body);
      CHECK(std::count_if(one.reactions.begin(), one.reactions.end(),
                          [&](const Seen::Reaction& made) { return made.sender == box_.houston(); }) == 1);
    }
    const auto database = box_.database().open();
    storage::Tables tables(*database);
    CHECK(tables.outbox.depth() == 0);
    CHECK(tables.entries.count({TeamId{"vision"}, storage::Entry::Kind::win}) ==
          static_cast<int>(wins_.size()));
    std::cout << "kills of Houston " << houston_kills_ << ", of the homeserver " << homeserver_kills_
              << "; answers " << answers_.size() << ", celebrations " << celebrations_.size() << ", wins "
              << wins_.size() << ", Houston's messages " << messages + channel.size() + threads.size()
              << std::endl;
  }

  int houston_kills() const { return houston_kills_; }
  int homeserver_kills() const { return homeserver_kills_; }

 private:
  void live_through(LocalDate date) {
    dates_.push_back(scheduler::short_date(date));
    const std::string day = scheduler::iso_date(date);
    box_.move(at(day + " 09:30"));
    trouble();
    box_.settle();
    for (const std::string& who : MatrixBox::names()) {
      const std::string mine = who + std::to_string(dates_.size());
      const std::string direct = box_.people().direct(who);
      for (const char* question : {"done", "next", "way"}) {
        answers_.push_back("words" + mine + question + ".");
        box_.people().say(who, direct, answers_.back());
        trouble();
        box_.settle();
      }
      celebrations_.push_back("the run of " + mine + ".");
      box_.people().say(who, box_.room(), "!houston celebrate " + celebrations_.back());
      trouble();
      wins_.push_back(box_.people().say(who, box_.room(), "It works for " + mine));
      box_.people().react("ana", box_.room(), wins_.back(), "🏆");
      trouble();
      box_.settle();
    }
    box_.move(at(day + " 12:31"));
    box_.settle();
  }

  /// Kills Houston, the homeserver or both some milliseconds later.
  void trouble() {
    ++deeds_;
    const auto wait = std::chrono::milliseconds(random_() % 120);
    // Spread evenly over the deeds.
    const bool homeserver =
        deeds_ * homeserver_share_ / all_deeds_ != (deeds_ - 1) * homeserver_share_ / all_deeds_;
    const bool houston = !homeserver || random_() % 3 == 0;
    std::this_thread::sleep_for(wait);
    if (homeserver) {
      synapse_.kill();
      ++homeserver_kills_;
    }
    if (houston) {
      box_.kill();
      ++houston_kills_;
    }
    if (homeserver) synapse_.start();
  }

  template <class Which>
  Texts texts(const std::string& who, Which which) {
    Texts all;
    for (const Seen& one : box_.people().seen(who)) {
      if (one.sender == box_.houston() && which(one)) all.push_back(plain_words(one.body));
    }
    return all;
  }

  std::mt19937_64 random_;
  test::Synapse& synapse_;
  MatrixBox box_;
  int days_;
  int all_deeds_ = 1;
  int homeserver_share_ = 0;
  int deeds_ = 0;
  int houston_kills_ = 0;
  int homeserver_kills_ = 0;
  std::vector<std::string> dates_;  ///< "Mon 23 Nov"
  std::vector<std::string> answers_;
  std::vector<std::string> celebrations_;
  std::vector<std::string> wins_;  ///< Events.
};

int number(const char* variable, int usual) {
  const char* const given = std::getenv(variable);
  return given == nullptr ? usual : std::stoi(given);
}

/// @param kills_a_day  of the homeserver; Houston is killed after most of the other deeds.
void survive(const test::Synapse::Options& options, int usual_days, int kills_a_day) {
  const int seed = number("HOUSTON_SEED", 1);
  const int days = number("HOUSTON_DAYS", usual_days);
  std::cout << "seed " << seed << " (HOUSTON_SEED replays it), " << days << " days" << std::endl;
  test::Synapse synapse(options);
  Story story(static_cast<std::uint64_t>(seed), synapse, days);
  story.live(kills_a_day * days);
  story.judge();
  CHECK(story.houston_kills() >= 15 * days);
  CHECK(story.homeserver_kills() >= kills_a_day * days);
}

}  // namespace

TEST_CASE("two days on Matrix survive that Houston and the homeserver are killed", "[lifted]") {
  HOUSTON_NEED_SYNAPSE();
  survive({}, 2, 14);
}

TEST_CASE("a day on Matrix survives it under the homeserver's own rate limits", "[limits]") {
  HOUSTON_NEED_SYNAPSE();
  test::Synapse::Options options;
  options.default_limits = true;
  // Few: a homeserver that starts again has forgotten how much Houston has said.
  survive(options, 1, 3);
}

}  // namespace houston::tests
