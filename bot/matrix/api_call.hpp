// What the Api's functions share: putting a call together, and reading what came back. Only for api*.cpp.
#pragma once

#include <nlohmann/json.hpp>
#include <string>

#include "bot/json_fields.hpp"
#include "bot/matrix/api.hpp"
#include "bot/net/url.hpp"

namespace houston::bot::matrix {

/// Joining may take the server a while when others are asked.
constexpr std::chrono::milliseconds join_timeout{60000};

/// One segment of a path.
inline std::string segment(const std::string& text) {
  return net::percent_encode(text);
}

/// A call about a room; `rest` begins with '/'.
inline Call room_call(const char* name, const char* method, const std::string& room,
                      const std::string& rest) {
  Call call;
  call.name = name;
  call.method = method;
  call.path = "v3/rooms/" + segment(room) + rest;
  return call;
}

template <class T>
Outcome<T> failed(Outcome<nlohmann::json>& outcome) {
  return std::get<ApiFailure>(std::move(outcome));
}

inline Outcome<Done> done(Outcome<nlohmann::json>& outcome) {
  if (std::holds_alternative<ApiFailure>(outcome)) return failed<Done>(outcome);
  return Done{};
}

/// One member of the answer that must be there.
inline Outcome<std::string> named(const char* call, Outcome<nlohmann::json>& outcome, const char* field) {
  if (std::holds_alternative<ApiFailure>(outcome)) return failed<std::string>(outcome);
  std::string value = text_of(std::get<nlohmann::json>(outcome), field);
  if (!value.empty()) return value;
  ApiFailure failure;
  failure.kind = ApiFailure::Kind::doubt;
  failure.errcode = "not_json";
  failure.status = 200;
  failure.what = std::string("The homeserver's answer to ") + call + " lacks " + field;
  return failure;
}

/// The entries of an object; none when it is something else.
template <class Each>
void each_of(const nlohmann::json& object, Each each) {
  if (!object.is_object()) return;
  for (const auto& [name, value] : object.items()) each(name, value);
}

}  // namespace houston::bot::matrix
