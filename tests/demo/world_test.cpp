#include "bot/demo/world.hpp"

#include <filesystem>

#include "bot/demo/script.hpp"
#include "scheduler/holidays.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::demo;

namespace {

Surroundings in_slack() {
  return {R"(platform  = "slack"
bot_token = "env:A"
app_token = "env:B"
api_url   = "https://127.0.0.1:1234/api/"
ca_file   = "ca.pem"
)",
          "PEM"};
}

Surroundings on_matrix() {
  return {R"(platform     = "matrix"
homeserver   = "http://127.0.0.1:1234"
access_token = "env:A"
)",
          "", ":localhost"};
}

}  // namespace

TEST_CASE("the demo's settings are right, and say what the script relies on") {
  auto world = World::make();
  REQUIRE(world.has_value());
  const bool matrix = GENERATE(false, true);
  const auto settings = world->settings(matrix ? on_matrix() : in_slack());
  REQUIRE(settings.has_value());
  REQUIRE(settings->teams.size() == 1);
  const config::Team& team = settings->teams.front();
  REQUIRE(team.standups.size() == 1);
  const config::Standup& standup = team.standups.front();
  CHECK(standup.schedule.at == kPromptAt);
  CHECK(standup.remind == std::vector<Duration>{kRemindAfter});
  CHECK(standup.close == kCloseAfter);
  CHECK(standup.questions == questions());
  const config::Workspace& workspace = settings->workspaces.front();
  if (matrix) {
    CHECK(workspace.platform == "matrix");
    CHECK(team.channel == "#vision:localhost");
    CHECK(team.leads == std::vector<std::string>{"@ana:localhost"});
  } else {
    CHECK(workspace.api_url == "https://127.0.0.1:1234/api/");
    CHECK(workspace.ca_file == world->folder() / "ca.pem");
    CHECK(team.channel == "#vision");
  }
  CHECK(settings->database == "sqlite:" + (world->folder() / "demo.db").string());

  const auto days_off = scheduler::Holidays::load(team.holidays);
  REQUIRE(days_off.has_value());
  using namespace std::chrono;
  CHECK(days_off->on(2026y / November / 11) == "Independence Day");
  CHECK(days_off->on(2027y / January / 1) == "New Year's Day");
  CHECK_FALSE(days_off->on(2026y / November / 12).has_value());
}

TEST_CASE("nothing is left of the demo's folder") {
  std::filesystem::path folder;
  {
    auto world = World::make();
    REQUIRE(world.has_value());
    folder = world->folder();
    REQUIRE(world->settings(in_slack()).has_value());
    CHECK(std::filesystem::exists(folder / "ca.pem"));
  }
  CHECK_FALSE(std::filesystem::exists(folder));
}
