// What happens: agenda, reminder, question, and what people answer.
#include "handlers/shapes/pair.hpp"

#include <algorithm>
#include <charconv>

#include "handlers/roster.hpp"
#include "handlers/subject.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::shapes {
namespace {

using std::chrono::hours;

constexpr LocalTime kAgendaAt{9 * 60};
constexpr auto kAskedWithin = hours(24 * 7);  // After a long silence of Houston's nobody remembers.
constexpr auto kToldOfMoves = hours(24 * 8);  // Further ahead, the calendar is enough.

std::string id_text(storage::MeetingId id) {
  return std::to_string(id.value);
}

}  // namespace

std::optional<std::int64_t> leading_id(std::string_view text) {
  std::int64_t id = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), id);
  const bool ends = read.ptr == text.data() + text.size() || *read.ptr == '/';
  if (read.ec != std::errc() || !ends || id <= 0) return std::nullopt;
  return id;
}

std::optional<Person> Pairing::known(Turn& turn, const PersonId& person) const {
  return roster::find(turn.tables(), *ritual_.team, person);
}

void Pairing::tell(Turn& turn, const PersonId& person, const chat::Message& message) const {
  if (const auto one = known(turn, person)) voice::tell(turn, *one, zone_of(turn, person), message);
}

std::string Pairing::section(const Meeting& meeting, const char* what) const {
  return ritual_.kind + "/" + id_text(meeting.id) + "/" + what;
}

/// When the person may hear of a meeting to come; nothing when that would be too late. One that lies outside
/// of their hours is held there all the same, and what belongs to it may come there, too.
std::optional<Instant> Pairing::moment(Turn& turn, const Meeting& meeting, const Person& person) const {
  const std::string zone = zone_of(turn, person.id);
  const Instant at = voice::when(turn, person, zone);
  if (at < meeting.starts) return at;
  const auto hours = voice::hours(turn, person);
  if (voice::allows(hours, meeting.starts, zone) && !voice::allows(hours, turn.now(), zone)) {
    return std::nullopt;
  }
  // Ten minutes apart where there is time for it; else in the message that came before.
  const Instant apart = voice::not_before(turn, person);
  return apart < meeting.starts ? apart : turn.now();
}

/// Before the hour that it was at, or is at now, in quiet hours or not.
void Pairing::tell_of_move(Turn& turn, const Pair& pair, const Meeting& meeting, Instant before,
                           const Moved& how, const PersonId& person) const {
  const auto one = known(turn, person);
  if (!one) return;
  const std::string zone = zone_of(turn, person);
  const auto message = voice_.moved(turn, pair, meeting, how, person);
  const Instant allowed = voice::next_allowed(voice::hours(turn, *one), turn.now(), zone);
  if (allowed >= meeting.starts || (before > turn.now() && allowed >= before)) {
    turn.say(roster::direct(*one), message);
  } else {
    voice::tell(turn, *one, zone, message);
  }
}

/// 09:00 of the person's last working day before the meeting.
Instant Pairing::agenda_due(Turn& turn, const Meeting& meeting, const PersonId& person) const {
  const std::string zone = zone_of(turn, person);
  const LocalDate date = scheduler::local_date(meeting.starts, zone);
  for (int back = 1; back <= 14; ++back) {
    const LocalDate day = scheduler::add_days(date, -back);
    if (scheduler::weekday_index(day) > 4 || ritual_.holidays->on(day)) continue;
    if (roster::away(turn.tables(), *ritual_.team, person, day)) continue;
    return scheduler::to_instant(day, kAgendaAt, zone).at;
  }
  return scheduler::to_instant(scheduler::add_days(date, -1), kAgendaAt, zone).at;
}

void Pairing::arm(Turn& turn, const Pair& pair, const Meeting& meeting) {
  const std::string id = id_text(meeting.id);
  for (const PersonId& person : pair.people) {
    const Instant due = std::max(agenda_due(turn, meeting, person), turn.now());
    if (due < meeting.starts) turn.wake(due, {ritual_.kind + ".agenda", id + "/" + person.value});
  }
  if (meeting.starts - ritual_.remind > turn.now()) {
    turn.wake(meeting.starts - ritual_.remind, {ritual_.kind + ".remind", id});
  }
  turn.wake(meeting.ends, {ritual_.kind + ".ask", id});
}

void Pairing::disarm(Turn& turn, const Pair& pair, const Meeting& meeting) {
  auto& timers = turn.tables().timers;
  const std::string id = id_text(meeting.id);
  for (const PersonId& person : pair.people)
    timers.cancel({ritual_.kind + ".agenda", id + "/" + person.value});
  for (const char* what : {".remind", ".ask"}) {
    timers.cancel({ritual_.kind + what, id});
    timers.cancel_all(ritual_.kind + what, id + "/");
  }
}

