// What the platform can do, and what Houston does where it cannot.
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace houston;
using houston::test::TestTeam;

void members(TestTeam& team) {
  team.member("Ana");
  team.member("Bo");
}

}  // namespace

TEST_CASE("Where nothing can be whispered in a room, the answer comes in the direct messages") {
  TestTeam team("2026-11-24 08:00");
  members(team);
  team.whispers = false;
  team.start();
  team.take_dms("Bo");
  CHECK(team.command("Bo", "status", "C1") == "");
  const auto said = team.take_dms("Bo");
  REQUIRE(said.size() == 1);
  CHECK(said[0].find("vision/daily") != std::string::npos);
  CHECK(team.mention("Bo", "status") == "");
  CHECK(team.take_dms("Bo").size() == 1);
  // Nobody else reads it.
  CHECK(team.take_dms("Ana").empty());
  CHECK(team.channel() == "");
}

TEST_CASE("Where an answer can be whispered, it is written down nowhere") {
  TestTeam team("2026-11-24 08:00");
  members(team);
  team.start();
  CHECK(team.command("Bo", "status", "C1").find("vision/daily") != std::string::npos);
  CHECK(team.take_dms("Bo").empty());
}

TEST_CASE("A button that was pressed by typing is an answer while a question is open") {
  TestTeam team("2026-11-24 08:00");
  members(team);
  team.start();
  const auto press = [&](const std::string& text) {
    chat::Event event = team.event("Bo");
    chat::Said said{RoomId{"DBo"}, "typed " + text, {}, chat::plain(text), true, false};
    chat::Clicked clicked{"away.back", "", RoomId{"DBo"}, "m0", said};
    event.what = clicked;
    team.run(std::move(event));
  };
  team.take_dms("Bo");
  press("1");
  CHECK(team.take_dms("Bo").empty());  // Answered at once, as a click is.
  team.types("Bo", "standup");
  REQUIRE(team.take_dms("Bo").size() == 1);
  press("1");
  const auto said = team.take_dms("Bo");
  REQUIRE(said.size() == 1);
  CHECK(said[0].find("2 of 3") != std::string::npos);
}

TEST_CASE("Where there is no home tab, \"home\" shows the same") {
  TestTeam team("2026-11-24 08:00");
  members(team);
  team.whispers = false;
  team.modals = false;
  team.start();
  team.take_dms("Bo");
  team.types("Bo", "home");
  auto said = team.take_dms("Bo");
  REQUIRE(said.size() == 1);
  CHECK(said[0].find("Your settings") != std::string::npos);
  CHECK(team.command("Bo", "home", "C1") == "");
  const auto again = team.take_dms("Bo");
  REQUIRE(again.size() == 1);
  CHECK(again[0] == said[0]);
  // A tab that was opened shows the same.
  team.opens_home("Bo");
  CHECK(team.home("Bo") == said[0]);
}
