// Who and what: the occurrence, its participants, windows, reminders and close.
#include "handlers/shapes/collect.hpp"

#include <algorithm>

#include "handlers/reasons.hpp"
#include "handlers/roster.hpp"
#include "handlers/subject.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::shapes {

std::optional<Occurrence> Collect::create(Turn& turn, LocalDate date, Instant scheduled) {
  auto& occurrences = turn.tables().occurrences;
  // Two dates can begin at the same instant: the last zone of one day and the first of the next. The keys
  // tell them apart by a millisecond.
  for (int tries = 0; tries < 50; ++tries, scheduled += Duration(1)) {
    if (auto made = occurrences.create(ritual_.team->name, ritual_.name, date, scheduled)) return made;
    if (auto found = occurrences.on(ritual_.team->name, ritual_.name, date)) return found;
  }
  return std::nullopt;
}

std::optional<Occurrence> Collect::open(Turn& turn, LocalDate date) {
  auto& occurrences = turn.tables().occurrences;
  if (auto found = occurrences.on(ritual_.team->name, ritual_.name, date)) return found;
  const auto members = roster::members(turn.tables(), *ritual_.team);
  if (members.empty()) return std::nullopt;
  Instant first = Instant::max();
  for (const Person& person : members) first = std::min(first, prompt_moment(person, date).at);
  auto occurrence = create(turn, date, first);
  if (!occurrence) return std::nullopt;
  for (const Person& person : members) {
    // Another replica may have opened it at the same moment: what it wrote stays.
    if (occurrences.participant(occurrence->id, person.id)) continue;
    occurrences.save(fresh(turn, *occurrence, person));
  }
  set_close(turn, *occurrence);
  return occurrence;
}

Participant Collect::fresh(Turn& turn, const Occurrence& occurrence, const Person& person) const {
  Participant row;
  row.occurrence = occurrence.id;
  row.person = person.id;
  row.prompt_at = prompt_moment(person, occurrence.date).at;
  row.closes = row.prompt_at + ritual_.close;
  if (roster::away(turn.tables(), *ritual_.team, person.id, occurrence.date)) {
    row.state = Participant::State::excused;
    row.reason = reason::away;
  }
  return row;
}

Participant Collect::part(Turn& turn, const Occurrence& occurrence, const Person& person) {
  if (auto row = turn.tables().occurrences.participant(occurrence.id, person.id)) return *row;
  const Participant row = fresh(turn, occurrence, person);
  turn.tables().occurrences.save(row);
  return row;
}

bool Collect::is_late(const Occurrence& occurrence, const Participant& row, Instant now) {
  if (occurrence.state != Occurrence::State::open) return true;
  return row.closes && now >= *row.closes;
}

/// Closes when the last window of those who count ends; when nobody counts, when the last would have.
void Collect::set_close(Turn& turn, Occurrence& occurrence) {
  if (occurrence.state != Occurrence::State::open) return;
  std::optional<Instant> counted;
  std::optional<Instant> any;
  for (const Participant& row : turn.tables().occurrences.participants(occurrence.id)) {
    const Instant ends = row.closes ? *row.closes : row.prompt_at + ritual_.close;
    any = any ? std::max(*any, ends) : ends;
    if (row.state != Participant::State::excused) counted = counted ? std::max(*counted, ends) : ends;
  }
  const Instant closes = counted ? *counted : any ? *any : turn.now();
  const auto key = close_key(occurrence.date);
  if (occurrence.closes != closes) {
    occurrence.closes = closes;
    turn.tables().occurrences.save(occurrence);
  }
  if (turn.tables().timers.find(key) != closes) turn.wake(closes, key);
}

void Collect::prompt(Turn& turn, Occurrence& occurrence, Participant row, const Person& person,
                     const char* why) {
  voice_.settle(turn, person, occurrence.date);
  row.reason = why;
  row.state = Participant::State::prompted;
  row.prompted_at = turn.now();
  row.prompt = voice_.prompt(turn, occurrence, row, person);
  turn.tables().occurrences.save(row);
  set_reminders(turn, occurrence, row);
}

void Collect::set_reminders(Turn& turn, const Occurrence& occurrence, const Participant& row) {
  if (!row.prompted_at || !row.closes) return;
  for (std::size_t i = static_cast<std::size_t>(row.reminders); i < ritual_.remind.size(); ++i) {
    const Instant due = *row.prompted_at + ritual_.remind[i];
    if (due <= turn.now() || due >= *row.closes) continue;
    turn.wake(due,
              {ritual_.kind + ".remind", remind_prefix(occurrence.date, row.person) + std::to_string(i + 1)});
  }
}

