// When: common working hours, proposals, plans.
#include <algorithm>
#include <cstdlib>

#include "handlers/roster.hpp"
#include "handlers/shapes/pair.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::shapes {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

/// Of those who told no hours of their own.
constexpr voice::Hours kWorkingHours{false, LocalTime{9 * 60}, LocalTime{17 * 60}};
constexpr int kStep = 30;
constexpr int kLooksAhead = 8;  // Weeks for which a proposal is to hold, clocks changed or not.
constexpr int kBackDays = 28;   // A meeting moved further than this is no longer looked after.
constexpr int kFurthestDays = 28;

/// Before lunch and early afternoon, in the middle of the week: the first that all can make is proposed.
constexpr int kWeekdays[] = {1, 2, 3, 0, 4};
constexpr int kTimes[] = {10 * 60,      10 * 60 + 30, 11 * 60,      14 * 60,     14 * 60 + 30, 15 * 60,
                          15 * 60 + 30, 13 * 60,      13 * 60 + 30, 16 * 60,     9 * 60 + 30,  11 * 60 + 30,
                          9 * 60,       12 * 60,      12 * 60 + 30, 16 * 60 + 30};

Instant at(LocalDate date, int of_day, const std::string& zone) {
  return scheduler::to_instant(date, LocalTime{of_day}, zone).at;
}

/// How far [starts, ends) lies outside of the hours of a working day, in minutes.
int outside(Instant starts, Duration length, const std::string& zone, const voice::Hours& hours) {
  const auto local = scheduler::to_local(starts, zone);
  const int to = hours.to.minutes + (hours.to <= hours.from ? 24 * 60 : 0);
  int begins = local.time.minutes;
  // Of hours over midnight the small ones belong to the day before.
  if (begins + 24 * 60 < to) begins += 24 * 60;
  const int ends = begins + static_cast<int>(std::chrono::duration_cast<minutes>(length).count());
  int far = std::max({0, hours.from.minutes - begins, ends - to});
  if (scheduler::weekday_index(local.date) > 4) far += 24 * 60;
  return far;
}

}  // namespace

std::string Pairing::zone_of(Turn& turn, const PersonId& person) const {
  const auto known = roster::find(turn.tables(), *ritual_.team, person);
  return known ? zones::own(*known, *ritual_.team) : ritual_.team->time_zone;
}

std::string Pairing::zone_of(Turn& turn, const Pair& pair) const {
  return zone_of(turn, pair.people.front());
}

voice::Hours Pairing::hours_of(Turn& turn, const PersonId& person) const {
  const std::string told =
      turn.tables().attention.quiet(roster::workspace_of(turn.tables(), *ritual_.team, person), person);
  const voice::Hours hours = voice::hours_of(told);
  return told.empty() || hours.always ? kWorkingHours : hours;
}

bool Pairing::within_hours(Turn& turn, const Pair& pair, Instant starts) const {
  return std::all_of(pair.people.begin(), pair.people.end(), [&](const PersonId& person) {
    return outside(starts, ritual_.length, zone_of(turn, person), hours_of(turn, person)) == 0;
  });
}

bool Pairing::busy(Turn& turn, const Pair& pair, Instant starts) const {
  return std::any_of(pair.people.begin(), pair.people.end(), [&](const PersonId& person) {
    const auto workspace = roster::workspace_of(turn.tables(), *ritual_.team, person);
    return turn.tables().pairs.busy(workspace, person, starts, starts + ritual_.length, pair.id);
  });
}

Pairing::Day Pairing::day_of(Turn& turn, const Pair& pair, LocalDate date) const {
  if (ritual_.holidays->on(date)) return Day::holiday;
  for (const PersonId& person : pair.people) {
    if (roster::away(turn.tables(), *ritual_.team, person, date)) return Day::away;
  }
  return scheduler::weekday_index(date) > 4 ? Day::weekend : Day::works;
}

