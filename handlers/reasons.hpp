// Why somebody is or is not prompted: one place decides, so that prompts, plans and "why" cannot disagree.
#pragma once

#include <optional>
#include <string>

#include "config/settings.hpp"
#include "scheduler/holidays.hpp"
#include "storage/tables.hpp"

namespace houston::handlers {

/// What stands against a prompt on a date on which the ritual is due.
struct Hindrance {
  enum class What { holiday, skipped, paused, away };
  What what;
  std::string holiday{};               ///< Its name.
  PersonId by{};                       ///< Who skipped or paused it.
  std::optional<LocalDate> back_on{};  ///< Away: the first day back.
};

/// Against the whole team's occurrence. A pause counts for every date from now on: it has no end yet.
std::optional<Hindrance> hindrance(storage::Tables& tables, const scheduler::Holidays& holidays,
                                   const config::Team& team, const RitualId& ritual, LocalDate date);
/// The same, or against this person's part in it.
std::optional<Hindrance> hindrance(storage::Tables& tables, const scheduler::Holidays& holidays,
                                   const config::Team& team, const RitualId& ritual, LocalDate date,
                                   const PersonId& person);

/// The words kept in storage::Participant::reason. Never change their spelling: rows hold them.
namespace reason {
inline constexpr const char* away = "away";                ///< Excused: said so.
inline constexpr const char* left = "left";                ///< Excused: no longer in the team.
inline constexpr const char* deactivated = "deactivated";  ///< Excused.
inline constexpr const char* paused = "paused";            ///< Excused: the ritual was paused.
inline constexpr const char* down = "down";      ///< Excused: Houston was not running in their window.
inline constexpr const char* travel = "travel";  ///< Excused: moved to a zone where the window was over.
inline constexpr const char* late = "late";      ///< Prompted after the planned time.
inline constexpr const char* run = "run";        ///< Prompted because a lead said "run".
}  // namespace reason

}  // namespace houston::handlers
