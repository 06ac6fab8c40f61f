#include "bot/slack/manifest.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <set>

#include "bot/slack/permissions.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::ordered_json;

bool is_email(const std::string& who) {
  const std::size_t at = who.find('@');
  return at != std::string::npos && at > 0;
}

bool names_people_by_email(const config::Settings& settings) {
  const auto any = [](const std::vector<std::string>& people) {
    return std::any_of(people.begin(), people.end(), is_email);
  };
  return std::any_of(settings.teams.begin(), settings.teams.end(), [&](const config::Team& team) {
    return any(team.leads) || any(team.members) || std::any_of(team.same.begin(), team.same.end(), any);
  });
}

std::vector<std::string> events() {
  std::set<std::string> names;
  for (const Permission& permission : permissions()) {
    if (permission.kind == Permission::Kind::event) names.emplace(permission.user);
  }
  return {names.begin(), names.end()};
}

/// What stands in Slack's menus: on a message, and beside the text field. The callback_ids are the handlers'
/// own.
ordered_json shortcuts() {
  const auto shortcut = [](const char* type, const char* name, const char* callback_id,
                           const char* description) {
    return ordered_json{
        {"name", name}, {"type", type}, {"callback_id", callback_id}, {"description", description}};
  };
  return ordered_json::array(
      {shortcut("message", "Log as a win", "wins.log", "Puts this message into your team's wins"),
       shortcut("global", "Write my standup", "standup.write", "Answers the standup, also ahead of time"),
       shortcut("global", "I am away", "away.open", "Houston neither asks nor counts you on these days")});
}

}  // namespace

std::vector<std::string> scopes(const config::Settings& settings) {
  std::set<std::string> names;
  for (const Permission& permission : permissions()) {
    if (!permission.scope.empty()) names.emplace(permission.scope);
  }
  if (names_people_by_email(settings)) names.emplace(email_scope);
  return {names.begin(), names.end()};
}

std::string manifest(const config::Settings& settings) {
  const ordered_json value = {
      {"_metadata", {{"major_version", 2}, {"minor_version", 1}}},
      {"display_information",
       {{"name", "Houston"},
        {"description", "Looks after your team's rituals: standups, reminders, summaries"},
        {"background_color", "#1d3557"}}},
      {"features",
       {{"app_home",
         {{"home_tab_enabled", true},
          {"messages_tab_enabled", true},
          {"messages_tab_read_only_enabled", false}}},
        {"bot_user", {{"display_name", "houston"}, {"always_online", true}}},
        {"shortcuts", shortcuts()},
        {"slash_commands",
         ordered_json::array(
             {{{"command", "/houston"},
               {"description", "Your team's rituals"},
               {"usage_hint",
                "standup | win WHAT | kudos @WHO for WHAT | wins | milestone list | status | help"},
               {"should_escape", true}}})}}},
      {"oauth_config", {{"scopes", {{"bot", scopes(settings)}}}}},
      {"settings",
       {{"event_subscriptions", {{"bot_events", events()}}},
        {"interactivity", {{"is_enabled", true}}},
        {"org_deploy_enabled", false},
        {"socket_mode_enabled", true},
        {"token_rotation_enabled", false}}}};
  return value.dump(2) + "\n";
}

}  // namespace houston::bot::slack