std::vector<Slot> Pairing::propose(Turn& turn, const Pair& pair, std::optional<int> weekday,
                                   std::optional<int> given, std::size_t most) const {
  struct Rated {
    Slot slot;
    int outside;
    int busy;
  };
  const std::string zone = zone_of(turn, pair);
  const LocalDate tomorrow = scheduler::next_day(scheduler::local_date(turn.now(), zone));
  std::vector<std::pair<std::string, voice::Hours>> days;
  for (const PersonId& person : pair.people) days.emplace_back(zone_of(turn, person), hours_of(turn, person));
  std::vector<Rated> all;
  for (const int day : kWeekdays) {
    if (weekday && day != *weekday) continue;
    LocalDate first = tomorrow;
    while (scheduler::weekday_index(first) != day) first = scheduler::next_day(first);
    for (const int of_day : kTimes) {
      if (given && of_day != kTimes[0]) continue;
      Rated rated{{day, given.value_or(of_day)}, 0, 0};
      for (int week = 0; week < kLooksAhead; ++week) {
        const Instant starts = at(scheduler::add_days(first, 7 * week), rated.slot.minutes, zone);
        for (const auto& [clock, hours] : days) {
          rated.outside += outside(starts, ritual_.length, clock, hours);
        }
        rated.busy += busy(turn, pair, starts) ? 1 : 0;
      }
      all.push_back(rated);
    }
  }
  // What is asked for in the settings may lie on a weekend.
  if (all.empty() && weekday) all.push_back({{*weekday, given.value_or(kTimes[0])}, 0, 0});
  std::stable_sort(all.begin(), all.end(), [](const Rated& a, const Rated& b) {
    return std::pair(a.outside, a.busy) < std::pair(b.outside, b.busy);
  });
  std::vector<Slot> best;
  const auto take = [&](bool other_days) {
    for (const Rated& one : all) {
      if (best.size() >= most) return;
      if (!best.empty() && (one.outside > all.front().outside || one.busy > all.front().busy)) return;
      const bool known = std::any_of(best.begin(), best.end(), [&](const Slot& slot) {
        return other_days ? slot.weekday == one.slot.weekday : slot == one.slot;
      });
      if (!known) best.push_back(one.slot);
    }
  };
  take(true);
  take(false);
  return best;
}

/// On this date: at the series' time when nobody has another meeting then, else at the nearest free time
/// within everybody's hours.
std::optional<Instant> Pairing::place_on(Turn& turn, const Pair& pair, LocalDate date, int wanted) const {
  const std::string zone = zone_of(turn, pair);
  const Instant usual = at(date, wanted, zone);
  if (usual > turn.now() && !busy(turn, pair, usual)) return usual;
  std::vector<int> times;
  for (int of_day = 0; of_day < 24 * 60; of_day += kStep) times.push_back(of_day);
  std::stable_sort(times.begin(), times.end(),
                   [&](int a, int b) { return std::abs(a - wanted) < std::abs(b - wanted); });
  for (const int of_day : times) {
    const Instant starts = at(date, of_day, zone);
    if (starts > turn.now() && within_hours(turn, pair, starts) && !busy(turn, pair, starts)) return starts;
  }
  return std::nullopt;
}

std::optional<Instant> Pairing::place(Turn& turn, const Pair& pair, LocalDate from, LocalDate end,
                                      int wanted) const {
  for (LocalDate date = from; date < end; date = scheduler::next_day(date)) {
    const Day day = day_of(turn, pair, date);
    // A date of the series may be a Saturday if that is what people want; no other weekend day is taken.
    if (day != Day::works && !(day == Day::weekend && date == from)) continue;
    if (const auto starts = place_on(turn, pair, date, wanted)) return starts;
  }
  return std::nullopt;
}

