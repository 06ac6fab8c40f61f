// The platforms that Houston knows: Slack. Where tokens, trust anchors and proxies become a Platform.
#pragma once

#include "bot/app.hpp"
#include "bot/slack/slack.hpp"

namespace houston::bot {

/// Makes the platform that the workspace's settings name.
PlatformFactory known_platforms();

/// What the Slack client is made of; for `check --online` and `plan`, too. The error is for people.
Result<slack::SlackOptions> slack_options(const PlatformParts& parts);

/// The channels of the teams in this workspace, each once, in the file's order.
std::vector<std::string> channels_of(const config::Settings& settings, const WorkspaceId& workspace);

/// The names of the reactions that log a win for one of them, each once.
std::vector<std::string> reactions_of(const config::Settings& settings, const WorkspaceId& workspace);

}  // namespace houston::bot
