// The rituals on Matrix, with the real program killed by SIGKILL again and again, and the homeserver, too,
// which then starts again with its data. Afterwards every prompt, question, answer and celebration must stand
// exactly once in the rooms, and no answer may be lost.
//
//   HOUSTON_SEED=7 build/dev/tests/stories/houston_matrix_kill_test "[lifted]"
//
// replays what people do and who is killed at which of the things that they write down then; how far the
// other one has got by then is the machine's. HOUSTON_DAYS=20 makes it longer.
#include <algorithm>
#include <cstdlib>
#include <iostream>

#include "scheduler/zone.hpp"
#include "storage/tables.hpp"
#include "tests/stories/matrix_stage.hpp"
#include "tests/stories/scripts/scripts.hpp"
#include "tests/support/catch.hpp"

namespace houston::tests {
namespace {

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
  Story(std::uint64_t seed, test::Synapse& synapse, int days, int of_a_hundred,
        const MatrixBox::Options& options)
      : box_(synapse, at("2026-11-23 09:00"), kRituals, options),
        siege_(synapse, box_, seed, of_a_hundred),
        days_(days) {
    box_.settle();
  }

  void live() {
    LocalDate date = *scheduler::parse_iso_date("2026-11-23");
    for (int day = 0; day < days_; ++day) {
      live_through(date);
      do date = scheduler::next_day(date);
      while (scheduler::weekday_index(date) >= 5);
    }
    box_.settle();
    box_.stop();
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
    siege_.count();
    CHECK(siege_.tally().twice.empty());
    std::cout << "kills of Houston " << siege_.tally().houston << ", of the homeserver "
              << siege_.tally().homeserver << "; answers " << answers_.size() << ", celebrations "
              << celebrations_.size() << ", wins " << wins_.size() << ", Houston's messages "
              << messages + channel.size() + threads.size() << std::endl;
  }

  const Tally& kills() const { return siege_.tally(); }

 private:
  void live_through(LocalDate date) {
    dates_.push_back(scheduler::short_date(date));
    const std::string day = scheduler::iso_date(date);
    // Nobody can be reached for hours while all are to be asked, or while the day's answers are summed up.
    const int number = static_cast<int>(dates_.size());
    if (number % 2 == 1) {
      siege_.outage(at(day + " 10:45"));
    } else {
      box_.move(at(day + " 09:30"));
      siege_.strike();
    }
    box_.settle();
    for (const std::string& who : MatrixBox::names()) {
      const std::string mine = who + std::to_string(dates_.size());
      const std::string direct = box_.people().direct(who);
      for (const char* question : {"done", "next", "way"}) {
        answers_.push_back("words" + mine + question + ".");
        box_.people().say(who, direct, answers_.back());
        siege_.strike();
        box_.settle();
      }
      celebrations_.push_back("the run of " + mine + ".");
      box_.people().say(who, box_.room(), "!houston celebrate " + celebrations_.back());
      siege_.strike();
      wins_.push_back(box_.people().say(who, box_.room(), "It works for " + mine));
      box_.people().react("ana", box_.room(), wins_.back(), "🏆");
      siege_.strike();
      box_.settle();
    }
    if (number % 2 == 0) {
      siege_.outage(at(day + " 15:00"));
    } else {
      box_.move(at(day + " 12:31"));
      siege_.strike();
    }
    box_.settle();
  }

  template <class Which>
  Texts texts(const std::string& who, Which which) {
    Texts all;
    for (const Seen& one : box_.people().seen(who)) {
      if (one.sender == box_.houston() && which(one)) all.push_back(plain_words(one.body));
    }
    return all;
  }

  MatrixBox box_;
  MatrixSiege siege_;
  int days_;
  std::vector<std::string> dates_;  ///< "Mon 23 Nov"
  std::vector<std::string> answers_;
  std::vector<std::string> celebrations_;
  std::vector<std::string> wins_;  ///< Events.
};

int number(const char* variable, int usual) {
  const char* const given = std::getenv(variable);
  return given == nullptr ? usual : std::stoi(given);
}

/// @param of_a_hundred  see MatrixSiege.
Tally survive(const test::Synapse::Options& options, int usual_days, int of_a_hundred,
              const MatrixBox::Options& box = {"Europe/Warsaw"}) {
  const int seed = number("HOUSTON_SEED", 1);
  const int days = number("HOUSTON_DAYS", usual_days);
  std::cout << "seed " << seed << " (HOUSTON_SEED replays it), " << days << " days" << std::endl;
  test::Synapse synapse(options);
  Story story(static_cast<std::uint64_t>(seed), synapse, days, of_a_hundred, box);
  story.live();
  story.judge();
  return story.kills();
}

}  // namespace

TEST_CASE("two days on Matrix survive that Houston and the homeserver are killed", "[lifted]") {
  HOUSTON_NEED_SYNAPSE();
  const Tally kills = survive({}, 2, 60);
  CHECK(kills.houston >= 30);
  CHECK(kills.homeserver >= 30);
}

TEST_CASE("a day on Matrix survives it under the homeserver's own rate limits", "[limits]") {
  HOUSTON_NEED_SYNAPSE();
  test::Synapse::Options options;
  options.default_limits = true;
  // Few of the homeserver: one that starts again has forgotten how much Houston has said.
  const Tally kills = survive(options, 1, 10);
  CHECK(kills.houston >= 15);
  CHECK(kills.homeserver >= 3);
}

TEST_CASE("a day on Matrix is shared by two replicas, and all three are killed", "[replicas]") {
  HOUSTON_NEED_SYNAPSE();
  HOUSTON_NEED(storage::Engine::postgresql);
  const Tally kills = survive({}, 1, 20, {"Europe/Warsaw", storage::Engine::postgresql, 2});
  CHECK(kills.houston >= 20);
  CHECK(kills.homeserver >= 5);
}

TEST_CASE("retros, 1:1s and coffee pairs on Matrix survive that Houston and the homeserver are killed",
          "[rituals]") {
  HOUSTON_NEED_SYNAPSE();
  test::Synapse synapse;
  Tally tally;
  auto seed = static_cast<std::uint64_t>(number("HOUSTON_SEED", 1));
  std::cout << "seed " << seed << " (HOUSTON_SEED replays it)" << std::endl;
  const MakeStage make = [&](const Setting& setting) {
    return besieged_matrix_stage(setting, {synapse, seed++, 15, tally});
  };
  for (const auto& story : {retro_story, one_on_one_story, coffee_story}) story(make);
  CHECK(tally.twice.empty());
  std::cout << "kills of Houston " << tally.houston << ", of the homeserver " << tally.homeserver
            << "; Houston's messages " << tally.messages << std::endl;
  CHECK(tally.houston >= 30);
  CHECK(tally.homeserver >= 6);
}

}  // namespace houston::tests
