// Whose wall clock counts, and when a prompt is due by it.
#pragma once

#include <string>

#include "config/settings.hpp"
#include "scheduler/zone.hpp"
#include "storage/people.hpp"

namespace houston::handlers::zones {

/// The zone that the platform tells of the person; else the one that they told Houston; "" when neither
/// exists.
std::string known(const storage::Person& person);

/// The person's own zone; the team's when none is known.
std::string own(const storage::Person& person, const config::Team& team);

/// The zone in which a ritual's `at` is read for this person.
std::string for_prompt(const storage::Person& person, const config::Team& team, config::ZoneChoice choice);

/// "09:30", in that zone.
std::string clock(Instant at, const std::string& zone);
/// "Tue 24 Nov, 09:30", as words::day() writes days. `now`: when it is read.
std::string day_and_clock(Instant at, const std::string& zone, Instant now);
/// "2026-11-24 09:30 CET"
std::string full(Instant at, const std::string& zone);

}  // namespace houston::handlers::zones
