#include <algorithm>

#include "bot/slack/manifest.hpp"
#include "tests/slack/script.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

struct Checked {
  Checked() {
    settings.teams.resize(1);
    config::Team& team = settings.teams[0];
    team.name = TeamId{"vision"};
    team.workspace = WorkspaceId{"acme"};
    team.channel = "#vision";
    team.leads = {"ana@example.com", "@ben"};
    team.members_from_channel = false;
    team.members = {"U1", "@ben"};
    std::string all;
    for (const std::string& scope : scopes(settings)) all += (all.empty() ? "" : ",") + scope;
    script.answer("auth.test", {{"ok", true}, {"user_id", "UHOUSTON"}}, {{"x-oauth-scopes", all}});
    script.answer("apps.connections.open", {{"ok", true}, {"url", "wss://x"}});
    script.answer("users.list",
                  {{"ok", true},
                   {"members",
                    json::array({{{"id", "U1"}, {"name", "ana"}, {"profile", {{"email", "Ana@example.com"}}}},
                                 {{"id", "U2"}, {"name", "Ben"}},
                                 {{"id", "U3"}, {"name", "gone"}, {"deleted", true}},
                                 {{"id", "U4"}, {"name", "robot"}, {"is_bot", true}}})}});
    channel({{"id", "C1"}, {"name", "vision"}, {"is_member", true}});
    script.answer("conversations.members", {{"ok", true}, {"members", json::array()}});
  }
  void channel(const json& channel) {
    script.answers["conversations.list"].clear();
    script.answer("conversations.list", {{"ok", true}, {"channels", json::array({channel})}});
  }
  std::vector<std::string> problems() {
    SlackOptions options = script_options(clock);
    return script.run(probe(std::move(options), settings, script.network(), script.metrics));
  }
  std::string only() {
    const std::vector<std::string> all = problems();
    REQUIRE(all.size() == 1);
    return all[0];
  }

  scheduler::ManualClock clock{Instant{}};
  Script script;
  config::Settings settings;
};

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("All is well") {
  CHECK(Checked().problems().empty());
}

TEST_CASE("Each thing wrong is a sentence with its cure") {
  Checked check;
  SECTION("bot token") {
    check.script.answers["auth.test"].clear();
    check.script.answer("auth.test", {{"ok", false}, {"error", "invalid_auth"}});
    CHECK(has(check.only(), "bot_token"));
  }
  SECTION("app token") {
    check.script.answers["apps.connections.open"].clear();
    check.script.answer("apps.connections.open", {{"ok", false}, {"error", "not_allowed_token_type"}});
    CHECK(has(check.only(), "xapp-"));
  }
  SECTION("scopes") {
    check.script.answers["auth.test"].clear();
    check.script.answer("auth.test", {{"ok", true}}, {{"x-oauth-scopes", "chat:write, users:read"}});
    const std::string problem = check.only();
    CHECK(has(problem, "im:write"));
    CHECK_FALSE(has(problem, "chat:write"));
    CHECK(has(problem, "houston manifest"));
  }
  SECTION("no such channel") {
    check.settings.teams[0].channel = "#visoin";
    CHECK(has(check.only(), "#visoin is not to be found"));
  }
  SECTION("archived") {
    check.channel({{"id", "C1"}, {"name", "vision"}, {"is_member", true}, {"is_archived", true}});
    CHECK(has(check.only(), "archived"));
  }
  SECTION("not in the channel") {
    check.channel({{"id", "C1"}, {"name", "vision"}, {"is_member", false}});
    CHECK(has(check.only(), "/invite @Houston"));
  }
  SECTION("unknown people") {
    check.settings.teams[0].leads = {"nobody@example.com"};
    CHECK(has(check.only(), "the lead nobody@example.com is not in the workspace"));
  }
  SECTION("deactivated and bots") {
    check.settings.teams[0].members = {"@gone", "U4"};
    const std::vector<std::string> problems = check.problems();
    REQUIRE(problems.size() == 2);
    CHECK(has(problems[0], "deactivated"));
    CHECK(has(problems[1], "is a bot"));
  }
  SECTION("people cannot be read") {
    check.script.answers["users.list"].clear();
    check.script.answer("users.list", {{"ok", false}, {"error", "missing_scope"}, {"needed", "users:read"}});
    CHECK(has(check.only(), "users:read"));
  }
}

TEST_CASE("Another workspace's teams are not looked at") {
  Checked check;
  check.settings.teams[0].workspace = WorkspaceId{"other"};
  check.settings.teams[0].channel = "#nowhere";
  CHECK(check.problems().empty());
}

TEST_CASE("The roster for a plan, without a socket") {
  Checked check;
  SlackOptions options = script_options(check.clock);
  const auto roster =
      check.script.run(load_roster(std::move(options), check.script.network(), check.script.metrics));
  REQUIRE(roster.has_value());
  CHECK(roster.value().people.size() == 4);
  CHECK(check.script.of("apps.connections.open").empty());
  check.script.answers["users.list"].clear();
  check.script.answer("users.list", {{"ok", false}, {"error", "invalid_auth"}});
  options = script_options(check.clock);
  const auto failed =
      check.script.run(load_roster(std::move(options), check.script.network(), check.script.metrics));
  REQUIRE(failed.has_error());
  CHECK(has(failed.error().message, "install the app again"));
}

}  // namespace houston::bot::slack
