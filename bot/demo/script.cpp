#include "bot/demo/script.hpp"

#include <algorithm>
#include <tuple>

#include "bot/demo/cast.hpp"
#include "bot/demo/chance.hpp"
#include "bot/demo/roles.hpp"
#include "bot/demo/story.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

using std::chrono::minutes;
using std::chrono::seconds;

std::string holiday_on(LocalDate date) {
  for (const YearlyHoliday& one : holidays()) {
    if (date.month() == std::chrono::month(one.month) && date.day() == std::chrono::day(one.day))
      return one.name;
  }
  return "";
}

/// Hands out one person's days of work, story after story.
class Diary {
 public:
  Diary(const Member& member, std::uint64_t seed) : member_(member), seed_(seed) {
    std::vector<Story> stories = member.stories;
    Chance(seed, member.name + "'s stories").shuffle(stories);
    for (Story& story : stories) beats_.insert(beats_.end(), story.begin(), story.end());
  }

  Beat next() {
    const std::size_t day = day_++;
    if (day < beats_.size()) return beats_[day];
    Chance chance(seed_, member_.name + "'s plausible days", day);
    const Plausible& of = plausible();
    Beat beat{chance.one_of(of.acts) + " " + chance.one_of(of.subjects) + ": " + chance.one_of(of.results),
              chance.one_of(of.plans), chance.pick(6) == 0 ? chance.one_of(of.blockers) : ""};
    return beat;
  }

 private:
  const Member& member_;
  std::uint64_t seed_;
  std::vector<Beat> beats_;
  std::size_t day_ = 0;
};

class Writer {
 public:
  Writer(int days, std::uint64_t seed) : seed_(seed), roles_(deal(seed)) {
    for (LocalDate date = kFirstDay; static_cast<int>(script_.days.size()) < days;
         date = scheduler::next_day(date)) {
      if (scheduler::weekday_index(date) < 5) script_.days.push_back({date, holiday_on(date), {}, {}});
    }
    for (const Member& member : cast()) diaries_.emplace(member.handle, Diary(member, seed));
  }

  Script write() {
    for (index_ = 0; index_ < script_.days.size(); ++index_) {
      Day& day = script_.days[index_];
      for (const Member& member : cast()) {
        if (day.holiday.empty()) {
          day.parts[member.handle] = play(member, day);
        } else if (index_ < 5 && member.handle == roles_.corrects) {
          command(member, at(member, day.date, 10, 5), day.date, "why");
        }
      }
      set_close(day);
    }
    script_.begin = prompt_of_first() - minutes(15);
    add_story(script_, roles_);
    script_.end = end();
    std::sort(script_.acts.begin(), script_.acts.end());
    return std::move(script_);
  }

 private:
  // The days of the first week by their index.
  static constexpr std::size_t kMonday = 0, kTuesday = 1, kThursday = 3, kFriday = 4;

  Instant at(const Member& member, LocalDate date, int hour, int minute) const {
    return scheduler::to_instant(date, LocalTime{hour * 60 + minute}, member.zone).at;
  }
  Instant prompt(const Member& member, LocalDate date) const {
    return scheduler::to_instant(date, kPromptAt, member.zone).at;
  }
  Instant prompt_of_first() const {
    Instant first = Instant::max();
    for (const Member& member : cast()) first = std::min(first, prompt(member, kFirstDay));
    return first;
  }
  /// An hour after the last window of the last day, and never before the last act.
  Instant end() const {
    Instant end{};
    for (const Member& member : cast()) {
      end = std::max(end, prompt(member, script_.days.back().date) + kCloseAfter + minutes(60));
    }
    for (const Act& act : script_.acts) end = std::max(end, act.at + minutes(15));
    return end;
  }

  /// The last window of those who count ends the day; who is silent then is missing.
  void set_close(Day& day) {
    for (const Member& member : cast()) {
      if (!day.holiday.empty() || day.parts[member.handle].end == Part::End::away) continue;
      day.closes = std::max(day.closes, prompt(member, day.date) + kCloseAfter);
    }
    for (auto& [who, part] : day.parts) {
      part.missing = part.end == Part::End::silent;
      if (part.end != Part::End::answered) continue;
      part.missing = std::none_of(script_.acts.begin(), script_.acts.end(), [&](const Act& act) {
        return act.who == who && act.date == day.date && act.of_standup() && act.at < day.closes;
      });
    }
  }

