#include "handlers/digest/schedule.hpp"

#include "handlers/log/team_log.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::digest {

std::string full_name(const config::Team& team) {
  return team.name.value + "/" + team.wins->name.value;
}

Instant moment(const House& house, const config::Team& team, LocalDate date) {
  const LocalDate day = log::working_day(house.holidays(team.name), date, false);
  return scheduler::to_instant(day, team.wins->schedule.at, team.time_zone).at;
}

std::optional<Hindrance> held_back(storage::Tables& tables, const config::Team& team, LocalDate date) {
  if (const auto by = tables.holds.skipped(team.name, team.wins->name, date)) {
    return Hindrance{Hindrance::What::skipped, "", *by};
  }
  if (const auto pause = tables.holds.paused(team.name, team.wins->name)) {
    return Hindrance{Hindrance::What::paused, "", pause->by};
  }
  return std::nullopt;
}

std::optional<Coming> next(storage::Tables& tables, const House& house, const config::Team& team,
                           Instant after, bool although_held_back) {
  constexpr int kMostTries = 60;  // Holidays may bring several to one past day; leads may skip some.
  const scheduler::Dates dates(team.wins->schedule);
  auto date = dates.next(scheduler::local_date(after, team.time_zone));
  for (int tries = 0; date && tries < kMostTries; ++tries) {
    const Instant at = moment(house, team, *date);
    if (at > after && !tables.occurrences.on(team.name, team.wins->name, *date) &&
        (although_held_back || !held_back(tables, team, *date))) {
      return Coming{*date, at};
    }
    date = dates.next(scheduler::next_day(*date));
  }
  return std::nullopt;
}

}  // namespace houston::handlers::digest
