#include "bot/platforms.hpp"

#include <algorithm>
#include <cstdlib>

#include "bot/net/proxy.hpp"
#include "bot/net/tls.hpp"

namespace houston::bot {

Result<slack::SlackOptions> slack_options(const PlatformParts& parts) {
  auto tls = net::client_tls(parts.workspace.ca_file);
  if (!tls) return tls.error();
  auto proxy = net::proxy_from_environment([](const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return std::string(value == nullptr ? "" : value);
  });
  if (!proxy) return proxy.error();
  slack::SlackOptions options;
  options.workspace = parts.workspace;
  options.bot_token = parts.bot_token;
  options.app_token = parts.app_token;
  options.tls = std::move(*tls);
  options.proxy = std::move(*proxy);
  options.channels = parts.channels;
  options.reactions = parts.reactions;
  options.seed = parts.seed;
  options.clock = &parts.clock;
  return options;
}

PlatformFactory known_platforms() {
  return [](PlatformParts parts) -> Result<std::unique_ptr<Platform>> {
    if (parts.workspace.platform != "slack") {
      return Error{"Houston knows no platform " + parts.workspace.platform + ": write platform = \"slack\""};
    }
    auto options = slack_options(parts);
    if (!options) return options.error();
    return slack::make_slack(parts.executor, std::move(*options), parts.metrics);
  };
}

std::vector<std::string> channels_of(const config::Settings& settings, const WorkspaceId& workspace) {
  std::vector<std::string> channels;
  for (const config::Team& team : settings.teams) {
    if (team.workspace != workspace) continue;
    if (std::find(channels.begin(), channels.end(), team.channel) == channels.end()) {
      channels.push_back(team.channel);
    }
  }
  return channels;
}

std::vector<std::string> reactions_of(const config::Settings& settings, const WorkspaceId& workspace) {
  std::vector<std::string> reactions;
  for (const config::Team& team : settings.teams) {
    if (team.workspace != workspace || !team.wins) continue;
    if (std::find(reactions.begin(), reactions.end(), team.wins->reaction) == reactions.end()) {
      reactions.push_back(team.wins->reaction);
    }
  }
  return reactions;
}

}  // namespace houston::bot
