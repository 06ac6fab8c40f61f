// Who drinks coffee with whom, and who may read whose calendar: what belongs to a person, not to a pair.
#include "storage/pairs.hpp"
#include "storage/sql.hpp"

namespace houston::storage {

static auto fields(CalendarAddresses::Owner& owner) {
  return std::tie(owner.workspace, owner.person);
}

namespace {
struct Never {
  PersonId author;
  PersonId other;
};
auto fields(Never& never) {
  return std::tie(never.author, never.other);
}
}  // namespace

void CalendarAddresses::set(const WorkspaceId& workspace, const PersonId& person,
                            const std::string& fingerprint, Instant now) {
  run(database_,
      "insert into calendar_address (workspace, person, fingerprint, created) values (?, ?, ?, ?)"
      " on conflict (workspace, person) do update set fingerprint = excluded.fingerprint,"
      " created = excluded.created",
      workspace, person, fingerprint, now);
}

bool CalendarAddresses::remove(const WorkspaceId& workspace, const PersonId& person) {
  return run(database_, "delete from calendar_address where workspace = ? and person = ?", workspace,
             person) > 0;
}

std::optional<Instant> CalendarAddresses::since(const WorkspaceId& workspace, const PersonId& person) {
  return select_one<Instant>(database_,
                             "select created from calendar_address where workspace = ? and person = ?",
                             workspace, person);
}

std::optional<CalendarAddresses::Owner> CalendarAddresses::owner(const std::string& fingerprint) {
  return select_one<Owner>(database_, "select workspace, person from calendar_address where fingerprint = ?",
                           fingerprint);
}

bool Coffees::join(const TeamId& team, const RitualId& ritual, const PersonId& person, Instant now) {
  return run(database_,
             "insert into coffee_member (team, ritual, person, since) values (?, ?, ?, ?)"
             " on conflict do nothing",
             team, ritual, person, now) > 0;
}

bool Coffees::leave(const TeamId& team, const RitualId& ritual, const PersonId& person) {
  return run(database_, "delete from coffee_member where team = ? and ritual = ? and person = ?", team,
             ritual, person) > 0;
}

bool Coffees::joined(const TeamId& team, const RitualId& ritual, const PersonId& person) {
  return select_one<int>(database_,
                         "select count(*) from coffee_member where team = ? and ritual = ? and person = ?",
                         team, ritual, person)
             .value() > 0;
}

std::vector<PersonId> Coffees::members(const TeamId& team, const RitualId& ritual) {
  return select<PersonId>(database_,
                          "select person from coffee_member where team = ? and ritual = ? order by person",
                          team, ritual);
}

void Coffees::never(const WorkspaceId& workspace, const PersonId& author, const PersonId& other,
                    Instant now) {
  run(database_,
      "insert into coffee_never (workspace, author, other, at) values (?, ?, ?, ?) on conflict do nothing",
      workspace, author, other, now);
}

bool Coffees::again(const WorkspaceId& workspace, const PersonId& author, const PersonId& other) {
  return run(database_, "delete from coffee_never where workspace = ? and author = ? and other = ?",
             workspace, author, other) > 0;
}

std::vector<PersonId> Coffees::nevers(const WorkspaceId& workspace, const PersonId& author) {
  return select<PersonId>(database_,
                          "select other from coffee_never where workspace = ? and author = ? order by other",
                          workspace, author);
}

std::vector<std::pair<PersonId, PersonId>> Coffees::all_nevers(const WorkspaceId& workspace) {
  std::vector<std::pair<PersonId, PersonId>> found;
  for (Never& never :
       select<Never>(database_, "select author, other from coffee_never where workspace = ?", workspace)) {
    found.emplace_back(std::move(never.author), std::move(never.other));
  }
  return found;
}

}  // namespace houston::storage
