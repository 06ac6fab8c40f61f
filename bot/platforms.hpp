// The platforms that Houston knows: Slack and Matrix. Where tokens, trust anchors and proxies become a
// Platform.
#pragma once

#include "bot/app.hpp"
#include "bot/matrix/matrix.hpp"
#include "bot/slack/slack.hpp"

namespace houston::bot {

/// Makes the platform that the workspace's settings name.
PlatformFactory known_platforms();

/// What the Slack client is made of; for `check --online` and `plan`, too. The error is for people.
Result<slack::SlackOptions> slack_options(const PlatformParts& parts);

/// The same for Matrix.
Result<matrix::MatrixOptions> matrix_options(const PlatformParts& parts);

/// The secrets that the workspace's settings name, by their keys. The error names workspace and key.
Result<std::map<std::string, Secret>> read_secrets(const config::Workspace& workspace,
                                                   const SecretReader& read);

/// What the workspace's platform is made of, from the settings.
PlatformParts platform_parts(boost::asio::any_io_executor executor, const config::Settings& settings,
                             const config::Workspace& workspace, std::map<std::string, Secret> secrets,
                             const scheduler::Clock& clock, Metrics& metrics, std::uint64_t seed);

/// The channels of the teams in this workspace, each once, in the file's order.
std::vector<std::string> channels_of(const config::Settings& settings, const WorkspaceId& workspace);

/// The people whom the teams of this workspace name, each once.
std::vector<std::string> people_of(const config::Settings& settings, const WorkspaceId& workspace);

/// The names of the reactions that log a win for one of them, each once.
std::vector<std::string> reactions_of(const config::Settings& settings, const WorkspaceId& workspace);

}  // namespace houston::bot
