// The model's values in the JSON shapes that Slack's Web API and events show.
#pragma once

#include <string>

#include "bot/sandbox/model.hpp"

namespace houston::bot::sandbox {

class Workspace;

Json user_json(const User& user, const Workspace& workspace);
Json channel_json(const Channel& channel, const Workspace& workspace);
/// As in history and in the `message` of message_changed; `metadata` only where it was asked for.
Json message_json(const Message& message, const Workspace& workspace, bool with_metadata);
Json view_json(const View& view, const Workspace& workspace);
/// Seconds east of UTC.
bool zone_known(const std::string& zone);
int zone_offset(const std::string& zone, Instant at);

/// What Slack's clients make of typed text: & < > escaped, except control sequences (<@U…>, <#C…>, <!…>,
/// <http…>).
std::string escape_typed(const std::string& text);
/// A rich_text block with the (escaped) text of a person's message.
Json rich_text_of(const std::string& text, const std::string& block_id);

}  // namespace houston::bot::sandbox
