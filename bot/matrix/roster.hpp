// Who is in the teams' rooms.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/matrix/api.hpp"
#include "bot/matrix/room_state.hpp"
#include "handlers/chat/event.hpp"

namespace houston::bot::matrix {

/// The settings' word for a room ("#vision:example.org" or "!id…"), and what it stands for.
struct TeamRoom {
  std::string setting;
  std::string id;  ///< Upgrades followed; "" when the alias is not known to anybody.
  bool joined = false;
  std::string problem;                ///< "" or why it cannot be used, for people.
  std::vector<std::string> replaced;  ///< Rooms that it follows.
  RoomState state;                    ///< When joined.
};

struct Roster {
  std::vector<TeamRoom> rooms;
  std::map<std::string, storage::Person> people;
  std::set<std::string> unread;  ///< Whose profile could not be read this time: look again.

  const TeamRoom* team_room(const std::string& id) const;
  TeamRoom* team_room(const std::string& id);
  /// A member of a team's room, or one whom the settings name.
  bool knows(const std::string& person) const { return people.count(person) > 0; }
  /// Houston sees into every team's room: who is not known is a stranger.
  bool complete() const;
  /// Leads one of the teams' rooms.
  bool admin(const std::string& person) const;
};

/// What is asked once and remembered: display names and zones.
using Profiles = std::map<std::string, Profile>;

struct RosterQuestion {
  WorkspaceId workspace;
  std::string self;                   ///< Houston's id.
  std::vector<std::string> channels;  ///< Of the teams, as in the settings.
  std::vector<std::string> people;    ///< Ids that the settings name beside the rooms' members.
  bool join = true;                   ///< Enter rooms that let Houston in.
};

/// Asks for all of it. `profiles`: those in it are not asked for again; what is learnt is added. One room or
/// person that cannot be read does not spoil the rest; a homeserver that is away does.
boost::asio::awaitable<Outcome<Roster>> fetch_roster(Api& api, RosterQuestion question, Profiles& profiles);

/// As a person of the roster. Pure.
storage::Person make_person(const WorkspaceId& workspace, const std::string& self, const std::string& id,
                            const std::string& name_in_room, const Profile& profile, bool admin);

/// The roster in neutral words. Pure.
chat::RosterLoaded neutral(const Roster& roster, const WorkspaceId& workspace);

/// Room::name of a room that the settings name so: lower case, without '#'.
std::string room_name_of(const std::string& setting);

}  // namespace houston::bot::matrix
