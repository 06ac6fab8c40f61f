// Coffee pairs: drawn by lot, repeated as late as possible, and never those who must not be.
#include <algorithm>
#include <map>
#include <set>

#include "handlers/coffee/matching.hpp"
#include "scheduler/zone.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::test;
using namespace houston::handlers::coffee;

namespace {

std::vector<PersonId> people(int count) {
  std::vector<PersonId> all;
  for (int i = 0; i < count; ++i) all.push_back(PersonId{"U" + std::to_string(100 + i)});
  return all;
}
bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
std::string coffee_settings(const std::string& lines = "") {
  return TestTeam::usual() + "[[team.ritual]]\nkind = \"coffee\"\nname = \"coffee\"\n" + lines;
}
std::vector<storage::Pairs::Pairing> pairings(TestTeam& team) {
  storage::Tables tables(team.database());
  return tables.pairs.pairings(TeamId{"vision"}, RitualId{"coffee"});
}

}  // namespace

TEST_CASE("everybody meets everybody before anybody meets somebody again") {
  for (const int count : {4, 6, 8, 10}) {
    for (std::uint64_t seed = 1; seed <= 3; ++seed) {
      handlers::Random random(seed);
      History history;
      std::set<std::pair<PersonId, PersonId>> met;
      int fresh = 0;
      // A first round of n - 1 without repeats is not always there (by lot one can paint oneself into a
      // corner): but with half of them behind, there is always one more.
      for (int round = 0; round < count / 2; ++round) {
        const Groups groups = match(people(count), history, random);
        REQUIRE(groups.alone.empty());
        for (const auto& group : groups.together) {
          REQUIRE(group.size() == 2);
          fresh += met.insert({group[0], group[1]}).second ? 1 : 0;
        }
        history.rounds.insert(history.rounds.begin(), groups.together);
      }
      INFO(count << " people, seed " << seed);
      CHECK(fresh == count / 2 * (count / 2));
    }
  }
}

TEST_CASE("an odd one out makes a trio, never is never, and many are matched too") {
  handlers::Random random(7);
  for (const int count : {3, 5, 7, 13, 21, 40, 41}) {
    History history;
    history.never = {{people(count)[0], people(count)[1]}};
    std::vector<std::vector<PersonId>> last;
    for (int round = 0; round < 6; ++round) {
      const Groups groups = match(people(count), history, random);
      INFO(count << " people, round " << round);
      std::set<PersonId> seen;
      int trios = 0;
      for (const auto& group : groups.together) {
        trios += group.size() == 3 ? 1 : 0;
        for (const PersonId& one : group) CHECK(seen.insert(one).second);
        CHECK_FALSE((std::count(group.begin(), group.end(), history.never[0].first) > 0 &&
                     std::count(group.begin(), group.end(), history.never[0].second) > 0));
      }
      if (count > 3) {
        CHECK(groups.alone.empty());
        CHECK(trios == count % 2);
        CHECK(seen.size() == static_cast<std::size_t>(count));
      }
      if (count > 6) {
        // Nobody meets the one of last time.
        for (const auto& group : groups.together) {
          if (group.size() == 2) CHECK(std::count(last.begin(), last.end(), group) == 0);
        }
      }
      last = groups.together;
      history.rounds.insert(history.rounds.begin(), groups.together);
    }
  }
}

TEST_CASE("who cannot be paired is left over rather than paired with somebody they must not meet") {
  handlers::Random random(1);
  History history;
  const auto two = people(2);
  history.never = {{two[0], two[1]}};
  CHECK(match(two, history, random).alone.size() == 2);
  CHECK(match({}, history, random).together.empty());
  CHECK(match({two[0]}, history, random).alone.size() == 1);
}

