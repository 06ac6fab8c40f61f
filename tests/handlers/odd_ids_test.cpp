// Matrix ids may hold what Houston's own names of things are put together with.
#include <algorithm>

#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::test;

namespace {

int count(const std::vector<std::string>& texts, const std::string& part) {
  return static_cast<int>(std::count_if(texts.begin(), texts.end(), [&](const std::string& one) {
    return one.find(part) != std::string::npos;
  }));
}

}  // namespace

TEST_CASE("who has a '/' in their id is asked, reminded, paired and asked afterwards as everybody else") {
  TestTeam team(
      "2026-11-20 07:00",
      TestTeam::Settings{TestTeam::usual() + "[[team.ritual]]\nkind = \"coffee\"\nname = \"coffee\"\n", ""});
  const std::vector<std::string> names{"ana/a:x", "bo/b/1:x", "cy%2Fc:x", "di/:x"};
  for (const std::string& name : names) team.member(name);
  team.start();
  for (const std::string& name : names) team.command(name, "coffee join");
  team.until("2026-11-20 20:00");
  for (const std::string& name : names) {
    const auto heard = team.take_dms(name);
    INFO(name);
    CHECK(count(heard, "standup") >= 2);
    CHECK(count(heard, "friendly reminder") == 1);
  }
  team.until("2026-12-20 20:00");
  storage::Tables tables(team.database());
  const auto met = tables.pairs.pairings(TeamId{"vision"}, RitualId{"coffee"});
  CHECK(met.size() == 4);
  for (const auto& one : met) {
    CHECK(one.people.size() == 2);
    for (const PersonId& person : one.people)
      CHECK(std::count(names.begin(), names.end(), person.value.substr(1)) == 1);
  }
  for (const std::string& name : names) {
    const auto heard = team.take_dms(name);
    INFO(name);
    CHECK(count(heard, "paired for a coffee") == 2);
    CHECK(count(heard, "happen?") == 2);
  }
}
