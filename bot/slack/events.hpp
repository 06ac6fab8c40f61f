// Events API callbacks (envelopes of type events_api) as Events.
// https://docs.slack.dev/reference/events
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/slack/incoming.hpp"

namespace houston::bot::slack {

/// `payload` is the event_callback.
Reading read_event(const nlohmann::json& payload, const Identity& self, const WorkspaceId& workspace,
                   Instant at);

/// The words of a message object, with a link for every file that came along.
chat::Text read_words(const nlohmann::json& message);
/// A message object as somebody's words that another acted on.
chat::Quoted read_quoted(const nlohmann::json& message);

/// A user object of users.list, team_join or user_change; id "" when it is none.
storage::Person read_person(const nlohmann::json& user, const WorkspaceId& workspace);

}  // namespace houston::bot::slack