TEST_CASE("those who joined are paired every two weeks, told when, asked afterwards") {
  TestTeam team("2026-11-20 07:00", TestTeam::Settings{coffee_settings(), ""});
  for (const char* name : {"ana", "bo", "cy", "di", "eva"}) team.member(name);
  team.start();
  CHECK(has(team.command("ana", "coffee join"), "You are in (vision/coffee)"));
  CHECK(has(team.command("ana", "coffee join"), "already"));
  for (const char* name : {"bo", "cy", "di"}) team.command(name, "coffee join");
  CHECK(has(team.command("ana", "coffee never @bo"), "Nobody is told"));
  CHECK(has(team.command("ana", "coffee"), "Never with bo"));
  CHECK_FALSE(has(team.command("bo", "coffee"), "ana"));
  // Nothing of it is kept in what was said.
  for (const auto& dm : team.dms("ana")) CHECK_FALSE(has(team.text(dm.message), "bo"));
  team.take_dms("ana");
  team.until("2026-12-20 20:00");
  const auto met = pairings(team);
  CHECK(met.size() == 4);  // Two rounds of two pairs: Eva is not in.
  for (const auto& one : met) {
    CHECK(one.people != std::vector<PersonId>{PersonId{"Uana"}, PersonId{"Ubo"}});
    CHECK(std::count(one.people.begin(), one.people.end(), PersonId{"Ueva"}) == 0);
  }
  CHECK(met[0].people != met[2].people);
  int asked = 0;
  int paired = 0;
  for (const std::string& text : team.take_dms("ana")) {
    asked += has(text, "happen?") ? 1 : 0;
    paired += has(text, "paired for a coffee") ? 1 : 0;
  }
  CHECK(asked == 2);
  CHECK(paired == 2);
  CHECK(has(team.command("ana", "coffee yes"), "Good"));
  CHECK(has(team.command("ana", "coffee leave"), "You are out"));
  CHECK(has(team.command("ana", "coffee again @bo"), "again"));
  team.until("2027-01-10 20:00");
  // Three are left: a trio.
  CHECK(pairings(team).front().people.size() == 3);
}

TEST_CASE(
    "a coffee moves when one of them is away, and a round on a holiday is drawn the working day after") {
  TestTeam team("2026-11-20 07:00", TestTeam::Settings{coffee_settings("cadence = \"weekly\"\n"), ""});
  for (const char* name : {"ana", "bo"}) team.member(name);
  team.start();
  team.command("ana", "coffee join");
  team.command("bo", "coffee join");
  team.until("2026-11-23 10:01");
  storage::Tables tables(team.database());
  const auto pair = tables.pairs.all().at(0);
  const auto meeting = tables.pairs.planned(pair.id).at(0);
  const LocalDate day = scheduler::local_date(meeting.starts, "Europe/Warsaw");
  team.take_dms("bo");
  team.command("ana", "away " + scheduler::iso_date(day));
  const auto now = tables.pairs.planned(pair.id).at(0);
  CHECK(scheduler::local_date(now.starts, "Europe/Warsaw") > day);
  CHECK(now.sequence == 1);
  CHECK(has(team.take_dms("bo").at(0), "moves to"));
}

TEST_CASE("a coffee is put into the hours that each of them gave") {
  TestTeam team("2026-11-20 07:00", TestTeam::Settings{coffee_settings("cadence = \"weekly\"\n"), ""});
  for (const char* name : {"ana", "bo"}) team.member(name);
  team.start();
  for (const char* name : {"ana", "bo"}) team.command(name, "coffee join");
  const auto at = [&] {
    storage::Tables tables(team.database());
    const auto pair = tables.pairs.all().at(0);
    const auto starts = tables.pairs.planned(pair.id).at(0).starts;
    return scheduler::to_local(starts, "Europe/Warsaw").time.minutes;
  };
  SECTION("later than others") {
    team.command("ana", "quiet 13:00-21:00");
    team.until("2026-11-23 13:01");
    CHECK(at() >= 13 * 60);
    CHECK(at() < 17 * 60);
  }
  SECTION("both at other times than people usually work") {
    team.command("ana", "quiet 18:00-22:00");
    team.command("bo", "quiet 19:00-02:00");
    team.until("2026-11-23 19:01");
    CHECK(at() >= 19 * 60);
    CHECK(at() <= 22 * 60 - 15);
  }
  SECTION("who lets Houston speak at any time works as others do") {
    team.command("ana", "quiet off");
    team.until("2026-11-23 10:01");
    CHECK(at() >= 9 * 60);
    CHECK(at() < 17 * 60);
  }
}
