// Who there is: people and rooms of a workspace as the platform last told. Kept here so that a turn never
// asks the network, and so that a plan can be made while the platform is away.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

struct Person {
  WorkspaceId workspace;
  PersonId id;
  std::string name;       ///< What to call them: display name, else real name, else handle. Raw, not escaped.
  std::string handle;     ///< "ana" of "@ana", lower case.
  std::string email;      ///< Lower case; "" when the platform does not tell.
  std::string time_zone;  ///< IANA name, or "" when unknown.
  bool bot = false;
  bool deactivated = false;
  bool admin = false;  ///< Slack: is_admin or is_owner.
  /// What they told Houston, for when the platform tells no zone; "" for nothing. put() leaves it alone.
  std::string chosen_zone{};
  auto operator<=>(const Person&) const = default;
};

struct Room {
  WorkspaceId workspace;
  RoomId id;
  std::string name;  ///< Without '#', lower case.
  bool archived = false;
  bool joined = false;  ///< Houston is in it.
  auto operator<=>(const Room&) const = default;
};

class People {
 public:
  explicit People(Database& database) : database_(database) {}
  /// Inserts or replaces what the platform tells; returns what was there before.
  std::optional<Person> put(const Person& person);
  /// Of somebody who is known. "" takes it back.
  void choose_zone(const WorkspaceId& workspace, const PersonId& id, std::string_view zone);
  std::optional<Person> find(const WorkspaceId& workspace, const PersonId& id);
  /// Whichever workspace they are in: a platform's ids are its own.
  std::optional<Person> find_anywhere(const PersonId& id);
  /// By id ("U024BE7LH"), "@handle" or "handle", or e-mail address; any case. Ids first, then handles, then
  /// e-mail.
  std::optional<Person> look_up(const WorkspaceId& workspace, std::string_view who);
  std::vector<Person> all(const WorkspaceId& workspace);  ///< By id.

  /// True the first time it is asked for this person and topic ("standup.greeting"); remembers that it was.
  bool first_time(const WorkspaceId& workspace, const PersonId& id, std::string_view topic, Instant now);

 private:
  Database& database_;
};

class Rooms {
 public:
  explicit Rooms(Database& database) : database_(database) {}
  void put(const Room& room);
  std::optional<Room> find(const WorkspaceId& workspace, const RoomId& id);
  /// By id or "#name" or "name".
  std::optional<Room> look_up(const WorkspaceId& workspace, std::string_view which);
  void replace_members(const WorkspaceId& workspace, const RoomId& room,
                       const std::vector<PersonId>& members);
  void add_member(const WorkspaceId& workspace, const RoomId& room, const PersonId& person);
  void remove_member(const WorkspaceId& workspace, const RoomId& room, const PersonId& person);
  std::vector<PersonId> members(const WorkspaceId& workspace, const RoomId& room);  ///< By id.

 private:
  Database& database_;
};

}  // namespace houston::storage
