#include "bot/slack/manifest.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <regex>
#include <set>
#include <sstream>

#include "bot/slack/permissions.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;
using Kind = Permission::Kind;

std::set<std::string> users_of(Kind kind) {
  std::set<std::string> names;
  for (const Permission& permission : permissions()) {
    if (permission.kind == kind) names.emplace(permission.user);
  }
  return names;
}

std::string source(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("Every Web API method in the sources has its scope in the table, and no other stands there") {
  std::set<std::string> called;
  const std::regex quoted(
      "\"((?:auth|apps|users|conversations|chat|views|reactions|files|team|dnd|usergroups)\\.[a-zA-Z.]+)\"");
  for (const auto& entry : std::filesystem::directory_iterator(HOUSTON_SLACK_SOURCES)) {
    const std::string name = entry.path().filename().string();
    if (entry.path().extension() != ".cpp" || name == "permissions.cpp") continue;
    const std::string text = source(entry.path());
    for (std::sregex_iterator it(text.begin(), text.end(), quoted), end; it != end; ++it)
      called.insert((*it)[1]);
  }
  CHECK(called == users_of(Kind::method));
}

TEST_CASE("Every event that is subscribed to is understood") {
  const std::string text = source(std::filesystem::path(HOUSTON_SLACK_SOURCES) / "events.cpp");
  for (const std::string& event : users_of(Kind::event)) {
    INFO(event);
    const std::string type = event.substr(0, event.find('.'));
    CHECK(text.find('"' + type + '"') != std::string::npos);
  }
}

TEST_CASE("Every line of the table says what for") {
  for (const Permission& permission : permissions()) CHECK_FALSE(permission.why.empty());
}

TEST_CASE("The scopes are those of the table, sorted, and e-mail only where it is needed") {
  config::Settings settings;
  settings.teams.resize(1);
  settings.teams[0].leads = {"U1", "@ana"};
  const std::vector<std::string> plain = scopes(settings);
  CHECK(std::is_sorted(plain.begin(), plain.end()));
  CHECK(plain == std::vector<std::string>{"app_mentions:read", "channels:history", "channels:read",
                                          "chat:write", "commands", "groups:history", "groups:read",
                                          "im:history", "im:write", "reactions:read", "reactions:write",
                                          "users:read"});
  settings.teams[0].leads = {"ana@example.com"};
  const std::vector<std::string> with_email = scopes(settings);
  CHECK(std::count(with_email.begin(), with_email.end(), "users:read.email") == 1);
  settings.teams[0].leads.clear();
  settings.teams[0].members = {"ben@example.com"};
  CHECK(scopes(settings) == with_email);
}

TEST_CASE("The manifest is what Slack takes") {
  const json manifest = json::parse(slack::manifest({}));
  CHECK(manifest["settings"]["socket_mode_enabled"] == true);
  CHECK(manifest["settings"]["interactivity"] == json({{"is_enabled", true}}));
  CHECK(manifest["features"]["app_home"]["messages_tab_enabled"] == true);
  CHECK(manifest["features"]["app_home"]["messages_tab_read_only_enabled"] == false);
  CHECK(manifest["oauth_config"]["scopes"]["bot"] == json(scopes({})));
  CHECK(manifest["display_information"]["name"].get<std::string>().size() <= 35);
  CHECK(manifest["display_information"]["description"].get<std::string>().size() <= 140);
  REQUIRE(manifest["features"]["slash_commands"].size() == 1);
  const json& command = manifest["features"]["slash_commands"][0];
  CHECK(command["command"] == "/houston");
  CHECK(command["should_escape"] == true);
  CHECK_FALSE(command.contains("url"));
  CHECK(manifest.dump().find("request_url") == std::string::npos);
  std::vector<std::string> callback_ids;
  for (const json& shortcut : manifest["features"]["shortcuts"]) {
    callback_ids.push_back(shortcut["callback_id"]);
    CHECK((shortcut["type"] == "message" || shortcut["type"] == "global"));
    CHECK(shortcut["name"].get<std::string>().size() <= 24);
    CHECK(shortcut["description"].get<std::string>().size() <= 150);
  }
  CHECK(callback_ids == std::vector<std::string>{"wins.log", "standup.write", "away.open"});
  const json& events = manifest["settings"]["event_subscriptions"]["bot_events"];
  CHECK(events == json(users_of(Kind::event)));
}

}  // namespace houston::bot::slack
