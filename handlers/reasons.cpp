#include "handlers/reasons.hpp"

#include "handlers/roster.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers {

std::optional<Hindrance> hindrance(storage::Tables& tables, const scheduler::Holidays& holidays,
                                   const config::Team& team, const RitualId& ritual, LocalDate date) {
  if (auto name = holidays.on(date)) return Hindrance{Hindrance::What::holiday, std::move(*name)};
  if (auto by = tables.holds.skipped(team.name, ritual, date)) {
    return Hindrance{Hindrance::What::skipped, "", *by};
  }
  if (const auto pause = tables.holds.paused(team.name, ritual)) {
    return Hindrance{Hindrance::What::paused, "", pause->by};
  }
  return std::nullopt;
}

std::optional<Hindrance> hindrance(storage::Tables& tables, const scheduler::Holidays& holidays,
                                   const config::Team& team, const RitualId& ritual, LocalDate date,
                                   const PersonId& person) {
  if (auto found = hindrance(tables, holidays, team, ritual, date)) return found;
  if (const auto absence = roster::away(tables, team, person, date)) {
    return Hindrance{Hindrance::What::away, "", absence->set_by, scheduler::next_day(absence->last)};
  }
  return std::nullopt;
}

}  // namespace houston::handlers
