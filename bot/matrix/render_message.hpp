// chat::Message as the content of a Matrix event: a plain body that reads well by itself, and the same in the
// HTML that clients allow. People's words are escaped: nothing in them can become a mention, a link or a tag.
// https://spec.matrix.org/v1.12/client-server-api/#mroommessage-msgtypes
//
// msgtype. m.notice is never notified of, not even to those whom it mentions (push rule
// .m.rule.suppress_notices stands before .m.rule.is_user_mention). So what is said to a person, in their
// direct messages or by a mention, is m.text; what is only shown to a room (summaries, heads of threads) is
// m.notice and makes no noise there, as a channel message without mention makes none in other chats.
//
// Size. A whole event may have 65,536 bytes, of which the homeserver's part is not known. Content is kept
// below `content_limit`; what exceeds it is left out from the end, and a line says how much. Buttons stay.
#pragma once

#include <cstddef>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>

#include "handlers/chat/message.hpp"

namespace houston::bot::matrix {

/// Bytes of the content as JSON; what render() and render_edit() make stays below it, with room for a key, a
/// relation and the server's own fields.
inline constexpr std::size_t content_limit = 56000;

/// Where a message will be read, and what people and rooms are called there.
struct Look {
  bool direct = false;  ///< In somebody's direct messages with Houston.
  /// Display names; "" (or no function) when unknown, then the id stands for it.
  std::function<std::string(const PersonId&)> name_of{};
  std::function<std::string(const RoomId&)> room_name{};  ///< Without '#'.
  std::string via{};                                      ///< A server that knows the rooms: Houston's own.
};

/// Content of an m.room.message. m.mentions names those whom the message mentions, always and nobody else.
nlohmann::json render(const chat::Message& message, const Look& look);

/// Content of the m.room.message that changes the message `event` into this one. Nobody is notified again.
nlohmann::json render_edit(const chat::Message& message, const Look& look, std::string_view event);

/// Makes it a message of the thread whose first message is `root`. For new messages only: an edit stays where
/// its original is.
void put_in_thread(nlohmann::json& content, std::string_view root);

/// Content of an m.reaction; `name` as in chat::Reaction.
nlohmann::json render_reaction(std::string_view event, std::string_view name);

/// How a command is given: in rooms and direct messages alike, so that it is right wherever it is copied to;
/// in direct messages the bare words do, too, while no question is open.
std::string typed_command(const chat::Invocation& invocation);

}  // namespace houston::bot::matrix