void Pairing::plan(Turn& turn, const Pair& pair, const scheduler::Dates& dates, bool again) {
  auto& pairs = turn.tables().pairs;
  const std::string zone = zone_of(turn, pair);
  const LocalDate today = scheduler::local_date(turn.now(), zone);
  std::vector<LocalDate> days;
  for (auto date = dates.next(scheduler::add_days(today, -kBackDays)); date && days.size() < 64;
       date = dates.next(scheduler::next_day(*date))) {
    // Dates that have passed matter only for what was moved from them.
    if (*date < today && !pairs.on(pair.id, *date)) continue;
    if (*date >= today &&
        std::count_if(days.begin(), days.end(), [&](LocalDate d) { return d >= today; }) > kAhead) {
      break;
    }
    days.push_back(*date);
  }
  for (Meeting& meeting : pairs.planned(pair.id)) {
    const bool due = std::find(days.begin(), days.end(), meeting.day) != days.end();
    if (!due && !meeting.pinned && !meeting.asked && meeting.starts > turn.now()) drop(turn, pair, meeting);
  }
  // The last of them only says how far the one before may move.
  for (std::size_t i = 0; i + 1 < days.size() || (i < days.size() && days.size() <= 1); ++i) {
    const LocalDate day = days[i];
    auto meeting = pairs.on(pair.id, day);
    const bool open = meeting && (meeting->state == Meeting::State::planned ||
                                  (meeting->state == Meeting::State::dropped && day >= today));
    if (meeting && (!open || meeting->pinned || meeting->asked)) continue;
    const bool planned = meeting && meeting->state == Meeting::State::planned;
    if (planned && meeting->starts <= turn.now()) continue;
    const LocalDate held_on = planned ? scheduler::local_date(meeting->starts, zone) : day;
    Moved how;
    if (planned && !again) {
      const Day is = day_of(turn, pair, held_on);
      const bool fits = is == Day::works || (is == Day::weekend && held_on == day);
      // A date moved for a holiday or an absence goes home when that is gone.
      const bool home = held_on == day || day < today || day_of(turn, pair, day) != Day::works;
      if (fits && home && !busy(turn, pair, meeting->starts)) continue;
      how.why = is == Day::holiday ? Moved::Why::holiday
                : is == Day::away  ? Moved::Why::away
                : fits && home     ? Moved::Why::taken
                                   : Moved::Why::series;
    }
    const LocalDate from = std::max(day, today);
    LocalDate end = scheduler::add_days(from, kFurthestDays);
    if (i + 1 < days.size() && days[i + 1] > from) end = std::min(end, days[i + 1]);
    const auto starts = place(turn, pair, from, end, pair.minutes.value_or(10 * 60));
    if (!starts) {
      if (planned) drop(turn, pair, *meeting);
    } else if (!meeting) {
      const Meeting made = pairs.plan(pair.id, day, *starts, *starts + ritual_.length, turn.now());
      arm(turn, pair, made);
    } else if (!planned || *starts != meeting->starts || meeting->ends != *starts + ritual_.length) {
      meeting->state = Meeting::State::planned;
      shift(turn, pair, *meeting, *starts, how);
    }
  }
}

Meeting Pairing::plan_one(Turn& turn, const Pair& pair, LocalDate day, Instant starts) {
  Meeting made = turn.tables().pairs.plan(pair.id, day, starts, starts + ritual_.length, turn.now());
  arm(turn, pair, made);
  return made;
}

std::optional<Instant> Pairing::common(Turn& turn, const Pair& pair, LocalDate from, LocalDate end) const {
  const std::string zone = zone_of(turn, pair);
  for (LocalDate date = from; date < end; date = scheduler::next_day(date)) {
    if (day_of(turn, pair, date) != Day::works) continue;
    // The usual times first; then any, for those whose hours are others.
    std::vector<int> times(std::begin(kTimes), std::end(kTimes));
    for (int of_day = 0; of_day < 24 * 60; of_day += kStep) times.push_back(of_day);
    for (const int of_day : times) {
      const Instant starts = at(date, of_day, zone);
      if (starts > turn.now() && within_hours(turn, pair, starts) && !busy(turn, pair, starts)) return starts;
    }
  }
  return place(turn, pair, from, end, kTimes[0]);
}

void Pairing::keep_up(Turn& turn, const Pair& pair, Meeting meeting, LocalDate end) {
  if (meeting.state != Meeting::State::planned || meeting.asked || meeting.pinned ||
      meeting.starts <= turn.now()) {
    return;
  }
  const std::string zone = zone_of(turn, pair);
  const Day day = day_of(turn, pair, scheduler::local_date(meeting.starts, zone));
  if (day == Day::works || day == Day::weekend) return;
  const LocalDate today = scheduler::local_date(turn.now(), zone);
  if (const auto starts = common(turn, pair, scheduler::next_day(today), end)) {
    shift(turn, pair, meeting, *starts, {day == Day::holiday ? Moved::Why::holiday : Moved::Why::away, {}});
  } else {
    drop(turn, pair, meeting);
  }
}

void Pairing::drop_all(Turn& turn, const Pair& pair) {
  for (const Meeting& meeting : turn.tables().pairs.planned(pair.id)) drop(turn, pair, meeting);
}

}  // namespace houston::handlers::shapes
