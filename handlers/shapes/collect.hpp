// The shape of every ritual that collects: open an occurrence, prompt each participant, take answers while
// the window is open, remind the silent, close. Decides who and when; what is said is the ritual's own
// business (Voice).
//
// An occurrence is one local date of one ritual. With zone = "member" everybody is prompted at `at` on that
// date by their own clock, so that it spans up to 26 hours; each has an own window, and it closes when the
// last of them ends. The participants are written down when it opens, those included whose prompt is still
// to come.
//
// One durable timer a member holds the next prompt. Whatever may move a prompt (a zone that changed, new
// settings, somebody who joined) only derives that timer again. When it fires, nothing is taken from it but
// the date it was for: whether to prompt is decided from the tables, so that a timer that fires late, twice
// or after the clock jumped does no harm.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "handlers/turn.hpp"
#include "scheduler/holidays.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::shapes {

using storage::Occurrence;
using storage::Participant;
using storage::Person;

/// One collecting ritual of one team, whatever its kind. What it points to outlives it.
struct Ritual {
  const config::Team* team = nullptr;
  RitualId name;
  std::string kind;  ///< "standup": names the timers.
  const config::Schedule* schedule = nullptr;
  config::ZoneChoice zone = config::ZoneChoice::member;
  std::vector<Duration> remind{};  ///< After the prompt, ascending.
  Duration close{};                ///< After the prompt.
  const scheduler::Dates* dates = nullptr;
  const scheduler::Holidays* holidays = nullptr;
};

/// That of a kind, out of its settings. All that is passed outlives it. `zone`: by whose clock people are
/// asked.
template <class Settings>
Ritual ritual_of(const char* kind, const config::Team& team, const Settings& settings,
                 config::ZoneChoice zone, const scheduler::Dates& dates,
                 const scheduler::Holidays& holidays) {
  return {&team,           settings.name,  kind,   &settings.schedule, zone,
          settings.remind, settings.close, &dates, &holidays};
}

/// What a kind of ritual says, and does with the answers.
class Voice {
 public:
  virtual ~Voice() = default;
  /// Before a prompt: the person's unfinished business with earlier occurrences ends now.
  virtual void settle(Turn& turn, const Person& person, LocalDate before) = 0;
  /// Says the prompt; `row.reason` tells whether it is late, or asked for by a lead.
  virtual MessageId prompt(Turn& turn, const Occurrence& occurrence, const Participant& row,
                           const Person& person) = 0;
  virtual void remind(Turn& turn, const Occurrence& occurrence, const Participant& row) = 0;
  /// Its time has come: what was answered ahead may be published.
  virtual void begun(Turn& turn, Occurrence& occurrence) = 0;
  /// Somebody's part changed otherwise than by an answer: excused, joined, back.
  virtual void changed(Turn& turn, Occurrence& occurrence, const Participant& row) = 0;
  /// The last window ended: what is half written becomes an answer (answered()) or is dropped.
  virtual void closing(Turn& turn, Occurrence& occurrence) = 0;
  /// The occurrence is closed (or missed) and saved: publish.
  virtual void closed(Turn& turn, Occurrence& occurrence) = 0;
};

/// What became of a lead's "run".
struct RunOutcome {
  enum class What { prompted, nobody, holiday, paused, skipped, over };
  What what;
  int prompted = 0;
  std::string holiday{};
  PersonId by{};
};
enum class SkipOutcome { skipped, past, not_due, under_way, already };

class Collect {
 public:
  Collect(Ritual ritual, Voice& voice) : ritual_(std::move(ritual)), voice_(voice) {}
  const Ritual& ritual() const { return ritual_; }
  std::string full_name() const { return ritual_.team->name.value + "/" + ritual_.name.value; }

  // --- Time.
  std::string zone_of(const Person& person) const;
  scheduler::Moment prompt_moment(const Person& person, LocalDate date) const;

  /// Brings the prompt timers of all members in line with settings, roster, zones and history.
  void sync(Turn& turn);
  /// The same for one member. `before`: as the person was known until now, when that changed.
  void sync(Turn& turn, const Person& person, const Person* before = nullptr);
  /// Somebody is no longer a member: no timer, and excused where the answer is outstanding.
  void leave(Turn& turn, const PersonId& person, const char* why);

  // --- Due timers.
  /// Whether the timer is this ritual's own, and of those named here.
  bool owns(const storage::TimerKey& key) const;
  /// Does what a timer of its own says; false for any other.
  bool fired(Turn& turn, const storage::Timer& timer);
  void prompt_due(Turn& turn, const PersonId& person, Instant due);
  void remind_due(Turn& turn, LocalDate date, const PersonId& person, int number);
  void close_due(Turn& turn, LocalDate date);

  // --- What people do.
  /// The occurrence of this date, opened with all its participants when there is none yet. Nothing when the
  /// team has no members.
  std::optional<Occurrence> open(Turn& turn, LocalDate date);
  /// The person's part in it; made when they have none (they joined after it opened).
  Participant part(Turn& turn, const Occurrence& occurrence, const Person& person);
  /// The person's window is over: an answer first given now is late.
  static bool is_late(const Occurrence& occurrence, const Participant& row, Instant now);
  void answered(Turn& turn, const Occurrence& occurrence, Participant row);
  /// The answer was taken back.
  void withdrawn(Turn& turn, const Occurrence& occurrence, Participant row);
  void declined(Turn& turn, const Occurrence& occurrence, Participant row);
  /// The person's absences changed: excused, or expected again, in what is open.
  void absences_changed(Turn& turn, const Person& person);

  // --- What leads do.
  RunOutcome run(Turn& turn);
  SkipOutcome skip(Turn& turn, LocalDate date, const PersonId& by);
  /// Closes the window of this date now. False when none is open.
  bool end_now(Turn& turn, LocalDate date);

 private:
  storage::TimerKey prompt_key(const PersonId& person) const;
  storage::TimerKey close_key(LocalDate date) const;
  std::string remind_prefix(LocalDate date, const PersonId& person) const;

  std::optional<Occurrence> create(Turn& turn, LocalDate date, Instant scheduled);
  Participant fresh(Turn& turn, const Occurrence& occurrence, const Person& person) const;
  std::optional<Instant> next_prompt(Turn& turn, const Person& person, std::optional<LocalDate> awaited);
  bool done(Turn& turn, const PersonId& person, LocalDate date, bool ahead);
  void move_window(Turn& turn, const Person& person);
  std::optional<LocalDate> waiting(Turn& turn, const PersonId& person);
  bool can_wait(Instant until, const std::string& zone, Instant now) const;
  /// Nothing when that is done, else the instant at which it is to be tried again.
  std::optional<Instant> hold(Turn& turn, const Person& person, LocalDate date);
  void miss(Turn& turn, const Person& person, LocalDate date);
  void note_pause(Turn& turn, const Person& person, LocalDate date);
  void prompt(Turn& turn, Occurrence& occurrence, Participant row, const Person& person, const char* why);
  Instant reminder_moment(Turn& turn, const Person& person, const Participant& row) const;
  void set_reminders(Turn& turn, const Occurrence& occurrence, const Participant& row);
  void excuse(Turn& turn, Occurrence& occurrence, Participant row, const char* why);
  void set_close(Turn& turn, Occurrence& occurrence);

  Ritual ritual_;
  Voice& voice_;
};

}  // namespace houston::handlers::shapes
