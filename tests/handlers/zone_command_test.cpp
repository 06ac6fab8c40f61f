// The zone that people tell Houston where the platform tells none.
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

namespace {

using namespace houston;
using houston::test::TestTeam;

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// A team in Warsaw; nobody knows where Bo is.
void begin(TestTeam& team) {
  team.member("Ana");
  team.member("Bo", "");
  team.start();
  team.take_dms("Bo");
}

}  // namespace

TEST_CASE("Who has no zone in their profile says it, and is asked by that clock") {
  TestTeam team("2026-11-24 07:00");
  begin(team);
  CHECK(has(team.command("Bo", "zone"), "your team's clock: Europe/Warsaw"));
  CHECK(has(team.command("Bo", "zone america/new_york"),
            "Noted: from now on I ask you by the clock of America/New_York."));
  team.until("2026-11-24 14:00");
  CHECK(team.take_dms("Bo").empty());
  team.until("2026-11-24 15:31");  // 09:31 in New York
  CHECK(team.take_dms("Bo").size() == 1);
  CHECK(has(team.command("Bo", "zone"), "You live by the clock of America/New_York"));
  // The platform tells people again and again, and still knows no zone.
  team.moves("Bo", "");
  team.restart();
  CHECK(has(team.command("Bo", "zone"), "America/New_York"));
  CHECK(has(team.command("Bo", "zone forget"),
            "Taken back: from now on I ask you by your team's clock, Europe/Warsaw."));
  team.until("2026-11-25 09:29");
  team.take_dms("Bo");  // yesterday's reminder
  team.until("2026-11-25 09:31");
  CHECK(team.take_dms("Bo").size() == 1);
}

TEST_CASE("The profile's zone comes first") {
  TestTeam team("2026-11-24 07:00");
  begin(team);
  team.command("Bo", "zone Asia/Kolkata");
  team.moves("Bo", "America/New_York");
  CHECK(
      has(team.command("Bo", "zone Asia/Kolkata"), "Your profile says America/New_York, and I go by that."));
  team.until("2026-11-24 15:31");
  CHECK(team.take_dms("Bo").size() == 1);
  team.moves("Bo", "");
  CHECK(has(team.command("Bo", "zone"), "You live by the clock of Asia/Kolkata"));
}

TEST_CASE("A zone is found by its place, and what is none gets a suggestion") {
  TestTeam team("2026-11-24 07:00");
  begin(team);
  CHECK(has(team.command("Bo", "zone Europe/Warsw"), "I know no time zone Europe/Warsw. Did you mean"));
  CHECK(has(team.command("Bo", "zone Europe/Warsw"), "zone Europe/Warsaw?"));
  CHECK(has(team.command("Bo", "zone on the moon"), "as in"));
  CHECK(has(team.command("Bo", "zone Louisville"), "There is more than one time zone Louisville."));
  CHECK(has(team.command("Bo", "zone new york"), "the clock of America/New_York"));
}
