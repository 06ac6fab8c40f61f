#include "handlers/roster.hpp"

#include <algorithm>

namespace houston::handlers::roster {
namespace {

using storage::Person;

bool takes_part(const Person& person) {
  return !person.bot && !person.deactivated;
}

/// By id, each once: somebody may be named twice, by handle and by e-mail address.
void put_in_order(std::vector<Person>& people) {
  const auto by_id = [](const Person& a, const Person& b) { return a.id < b.id; };
  const auto same = [](const Person& a, const Person& b) { return a.id == b.id; };
  std::stable_sort(people.begin(), people.end(), by_id);
  people.erase(std::unique(people.begin(), people.end(), same), people.end());
}

/// In the order of the names.
std::vector<Person> resolve(storage::Tables& tables, const config::Team& team,
                            const std::vector<std::string>& who) {
  std::vector<Person> found;
  for (const std::string& one : who) {
    auto person = look_up(tables, team, one);
    if (person && takes_part(*person)) found.push_back(std::move(*person));
  }
  return found;
}

/// The accounts of one human: whoever is asked, and those that are left out. While the first is not known
/// yet, the others are left out all the same: nobody is to be asked twice.
struct Human {
  std::optional<Person> person;
  std::vector<Person> others;
};

Human human(storage::Tables& tables, const config::Team& team, const std::vector<std::string>& accounts) {
  Human found;
  bool first = true;
  for (const std::string& account : accounts) {
    auto known = look_up(tables, team, account);
    const bool gone = known && !takes_part(*known);
    if (known && !gone) {
      if (first) {
        found.person = std::move(*known);
      } else {
        found.others.push_back(std::move(*known));
      }
    }
    first = first && gone;
  }
  return found;
}

bool has(const std::vector<Person>& people, const Person& person) {
  return std::any_of(people.begin(), people.end(), [&](const Person& one) { return one.id == person.id; });
}

/// Whichever account of a human is among them, the one that is asked stands there in the end.
void leave_out_others(storage::Tables& tables, const config::Team& team, std::vector<Person>& people) {
  for (const auto& accounts : team.same) {
    const Human one = human(tables, team, accounts);
    const auto left_out = [&](const Person& person) { return has(one.others, person); };
    if (std::erase_if(people, left_out) > 0 && one.person) people.push_back(*one.person);
  }
}

}  // namespace

std::vector<Person> members(storage::Tables& tables, const config::Team& team) {
  std::vector<Person> found;
  if (team.members_from_channel) {
    for (const storage::Place& room : channels(tables, team)) {
      for (const PersonId& id : tables.rooms.members(room.workspace, RoomId{room.id})) {
        auto person = tables.people.find(room.workspace, id);
        if (person && takes_part(*person)) found.push_back(std::move(*person));
      }
    }
  } else {
    found = resolve(tables, team, team.members);
  }
  leave_out_others(tables, team, found);
  put_in_order(found);
  return found;
}

std::optional<Person> member(storage::Tables& tables, const config::Team& team, const PersonId& person) {
  for (Person& one : members(tables, team)) {
    if (one.id == person) return std::move(one);
  }
  return std::nullopt;
}

std::vector<Person> leads(storage::Tables& tables, const config::Team& team) {
  auto found = resolve(tables, team, team.leads);
  leave_out_others(tables, team, found);
  put_in_order(found);
  return found;
}

bool may_lead(storage::Tables& tables, const config::Team& team, const PersonId& person) {
  const auto known = find(tables, team, person);
  if (!known || !takes_part(*known)) return false;
  if (known->admin) return true;
  const auto all = leads(tables, team);
  return has(all, *known);
}

std::vector<const config::Team*> teams_of(storage::Tables& tables, const config::Settings& settings,
                                          const WorkspaceId& workspace, const PersonId& person) {
  std::vector<const config::Team*> found;
  for (const config::Team& team : settings.teams) {
    if (team.is_in(workspace) && member(tables, team, person)) found.push_back(&team);
  }
  return found;
}

std::optional<Person> find(storage::Tables& tables, const config::Team& team, const PersonId& person) {
  for (const config::TeamRoom& room : team.rooms()) {
    if (auto known = tables.people.find(room.workspace, person)) return known;
  }
  return std::nullopt;
}

std::optional<Person> look_up(storage::Tables& tables, const config::Team& team, std::string_view who) {
  for (const config::TeamRoom& room : team.rooms()) {
    if (!team.also.empty() && !room.takes(who)) continue;
    if (auto known = tables.people.look_up(room.workspace, who)) return known;
  }
  return std::nullopt;
}

std::string name_of(storage::Tables& tables, const config::Team& team, const PersonId& person) {
  return name_of(tables, workspace_of(tables, team, person), person);
}

std::string name_of(storage::Tables& tables, const WorkspaceId& workspace, const PersonId& person) {
  if (storage::is_former(person)) return storage::kFormerName;
  auto known = tables.people.find(workspace, person);
  if (!known) known = tables.people.find_anywhere(person);
  return known && !known->name.empty() ? known->name : person.value;
}

WorkspaceId workspace_of(storage::Tables& tables, const config::Team& team, const PersonId& person) {
  if (team.also.empty()) return team.workspace;
  const auto known = find(tables, team, person);
  return known ? known->workspace : team.workspace;
}

std::optional<storage::Absence> away(storage::Tables& tables, const config::Team& team,
                                     const PersonId& person, LocalDate date) {
  return tables.absences.on(workspace_of(tables, team, person), person, date);
}

void touch(Turn& turn, const config::Team& team, const PersonId& person) {
  turn.touch(workspace_of(turn.tables(), team, person), person);
}

storage::Place direct(const Person& person) {
  return {storage::Place::Kind::person, person.workspace, person.id.value, {}};
}

std::optional<Person> stands_for(storage::Tables& tables, const config::Settings& settings,
                                 const Person& account) {
  for (const config::Team& team : settings.teams) {
    if (!team.is_in(account.workspace)) continue;
    for (const auto& accounts : team.same) {
      const Human one = human(tables, team, accounts);
      if (has(one.others, account) && one.person) return one.person;
    }
  }
  return std::nullopt;
}

namespace {

/// Asks each workspace in which `by` may mean somebody, the own one first.
template <class Ask>
std::optional<Person> anywhere_near(storage::Tables& tables, const config::Settings& settings,
                                    const Person& by, Ask ask) {
  std::optional<Person> found = ask(by.workspace);
  for (const config::Team& team : settings.teams) {
    if (found) break;
    if (team.also.empty() || !team.is_in(by.workspace)) continue;
    for (const config::TeamRoom& room : team.rooms()) {
      if (!found && room.workspace != by.workspace) found = ask(room.workspace);
    }
  }
  if (!found) return std::nullopt;
  auto instead = stands_for(tables, settings, *found);
  return instead ? instead : found;
}

}  // namespace

std::optional<Person> named(storage::Tables& tables, const config::Settings& settings, const Person& by,
                            std::string_view who) {
  return anywhere_near(tables, settings, by,
                       [&](const WorkspaceId& workspace) { return tables.people.look_up(workspace, who); });
}

std::optional<Person> named(storage::Tables& tables, const config::Settings& settings, const Person& by,
                            const PersonId& who) {
  return anywhere_near(tables, settings, by,
                       [&](const WorkspaceId& workspace) { return tables.people.find(workspace, who); });
}

std::optional<RoomId> channel(storage::Tables& tables, const config::Team& team,
                              const WorkspaceId& workspace) {
  for (const config::TeamRoom& one : team.rooms()) {
    if (one.workspace != workspace) continue;
    if (const auto room = tables.rooms.look_up(workspace, one.channel)) return room->id;
    if (!one.channel.empty() && one.channel.front() != '#') return RoomId{one.channel};
  }
  return std::nullopt;
}

std::vector<storage::Place> channels(storage::Tables& tables, const config::Team& team) {
  std::vector<storage::Place> places;
  for (const config::TeamRoom& one : team.rooms()) {
    if (const auto room = channel(tables, team, one.workspace)) {
      places.push_back({storage::Place::Kind::room, one.workspace, room->value, {}});
    }
  }
  return places;
}

bool is_channel(storage::Tables& tables, const config::Team& team, const WorkspaceId& workspace,
                const RoomId& room) {
  return channel(tables, team, workspace) == room;
}

std::optional<chat::RoomLink> link(storage::Tables& tables, const config::Team& team) {
  const auto places = channels(tables, team);
  if (places.empty()) return std::nullopt;
  chat::RoomLink link{RoomId{places.front().id}};
  for (std::size_t i = 1; i < places.size(); ++i) link.also.push_back(RoomId{places[i].id});
  return link;
}

}  // namespace houston::handlers::roster
