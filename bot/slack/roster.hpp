// Who is there: people, channels, and the members of the channels that teams use.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <variant>
#include <vector>

#include "bot/slack/web_api.hpp"
#include "handlers/chat/event.hpp"

namespace houston::bot::slack {

using RosterOutcome = std::variant<chat::RosterLoaded, ApiFailure>;

/// users.list, conversations.list, and conversations.members for each of `channels` ("#name", "name" or id)
/// that Houston is in. The answer's rooms are those channels and every other one that Houston is in.
boost::asio::awaitable<RosterOutcome> fetch_roster(WebApi& api, WorkspaceId workspace,
                                                   std::vector<std::string> channels);

/// Whether the settings' way of naming a channel means this room.
bool names_room(const std::string& channel, const storage::Room& room);

}  // namespace houston::bot::slack