  void add(const Member& member, Instant when, Act::Do what, LocalDate date, std::string text = {},
           int question = 0) {
    script_.acts.push_back({when, member.handle, what, date, std::move(text), {}, question});
  }
  void command(const Member& member, Instant when, LocalDate date, std::string words) {
    add(member, when, Act::Do::command, date, std::move(words));
  }

  void fill_in(const Member& member, Instant when, LocalDate date, const std::vector<std::string>& answers) {
    script_.acts.push_back({when, member.handle, Act::Do::fill_in, date, {}, answers, 0});
  }

  void by_form(const Member& member, Instant when, LocalDate date, const Beat& beat, Chance& chance) {
    add(member, when, Act::Do::press_write, date);
    fill_in(member, when + seconds(chance.between(70, 200)), date, {beat.done, beat.next, beat.blocker});
  }

  /// Question by question. Returns what was typed: who has no blocker says so in a word.
  std::vector<std::string> by_typing(const Member& member, Instant when, LocalDate date, const Beat& beat,
                                     Chance& chance) {
    static const std::vector<std::string> kNothing = {"nope", "nothing", "no", "all good"};
    const std::string blocker = beat.blocker.empty() ? chance.one_of(kNothing) : beat.blocker;
    const std::vector<std::string> answers{beat.done, beat.next, blocker};
    for (std::size_t i = 0; i < answers.size(); ++i) {
      add(member, when, Act::Do::type, date, answers[i], static_cast<int>(i));
      when += seconds(chance.between(40, 150));
    }
    return answers;
  }

  Part play(const Member& member, const Day& day) {
    Chance chance(seed_, member.name + "'s day", index_);
    const std::string& who = member.handle;
    if (index_ == kThursday && who == roles_.away) return {Part::End::away};
    if (index_ == kFriday && who == roles_.late) return declines(member, day, chance);

    const Beat beat = diaries_.at(who).next();
    const Instant asked = prompt(member, day.date);
    const Instant soon =
        asked + minutes(chance.between(member.quickest, member.slowest)) + seconds(chance.between(0, 50));
    if (index_ == kTuesday && who == roles_.away && script_.days.size() > kThursday) {
      // Until the day on which they are back.
      const LocalDate until = scheduler::next_day(script_.days[kThursday].date);
      command(member, at(member, day.date, 17, chance.between(10, 50)), day.date,
              "away until " + scheduler::iso_date(until));
    }
    if (index_ == kThursday && member.lead) {
      command(member, at(member, day.date, 16, chance.between(5, 40)), day.date, "status");
    }
    if (index_ == kMonday && who == roles_.corrects) return corrects(member, day, beat, soon, chance);
    if (index_ == kMonday && who == roles_.reminded) {
      by_form(member, asked + kRemindAfter + minutes(chance.between(3, 25)), day.date, beat, chance);
      return {Part::End::answered, {beat.done, beat.next, beat.blocker}, false, false, 1};
    }
    if (index_ == kMonday && who == roles_.late) return is_late(member, day, beat, chance);
    if (index_ == kThursday && who == roles_.corrects) return starts_over(member, day, beat, soon, chance);
    if (index_ == kThursday && who == roles_.reminded) {
      const Instant early = at(member, day.date, 7, chance.between(30, 55));
      command(member, early, day.date, "standup");
      fill_in(member, early + seconds(chance.between(70, 150)), day.date,
              {beat.done, beat.next, beat.blocker});
      return {Part::End::answered, {beat.done, beat.next, beat.blocker}, true};
    }
    return index_ > kFriday ? some_day(member, day, beat, soon, chance)
                            : usual(member, day, beat, soon, chance);
  }

  Part usual(const Member& member, const Day& day, const Beat& beat, Instant when, Chance& chance) {
    if (chance.pick(100) < member.forms) {
      by_form(member, when, day.date, beat, chance);
      return {Part::End::answered, {beat.done, beat.next, beat.blocker}};
    }
    return {Part::End::answered, by_typing(member, when, day.date, beat, chance)};
  }

  Part declines(const Member& member, const Day& day, Chance& chance) {
    add(member, prompt(member, day.date) + minutes(chance.between(10, 45)), Act::Do::press_skip, day.date);
    return {Part::End::declined};
  }