/// Outside the person's hours a reminder waits; not where the ritual's own schedule asked outside them.
Instant Collect::reminder_moment(Turn& turn, const Person& person, const Participant& row) const {
  const auto hours = voice::hours(turn, person);
  const std::string zone = zones::own(person, *ritual_.team);
  const Instant apart = voice::not_before(turn, person);
  return voice::allows(hours, row.prompt_at, zone) ? voice::next_allowed(hours, apart, zone) : apart;
}

void Collect::remind_due(Turn& turn, LocalDate date, const PersonId& person, int number) {
  auto& tables = turn.tables();
  const auto occurrence = tables.occurrences.on(ritual_.team->name, ritual_.name, date);
  if (!occurrence || occurrence->state != Occurrence::State::open) return;
  auto row = tables.occurrences.participant(occurrence->id, person);
  if (!row || row->state != Participant::State::prompted || row->reminders >= number) return;
  if (is_late(*occurrence, *row, turn.now())) return;
  if (const auto known = roster::find(tables, *ritual_.team, person)) {
    const Instant at = reminder_moment(turn, *known, *row);
    if (row->closes && at >= *row->closes) return;
    if (at > turn.now()) {
      turn.wake(at, {ritual_.kind + ".remind", remind_prefix(date, person) + std::to_string(number)});
      return;
    }
  }
  // Of several that fell due while Houston was down, one is enough.
  for (const storage::Timer& other :
       tables.timers.list(ritual_.kind + ".remind", remind_prefix(date, person))) {
    if (other.due > turn.now()) continue;
    tables.timers.cancel(other.key);
    ++number;
  }
  row->reminders = number;
  tables.occurrences.save(*row);
  voice_.remind(turn, *occurrence, *row);
}

void Collect::close_due(Turn& turn, LocalDate date) {
  auto& occurrences = turn.tables().occurrences;
  auto occurrence = occurrences.on(ritual_.team->name, ritual_.name, date);
  if (!occurrence || occurrence->state != Occurrence::State::open) return;
  if (occurrence->closes && *occurrence->closes > turn.now()) {
    turn.wake(*occurrence->closes, close_key(date));
    return;
  }
  voice_.closing(turn, *occurrence);
  bool held = false;
  bool down = false;
  for (Participant row : occurrences.participants(occurrence->id)) {
    if (row.state == Participant::State::prompted) row.state = Participant::State::missing;
    if (row.state == Participant::State::expected) {
      row.state = Participant::State::excused;
      row.reason = reason::down;
    }
    occurrences.save(row);
    roster::touch(turn, *ritual_.team, row.person);
    held = held || row.prompted_at || row.state == Participant::State::answered;
    down = down || row.reason == reason::down;
    turn.tables().timers.cancel_all(ritual_.kind + ".remind", remind_prefix(date, row.person));
  }
  occurrence->state = down && !held ? Occurrence::State::missed : Occurrence::State::closed;
  occurrence->closed = turn.now();
  occurrences.save(*occurrence);
  voice_.closed(turn, *occurrence);
}

bool Collect::end_now(Turn& turn, LocalDate date) {
  auto& occurrences = turn.tables().occurrences;
  auto occurrence = occurrences.on(ritual_.team->name, ritual_.name, date);
  if (!occurrence || occurrence->state != Occurrence::State::open) return false;
  for (Participant row : occurrences.participants(occurrence->id)) {
    if (row.closes && *row.closes <= turn.now()) continue;
    row.closes = turn.now();
    // Whose prompt was still to come is not asked any more.
    if (row.state == Participant::State::expected) row.state = Participant::State::excused;
    occurrences.save(row);
  }
  occurrence->closes = turn.now();
  occurrences.save(*occurrence);
  turn.tables().timers.cancel(close_key(date));
  close_due(turn, date);
  sync(turn);
  return true;
}

void Collect::answered(Turn& turn, const Occurrence& occurrence, Participant row) {
  row.state = Participant::State::answered;
  turn.tables().occurrences.save(row);
  roster::touch(turn, *ritual_.team, row.person);
  turn.tables().timers.cancel_all(ritual_.kind + ".remind", remind_prefix(occurrence.date, row.person));
}

void Collect::withdrawn(Turn& turn, const Occurrence& occurrence, Participant row) {
  if (row.state != Participant::State::answered) return;
  if (occurrence.state != Occurrence::State::open) {
    row.state = Participant::State::missing;
  } else {
    row.state = row.prompted_at ? Participant::State::prompted : Participant::State::expected;
  }
  turn.tables().occurrences.save(row);
}

void Collect::declined(Turn& turn, const Occurrence& occurrence, Participant row) {
  row.state = Participant::State::declined;
  turn.tables().occurrences.save(row);
  roster::touch(turn, *ritual_.team, row.person);
  turn.tables().timers.cancel_all(ritual_.kind + ".remind", remind_prefix(occurrence.date, row.person));
}

