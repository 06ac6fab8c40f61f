// chat::Poll where there are polls (MSC3381). What a message becomes, a poll or a message; and what a
// response says.
//
// Which types. The stable ones (m.poll.start, …) are for room versions with extensible events, of which there
// is none: in the rooms that there are, clients send and show the unstable ones alone (Element and FluffyChat
// do). So these are sent; both are read.
// https://github.com/matrix-org/matrix-spec-proposals/blob/main/proposals/3381-polls.md
#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>

#include "bot/matrix/render_message.hpp"
#include "handlers/chat/event.hpp"

namespace houston::bot::matrix {

inline constexpr const char* message_type = "m.room.message";
inline constexpr const char* poll_start_type = "org.matrix.msc3381.poll.start";

/// Whether the type is one of "m.poll.start", "org.matrix.msc3381.poll.start"; `what`: "start".
bool is_poll(std::string_view type, std::string_view what);

struct Outgoing {
  std::string type;
  nlohmann::json content;
};
/// What says the message: an open poll as such, with all of the message as its text; else a message. A poll
/// with more answers than one may have is said as text, too.
Outgoing new_event(const chat::Message& message, const Look& look);
/// What makes the event `event` say the message now; ends its poll where the message's poll is closed.
Outgoing changing_event(const chat::Message& message, const Look& look, std::string_view event);

/// What the content of a response chooses of the poll with that content; nothing when it is no poll of
/// Houston's. Answers that the poll has not are left out, and those beyond what it allows.
std::optional<chat::Voted> read_response(const nlohmann::json& response, const nlohmann::json& poll);

}  // namespace houston::bot::matrix
