// `houston check --online`, and the roster for `houston plan`.

#include <algorithm>
#include <set>

#include "bot/json_fields.hpp"
#include "bot/roster_check.hpp"
#include "bot/slack/connect.hpp"
#include "bot/slack/manifest.hpp"
#include "bot/slack/roster.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using boost::asio::awaitable;

std::vector<std::string> channels_of(const config::Settings& settings, const WorkspaceId& workspace) {
  std::vector<std::string> channels;
  for (const config::Team& team : settings.teams_within(workspace)) channels.push_back(team.channel);
  return channels;
}

}  // namespace

awaitable<std::vector<std::string>> probe(SlackOptions options, const config::Settings& settings,
                                          Network network, Metrics& metrics) {
  std::vector<std::string> problems;
  const std::string beginning = "workspace " + options.workspace.name.value + ": ";
  WebApi api(options.workspace.api_url, options.bot_token, network.http, network.sleep, metrics);
  WebApi app_api(options.workspace.api_url, options.app_token, network.http, network.sleep, metrics);

  std::string method = "auth.test";
  Parameters parameters;
  ApiOutcome self = co_await api.ask(method, parameters);
  method = "apps.connections.open";
  ApiOutcome socket = co_await app_api.ask(method, parameters);
  if (const auto* failure = std::get_if<ApiFailure>(&socket)) {
    problems.push_back(
        beginning + "app_token: " + failure->why +
        (failure->code == "missing_scope" ? "; an app-level token needs connections:write" : ""));
  }
  if (const auto* failure = std::get_if<ApiFailure>(&self)) {
    problems.insert(problems.begin(), beginning + "bot_token: " + failure->why);
    co_return problems;
  }

  const std::vector<std::string>& has = std::get<ApiAnswer>(self).scopes;
  if (!has.empty()) {
    std::string missing;
    for (const std::string& scope : scopes(settings)) {
      if (std::find(has.begin(), has.end(), scope) == has.end())
        missing += (missing.empty() ? "" : ", ") + scope;
    }
    if (!missing.empty()) {
      problems.push_back(beginning + "the app lacks the scopes " + missing +
                         ": paste `houston manifest` into the app's settings and install it again");
    }
  }

  WorkspaceId workspace = options.workspace.name;
  std::vector<std::string> channels = channels_of(settings, workspace);
  RosterOutcome outcome = co_await fetch_roster(api, workspace, std::move(channels));
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) {
    problems.push_back(beginning + "people and channels cannot be read: " + failure->why);
    co_return problems;
  }
  const chat::RosterLoaded& roster = std::get<chat::RosterLoaded>(outcome);
  for (std::string& problem : roster_problems(settings, workspace, roster)) {
    problems.push_back(std::move(problem));
  }
  co_return problems;
}

awaitable<Result<chat::RosterLoaded>> load_roster(SlackOptions options, Network network, Metrics& metrics) {
  WebApi api(options.workspace.api_url, options.bot_token, network.http, network.sleep, metrics);
  WorkspaceId workspace = options.workspace.name;
  std::vector<std::string> channels = options.channels;
  RosterOutcome outcome = co_await fetch_roster(api, workspace, std::move(channels));
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) {
    co_return Error{"workspace " + workspace.value + ": people and channels cannot be read: " + failure->why};
  }
  co_return std::get<chat::RosterLoaded>(std::move(outcome));
}

}  // namespace houston::bot::slack
