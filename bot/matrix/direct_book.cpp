#include "bot/matrix/direct_book.hpp"

#include <algorithm>

namespace houston::bot::matrix {

using nlohmann::json;

void DirectBook::add_all(const json& content) {
  if (!content.is_object()) return;
  for (const auto& [person, rooms] : content.items()) {
    if (!rooms.is_array()) continue;
    for (const json& room : rooms) {
      if (room.is_string()) add(person, room.get<std::string>());
    }
  }
}

std::vector<std::string> DirectBook::rooms_of(const std::string& person) const {
  const auto found = rooms_.find(person);
  return found == rooms_.end() ? std::vector<std::string>() : found->second;
}

std::string DirectBook::person_of(const std::string& room) const {
  for (const auto& [person, rooms] : rooms_) {
    if (std::find(rooms.begin(), rooms.end(), room) != rooms.end()) return person;
  }
  return {};
}

bool DirectBook::add(const std::string& person, const std::string& room) {
  std::vector<std::string>& rooms = rooms_[person];
  if (std::find(rooms.begin(), rooms.end(), room) != rooms.end()) return false;
  rooms.push_back(room);
  return true;
}

json DirectBook::merged(json content, const std::string& person, const std::string& room) {
  if (!content.is_object()) content = json::object();
  json& rooms = content[person];
  if (!rooms.is_array()) rooms = json::array();
  if (std::find(rooms.begin(), rooms.end(), json(room)) == rooms.end()) rooms.push_back(room);
  return content;
}

}  // namespace houston::bot::matrix
