// The pairs, their time, and what is said before and after a meeting.
#include "handlers/one_on_one/one_on_one.hpp"

#include <algorithm>

#include "config/text.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using shapes::Slot;
using storage::Meeting;
using storage::Pair;
using storage::Person;
using storage::Point;

namespace {

constexpr std::size_t kMostPoints = 60;
constexpr std::size_t kProposals = 3;
constexpr const char* kDayNames[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

}  // namespace

/// Lead first. Nobody twice, whichever way they are named.
std::vector<std::vector<PersonId>> OneOnOne::wanted(Turn& turn) const {
  auto& tables = turn.tables();
  const auto known = [&](const std::string& who) -> std::optional<PersonId> {
    const auto person = roster::look_up(tables, team_, who);
    if (!person || person->bot || person->deactivated) return std::nullopt;
    return person->id;
  };
  std::vector<PersonId> leads;
  for (const Person& lead : roster::leads(tables, team_)) leads.push_back(lead.id);
  std::vector<PersonId> reports;
  for (const std::string& who : settings_.with) {
    if (const auto person = known(who)) reports.push_back(*person);
  }
  std::vector<PersonId> first = leads;
  if (!settings_.lead.empty()) {
    first.clear();
    if (const auto lead = known(settings_.lead)) first.push_back(*lead);
  }
  if (settings_.with.empty()) {
    for (const Person& member : roster::members(tables, team_)) {
      if (std::find(leads.begin(), leads.end(), member.id) == leads.end()) reports.push_back(member.id);
    }
  }
  std::vector<std::vector<PersonId>> pairs;
  for (const PersonId& lead : first) {
    for (const PersonId& report : reports) {
      if (lead != report) pairs.push_back({lead, report});
    }
  }
  return pairs;
}

scheduler::Dates OneOnOne::dates(const Pair& pair) const {
  config::Schedule schedule;
  schedule.start = settings_.cadence.start;
  schedule.rule = settings_.cadence.rule;
  if (schedule.rule.empty()) {
    schedule.rule = "FREQ=WEEKLY;INTERVAL=" + std::to_string(settings_.cadence.weeks) +
                    ";BYDAY=" + kDayNames[pair.weekday.value_or(1)];
  }
  return scheduler::Dates(schedule);
}

Duration OneOnOne::cadence(Turn& turn, const Pair& pair) const {
  if (settings_.cadence.rule.empty()) return std::chrono::hours(24 * 7 * settings_.cadence.weeks);
  const auto all = dates(pair);
  const auto one = all.next(scheduler::local_date(turn.now(), pairing_.zone_of(turn, pair)));
  const auto two = one ? all.next(scheduler::next_day(*one)) : std::nullopt;
  if (!two) return std::chrono::hours(24 * 31);
  return std::chrono::sys_days(*two) - std::chrono::sys_days(*one);
}

void OneOnOne::sync(Turn& turn) {
  auto& pairs = turn.tables().pairs;
  const auto people = wanted(turn);
  for (Pair& pair : pairs.of(team_.name, settings_.name)) {
    if (std::find(people.begin(), people.end(), pair.people) != people.end()) continue;
    pairing_.drop_all(turn, pair);
    turn.tables().timers.cancel({"one_on_one.quiet", std::to_string(pair.id.value)});
    pair.active = false;
    pairs.save(pair);
  }
  for (const auto& two : people) {
    sync(turn, pairs.keep(team_.workspace, team_.name, settings_.name, two, turn.now()));
  }
}

/// Sees to it that the pair has a time. True when that changed.
bool OneOnOne::find_time(Turn& turn, Pair& pair) {
  const bool ruled = !settings_.cadence.rule.empty();
  const auto day = ruled ? std::nullopt : settings_.weekday;
  const auto minutes = settings_.at ? std::optional(settings_.at->minutes) : std::nullopt;
  const bool fixed = minutes && (day || ruled);
  const bool known = pair.minutes && (ruled || pair.weekday);
  const bool as_set = known && (!day || pair.weekday == day) && (!minutes || pair.minutes == minutes);
  if (pair.chosen && known) return false;
  if (fixed) {
    if (as_set) return false;
    pair.weekday = day;
    pair.minutes = minutes;
    return true;
  }
  if (as_set) {
    // The clocks of a pair drift apart, or one of them moves: another time may suit both.
    const auto next = pairing_.next(turn, pair);
    if (!next || next->pinned || pairing_.within_hours(turn, pair, next->starts)) return false;
  }
  const auto slots = pairing_.propose(turn, pair, day, minutes, kProposals);
  if (slots.empty() ||
      (as_set && slots.front() == Slot{pair.weekday.value_or(slots.front().weekday), *pair.minutes})) {
    return false;
  }
  if (as_set) {
    // Only for a better one: within everybody's hours.
    Pair other = pair;
    other.weekday = slots.front().weekday;
    other.minutes = slots.front().minutes;
    const auto date = dates(other).next(
        scheduler::next_day(scheduler::local_date(turn.now(), pairing_.zone_of(turn, pair))));
    if (!date) return false;
    const Instant starts =
        scheduler::to_instant(*date, LocalTime{*other.minutes}, pairing_.zone_of(turn, pair)).at;
    if (!pairing_.within_hours(turn, pair, starts)) return false;
  }
  pair.weekday = ruled ? std::nullopt : std::optional(slots.front().weekday);
  pair.minutes = slots.front().minutes;
  return true;
}

void OneOnOne::sync(Turn& turn, Pair pair) {
  const std::string zone = pairing_.zone_of(turn, pair);
  const bool fresh_time = find_time(turn, pair);
  const bool again = fresh_time || pair.zone != zone;
  if (again) {
    pair.zone = zone;
    turn.tables().pairs.save(pair);
  }
  pairing_.plan(turn, pair, dates(pair), again);
  const bool fixed = settings_.at && (settings_.weekday || !settings_.cadence.rule.empty());
  if (fresh_time && !fixed) {
    auto slots =
        pairing_.propose(turn, pair, settings_.cadence.rule.empty() ? settings_.weekday : std::nullopt,
                         settings_.at ? std::optional(settings_.at->minutes) : std::nullopt, kProposals + 1);
    const Slot mine{pair.weekday.value_or(0), *pair.minutes};
    std::erase_if(
        slots, [&](const Slot& slot) { return pair.weekday ? slot == mine : slot.minutes == mine.minutes; });
    slots.insert(slots.begin(), mine);
    if (slots.size() > kProposals) slots.resize(kProposals);
    propose(turn, pair, slots);
  }
  if (!turn.tables().timers.find({"one_on_one.quiet", std::to_string(pair.id.value)}) && !pair.told)
    watch(turn, pair);
}

void OneOnOne::propose(Turn& turn, const Pair& pair, const std::vector<Slot>& slots) {
  const auto meeting = pairing_.next(turn, pair);
  if (!meeting) return;
  const std::string every = !settings_.cadence.rule.empty() ? "regularly"
                            : settings_.cadence.weeks == 1  ? "every week"
                                                            : "every two weeks";
  const std::string id = std::to_string(pair.id.value);
  for (const PersonId& person : pair.people) {
    const std::string zone = pairing_.zone_of(turn, person);
    std::vector<words::pair::Choice> choices;
    for (const Slot& slot : slots) {
      // Shown on the reader's own clock, by the week to come.
      LocalDate date = scheduler::local_date(meeting->starts, pair.zone);
      while (pair.weekday && scheduler::weekday_index(date) != slot.weekday) date = scheduler::next_day(date);
      const auto local =
          scheduler::to_local(scheduler::to_instant(date, LocalTime{slot.minutes}, pair.zone).at, zone);
      const std::string label =
          pair.weekday ? words::pair::slot(scheduler::weekday_index(local.date), local.time.minutes)
                       : scheduler::clock_time(local.time);
      choices.push_back(
          {label, id + "/" + std::to_string(slot.weekday) + "/" + std::to_string(slot.minutes)});
    }
    const auto known = roster::find(turn.tables(), team_, person);
    if (!known) continue;
    voice::ask_soon(turn, *known, zone, "one_on_one/" + id + "/proposal",
                    words::pair::proposal(shapes::about(turn, pairing_, pair, *meeting, person), every,
                                          choices, !pairing_.within_hours(turn, pair, meeting->starts)));
  }
}

void OneOnOne::choose(Turn& turn, Pair pair, Slot slot) {
  pair.weekday = settings_.cadence.rule.empty() ? std::optional(slot.weekday) : std::nullopt;
  pair.minutes = slot.minutes;
  pair.chosen = true;
  turn.tables().pairs.save(pair);
  pairing_.plan(turn, pair, dates(pair), true);
}

// ---------------------------------------------------------------- What is said

std::string OneOnOne::say(Turn& turn, const Pair& pair, const PersonId& reader) const {
  return shapes::about(turn, pairing_, pair, Meeting{}, reader).say;
}

std::vector<words::pair::PointLine> OneOnOne::points(Turn& turn, const Pair& pair,
                                                     const PersonId& reader) const {
  std::vector<words::pair::PointLine> lines;
  for (const Point& point : turn.tables().pairs.open_points(pair.id)) {
    lines.push_back({std::to_string(point.id.value),
                     shapes::called(turn, pair.workspace, point.author, reader),
                     point.kind == Point::Kind::promise, point.text, point.carried});
  }
  return lines;
}

bool OneOnOne::add(Turn& turn, const Pair& pair, const PersonId& author, Point::Kind kind,
                   const std::string& lines) {
  auto& pairs = turn.tables().pairs;
  std::size_t have = pairs.open_points(pair.id).size();
  for (std::size_t at = 0; at < lines.size();) {
    const auto end = std::min(lines.find('\n', at), lines.size());
    const std::string text(config::trim(lines.substr(at, end - at)));
    at = end + 1;
    if (text.empty()) continue;
    if (have++ >= kMostPoints) return false;
    pairs.add(pair.id, author, kind, words::shorten(text, 500), turn.now());
  }
  return true;
}

chat::Message OneOnOne::agenda(Turn& turn, const Pair& pair, const Meeting& meeting, const PersonId& reader) {
  return words::pair::agenda(shapes::about(turn, pairing_, pair, meeting, reader), points(turn, pair, reader),
                             words::pair::questions(meeting.day));
}

chat::Message OneOnOne::reminder(Turn& turn, const Pair& pair, const Meeting& meeting,
                                 const PersonId& reader) {
  return words::pair::reminder(shapes::about(turn, pairing_, pair, meeting, reader),
                               points(turn, pair, reader));
}

// ---------------------------------------------------------------- Not met

void OneOnOne::settled(Turn& turn, const Pair& was, const Meeting& meeting) {
  auto pair = turn.tables().pairs.find(was.id);
  if (!pair) return;
  if (meeting.state == Meeting::State::held) {
    pair->told.reset();
    turn.tables().pairs.save(*pair);
    watch(turn, *pair);
  } else {
    const auto last = turn.tables().pairs.settled(pair->id, 2);
    const bool twice = last.size() == 2 && std::all_of(last.begin(), last.end(), [](const Meeting& one) {
                         return one.state == Meeting::State::skipped;
                       });
    if (twice && !pair->told) tell_lead(turn, *pair, true);
  }
  pairing_.plan(turn, *pair, dates(*pair), false);
}

/// Twice the cadence after the last meeting, in the lead's working hours.
void OneOnOne::watch(Turn& turn, const Pair& pair) {
  const auto held = turn.tables().pairs.last_held(pair.id);
  const Instant from = held ? std::max(held->ends, pair.since) : pair.since;
  const std::string zone = pairing_.zone_of(turn, pair);
  const Instant due = from + 2 * cadence(turn, pair);
  LocalDate date = scheduler::local_date(due, zone);
  constexpr LocalTime at{10 * 60};
  while (scheduler::weekday_index(date) > 4 || scheduler::to_instant(date, at, zone).at < due) {
    date = scheduler::next_day(date);
  }
  turn.wake(std::max(scheduler::to_instant(date, at, zone).at, turn.now()),
            {"one_on_one.quiet", std::to_string(pair.id.value)});
}

void OneOnOne::quiet_due(Turn& turn, const Pair& pair) {
  const auto held = turn.tables().pairs.last_held(pair.id);
  const Instant from = held ? std::max(held->ends, pair.since) : pair.since;
  if (pair.told) return;
  if (from + 2 * cadence(turn, pair) > turn.now()) {
    watch(turn, pair);
    return;
  }
  tell_lead(turn, pair, false);
}

void OneOnOne::tell_lead(Turn& turn, Pair pair, bool skipped) {
  const PersonId& lead = pair.people.front();
  if (const auto known = roster::find(turn.tables(), team_, lead)) {
    voice::ask_soon(turn, *known, pairing_.zone_of(turn, lead),
                    "one_on_one/" + std::to_string(pair.id.value) + "/not_met",
                    words::pair::not_met(shapes::others(turn, pair, lead), say(turn, pair, lead), skipped));
  }
  pair.told = turn.now();
  turn.tables().pairs.save(pair);
}

}  // namespace houston::handlers
