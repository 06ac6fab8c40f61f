#include "storage/people.hpp"
#include "storage/sql.hpp"
#include "storage/words.hpp"

namespace houston::storage {

static auto fields(Room& r) {
  return std::tie(r.workspace, r.id, r.name, r.archived, r.joined);
}

void Rooms::put(const Room& room) {
  if (find(room.workspace, room.id) == room) return;
  run(database_,
      "insert into room (workspace, id, name, archived, joined) values (?, ?, ?, ?, ?)"
      " on conflict (workspace, id) do update set name = excluded.name, archived = excluded.archived,"
      " joined = excluded.joined",
      room.workspace, room.id, room.name, room.archived, room.joined);
}

std::optional<Room> Rooms::find(const WorkspaceId& workspace, const RoomId& id) {
  return select_one<Room>(
      database_, "select workspace, id, name, archived, joined from room where workspace = ? and id = ?",
      workspace, id);
}

std::optional<Room> Rooms::look_up(const WorkspaceId& workspace, std::string_view which) {
  const bool named = which.starts_with('#');
  const std::string word = lower_ascii(named ? which.substr(1) : which);
  if (word.empty()) return std::nullopt;
  std::optional<Room> by_id;
  if (!named) {
    by_id = select_one<Room>(database_,
                             "select workspace, id, name, archived, joined from room"
                             " where workspace = ? and lower(id) = ? order by id limit 1",
                             workspace, word);
    if (by_id && !by_id->archived) return by_id;
  }
  // A name is free again once its room is archived; and a room that follows an archived one may have its id
  // for a name.
  auto by_name =
      select_one<Room>(database_,
                       "select workspace, id, name, archived, joined from room"
                       " where workspace = ? and name = ? order by archived, joined desc, id limit 1",
                       workspace, word);
  return by_name ? by_name : by_id;
}

void Rooms::replace_members(const WorkspaceId& workspace, const RoomId& room,
                            const std::vector<PersonId>& members) {
  Together together(database_);
  run(database_, "delete from room_member where workspace = ? and room = ?", workspace, room);
  for (const PersonId& person : members) add_member(workspace, room, person);
  together.done();
}

void Rooms::add_member(const WorkspaceId& workspace, const RoomId& room, const PersonId& person) {
  run(database_, "insert into room_member (workspace, room, person) values (?, ?, ?) on conflict do nothing",
      workspace, room, person);
}

void Rooms::remove_member(const WorkspaceId& workspace, const RoomId& room, const PersonId& person) {
  run(database_, "delete from room_member where workspace = ? and room = ? and person = ?", workspace, room,
      person);
}

std::vector<PersonId> Rooms::members(const WorkspaceId& workspace, const RoomId& room) {
  return select<PersonId>(database_,
                          "select person from room_member where workspace = ? and room = ? order by person",
                          workspace, room);
}

}  // namespace houston::storage