  Part corrects(const Member& member, const Day& day, Beat beat, Instant when, Chance& chance) {
    const std::string better = beat.done;
    beat.done = beat.slip;
    std::vector<std::string> answers = by_typing(member, when, day.date, beat, chance);
    add(member, when + minutes(chance.between(12, 30)), Act::Do::correct, day.date, better, 0);
    answers[0] = better;
    return {Part::End::answered, answers};
  }

  /// Nothing on the day itself; the morning after, or in a run of one day the same evening.
  Part is_late(const Member& member, const Day& day, const Beat& beat, Chance& chance) {
    const Instant when = script_.days.size() > 1
                             ? at(member, scheduler::next_day(day.date), 8, chance.between(35, 50))
                             : prompt(member, day.date) + kCloseAfter + minutes(chance.between(20, 45));
    by_form(member, when, day.date, beat, chance);
    return {Part::End::answered, {beat.done, beat.next, beat.blocker}, false, true, 1};
  }

  /// Types, takes all of it back, and writes it again.
  Part starts_over(const Member& member, const Day& day, const Beat& beat, Instant when, Chance& chance) {
    Beat first = beat;
    first.done = beat.slip;
    by_typing(member, when, day.date, first, chance);
    Instant then = when + minutes(chance.between(8, 12));
    for (int question = 0; question < 3; ++question) {
      add(member, then, Act::Do::take_back, day.date, {}, question);
      then += seconds(chance.between(5, 15));
    }
    by_form(member, then + minutes(chance.between(4, 9)), day.date, beat, chance);
    return {Part::End::answered, {beat.done, beat.next, beat.blocker}};
  }

  /// Weeks after the first: the usual with now and then somebody who skips, forgets or needs a nudge.
  Part some_day(const Member& member, const Day& day, const Beat& beat, Instant when, Chance& chance) {
    const int what = chance.pick(20);
    if (what == 0) return declines(member, day, chance);
    if (what == 1) return {Part::End::silent, {}, false, false, 1};
    if (what < 5) {
      Part part = usual(member, day, beat,
                        prompt(member, day.date) + kRemindAfter + minutes(chance.between(2, 90)), chance);
      part.reminders = 1;
      return part;
    }
    return usual(member, day, beat, when, chance);
  }

  std::uint64_t seed_;
  Roles roles_;
  Script script_;
  std::map<std::string, Diary> diaries_;
  std::size_t index_ = 0;
};

}  // namespace

const std::vector<std::string>& questions() {
  static const std::vector<std::string> three = {"What did you get done?", "What is next?",
                                                 "Anything in your way?"};
  return three;
}

const std::vector<YearlyHoliday>& holidays() {
  static const std::vector<YearlyHoliday> polish = {
      {1, 1, "New Year's Day"},           {1, 6, "Epiphany"},        {5, 1, "Labour Day"},
      {5, 3, "Constitution Day"},         {8, 15, "Assumption Day"}, {11, 1, "All Saints' Day"},
      {11, 11, "Independence Day"},       {12, 24, "Christmas Eve"}, {12, 25, "Christmas Day"},
      {12, 26, "Second Day of Christmas"}};
  return polish;
}

bool operator<(const Act& a, const Act& b) {
  return std::tie(a.at, a.who, a.question, a.what, a.text) <
         std::tie(b.at, b.who, b.question, b.what, b.text);
}

Script write_script(int days, std::uint64_t seed) {
  return Writer(days, seed).write();
}

bool Act::of_standup() const {
  switch (what) {
    case Do::press_write:
    case Do::fill_in:
    case Do::type:
    case Do::correct:
    case Do::take_back:
    case Do::press_skip:
      return !story;
    default:
      return false;
  }
}

Script leave_out(Script script, const std::string& handle) {
  const auto needs_them = [&](const std::vector<std::string>& needs) {
    return std::find(needs.begin(), needs.end(), handle) != needs.end();
  };
  std::erase_if(script.acts, [&](const Act& act) { return act.who == handle || needs_them(act.needs); });
  for (Sight& sight : script.sights) {
    if (needs_them(sight.needs) || sight.where == handle) sight.least = 0;
  }
  for (Day& day : script.days) {
    const auto part = day.parts.find(handle);
    if (part == day.parts.end()) continue;
    part->second = Part{};
    part->second.free = true;
  }
  return script;
}

}  // namespace houston::bot::demo
