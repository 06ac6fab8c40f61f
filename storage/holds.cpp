#include "storage/availability.hpp"
#include "storage/sql.hpp"

namespace houston::storage {

static auto fields(Holds::Pause& p) {
  return std::tie(p.by, p.since);
}

void Holds::pause(const TeamId& team, const RitualId& ritual, const PersonId& by, Instant now) {
  // Whoever paused it first, and when, is what people ask about.
  run(database_,
      "insert into ritual_pause (team, ritual, set_by, since) values (?, ?, ?, ?) on conflict do nothing",
      team, ritual, by, now);
}

bool Holds::resume(const TeamId& team, const RitualId& ritual) {
  return run(database_, "delete from ritual_pause where team = ? and ritual = ?", team, ritual) == 1;
}

std::optional<Holds::Pause> Holds::paused(const TeamId& team, const RitualId& ritual) {
  return select_one<Pause>(database_, "select set_by, since from ritual_pause where team = ? and ritual = ?",
                           team, ritual);
}

void Holds::skip(const TeamId& team, const RitualId& ritual, LocalDate date, const PersonId& by,
                 Instant now) {
  run(database_,
      "insert into ritual_skip (team, ritual, day, set_by, at) values (?, ?, ?, ?, ?) on conflict do nothing",
      team, ritual, date, by, now);
}

std::optional<PersonId> Holds::skipped(const TeamId& team, const RitualId& ritual, LocalDate date) {
  return select_one<PersonId>(database_,
                              "select set_by from ritual_skip where team = ? and ritual = ? and day = ?",
                              team, ritual, date);
}

}  // namespace houston::storage
