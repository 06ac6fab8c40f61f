// When: the prompt timers, and what moves them.
#include <algorithm>
#include <charconv>

#include "handlers/reasons.hpp"
#include "handlers/roster.hpp"
#include "handlers/shapes/collect.hpp"
#include "handlers/subject.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::shapes {
namespace {

// A prompt at most this long after its time is not called late: a busy machine, not an outage.
constexpr Duration kOnTime = std::chrono::minutes(15);

// After a longer outage the days before these are not gone through one by one.
constexpr int kMostDaysBack = 60;

}  // namespace

storage::TimerKey Collect::prompt_key(const PersonId& person) const {
  return {ritual_.kind + ".prompt", ritual_.team->name.value + "/" + ritual_.name.value + "/" + person.value};
}

storage::TimerKey Collect::close_key(LocalDate date) const {
  return {ritual_.kind + ".close", to_string(Subject{ritual_.team->name, ritual_.name, date})};
}

std::string Collect::remind_prefix(LocalDate date, const PersonId& person) const {
  return to_string(Subject{ritual_.team->name, ritual_.name, date}) + "/" + person.value + "/";
}

bool Collect::owns(const storage::TimerKey& key) const {
  const bool kind = key.kind == ritual_.kind + ".prompt" || key.kind == ritual_.kind + ".remind" ||
                    key.kind == ritual_.kind + ".close";
  return kind && key.subject.starts_with(full_name() + "/");
}

bool Collect::fired(Turn& turn, const storage::Timer& timer) {
  if (!owns(timer.key)) return false;
  const std::string rest = timer.key.subject.substr(full_name().size() + 1);
  if (timer.key.kind.ends_with(".prompt")) {
    prompt_due(turn, PersonId{rest}, timer.due);
  } else if (timer.key.kind.ends_with(".close")) {
    if (const auto date = scheduler::parse_iso_date(rest)) close_due(turn, *date);
  } else {
    // "2026-11-24/U123/1"
    const auto first = rest.find('/');
    const auto last = rest.rfind('/');
    const auto date = scheduler::parse_iso_date(rest.substr(0, first));
    if (!date || first == last) return true;
    int number = 0;
    std::from_chars(rest.data() + last + 1, rest.data() + rest.size(), number);
    remind_due(turn, *date, PersonId{rest.substr(first + 1, last - first - 1)}, number);
  }
  return true;
}

std::string Collect::zone_of(const Person& person) const {
  return zones::for_prompt(person, *ritual_.team, ritual_.zone);
}

scheduler::Moment Collect::prompt_moment(const Person& person, LocalDate date) const {
  return scheduler::to_instant(date, ritual_.schedule->at, zone_of(person));
}

/// The date of a prompt that is overdue: put off, or late.
std::optional<LocalDate> Collect::waiting(Turn& turn, const PersonId& person) {
  std::optional<LocalDate> first;
  for (const Occurrence& occurrence : turn.tables().occurrences.open(ritual_.team->name, ritual_.name)) {
    const auto row = turn.tables().occurrences.participant(occurrence.id, person);
    if (!row || row->state != Participant::State::expected || row->prompt_at > turn.now()) continue;
    if (!first || occurrence.date < *first) first = occurrence.date;
  }
  return first;
}

/// A prompt is put off within its day, but where the window is one of days.
bool Collect::can_wait(Instant until, const std::string& zone, Instant now) const {
  return ritual_.close > std::chrono::hours(24) ||
         scheduler::local_date(until, zone) == scheduler::local_date(now, zone);
}

/// Whether the person needs no prompt timer for this date any more. `ahead`: its time is still to come.
bool Collect::done(Turn& turn, const PersonId& person, LocalDate date, bool ahead) {
  const auto occurrence = turn.tables().occurrences.on(ritual_.team->name, ritual_.name, date);
  if (!occurrence) return false;
  if (occurrence->state != Occurrence::State::open) return true;
  const auto row = turn.tables().occurrences.participant(occurrence->id, person);
  if (!row || row->state == Participant::State::expected) return false;
  // Answered ahead: the timer still marks when the answer may be published.
  return !(ahead && row->state == Participant::State::answered && !row->prompted_at);
}

