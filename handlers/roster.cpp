#include "handlers/roster.hpp"

#include <algorithm>

namespace houston::handlers::roster {
namespace {

using storage::Person;

bool takes_part(const Person& person) {
  return !person.bot && !person.deactivated;
}

std::vector<Person> resolve(storage::Tables& tables, const WorkspaceId& workspace,
                            const std::vector<std::string>& who) {
  std::vector<Person> found;
  for (const std::string& one : who) {
    auto person = tables.people.look_up(workspace, one);
    if (person && takes_part(*person)) found.push_back(std::move(*person));
  }
  // Somebody may be named twice, by handle and by e-mail address.
  const auto by_id = [](const Person& a, const Person& b) { return a.id < b.id; };
  const auto same = [](const Person& a, const Person& b) { return a.id == b.id; };
  std::sort(found.begin(), found.end(), by_id);
  found.erase(std::unique(found.begin(), found.end(), same), found.end());
  return found;
}

}  // namespace

std::vector<Person> members(storage::Tables& tables, const config::Team& team) {
  if (!team.members_from_channel) return resolve(tables, team.workspace, team.members);
  std::vector<Person> found;
  const auto room = channel(tables, team);
  if (!room) return found;
  for (const PersonId& id : tables.rooms.members(team.workspace, *room)) {
    auto person = tables.people.find(team.workspace, id);
    if (person && takes_part(*person)) found.push_back(std::move(*person));
  }
  return found;
}

std::optional<Person> member(storage::Tables& tables, const config::Team& team, const PersonId& person) {
  for (Person& one : members(tables, team)) {
    if (one.id == person) return std::move(one);
  }
  return std::nullopt;
}

std::vector<Person> leads(storage::Tables& tables, const config::Team& team) {
  return resolve(tables, team.workspace, team.leads);
}

bool may_lead(storage::Tables& tables, const config::Team& team, const PersonId& person) {
  const auto known = tables.people.find(team.workspace, person);
  if (!known || !takes_part(*known)) return false;
  if (known->admin) return true;
  const auto all = leads(tables, team);
  return std::any_of(all.begin(), all.end(), [&](const Person& lead) { return lead.id == person; });
}

std::vector<const config::Team*> teams_of(storage::Tables& tables, const config::Settings& settings,
                                          const WorkspaceId& workspace, const PersonId& person) {
  std::vector<const config::Team*> found;
  for (const config::Team& team : settings.teams) {
    if (team.workspace == workspace && member(tables, team, person)) found.push_back(&team);
  }
  return found;
}

std::optional<RoomId> channel(storage::Tables& tables, const config::Team& team) {
  if (const auto room = tables.rooms.look_up(team.workspace, team.channel)) return room->id;
  if (!team.channel.empty() && team.channel.front() != '#') return RoomId{team.channel};
  return std::nullopt;
}

std::string name_of(storage::Tables& tables, const WorkspaceId& workspace, const PersonId& person) {
  if (storage::is_former(person)) return storage::kFormerName;
  const auto known = tables.people.find(workspace, person);
  return known && !known->name.empty() ? known->name : person.value;
}

}  // namespace houston::handlers::roster
