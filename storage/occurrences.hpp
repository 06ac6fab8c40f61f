// One holding of a ritual and who takes part in it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

struct Occurrence {
  enum class State { open, closed, missed, skipped };
  OccurrenceId id{};
  TeamId team{};
  RitualId ritual{};
  LocalDate date{};     ///< Unique with (team, ritual).
  Instant scheduled{};  ///< First prompt's instant; unique with (team, ritual) too.
  State state = State::open;
  std::optional<Instant> closes{};  ///< When the last participant's window ends.
  std::optional<Instant> closed{};
  std::optional<MessageId> head{};  ///< The channel message.
};

struct Participant {
  enum class State {
    expected,  ///< Not yet prompted.
    prompted,
    answered,  ///< Has a given response (prompted or ahead).
    declined,  ///< Pressed "Skip today".
    excused,   ///< Away, on holiday, left, deactivated: not counted.
    missing,   ///< The window closed without an answer.
  };
  OccurrenceId occurrence;
  PersonId person;
  State state = State::expected;
  Instant prompt_at{};  ///< Planned, in the person's zone.
  std::optional<Instant> prompted_at{};
  std::optional<Instant> closes{};
  std::optional<MessageId> prompt{};  ///< The direct message.
  int reminders = 0;                  ///< Sent so far.
  std::string reason{};               ///< Why excused, or why prompted late: a word for `why`.
};

class Occurrences {
 public:
  explicit Occurrences(Database& database) : database_(database) {}
  /// Creates it; nothing when there is one already for (team, ritual, date) or (team, ritual, scheduled).
  std::optional<Occurrence> create(const TeamId& team, const RitualId& ritual, LocalDate date,
                                   Instant scheduled);
  std::optional<Occurrence> find(OccurrenceId id);
  std::optional<Occurrence> on(const TeamId& team, const RitualId& ritual, LocalDate date);
  std::optional<Occurrence> latest(const TeamId& team, const RitualId& ritual);  ///< By date, any state.
  std::vector<Occurrence> open(const TeamId& team, const RitualId& ritual);      ///< By date.
  void save(const Occurrence& occurrence);                                       ///< All but the keys.

  /// Inserts or replaces.
  void save(const Participant& participant);
  std::optional<Participant> participant(OccurrenceId occurrence, const PersonId& person);
  std::vector<Participant> participants(OccurrenceId occurrence);  ///< By person.
  /// The person's participations in this ritual, latest date first.
  std::vector<Participant> history(const TeamId& team, const RitualId& ritual, const PersonId& person,
                                   int limit);

 private:
  Database& database_;
};

}  // namespace houston::storage
