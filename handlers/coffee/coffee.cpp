// One round after the other: who is paired, when they meet.
#include "handlers/coffee/coffee.hpp"

#include <algorithm>

#include "handlers/coffee/matching.hpp"
#include "handlers/roster.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers {

using storage::Meeting;
using storage::Pair;

namespace {

constexpr const char* kDayNames[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};
constexpr auto kAnswersTaken = std::chrono::hours(24 * 7);

}  // namespace

storage::TimerKey Coffee::round_key() const {
  return {"coffee.round", full_name()};
}

scheduler::Dates Coffee::dates() const {
  config::Schedule schedule;
  schedule.rule = settings_.cadence.rule;
  schedule.start = settings_.cadence.start;
  if (schedule.rule.empty()) {
    schedule.rule = "FREQ=WEEKLY;INTERVAL=" + std::to_string(settings_.cadence.weeks) +
                    ";BYDAY=" + kDayNames[settings_.weekday];
  }
  return scheduler::Dates(schedule);
}

Instant Coffee::drawn_at(LocalDate date) const {
  const scheduler::Holidays& holidays = *pairing_.ritual().holidays;
  for (int tries = 0; tries < 14 && (holidays.on(date) || scheduler::weekday_index(date) > 4); ++tries) {
    date = scheduler::next_day(date);
  }
  return scheduler::to_instant(date, settings_.at, team_.time_zone).at;
}

LocalDate Coffee::round_end(LocalDate date) const {
  const auto next = dates().next(scheduler::next_day(date));
  return next ? *next : scheduler::add_days(date, 14);
}

std::optional<Instant> Coffee::next_round(Turn& turn) const {
  const auto all = dates();
  auto date = all.next(scheduler::add_days(scheduler::local_date(turn.now(), team_.time_zone), -14));
  for (int tries = 0; date && tries < 60; ++tries, date = all.next(scheduler::next_day(*date))) {
    if (const Instant at = drawn_at(*date); at > turn.now()) return at;
  }
  return std::nullopt;
}

void Coffee::sync(Turn& turn) {
  const auto due = turn.tables().timers.find(round_key());
  // An overdue one is left to fire.
  if (!due || *due > turn.now()) {
    const auto next = next_round(turn);
    if (next && due != next) turn.wake(*next, round_key());
    if (!next && due) turn.tables().timers.cancel(round_key());
  }
  for (const Pair& pair : turn.tables().pairs.of(team_.name, settings_.name)) absences_changed(turn, pair);
}

void Coffee::absences_changed(Turn& turn, const Pair& pair) {
  for (const PersonId& person : pair.people) {
    const auto known = roster::find(turn.tables(), team_, person);
    if (known && known->deactivated) {
      pairing_.drop_all(turn, pair);
      return;
    }
  }
  for (const Meeting& meeting : turn.tables().pairs.planned(pair.id)) {
    pairing_.keep_up(turn, pair, meeting,
                     std::max(round_end(meeting.day), scheduler::add_days(meeting.day, 14)));
  }
}

/// Who joined, is in the team, and is there on at least one of the next five working days.
std::vector<PersonId> Coffee::present(Turn& turn, LocalDate today) const {
  std::vector<PersonId> people;
  for (const PersonId& id : turn.tables().coffees.members(team_.name, settings_.name)) {
    if (!roster::member(turn.tables(), team_, id)) continue;
    int there = 0;
    LocalDate day = today;
    for (int left = 5; left > 0; day = scheduler::next_day(day)) {
      if (scheduler::weekday_index(day) > 4) continue;
      --left;
      if (!roster::away(turn.tables(), team_, id, day)) ++there;
    }
    if (there > 0) people.push_back(id);
  }
  return people;
}

void Coffee::round_due(Turn& turn, const House& house, Instant due) {
  auto& pairs = turn.tables().pairs;
  const LocalDate today = scheduler::local_date(turn.now(), team_.time_zone);
  const LocalDate day = scheduler::local_date(due, team_.time_zone);
  coffee::History history;
  for (const config::TeamRoom& room : team_.rooms()) {
    const auto nevers = turn.tables().coffees.all_nevers(room.workspace);
    history.never.insert(history.never.end(), nevers.begin(), nevers.end());
  }
  std::optional<LocalDate> round;
  for (auto& met : pairs.pairings(team_.name, settings_.name)) {
    if (met.day == day) return;  // Drawn already.
    if (round != met.day) history.rounds.emplace_back();
    round = met.day;
    history.rounds.back().push_back(std::move(met.people));
  }
  // Those of earlier rounds are over, once nobody answers any more whether they met.
  for (Pair& pair : pairs.of(team_.name, settings_.name)) {
    const auto planned = pairs.planned(pair.id);
    const bool open = std::any_of(planned.begin(), planned.end(),
                                  [&](const Meeting& one) { return one.ends + kAnswersTaken > turn.now(); });
    if (open) continue;
    pair.active = false;
    pairs.save(pair);
  }
  const auto groups = coffee::match(present(turn, today), history, house.random());
  for (const auto& people : groups.together) {
    Pair pair = pairs.keep(team_.workspace, team_.name, settings_.name, people, turn.now());
    pair.zone = pairing_.zone_of(turn, pair);
    pairs.save(pair);
    const LocalDate end = std::max(round_end(day), scheduler::add_days(today, 5));
    const auto starts = pairing_.common(turn, pair, scheduler::next_day(today), end);
    if (!starts) continue;  // One of them is away for the rest of the round.
    const Meeting meeting = pairing_.plan_one(turn, pair, day, *starts);
    pairing_.introduce(turn, pair, meeting);
  }
  for (const PersonId& person : groups.alone) pairing_.tell(turn, person, words::pair::coffee_alone());
}

chat::Message Coffee::agenda(Turn& turn, const Pair& pair, const Meeting& meeting, const PersonId& reader) {
  return words::pair::agenda(shapes::about(turn, pairing_, pair, meeting, reader), {}, {});
}

chat::Message Coffee::reminder(Turn& turn, const Pair& pair, const Meeting& meeting, const PersonId& reader) {
  return words::pair::reminder(shapes::about(turn, pairing_, pair, meeting, reader), {});
}

}  // namespace houston::handlers
