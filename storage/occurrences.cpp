#include "storage/occurrences.hpp"

#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 4> kWords<Occurrence::State>{"open", "closed", "missed",
                                                                           "skipped"};

static auto fields(Occurrence& o) {
  return std::tie(o.id, o.team, o.ritual, o.date, o.scheduled, o.state, o.closes, o.closed, o.head);
}

std::optional<Occurrence> Occurrences::create(const TeamId& team, const RitualId& ritual, LocalDate date,
                                              Instant scheduled) {
  return select_one<Occurrence>(
      database_,
      "insert into occurrence (team, ritual, day, scheduled) values (?, ?, ?, ?) on conflict do nothing"
      " returning id, team, ritual, day, scheduled, state, closes, closed, head",
      team, ritual, date, scheduled);
}

std::optional<Occurrence> Occurrences::find(OccurrenceId id) {
  return select_one<Occurrence>(
      database_,
      "select id, team, ritual, day, scheduled, state, closes, closed, head from occurrence where id = ?",
      id);
}

std::optional<Occurrence> Occurrences::on(const TeamId& team, const RitualId& ritual, LocalDate date) {
  return select_one<Occurrence>(database_,
                                "select id, team, ritual, day, scheduled, state, closes, closed, head"
                                " from occurrence where team = ? and ritual = ? and day = ?",
                                team, ritual, date);
}

std::optional<Occurrence> Occurrences::latest(const TeamId& team, const RitualId& ritual) {
  return select_one<Occurrence>(database_,
                                "select id, team, ritual, day, scheduled, state, closes, closed, head"
                                " from occurrence where team = ? and ritual = ? order by day desc limit 1",
                                team, ritual);
}

std::vector<Occurrence> Occurrences::open(const TeamId& team, const RitualId& ritual) {
  return select<Occurrence>(database_,
                            "select id, team, ritual, day, scheduled, state, closes, closed, head"
                            " from occurrence where team = ? and ritual = ? and state = 'open' order by day",
                            team, ritual);
}

void Occurrences::save(const Occurrence& occurrence) {
  if (run(database_, "update occurrence set state = ?, closes = ?, closed = ?, head = ? where id = ?",
          occurrence.state, occurrence.closes, occurrence.closed, occurrence.head, occurrence.id) != 1)
    throw std::logic_error("an occurrence was to be saved that was never created");
}

}  // namespace houston::storage
