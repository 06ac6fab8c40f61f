// Slash commands, clicks, submissions and shortcuts as Events.
// https://docs.slack.dev/reference/interaction-payloads
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/slack/incoming.hpp"

namespace houston::bot::slack {

/// Slack never repeats these on purpose, but an envelope has been seen twice: `key` is made from its id.
Reading read_command(const nlohmann::json& payload, const std::string& key, const WorkspaceId& workspace,
                     Instant at);
Reading read_interaction(const nlohmann::json& payload, const std::string& key, const WorkspaceId& workspace,
                         Instant at);

}  // namespace houston::bot::slack
