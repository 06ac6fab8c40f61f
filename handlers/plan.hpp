// Who will be prompted or meets whom when, and when digests come: for `houston plan`, "/houston plan" and the
// timers alike, so that they cannot disagree.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "storage/tables.hpp"

namespace houston::handlers {

struct PlannedPrompt {
  RitualId ritual;
  TeamId team;
  /// A digest concerns the whole channel; a plan for one person has it with that person all the same.
  enum class Kind { prompt, meeting, digest } kind = Kind::prompt;
  PersonId
      person;  ///< In a plan without roster: the member as the settings file names them. "" for a channel.
  std::string name;  ///< To show.
  LocalDate date;    ///< The occurrence's.
  Instant at{};
  std::string zone;      ///< IANA, whose wall clock `local` is.
  std::string local;     ///< "2026-11-24 09:30 CET".
  bool prompted = true;  ///< Or posted. False when `note` says why not: holiday, away, paused, skipped.
  std::string
      note;  ///< "", or "holiday: Independence Day", "away until 2026-12-01", "clocks go forward that day:
             ///< 02:30 does not exist, prompted at 03:30", "first prompt after the clocks went back", …
};

struct PlanRange {
  LocalDate from;
  int days = 14;  ///< Local dates from .. from + days - 1.
};

/// In order of `at`, then team, ritual, person. `tables` null: offline, the members are those the settings
/// name, in the team's zone ("channel" alone becomes one row for "everyone in #vision"). `only`: just this
/// person. The error names a holiday file that cannot be read.
Result<std::vector<PlannedPrompt>> plan(const config::Settings& settings, storage::Tables* tables,
                                        PlanRange range, const std::optional<PersonId>& only = std::nullopt);

}  // namespace houston::handlers
