#include "handlers/people.hpp"

#include <map>
#include <set>

#include "handlers/reasons.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::people {
namespace {

using storage::Person;

/// Brings one person's timers in line in every ritual of the workspace. `before`: as they were known.
void settle(Turn& turn, const House& house, const WorkspaceId& workspace, const PersonId& id,
            const Person* before) {
  for (shapes::Collect* collect : house.collects()) {
    const config::Team& team = *collect->ritual().team;
    if (!team.is_in(workspace)) continue;
    if (const auto person = roster::member(turn.tables(), team, id)) {
      collect->sync(turn, *person, before);
    } else {
      const auto known = turn.tables().people.find(workspace, id);
      collect->leave(turn, id, known && known->deactivated ? reason::deactivated : reason::left);
    }
  }
}

}  // namespace

void joined(Turn& turn, const House& house, const chat::Event& event, const chat::JoinedRoom& what) {
  turn.tables().rooms.add_member(event.workspace, what.room, event.person);
  settle(turn, house, event.workspace, event.person, nullptr);
  const auto newcomer = turn.tables().people.find(event.workspace, event.person);
  if (!newcomer || !newcomer->bot) return;
  // It may be Houston, invited as it asked to be.
  for (const auto& standup : house.standups()) {
    const config::Team& team = standup->team();
    if (roster::is_channel(turn.tables(), team, event.workspace, what.room)) {
      standup->publish_again(turn);
    }
  }
}

void left(Turn& turn, const House& house, const chat::Event& event, const chat::LeftRoom& what) {
  turn.tables().rooms.remove_member(event.workspace, what.room, event.person);
  settle(turn, house, event.workspace, event.person, nullptr);
}

void changed(Turn& turn, const House& house, const chat::PersonChanged& what) {
  const auto before = turn.tables().people.put(what.person);
  if (before == turn.tables().people.find(what.person.workspace, what.person.id)) return;
  settle(turn, house, what.person.workspace, what.person.id, before ? &*before : nullptr);
}

void chose_zone(Turn& turn, const House& house, const Person& person, const std::string& zone) {
  turn.tables().people.choose_zone(person.workspace, person.id, zone);
  settle(turn, house, person.workspace, person.id, &person);
  for (const auto& part : house.parts()) part->sync(turn, house);
  turn.touch(person.workspace, person.id);
}

void loaded(Turn& turn, const House& house, const WorkspaceId& workspace, const chat::RosterLoaded& what) {
  std::map<PersonId, Person> moved;
  for (const Person& person : what.people) {
    const auto before = turn.tables().people.put(person);
    if (before && before->time_zone != person.time_zone) moved.emplace(person.id, *before);
  }
  for (const auto& [room, members] : what.rooms) {
    turn.tables().rooms.put(room);
    if (members) turn.tables().rooms.replace_members(workspace, room.id, *members);
  }
  // Those who moved first: their timers are read by the clock they were made with.
  for (const auto& [id, before] : moved) settle(turn, house, workspace, id, &before);
  for (shapes::Collect* collect : house.collects()) {
    if (collect->ritual().team->is_in(workspace)) collect->sync(turn);
  }
  // A team's room may be known only now: what stands in its others stands there, too.
  for (const auto& standup : house.standups()) {
    const config::Team& team = standup->team();
    if (!team.also.empty() && team.is_in(workspace)) standup->publish_again(turn);
  }
}

void unreadable(Turn& turn, const House& house, const chat::Event& event, const chat::RoomUnreadable& what) {
  using storage::Place;
  auto& tables = turn.tables();
  const auto room = tables.rooms.find(event.workspace, what.room);
  turn.say({Place::Kind::room, event.workspace, what.room.value, {}},
           words::commands::unreadable_here(what.direct));
  std::set<PersonId> told;
  for (const config::Team& team : house.settings().teams) {
    if (!team.is_in(event.workspace)) continue;
    const bool concerns = what.direct ? roster::member(tables, team, event.person).has_value()
                                      : roster::is_channel(tables, team, event.workspace, what.room);
    if (!concerns) continue;
    const std::string where = what.direct ? roster::name_of(tables, event.workspace, event.person)
                                          : "#" + (room ? room->name : what.room.value);
    for (const Person& lead : roster::leads(tables, team)) {
      if (!told.insert(lead.id).second) continue;
      if (what.direct && lead.id == event.person) continue;  // they read it where they are
      voice::tell(turn, lead, zones::own(lead, team), words::commands::unreadable(where, what.direct));
    }
  }
  // Where it can be read, so that the person has somewhere to write to.
  if (what.direct && !event.person.value.empty()) {
    turn.say({Place::Kind::person, event.workspace, event.person.value, {}},
             words::commands::readable_here());
  }
}

}  // namespace houston::handlers::people
