#include "bot/demo/script.hpp"

#include <algorithm>
#include <set>

#include "bot/demo/cast.hpp"
#include "scheduler/zone.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::demo;
using End = Part::End;
using Do = Act::Do;

namespace {

bool does(const Script& script, Do what) {
  return std::any_of(script.acts.begin(), script.acts.end(),
                     [&](const Act& act) { return act.what == what; });
}

bool commands(const Script& script, const std::string& words) {
  return std::any_of(script.acts.begin(), script.acts.end(),
                     [&](const Act& act) { return act.what == Do::command && act.text.starts_with(words); });
}

template <class Question>
int parts(const Script& script, Question question) {
  int count = 0;
  for (const Day& day : script.days) {
    for (const auto& [who, part] : day.parts) count += question(part) ? 1 : 0;
  }
  return count;
}

Instant prompt(const std::string& who, LocalDate date) {
  return scheduler::to_instant(date, kPromptAt, find_member(who)->zone).at;
}

}  // namespace

TEST_CASE("the same seed writes the same script, another seed another") {
  const Script one = write_script(5, 3), again = write_script(5, 3), other = write_script(5, 4);
  CHECK(one.acts == again.acts);
  CHECK_FALSE(one.acts == other.acts);
}

TEST_CASE("a longer run begins like a shorter one") {
  const Script week = write_script(5, 2), month = write_script(20, 2);
  REQUIRE(month.acts.size() > week.acts.size());
  CHECK(std::equal(week.acts.begin(), week.acts.end(), month.acts.begin()));
}

TEST_CASE("every seed's week has all that a week can have") {
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const Script week = write_script(5, seed);
    REQUIRE(week.days.size() == 5);
    CHECK(std::is_sorted(week.acts.begin(), week.acts.end()));
    CHECK(week.days[2].holiday == "Independence Day");
    CHECK(week.days[2].parts.empty());
    CHECK(parts(week, [](const Part& part) { return part.late; }) == 1);
    CHECK(parts(week, [](const Part& part) { return part.ahead; }) == 1);
    CHECK(parts(week, [](const Part& part) { return part.end == End::away; }) == 1);
    CHECK(parts(week, [](const Part& part) { return part.end == End::declined; }) == 1);
    CHECK(parts(week, [](const Part& part) { return part.reminders > 0; }) == 2);
    CHECK(parts(week, [](const Part& part) {
            return part.end == End::answered && part.answers[2].find("uota") != std::string::npos;
          }) >= 1);
    for (const Do what :
         {Do::press_write, Do::fill_in, Do::type, Do::correct, Do::take_back, Do::press_skip}) {
      CHECK(does(week, what));
    }
    for (const char* words : {"away until 2026-11-13", "why", "status", "standup"})
      CHECK(commands(week, words));
  }
}

TEST_CASE("two days have a reminder, a late answer and an edit already") {
  const Script two = write_script(2, 1);
  CHECK(parts(two, [](const Part& part) { return part.late && part.missing; }) == 1);
  CHECK(parts(two, [](const Part& part) { return part.reminders > 0; }) == 2);
  CHECK(does(two, Do::correct));
  CHECK_FALSE(commands(two, "away"));
}

TEST_CASE("nobody answers a prompt before it came, and nobody on time after their window") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Script script = write_script(15, seed);
    for (const Act& act : script.acts) {
      const auto day = std::find_if(script.days.begin(), script.days.end(),
                                    [&](const Day& one) { return one.date == act.date; });
      REQUIRE(day != script.days.end());
      CHECK(act.at > script.begin);
      CHECK(act.at < script.end);
      if (!act.of_standup()) continue;
      CAPTURE(seed, act.who, scheduler::iso_date(act.date));
      const Part& part = day->parts.at(act.who);
      const Instant asked = prompt(act.who, act.date);
      CHECK((act.at > asked) != part.ahead);
      CHECK((act.at > asked + kCloseAfter) == part.late);
      // Who needs no reminder is done before it would come.
      const bool changes = act.what == Do::correct || act.what == Do::take_back;
      if (part.reminders == 0 && !changes && !does(script, Do::press_skip))
        CHECK(act.at < asked + kRemindAfter);
    }
  }
}

TEST_CASE("a late answer comes before the person's next prompt") {
  for (std::uint64_t seed = 0; seed < 30; ++seed) {
    const Script week = write_script(5, seed);
    for (const Act& act : week.acts) {
      if (act.date != kFirstDay || !act.of_standup()) continue;
      CHECK(act.at < prompt(act.who, scheduler::next_day(kFirstDay)));
    }
  }
}

TEST_CASE("who is played by a person is left out and may do anything") {
  const Script whole = write_script(5, 1);
  const Script rest = leave_out(whole, "bo");
  CHECK(std::none_of(rest.acts.begin(), rest.acts.end(), [](const Act& act) { return act.who == "bo"; }));
  CHECK(rest.days[0].parts.at("bo").free);
  CHECK(rest.days[0].parts.at("ana") == whole.days[0].parts.at("ana"));
}

TEST_CASE("what builds on somebody who is played by a person is left out, and need not be seen") {
  const Script rest = leave_out(write_script(5, 1), "bo");
  for (const Act& act : rest.acts)
    CHECK(std::find(act.needs.begin(), act.needs.end(), "bo") == act.needs.end());
  int open = 0;
  for (const Sight& sight : rest.sights) {
    const bool theirs =
        sight.where == "bo" || std::find(sight.needs.begin(), sight.needs.end(), "bo") != sight.needs.end();
    CHECK(theirs == (sight.least == 0));
    open += sight.least == 0 ? 1 : 0;
  }
  CHECK(open > 0);
  CHECK(open < static_cast<int>(rest.sights.size()));
}

TEST_CASE("the week tells every ritual, and a shorter run the beginning of it") {
  const auto tells = [](const Script& script, const std::string& about) {
    return std::any_of(script.sights.begin(), script.sights.end(),
                       [&](const Sight& sight) { return sight.what.find(about) != std::string::npos; });
  };
  for (std::uint64_t seed = 0; seed < 60; ++seed) {
    CAPTURE(seed);
    const Script week = write_script(5, seed);
    for (const char* about :
         {"a win is noted", "thanks", "celebration of the milestone", "digest", "first topic",
          "action on GPUs", "record of the retro", "agenda for Friday", "about the coffee"}) {
      CAPTURE(about);
      CHECK(tells(week, about));
    }
    CHECK(week.confidences.size() == 3);
    for (const Act& act : week.acts) {
      if (act.who != "ana" && act.what == Do::vote) CHECK(act.at < week.end - std::chrono::hours(6));
    }
  }
  CHECK(write_script(1, 1).sights.size() < write_script(2, 1).sights.size());
  CHECK_FALSE(tells(write_script(2, 1), "digest"));
  CHECK(write_script(20, 1).sights.size() == write_script(5, 1).sights.size());
}

TEST_CASE("everybody has two stories of four days, with a slip on the first and the third") {
  for (const Member& member : cast()) {
    CAPTURE(member.name);
    REQUIRE(member.stories.size() == 2);
    for (const Story& story : member.stories) {
      REQUIRE(story.size() == 4);
      for (std::size_t i = 0; i < story.size(); ++i) {
        CHECK_FALSE(story[i].done.empty());
        CHECK_FALSE(story[i].next.empty());
        CHECK(story[i].slip.empty() == (i % 2 == 1));
        CHECK(story[i].slip != story[i].done);
      }
    }
  }
}
