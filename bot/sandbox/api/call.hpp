// One call of a Web API method, as the method sees it, and the answers it can give.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "bot/sandbox/blockkit/validator.hpp"
#include "bot/sandbox/workspace.hpp"

namespace houston::bot::sandbox::api {

struct Call {
  Workspace& workspace;
  const blockkit::Validator& validator;
  const Json& arguments;
  std::vector<std::string>& warnings;
  std::string host;                              ///< Of the request; the Socket Mode URL is built on it.
  std::function<std::string()> socket_mode_url;  ///< Empty result: Socket Mode is switched off.

  bool has(const std::string& name) const { return arguments.contains(name); }
  std::string text(const std::string& name) const;
  bool flag(const std::string& name, bool otherwise = false) const;
  int number(const std::string& name, int otherwise) const;
  /// An argument that is a structure: given as such, or as JSON text. nullopt: absent; discarded():
  /// unreadable.
  std::optional<Json> structure(const std::string& name) const;
};

Json ok(Json fields = Json::object());
Json fail(const std::string& error);
Json fail(const std::string& error, const blockkit::Faults& messages);

/// A page of `all`: limit and cursor as Slack's. `key` names an element stably, so that a cursor survives
/// changes.
struct Page {
  std::vector<std::size_t> items;
  std::string next_cursor;
  std::string error;  ///< invalid_cursor, invalid_limit
};
Page page(const Call& call, const std::vector<std::string>& keys, int otherwise, int most);

std::string encode_cursor(const std::string& key);
std::optional<std::string> decode_cursor(const std::string& cursor);

/// The channel of an argument: an id, "#name" or name; null if there is none or the app may not see it.
Channel* visible_channel(const Call& call, const std::string& name);

}  // namespace houston::bot::sandbox::api