void Pairing::shift(Turn& turn, const Pair& pair, Meeting& meeting, Instant starts, const Moved& how) {
  const Instant before = meeting.starts;
  meeting.starts = starts;
  meeting.ends = starts + ritual_.length;
  meeting.asked.reset();
  ++meeting.sequence;
  meeting.changed = turn.now();
  turn.tables().pairs.save(meeting);
  disarm(turn, pair, meeting);
  arm(turn, pair, meeting);
  const bool soon = before < turn.now() + kToldOfMoves || how.why == Moved::Why::people;
  for (const PersonId& person : pair.people) {
    auto part = turn.tables().pairs.part(meeting.id, person);
    show_question(turn, pair, meeting, person);
    // It is sent again, the day before the new day.
    const bool sent = part.agenda.has_value();
    part.question.reset();
    part.agenda.reset();
    turn.tables().pairs.save(part);
    if ((soon || sent) && person != how.by) tell_of_move(turn, pair, meeting, before, how, person);
  }
}

void Pairing::drop(Turn& turn, const Pair& pair, Meeting meeting) {
  meeting.state = Meeting::State::dropped;
  ++meeting.sequence;
  meeting.changed = turn.now();
  turn.tables().pairs.save(meeting);
  disarm(turn, pair, meeting);
}

bool Pairing::fired(Turn& turn, const storage::Timer& timer) {
  const std::string prefix = ritual_.kind + ".";
  if (!timer.key.kind.starts_with(prefix)) return false;
  const std::string what = timer.key.kind.substr(prefix.size());
  if (what != "agenda" && what != "remind" && what != "ask") return false;
  const auto id = leading_id(timer.key.subject);
  const auto meeting = id ? turn.tables().pairs.meeting({*id}) : std::nullopt;
  const auto pair = meeting ? turn.tables().pairs.find(meeting->pair) : std::nullopt;
  if (!pair || pair->team != ritual_.team->name || pair->ritual != ritual_.name) return false;
  // "42", or "42/U123": one of them alone, for whom it was too early.
  const auto pieces = split_subject(timer.key.subject, 2);
  const std::string only = pieces.size() == 2 ? pieces[1] : "";
  if (!pair->active || meeting->state != Meeting::State::planned) return true;
  if (what == "ask") {
    if (!meeting->asked || !only.empty()) ask(turn, *pair, *meeting, only);
  } else if (meeting->asked) {
    return true;
  } else if (what == "agenda") {
    send_agenda(turn, *pair, *meeting, PersonId{only});
  } else {
    remind(turn, *pair, *meeting, only);
  }
  return true;
}

void Pairing::send_agenda(Turn& turn, const Pair& pair, const Meeting& meeting, const PersonId& person) {
  if (meeting.starts <= turn.now()) return;
  auto part = turn.tables().pairs.part(meeting.id, person);
  const auto one = known(turn, person);
  if (part.agenda || !one) return;
  const auto at = moment(turn, meeting, *one);
  if (at && *at > turn.now())
    turn.wake(*at, {ritual_.kind + ".agenda", id_text(meeting.id) + "/" + person.value});
  if (at != turn.now()) return;
  part.agenda =
      voice::ask(turn, *one, section(meeting, "agenda"), voice_.agenda(turn, pair, meeting, person));
  turn.tables().pairs.save(part);
}

void Pairing::introduce(Turn& turn, const Pair& pair, const Meeting& meeting) {
  for (const PersonId& person : pair.people) send_agenda(turn, pair, meeting, person);
}

/// `only`: the one of them for whom it was too early; "" for all.
void Pairing::remind(Turn& turn, const Pair& pair, const Meeting& meeting, const std::string& only) {
  if (meeting.starts <= turn.now()) return;  // Houston was down.
  if (meeting.starts - ritual_.remind > turn.now()) {
    arm(turn, pair, meeting);
    return;
  }
  for (const PersonId& person : pair.people) {
    const auto one = known(turn, person);
    if (!one || (!only.empty() && person.value != only)) continue;
    const auto at = moment(turn, meeting, *one);
    if (at == turn.now()) {
      voice::ask(turn, *one, section(meeting, "remind"), voice_.reminder(turn, pair, meeting, person));
    } else if (at) {
      turn.wake(*at, {ritual_.kind + ".remind", id_text(meeting.id) + "/" + person.value});
    }
  }
}

