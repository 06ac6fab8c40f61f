// What the state of a room says that matters to Houston: who is in it, who leads, whether it is encrypted,
// what follows it. Pure.
#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <set>
#include <string>
#include <vector>

namespace houston::bot::matrix {

struct RoomState {
  std::map<std::string, std::string> joined;  ///< Who is in it, with their display names in it ("" for none).
  std::set<std::string> invited;
  std::set<std::string> banned;
  std::string name;
  std::string alias;  ///< The canonical one.
  bool encrypted = false;
  std::string replacement;  ///< Of an upgraded room: the one that follows it.
  std::string predecessor;  ///< The upgraded room that this one follows.

  /// From moderator on (50).
  bool leads(const std::string& person) const;

  /// Takes up one state event. False when it says nothing of interest.
  bool apply(const nlohmann::json& event);

  // For leads().
  std::map<std::string, std::int64_t> levels;
  std::int64_t usual_level = 0;
  bool levels_told = false;
  std::set<std::string> creators;  ///< Of room version 12 on: above every level, and not in the list.
  std::string creator;             ///< Of an older room: leads while no levels are told.
};

RoomState read_room_state(const std::vector<nlohmann::json>& events);

/// Whether creators stand above all levels (room version 12 on).
bool creators_reign(const std::string& room_version);

}  // namespace houston::bot::matrix
