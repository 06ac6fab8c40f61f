// `houston check --online`, and the roster for `houston plan`.

#include <algorithm>
#include <set>

#include "bot/slack/connect.hpp"
#include "bot/slack/fields.hpp"
#include "bot/slack/manifest.hpp"
#include "bot/slack/roster.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using boost::asio::awaitable;

// As storage::People::look_up: ids first, then handles, then e-mail.
const storage::Person* find_person(const std::vector<storage::Person>& people, const std::string& who) {
  const std::string wanted = lower(who);
  const std::string handle = wanted.starts_with('@') ? wanted.substr(1) : wanted;
  for (const storage::Person& person : people) {
    if (lower(person.id.value) == wanted) return &person;
  }
  for (const storage::Person& person : people) {
    if (person.handle == handle) return &person;
  }
  for (const storage::Person& person : people) {
    if (!person.email.empty() && person.email == wanted) return &person;
  }
  return nullptr;
}

std::string problem_of(const config::Team& team, const char* role, const std::string& who,
                       const std::vector<storage::Person>& people) {
  const std::string beginning = "team " + team.name.value + ": the " + role + " " + who + " ";
  const storage::Person* person = find_person(people, who);
  if (person == nullptr) {
    const bool email = who.find('@') != std::string::npos && !who.starts_with('@');
    return beginning + "is not in the workspace: " +
           (email ? "check the address, and that the app has the scope users:read.email"
                  : "check the spelling; an id (U…), @handle or e-mail address is right");
  }
  if (person->deactivated) return beginning + "has a deactivated account: take them out of the settings";
  if (person->bot) return beginning + "is a bot: take it out of the settings";
  return {};
}

void check_channel(const config::Team& team, const chat::RosterLoaded& roster,
                   std::vector<std::string>& problems) {
  const auto found = std::find_if(roster.rooms.begin(), roster.rooms.end(),
                                  [&](const auto& entry) { return names_room(team.channel, entry.room); });
  const std::string beginning = "team " + team.name.value + ": the channel " + team.channel + " ";
  if (found == roster.rooms.end()) {
    problems.push_back(beginning +
                       "is not to be found: check its name; to a private one Houston must be invited first "
                       "(/invite @Houston)");
  } else if (found->room.archived) {
    problems.push_back(beginning + "is archived: unarchive it, or name another");
  } else if (!found->room.joined) {
    problems.push_back(beginning + "does not have Houston in it: type /invite @Houston there");
  }
}

std::vector<std::string> channels_of(const config::Settings& settings, const WorkspaceId& workspace) {
  std::vector<std::string> channels;
  for (const config::Team& team : settings.teams) {
    if (team.workspace == workspace) channels.push_back(team.channel);
  }
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
  for (const config::Team& team : settings.teams) {
    if (team.workspace != options.workspace.name) continue;
    check_channel(team, roster, problems);
    for (const std::string& lead : team.leads) {
      std::string problem = problem_of(team, "lead", lead, roster.people);
      if (!problem.empty()) problems.push_back(std::move(problem));
    }
    if (team.members_from_channel) continue;
    for (const std::string& member : team.members) {
      std::string problem = problem_of(team, "member", member, roster.people);
      if (!problem.empty()) problems.push_back(std::move(problem));
    }
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