void Pairing::ask(Turn& turn, const Pair& pair, Meeting meeting, const std::string& only) {
  if (meeting.ends > turn.now()) {
    arm(turn, pair, meeting);
    return;
  }
  if (!meeting.asked) {
    meeting.asked = turn.now();
    turn.tables().pairs.save(meeting);
  }
  if (turn.now() - meeting.ends > kAskedWithin) return;
  for (const PersonId& person : pair.people) {
    const auto one = known(turn, person);
    if (one && (only.empty() || person.value == only)) ask(turn, pair, meeting, *one);
  }
}

/// After hours the question waits for the person's next working day.
void Pairing::ask(Turn& turn, const Pair& pair, const Meeting& meeting, const Person& person) {
  auto part = turn.tables().pairs.part(meeting.id, person.id);
  if (part.question) return;
  const std::string zone = zone_of(turn, person.id);
  Instant at = voice::when(turn, person, zone);
  LocalDate date = scheduler::local_date(at, zone);
  if (date != scheduler::local_date(turn.now(), zone)) {
    for (int tries = 0; tries < 7 && (scheduler::weekday_index(date) > 4 || ritual_.holidays->on(date));
         ++tries) {
      date = scheduler::next_day(date);
      at = voice::next_allowed(voice::hours(turn, person), scheduler::to_instant(date, LocalTime{0}, zone).at,
                               zone);
    }
  }
  if (at > turn.now()) {
    turn.wake(at, {ritual_.kind + ".ask", id_text(meeting.id) + "/" + person.id.value});
    return;
  }
  part.question =
      voice::ask(turn, person, section(meeting, "ask"), voice_.question(turn, pair, meeting, person.id));
  turn.tables().pairs.save(part);
}

/// How the question reads once there is an answer, or another day.
void Pairing::show_question(Turn& turn, const Pair& pair, const Meeting& meeting, const PersonId& person) {
  const auto part = turn.tables().pairs.part(meeting.id, person);
  if (!part.question) return;
  voice::revise(turn, *part.question, section(meeting, "ask"), voice_.question(turn, pair, meeting, person));
}

void Pairing::settle(Turn& turn, const Pair& pair, Meeting meeting, Meeting::State how, const PersonId& by) {
  auto& pairs = turn.tables().pairs;
  meeting.state = how;
  meeting.settled_by = by;
  if (how == Meeting::State::skipped) ++meeting.sequence;
  meeting.changed = turn.now();
  pairs.save(meeting);
  disarm(turn, pair, meeting);
  for (const PersonId& person : pair.people) {
    show_question(turn, pair, meeting, person);
  }
  // What is still open afterwards has been carried over once more.
  for (storage::Point& point : pairs.open_points(pair.id)) {
    if (point.added >= meeting.ends) continue;
    ++point.carried;
    pairs.save(point);
  }
  voice_.settled(turn, pair, meeting);
}

Pairing::MoveOutcome Pairing::move(Turn& turn, const Pair& pair, Meeting meeting, Instant starts,
                                   const PersonId& by) {
  if (starts <= turn.now()) {
    meeting.starts = starts;
    meeting.ends = starts + ritual_.length;
    ++meeting.sequence;
    settle(turn, pair, meeting, Meeting::State::held, by);
    return MoveOutcome::held;
  }
  if (busy(turn, pair, starts)) return MoveOutcome::taken;
  meeting.pinned = true;
  shift(turn, pair, meeting, starts, {Moved::Why::people, by});
  return MoveOutcome::moved;
}

void Pairing::refresh(Turn& turn, const Pair& pair, const Meeting& meeting) {
  for (const PersonId& person : pair.people) {
    const auto part = turn.tables().pairs.part(meeting.id, person);
    if (!part.agenda) continue;
    voice::revise(turn, *part.agenda, section(meeting, "agenda"), voice_.agenda(turn, pair, meeting, person));
  }
}

std::optional<Meeting> Pairing::next(Turn& turn, const Pair& pair) const {
  for (Meeting& meeting : turn.tables().pairs.planned(pair.id)) {
    if (!meeting.asked && meeting.ends > turn.now()) return std::move(meeting);
  }
  return std::nullopt;
}

std::optional<Meeting> Pairing::current(Turn& turn, const Pair& pair) const {
  std::optional<Meeting> asked;
  for (Meeting& meeting : turn.tables().pairs.planned(pair.id)) {
    const bool begun = meeting.asked || meeting.starts <= turn.now();
    if (begun && meeting.ends + kAskedWithin > turn.now()) asked = std::move(meeting);
  }
  return asked ? asked : next(turn, pair);
}

}  // namespace houston::handlers::shapes
