// News about who there is: what moves the roster, and with it the timers.
#pragma once

#include "handlers/chat/event.hpp"
#include "handlers/house.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers::people {

void joined(Turn& turn, const House& house, const chat::Event& event, const chat::JoinedRoom& what);
void left(Turn& turn, const House& house, const chat::Event& event, const chat::LeftRoom& what);
void changed(Turn& turn, const House& house, const chat::PersonChanged& what);
void loaded(Turn& turn, const House& house, const WorkspaceId& workspace, const chat::RosterLoaded& what);
/// They told Houston their zone ("" to take it back): their prompts move with it.
void chose_zone(Turn& turn, const House& house, const storage::Person& person, const std::string& zone);
/// Says so in the room, and to the leads of whom it concerns.
void unreadable(Turn& turn, const House& house, const chat::Event& event, const chat::RoomUnreadable& what);

}  // namespace houston::handlers::people