/// The next instant at which the person is to be prompted. One that has passed counts only while its window
/// is open and the person has been waiting for it: `awaited` is the date their timer was for.
std::optional<Instant> Collect::next_prompt(Turn& turn, const Person& person,
                                            std::optional<LocalDate> awaited) {
  const Instant now = turn.now();
  const int back = 1 + static_cast<int>(ritual_.close / std::chrono::hours(24));
  auto date = ritual_.dates->next(scheduler::add_days(scheduler::local_date(now, zone_of(person)), -back));
  while (date) {
    const Instant at = prompt_moment(person, *date).at;
    const bool ahead = at > now;
    const bool open = !ahead && awaited && *awaited <= *date && at + ritual_.close > now;
    if ((ahead || open) && !done(turn, person.id, *date, ahead)) return at;
    date = ritual_.dates->next(scheduler::next_day(*date));
  }
  return std::nullopt;
}

void Collect::sync(Turn& turn) {
  const auto members = roster::members(turn.tables(), *ritual_.team);
  const std::string prefix = ritual_.team->name.value + "/" + ritual_.name.value + "/";
  for (const storage::Timer& timer : turn.tables().timers.list(ritual_.kind + ".prompt", prefix)) {
    const PersonId person{timer.key.subject.substr(prefix.size())};
    const bool member =
        std::any_of(members.begin(), members.end(), [&](const Person& one) { return one.id == person; });
    if (member) continue;
    const auto known = roster::find(turn.tables(), *ritual_.team, person);
    leave(turn, person, known && known->deactivated ? reason::deactivated : reason::left);
  }
  for (const Person& person : members) sync(turn, person);
  // A window's length may have changed in the settings; a closing time that was lost is found again.
  for (Occurrence& occurrence : turn.tables().occurrences.open(ritual_.team->name, ritual_.name)) {
    set_close(turn, occurrence);
  }
}

void Collect::sync(Turn& turn, const Person& person, const Person* before) {
  const auto key = prompt_key(person.id);
  const auto due = turn.tables().timers.find(key);
  // An overdue one is left to fire: it alone knows what was missed.
  if (due && *due <= turn.now()) return;
  move_window(turn, person);
  std::optional<LocalDate> awaited;
  if (due) awaited = scheduler::local_date(*due, zone_of(before != nullptr ? *before : person));
  if (const auto overdue = due ? waiting(turn, person.id) : std::nullopt)
    awaited = std::min(*awaited, *overdue);
  const auto next = next_prompt(turn, person, awaited);
  if (!next) {
    if (due) turn.tables().timers.cancel(key);
  } else if (!due || *due != *next) {
    turn.wake(*next, key);
  }
}

/// In what is open: a prompt still to come moves with the person's clock; somebody who joined takes part when
/// their time is still ahead.
void Collect::move_window(Turn& turn, const Person& person) {
  for (Occurrence& occurrence : turn.tables().occurrences.open(ritual_.team->name, ritual_.name)) {
    auto row = turn.tables().occurrences.participant(occurrence.id, person.id);
    const Instant at = prompt_moment(person, occurrence.date).at;
    const bool rejoined = row && row->state == Participant::State::excused && !row->prompted_at &&
                          (row->reason == reason::left || row->reason == reason::deactivated) &&
                          at > turn.now();
    if (!row || rejoined) {
      if (at <= turn.now()) continue;
      row = fresh(turn, occurrence, person);
    } else if (row->state == Participant::State::expected && row->prompt_at != at) {
      row->prompt_at = at;
      row->closes = at + ritual_.close;
      if (*row->closes <= turn.now()) {
        excuse(turn, occurrence, *row, reason::travel);
        continue;
      }
    } else {
      continue;
    }
    turn.tables().occurrences.save(*row);
    set_close(turn, occurrence);
    voice_.changed(turn, occurrence, *row);
  }
}

void Collect::leave(Turn& turn, const PersonId& person, const char* why) {
  turn.tables().timers.cancel(prompt_key(person));
  for (Occurrence& occurrence : turn.tables().occurrences.open(ritual_.team->name, ritual_.name)) {
    const auto row = turn.tables().occurrences.participant(occurrence.id, person);
    if (!row) continue;
    if (row->state == Participant::State::expected || row->state == Participant::State::prompted) {
      excuse(turn, occurrence, *row, why);
    }
  }
}

