// The same days on PostgreSQL as on SQLite: what people see must not depend on the engine.
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/database.hpp"

using namespace houston;
using houston::test::TestTeam;

namespace {

/// Three days with answers by form and by typing, an edit, a deletion, an absence, a late answer, a pause, an
/// outage and a flight; returns all that was seen.
std::string three_days(TestTeam& team) {
  team.member("Ana", "Europe/Warsaw");
  team.member("Bo", "Asia/Tokyo");
  team.member("Cy", "America/New_York");
  team.start();
  team.command("Ana", "standup");
  team.answers("Ana", "2026-11-24", {"ahead", "plan", "no"});
  team.until("2026-11-24 02:00");
  team.types("Bo", "one");
  const auto first = team.last_typed;
  team.types("Bo", "two");
  const auto second = team.last_typed;
  team.types("Bo", "a blocker");
  team.edits("Bo", first, "one, edited");
  team.deletes("Bo", second);
  team.until("2026-11-25 00:00");
  std::string seen = team.answers("Cy", "2026-11-24", {"late", "", ""});
  team.command("Bo", "away tomorrow");
  team.command("Ana", "pause daily");
  team.until("2026-11-25 12:00");
  team.command("Ana", "resume daily");
  team.moves("Cy", "Europe/London");
  team.down_until("2026-11-26 11:00");
  team.until("2026-11-26 20:00");
  for (const char* name : {"Ana", "Bo", "Cy"}) {
    for (const std::string& text : team.take_dms(name)) seen += std::string(name) + ": " + text + "\n";
    seen += team.command(name, "why") + "\n" + team.command(name, "plan") + "\n";
  }
  return seen + team.channel();
}

}  // namespace

TEST_CASE("the same days on both engines") {
  HOUSTON_NEED(storage::Engine::postgresql);
  test::FreshDatabase fresh(storage::Engine::postgresql);
  TestTeam postgresql("2026-11-23 18:00", TestTeam::Settings{TestTeam::usual(), fresh.url()});
  TestTeam sqlite("2026-11-23 18:00");
  const std::string expected = three_days(sqlite);
  CHECK(expected.find("    Bo\n    What did you get done?\n    one, edited\n") != std::string::npos);
  CHECK(expected.find("Cy · late") != std::string::npos);
  CHECK(three_days(postgresql) == expected);
}
