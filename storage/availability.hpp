// Who is away and which rituals are held back: the reasons not to prompt that people set themselves.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

/// Away on the local dates from `first` to `last`, both included, in the person's own zone.
struct Absence {
  WorkspaceId workspace;
  PersonId person;
  LocalDate first;
  LocalDate last;
  PersonId set_by;  ///< The person, or the lead who said so.
};

class Absences {
 public:
  explicit Absences(Database& database) : database_(database) {}
  /// Adds an absence; what it overlaps of the same person is replaced by it where they overlap (the later
  /// word wins).
  void set(const Absence& absence);
  /// Ends every absence of the person from `from` on: later ones vanish, a running one ends the day before.
  /// Returns how many were touched.
  int end(const WorkspaceId& workspace, const PersonId& person, LocalDate from);
  std::optional<Absence> on(const WorkspaceId& workspace, const PersonId& person, LocalDate date);
  /// Those that end on or after `from`, by first day.
  std::vector<Absence> upcoming(const WorkspaceId& workspace, const PersonId& person, LocalDate from);

 private:
  Database& database_;
};

/// A lead's hold on a ritual.
class Holds {
 public:
  explicit Holds(Database& database) : database_(database) {}
  void pause(const TeamId& team, const RitualId& ritual, const PersonId& by, Instant now);
  /// False when it was not paused.
  bool resume(const TeamId& team, const RitualId& ritual);
  struct Pause {
    PersonId by;
    Instant since;
  };
  std::optional<Pause> paused(const TeamId& team, const RitualId& ritual);
  /// The occurrence of this local date is not to be held.
  void skip(const TeamId& team, const RitualId& ritual, LocalDate date, const PersonId& by, Instant now);
  std::optional<PersonId> skipped(const TeamId& team, const RitualId& ritual, LocalDate date);  ///< By whom.

 private:
  Database& database_;
};

}  // namespace houston::storage