void Collect::excuse(Turn& turn, Occurrence& occurrence, Participant row, const char* why) {
  row.state = Participant::State::excused;
  row.reason = why;
  turn.tables().occurrences.save(row);
  roster::touch(turn, *ritual_.team, row.person);
  turn.tables().timers.cancel_all(ritual_.kind + ".remind", remind_prefix(occurrence.date, row.person));
  set_close(turn, occurrence);
  voice_.changed(turn, occurrence, row);
}

void Collect::absences_changed(Turn& turn, const Person& person) {
  auto& tables = turn.tables();
  for (Occurrence& occurrence : tables.occurrences.open(ritual_.team->name, ritual_.name)) {
    auto row = tables.occurrences.participant(occurrence.id, person.id);
    if (!row) continue;
    const bool away = roster::away(tables, *ritual_.team, person.id, occurrence.date).has_value();
    if (away && (row->state == Participant::State::expected || row->state == Participant::State::prompted)) {
      excuse(turn, occurrence, *row, reason::away);
    } else if (!away && row->state == Participant::State::excused && row->reason == reason::away) {
      if (is_late(occurrence, *row, turn.now())) continue;
      row->reason.clear();
      row->state = row->prompted_at ? Participant::State::prompted : Participant::State::expected;
      tables.occurrences.save(*row);
      set_close(turn, occurrence);
      if (row->prompted_at) {
        set_reminders(turn, occurrence, *row);
      } else if (row->prompt_at <= turn.now()) {
        voice_.begun(turn, occurrence);
        prompt(turn, occurrence, *row, person, "");
        row = tables.occurrences.participant(occurrence.id, person.id);
      }
      voice_.changed(turn, occurrence, *row);
    }
  }
  sync(turn, person);
}

RunOutcome Collect::run(Turn& turn) {
  using What = RunOutcome::What;
  auto& tables = turn.tables();
  const LocalDate date = scheduler::local_date(turn.now(), ritual_.team->time_zone);
  if (const auto against = hindrance(tables, *ritual_.holidays, *ritual_.team, ritual_.name, date)) {
    switch (against->what) {
      case Hindrance::What::holiday:
        return {What::holiday, 0, against->holiday};
      case Hindrance::What::paused:
        return {What::paused, 0, "", against->by};
      default:
        return {What::skipped, 0, "", against->by};
    }
  }
  auto occurrence = open(turn, date);
  if (!occurrence) return {What::nobody};
  if (occurrence->state == Occurrence::State::skipped) return {What::skipped};
  if (occurrence->state != Occurrence::State::open) return {What::over};
  RunOutcome outcome{What::prompted};
  std::vector<Person> asked;
  for (const Person& person : roster::members(tables, *ritual_.team)) {
    Participant row = part(turn, *occurrence, person);
    if (row.state != Participant::State::expected) continue;
    row.prompt_at = turn.now();
    row.closes = turn.now() + ritual_.close;
    tables.occurrences.save(row);
    asked.push_back(person);
  }
  set_close(turn, *occurrence);
  voice_.begun(turn, *occurrence);
  for (const Person& person : asked) {
    prompt(turn, *occurrence, *tables.occurrences.participant(occurrence->id, person.id), person,
           reason::run);
    ++outcome.prompted;
  }
  // Their own timers for this date have nothing left to do.
  sync(turn);
  if (outcome.prompted == 0) outcome.what = What::nobody;
  return outcome;
}

SkipOutcome Collect::skip(Turn& turn, LocalDate date, const PersonId& by) {
  auto& tables = turn.tables();
  const auto& team = *ritual_.team;
  if (date < scheduler::local_date(turn.now(), team.time_zone)) return SkipOutcome::past;
  auto occurrence = tables.occurrences.on(team.name, ritual_.name, date);
  if (tables.holds.skipped(team.name, ritual_.name, date)) return SkipOutcome::already;
  if (!ritual_.dates->on(date) && !occurrence) return SkipOutcome::not_due;
  if (occurrence) {
    switch (occurrence->state) {
      case Occurrence::State::skipped:
        return SkipOutcome::already;
      case Occurrence::State::closed:
      case Occurrence::State::missed:
        return SkipOutcome::past;
      case Occurrence::State::open:
        break;
    }
    for (const Participant& row : tables.occurrences.participants(occurrence->id)) {
      if (row.prompted_at) return SkipOutcome::under_way;
    }
    occurrence->state = Occurrence::State::skipped;
    tables.occurrences.save(*occurrence);
    tables.timers.cancel(close_key(date));
  }
  tables.holds.skip(team.name, ritual_.name, date, by, turn.now());
  return SkipOutcome::skipped;
}

}  // namespace houston::handlers::shapes