void Collect::prompt_due(Turn& turn, const PersonId& id, Instant due) {
  const auto person = roster::member(turn.tables(), *ritual_.team, id);
  if (!person) {
    leave(turn, id, reason::left);
    return;
  }
  const std::string zone = zone_of(*person);
  const LocalDate today = scheduler::local_date(turn.now(), zone);
  LocalDate from = scheduler::local_date(std::min(due, turn.now()), zone);
  if (const auto overdue = waiting(turn, id)) from = std::min(from, *overdue);
  from = std::max(from, scheduler::add_days(today, -kMostDaysBack));

  // Of several dates that fell due meanwhile only the last can still be held: never two at once.
  std::vector<LocalDate> dates;
  for (auto date = ritual_.dates->next(from); date && *date <= today;
       date = ritual_.dates->next(scheduler::next_day(*date))) {
    if (prompt_moment(*person, *date).at <= turn.now()) dates.push_back(*date);
  }
  for (std::size_t i = 0; i < dates.size(); ++i) {
    const bool last = i + 1 == dates.size();
    const bool open = prompt_moment(*person, dates[i]).at + ritual_.close > turn.now();
    if (last && open) {
      if (const auto later = hold(turn, *person, dates[i])) {
        turn.wake(*later, prompt_key(id));
        return;
      }
    } else {
      miss(turn, *person, dates[i]);
    }
  }
  if (const auto next = next_prompt(turn, *person, std::nullopt)) turn.wake(*next, prompt_key(id));
}

/// The prompt of this date is due for this person.
std::optional<Instant> Collect::hold(Turn& turn, const Person& person, LocalDate date) {
  const auto against = hindrance(turn.tables(), *ritual_.holidays, *ritual_.team, ritual_.name, date);
  if (against) {
    if (against->what == Hindrance::What::paused) note_pause(turn, person, date);
    return std::nullopt;
  }
  auto occurrence = open(turn, date);
  if (!occurrence || occurrence->state != Occurrence::State::open) return std::nullopt;
  auto row = turn.tables().occurrences.participant(occurrence->id, person.id);
  voice_.begun(turn, *occurrence);
  if (row && row->state != Participant::State::expected) return std::nullopt;
  // Made anew: the person may have moved, or gone away, since it was written.
  row = fresh(turn, *occurrence, person);
  turn.tables().occurrences.save(*row);
  set_close(turn, *occurrence);
  if (row->state == Participant::State::excused) {
    voice_.changed(turn, *occurrence, *row);
    return std::nullopt;
  }
  const bool late = turn.now() - row->prompt_at > kOnTime;
  const auto hours = voice::hours(turn, person);
  const std::string own = zones::own(person, *ritual_.team);
  // The schedule may ask at any hour; catching up on it may not.
  if (late && !voice::allows(hours, turn.now(), own) && voice::allows(hours, row->prompt_at, own)) {
    const Instant allowed = voice::next_allowed(hours, turn.now(), own);
    if (allowed < *row->closes && can_wait(allowed, zone_of(person), turn.now())) return allowed;
    miss(turn, person, date);
    return std::nullopt;
  }
  // Another ritual asked a few minutes ago: this one waits, unless its window or its day would be over.
  const Instant apart = voice::not_before(turn, person);
  if (apart > turn.now() && apart < *row->closes && can_wait(apart, zone_of(person), turn.now()))
    return apart;
  prompt(turn, *occurrence, *row, person, late ? reason::late : "");
  return std::nullopt;
}

/// The window of this date ended before the person could be prompted.
void Collect::miss(Turn& turn, const Person& person, LocalDate date) {
  if (hindrance(turn.tables(), *ritual_.holidays, *ritual_.team, ritual_.name, date, person.id)) return;
  auto occurrence = open(turn, date);
  if (!occurrence || occurrence->state != Occurrence::State::open) return;
  voice_.begun(turn, *occurrence);
  const auto row = turn.tables().occurrences.participant(occurrence->id, person.id);
  if (!row || row->state == Participant::State::expected) {
    excuse(turn, *occurrence, row ? *row : fresh(turn, *occurrence, person), reason::down);
  }
}

/// Written down, because nothing else will remember why there was no prompt once the pause is over.
void Collect::note_pause(Turn& turn, const Person& person, LocalDate date) {
  auto& occurrences = turn.tables().occurrences;
  auto occurrence = occurrences.on(ritual_.team->name, ritual_.name, date);
  if (!occurrence) {
    occurrence = create(turn, date, prompt_moment(person, date).at);
    if (!occurrence) return;
    occurrence->state = Occurrence::State::skipped;
    occurrences.save(*occurrence);
  }
  const auto row = occurrences.participant(occurrence->id, person.id);
  if (row && row->state != Participant::State::expected) return;
  excuse(turn, *occurrence, row ? *row : fresh(turn, *occurrence, person), reason::paused);
}

}  // namespace houston::handlers::shapes
