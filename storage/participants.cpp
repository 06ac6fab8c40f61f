#include "storage/occurrences.hpp"
#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 6> kWords<Participant::State>{
    "expected", "prompted", "answered", "declined", "excused", "missing"};

static auto fields(Participant& p) {
  return std::tie(p.occurrence, p.person, p.state, p.prompt_at, p.prompted_at, p.closes, p.prompt,
                  p.reminders, p.reason);
}

void Occurrences::save(const Participant& p) {
  run(database_,
      "insert into participant (occurrence, person, state, prompt_at, prompted_at, closes, prompt, reminders,"
      " reason) values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " on conflict (occurrence, person) do update set state = excluded.state, prompt_at = "
      "excluded.prompt_at,"
      " prompted_at = excluded.prompted_at, closes = excluded.closes, prompt = excluded.prompt,"
      " reminders = excluded.reminders, reason = excluded.reason",
      p.occurrence, p.person, p.state, p.prompt_at, p.prompted_at, p.closes, p.prompt, p.reminders, p.reason);
}

std::optional<Participant> Occurrences::participant(OccurrenceId occurrence, const PersonId& person) {
  return select_one<Participant>(
      database_,
      "select occurrence, person, state, prompt_at, prompted_at, closes, prompt, reminders, reason"
      " from participant where occurrence = ? and person = ?",
      occurrence, person);
}

std::vector<Participant> Occurrences::participants(OccurrenceId occurrence) {
  return select<Participant>(
      database_,
      "select occurrence, person, state, prompt_at, prompted_at, closes, prompt, reminders, reason"
      " from participant where occurrence = ? order by person",
      occurrence);
}

std::vector<Participant> Occurrences::history(const TeamId& team, const RitualId& ritual,
                                              const PersonId& person, int limit) {
  return select<Participant>(
      database_,
      "select p.occurrence, p.person, p.state, p.prompt_at, p.prompted_at, p.closes, p.prompt, p.reminders,"
      " p.reason from occurrence o join participant p on p.occurrence = o.id"
      " where o.team = ? and o.ritual = ? and p.person = ? order by o.day desc limit ?",
      team, ritual, person, limit);
}

}  // namespace houston::storage
