// Reading JSON from outside without trusting it: a field that is missing, null or of another type is empty.
#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace houston::bot {

inline const nlohmann::json& child(const nlohmann::json& object, const char* name) {
  static const nlohmann::json nothing;
  if (!object.is_object()) return nothing;
  const auto found = object.find(name);
  return found == object.end() ? nothing : *found;
}

inline std::string text_of(const nlohmann::json& object, const char* name) {
  const nlohmann::json& value = child(object, name);
  return value.is_string() ? value.get_ref<const std::string&>() : std::string();
}

inline bool flag_of(const nlohmann::json& object, const char* name) {
  const nlohmann::json& value = child(object, name);
  return value.is_boolean() && value.get<bool>();
}

/// A whole number; `otherwise` for anything else.
inline std::int64_t number_of(const nlohmann::json& object, const char* name, std::int64_t otherwise) {
  const nlohmann::json& value = child(object, name);
  return value.is_number_integer() ? value.get<std::int64_t>() : otherwise;
}

/// The objects of an array, whatever else is in it.
inline std::vector<nlohmann::json> objects_of(const nlohmann::json& object, const char* name) {
  std::vector<nlohmann::json> found;
  const nlohmann::json& list = child(object, name);
  if (!list.is_array()) return found;
  for (const nlohmann::json& one : list) {
    if (one.is_object()) found.push_back(one);
  }
  return found;
}

}  // namespace houston::bot
