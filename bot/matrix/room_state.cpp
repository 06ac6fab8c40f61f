#include "bot/matrix/room_state.hpp"

#include <charconv>

#include "bot/json_fields.hpp"

namespace houston::bot::matrix {

using nlohmann::json;

namespace {

constexpr std::int64_t moderator = 50;

// Old rooms hold levels as text (room versions 1 to 9).
std::int64_t level_of(const json& value, std::int64_t otherwise) {
  if (value.is_number_integer()) return value.get<std::int64_t>();
  if (value.is_string()) {
    const auto& text = value.get_ref<const std::string&>();
    std::int64_t level = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), level);
    if (error == std::errc() && end == text.data() + text.size()) return level;
  }
  return otherwise;
}

}  // namespace

bool creators_reign(const std::string& room_version) {
  int version = 0;
  const auto [end, error] =
      std::from_chars(room_version.data(), room_version.data() + room_version.size(), version);
  if (error == std::errc() && end == room_version.data() + room_version.size()) return version >= 12;
  return room_version.starts_with("org.matrix.hydra");  // version 12 before it had a number
}

bool RoomState::leads(const std::string& person) const {
  if (creators.count(person) > 0) return true;
  if (!levels_told) return !creator.empty() && person == creator;
  const auto found = levels.find(person);
  return (found == levels.end() ? usual_level : found->second) >= moderator;
}

bool RoomState::apply(const json& event) {
  const json& key = child(event, "state_key");
  if (!key.is_string()) return false;
  const std::string type = text_of(event, "type");
  const json& content = child(event, "content");
  if (type == "m.room.member") {
    const auto& who = key.get_ref<const std::string&>();
    const std::string membership = text_of(content, "membership");
    joined.erase(who);
    invited.erase(who);
    banned.erase(who);
    if (membership == "join") joined[who] = text_of(content, "displayname");
    if (membership == "invite") invited.insert(who);
    if (membership == "ban") banned.insert(who);
    return true;
  }
  if (!key.get_ref<const std::string&>().empty()) return false;
  if (type == "m.room.power_levels") {
    levels.clear();
    levels_told = true;
    usual_level = level_of(child(content, "users_default"), 0);
    if (const json& users = child(content, "users"); users.is_object()) {
      for (const auto& [who, level] : users.items()) levels[who] = level_of(level, usual_level);
    }
  } else if (type == "m.room.create") {
    const std::string version = text_of(content, "room_version");
    creator = text_of(event, "sender");
    predecessor = text_of(child(content, "predecessor"), "room_id");
    creators.clear();
    if (creators_reign(version)) {
      creators.insert(creator);
      if (const json& more = child(content, "additional_creators"); more.is_array()) {
        for (const json& who : more) {
          if (who.is_string()) creators.insert(who.get<std::string>());
        }
      }
    }
  } else if (type == "m.room.encryption") {
    encrypted = true;  // there is no way back
  } else if (type == "m.room.tombstone") {
    replacement = text_of(content, "replacement_room");
  } else if (type == "m.room.name") {
    name = text_of(content, "name");
  } else if (type == "m.room.canonical_alias") {
    alias = text_of(content, "alias");
  } else {
    return false;
  }
  return true;
}

RoomState read_room_state(const std::vector<json>& events) {
  RoomState state;
  for (const json& event : events) state.apply(event);
  return state;
}

}  // namespace houston::bot::matrix
