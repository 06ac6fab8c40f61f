// What an event of a room's timeline says, as chat::Event. Pure: JSON in, values out; any JSON, nothing
// throws. Table of what is taken and what is passed over: tests/matrix/events_test.cpp.
// https://spec.matrix.org/v1.12/client-server-api/#events
#pragma once

#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "bot/matrix/choices.hpp"
#include "handlers/chat/event.hpp"

namespace houston::bot::matrix {

/// A message of Houston's that offers something to choose.
struct Offer {
  std::string event;
  std::vector<Choice> choices;
};

/// What must be known beside the event.
struct Surroundings {
  WorkspaceId workspace;
  std::string self;       ///< Houston's own id.
  std::string self_name;  ///< Its display name; "" when it has none.
  RoomId room;
  bool direct = false;  ///< Somebody's direct messages with Houston.
  Instant at{};         ///< Stamps the event.
  /// Names of the reactions that mean something beside those that press buttons; null when all are wanted.
  const std::vector<std::string>* reactions = nullptr;
  /// Direct rooms: what Houston's last message there offers, while nothing else was said by it since; so
  /// that a "2" is an answer to what is on the screen.
  std::optional<Offer> offer{};
  /// An earlier event of the room by its id; nullptr when nobody looked for it, null when it is not to be
  /// had. It is as the server shows it: redacted, with the newest edit in unsigned."m.relations", …
  std::function<const nlohmann::json*(const std::string& event)> earlier{};
  /// Who somebody is as last known, to be changed by what their member events say.
  std::function<std::optional<storage::Person>(const PersonId& person)> person{};
};

struct Incoming {
  chat::Event event;
  std::string thread{};  ///< The thread it was said in, for answers there; "" for none.
};
/// The event is about an earlier one: fetch it, have `earlier` know it, and read again.
struct Wants {
  std::string event;
};
/// Encrypted: somebody said something here that Houston cannot read.
struct Unreadable {
  PersonId person;
};
/// Nothing for Houston to do.
struct PassedOver {
  std::string why;       ///< For the debug log; names types, never what people wrote.
  bool strange = false;  ///< Not a kind of event that we know or asked for: counted.
};

using Reading = std::variant<Incoming, Wants, Unreadable, PassedOver>;

Reading read_event(const nlohmann::json& event, const Surroundings& around);

/// What an earlier message of Houston's offers now: its newest edit's choices when the server says it.
std::vector<Choice> choices_now(const nlohmann::json& event);

/// The account of a person as far as ids and names tell.
storage::Person person_of(const WorkspaceId& workspace, const std::string& user, const std::string& name);

}  // namespace houston::bot::matrix
