// Reading JSON from outside without trusting it: a field that is missing, null or of another type is empty.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace houston::bot::slack {

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

}  // namespace houston::bot::slack
