#include "bot/platforms.hpp"

#include <algorithm>
#include <cstdlib>

#include "bot/net/proxy.hpp"
#include "bot/net/tls.hpp"

namespace houston::bot {

namespace {

void add_once(std::vector<std::string>& words, const std::string& word) {
  if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
}

/// What every client needs, whatever it speaks.
template <class Options>
Result<Options> common_options(const PlatformParts& parts) {
  auto tls = net::client_tls(parts.workspace.ca_file);
  if (!tls) return tls.error();
  auto proxy = net::proxy_from_environment([](const std::string& name) {
    const char* value = std::getenv(name.c_str());
    return std::string(value == nullptr ? "" : value);
  });
  if (!proxy) return proxy.error();
  Options options;
  options.workspace = parts.workspace;
  options.tls = std::move(*tls);
  options.proxy = std::move(*proxy);
  options.channels = parts.channels;
  options.reactions = parts.reactions;
  options.seed = parts.seed;
  options.clock = &parts.clock;
  return options;
}

}  // namespace

Result<slack::SlackOptions> slack_options(const PlatformParts& parts) {
  auto options = common_options<slack::SlackOptions>(parts);
  if (!options) return options.error();
  options->bot_token = parts.secrets.at("bot_token");
  options->app_token = parts.secrets.at("app_token");
  return options;
}

Result<matrix::MatrixOptions> matrix_options(const PlatformParts& parts) {
  auto options = common_options<matrix::MatrixOptions>(parts);
  if (!options) return options.error();
  options->secret = parts.secrets.begin()->second;
  options->people = parts.people;
  // A file's content may change under a running Houston, what it was started with does not.
  const auto sources = config::secrets_of(parts.workspace);
  if (!sources.empty() && sources.front().second.kind == config::SecretSource::Kind::file) {
    options->reread = [source = sources.front().second] { return config::read_secret(source); };
  }
  return options;
}

PlatformFactory known_platforms() {
  return [](PlatformParts parts) -> Result<std::unique_ptr<Platform>> {
    if (parts.workspace.platform == "matrix") {
      auto options = matrix_options(parts);
      if (!options) return options.error();
      return matrix::make_matrix(parts.executor, std::move(*options), parts.metrics);
    }
    auto options = slack_options(parts);
    if (!options) return options.error();
    return slack::make_slack(parts.executor, std::move(*options), parts.metrics);
  };
}

Result<std::map<std::string, Secret>> read_secrets(const config::Workspace& workspace,
                                                   const SecretReader& read) {
  std::map<std::string, Secret> secrets;
  for (const auto& [key, source] : config::secrets_of(workspace)) {
    auto secret = read(source);
    if (!secret)
      return Error{"Workspace " + workspace.name.value + ", " + key + ": " + secret.error().message};
    secrets.emplace(key, std::move(*secret));
  }
  return secrets;
}

PlatformParts platform_parts(boost::asio::any_io_executor executor, const config::Settings& settings,
                             const config::Workspace& workspace, std::map<std::string, Secret> secrets,
                             const scheduler::Clock& clock, Metrics& metrics, std::uint64_t seed) {
  return {std::move(executor),
          workspace,
          std::move(secrets),
          channels_of(settings, workspace.name),
          clock,
          metrics,
          seed,
          reactions_of(settings, workspace.name),
          people_of(settings, workspace.name)};
}

std::vector<std::string> people_of(const config::Settings& settings, const WorkspaceId& workspace) {
  std::vector<std::string> people;
  for (const config::Team& team : settings.teams_within(workspace)) {
    for (const std::string& lead : team.leads) add_once(people, lead);
    for (const std::string& member : team.members) add_once(people, member);
    for (const config::OneOnOne& one : team.one_on_ones) {
      add_once(people, one.lead);
      for (const std::string& person : one.with) add_once(people, person);
    }
    for (const auto& accounts : team.same) {
      for (const std::string& account : accounts) add_once(people, account);
    }
  }
  return people;
}

std::vector<std::string> channels_of(const config::Settings& settings, const WorkspaceId& workspace) {
  std::vector<std::string> channels;
  for (const config::Team& team : settings.teams_within(workspace)) add_once(channels, team.channel);
  return channels;
}

std::vector<std::string> reactions_of(const config::Settings& settings, const WorkspaceId& workspace) {
  std::vector<std::string> reactions;
  for (const config::Team& team : settings.teams_within(workspace)) {
    if (team.wins) add_once(reactions, team.wins->reaction);
  }
  return reactions;
}

}  // namespace houston::bot
