// The shape of everything that two people (or three) do again and again: a cadence, a time, a message before
// and a reminder, a question after. Decides when; what is said is the ritual's own business (PairVoice).
//
// A meeting is named by its date by the cadence, and stays that meeting wherever it is moved to. The next
// kAhead of them are planned and written down, so that calendars can show them and two pairs cannot take the
// same hour of one person. A plan is looked at again whenever something may have changed (settings, roster,
// absences, a day that passed): a planned meeting stays where it is while it still can, and otherwise moves
// to the next common working day. One that would have to move as far as the next one becomes one with it.
//
// Timers hold the meeting's id alone: whether there is something to say is decided from the tables.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "handlers/turn.hpp"
#include "handlers/voice/quiet.hpp"
#include "scheduler/holidays.hpp"
#include "scheduler/recurrence.hpp"

namespace houston::handlers::shapes {

using storage::Meeting;
using storage::Pair;
using storage::Person;

inline constexpr int kAhead = 8;  ///< Meetings planned ahead.

/// One pairing ritual of one team. What it points to outlives it.
struct PairRitual {
  const config::Team* team = nullptr;
  RitualId name;
  std::string kind;  ///< "one_on_one", "coffee": names timers, buttons and forms.
  Duration length{};
  Duration remind{};  ///< Before the meeting.
  const scheduler::Holidays* holidays = nullptr;
};

/// Why a meeting moved.
struct Moved {
  enum class Why { holiday, away, taken, series, people };
  Why why = Why::series;
  PersonId by{};  ///< people: who moved it.
};

/// What a kind of pairing says. Every message is for `reader` alone.
class PairVoice {
 public:
  virtual ~PairVoice() = default;
  /// The working day before.
  virtual chat::Message agenda(Turn& turn, const Pair& pair, const Meeting& meeting,
                               const PersonId& reader) = 0;
  virtual chat::Message reminder(Turn& turn, const Pair& pair, const Meeting& meeting,
                                 const PersonId& reader) = 0;
  /// "Did it happen?", and how the same message reads once that is known.
  virtual chat::Message question(Turn& turn, const Pair& pair, const Meeting& meeting,
                                 const PersonId& reader) = 0;
  virtual chat::Message moved(Turn& turn, const Pair& pair, const Meeting& meeting, const Moved& how,
                              const PersonId& reader) = 0;
  /// Held or skipped.
  virtual void settled(Turn& turn, const Pair& pair, const Meeting& meeting) = 0;
};

/// A weekday and time at which a pair could meet.
struct Slot {
  int weekday = 0;  ///< 0 is Monday.
  int minutes = 0;  ///< In the pair's zone.
  auto operator<=>(const Slot&) const = default;
};

class Pairing {
 public:
  Pairing(PairRitual ritual, PairVoice& voice) : ritual_(std::move(ritual)), voice_(voice) {}
  const PairRitual& ritual() const { return ritual_; }

  // --- Time.
  /// Whose clock the series goes by: the first person's.
  std::string zone_of(Turn& turn, const Pair& pair) const;
  std::string zone_of(Turn& turn, const PersonId& person) const;
  /// The hours in which somebody meets: those in which they let Houston speak ("quiet"), else 09:00 to 17:00.
  voice::Hours hours_of(Turn& turn, const PersonId& person) const;
  /// Whether [starts, ends) lies on a working day and within the hours of each of them.
  bool within_hours(Turn& turn, const Pair& pair, Instant starts) const;
  bool busy(Turn& turn, const Pair& pair, Instant starts) const;
  /// Up to `most` times for a series, the best first: within all working hours if that can be, free of other
  /// pairs' meetings, each on another weekday where possible. `weekday`, `minutes`: already given.
  std::vector<Slot> propose(Turn& turn, const Pair& pair, std::optional<int> weekday,
                            std::optional<int> minutes, std::size_t most) const;
  /// The first instant from `from` on at which they could meet, before `end`: at `minutes` if that can be.
  std::optional<Instant> place(Turn& turn, const Pair& pair, LocalDate from, LocalDate end,
                               int minutes) const;

