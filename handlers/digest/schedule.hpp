// When a team's digest comes and what holds it back: for its timer, plans, "why" and what leads do alike, so
// that they cannot disagree. A team's digest is there when `team.wins` is.
#pragma once

#include <optional>
#include <string>

#include "handlers/house.hpp"
#include "handlers/reasons.hpp"

namespace houston::handlers::digest {

inline constexpr const char* kTimer = "digest.post";
/// From then on a digest is said to be late.
inline constexpr auto kLate = std::chrono::hours(1);

/// "vision/wins"
std::string full_name(const config::Team& team);

/// When the digest of that date comes, on the team's clock: on a holiday the working day before.
Instant moment(const House& house, const config::Team& team, LocalDate date);

/// Skipped or paused by a lead; a pause counts for every date from now on.
std::optional<Hindrance> held_back(storage::Tables& tables, const config::Team& team, LocalDate date);

struct Coming {
  LocalDate date;  ///< The occurrence's.
  Instant at{};
};
/// The first after `after` that is not held yet. `although_held_back`: also one that will not be posted.
std::optional<Coming> next(storage::Tables& tables, const House& house, const config::Team& team,
                           Instant after, bool although_held_back);

}  // namespace houston::handlers::digest