  // --- Plans.
  /// Brings the planned meetings in line with `dates`, which the pair's weekday and minutes belong to.
  /// `again`: the series' time changed, so that meetings do not stay where they are.
  void plan(Turn& turn, const Pair& pair, const scheduler::Dates& dates, bool again);
  /// One meeting more, outside of any series.
  Meeting plan_one(Turn& turn, const Pair& pair, LocalDate day, Instant starts);
  /// The first instant within everybody's hours and free of other meetings on a working day; else as place().
  std::optional<Instant> common(Turn& turn, const Pair& pair, LocalDate from, LocalDate end) const;
  /// The agenda goes out now.
  void introduce(Turn& turn, const Pair& pair, const Meeting& meeting);
  /// A meeting outside of any series moves (before `end`) when its day is no longer good.
  void keep_up(Turn& turn, const Pair& pair, Meeting meeting, LocalDate end);
  /// Nothing is planned any more.
  void drop_all(Turn& turn, const Pair& pair);

  // --- Due timers: true when it was this ritual's.
  bool fired(Turn& turn, const storage::Timer& timer);

  // --- What people do. The meeting is one of the pair's.
  void settle(Turn& turn, const Pair& pair, Meeting meeting, Meeting::State how, const PersonId& by);
  enum class MoveOutcome { moved, held, taken };
  MoveOutcome move(Turn& turn, const Pair& pair, Meeting meeting, Instant starts, const PersonId& by);
  /// The meeting's messages are written anew: somebody added a point.
  void refresh(Turn& turn, const Pair& pair, const Meeting& meeting);
  /// The one that "it" means: asked about and not settled, else the next to come.
  std::optional<Meeting> current(Turn& turn, const Pair& pair) const;
  std::optional<Meeting> next(Turn& turn, const Pair& pair) const;

  /// A note to one of them, at a decent hour (handlers/voice).
  void tell(Turn& turn, const PersonId& person, const chat::Message& message) const;

 private:
  enum class Day { works, weekend, holiday, away };
  Day day_of(Turn& turn, const Pair& pair, LocalDate date) const;
  std::optional<Instant> place_on(Turn& turn, const Pair& pair, LocalDate date, int minutes) const;
  Instant agenda_due(Turn& turn, const Meeting& meeting, const PersonId& person) const;
  void arm(Turn& turn, const Pair& pair, const Meeting& meeting);
  void disarm(Turn& turn, const Pair& pair, const Meeting& meeting);
  void shift(Turn& turn, const Pair& pair, Meeting& meeting, Instant starts, const Moved& how);
  void drop(Turn& turn, const Pair& pair, Meeting meeting);
  void send_agenda(Turn& turn, const Pair& pair, const Meeting& meeting, const PersonId& person);
  void remind(Turn& turn, const Pair& pair, const Meeting& meeting, const std::string& only);
  void ask(Turn& turn, const Pair& pair, Meeting meeting, const std::string& only);
  void ask(Turn& turn, const Pair& pair, const Meeting& meeting, const Person& person);
  void show_question(Turn& turn, const Pair& pair, const Meeting& meeting, const PersonId& person);
  std::optional<Person> known(Turn& turn, const PersonId& person) const;
  std::string section(const Meeting& meeting, const char* what) const;
  std::optional<Instant> moment(Turn& turn, const Meeting& meeting, const Person& person) const;
  void tell_of_move(Turn& turn, const Pair& pair, const Meeting& meeting, Instant before, const Moved& how,
                    const PersonId& person) const;

  PairRitual ritual_;
  PairVoice& voice_;
};

/// "42", "42/U1": a meeting's or pair's id at the start of a timer's subject or a button's value.
std::optional<std::int64_t> leading_id(std::string_view text);

}  // namespace houston::handlers::shapes
