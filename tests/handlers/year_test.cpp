// Dates of another year say which, wherever people read them.
#include <algorithm>

#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"
#include "tests/handlers/log_team.hpp"

using namespace houston;
using houston::test::has;
using houston::test::LogTeam;
using houston::test::TestTeam;

namespace {

LocalDate date(const char* iso) {
  return *scheduler::parse_iso_date(iso);
}

}  // namespace

TEST_CASE("a day is written with its year where that is not today's") {
  CHECK(handlers::words::day(date("2026-12-31"), date("2026-01-01")) == "Thu 31 Dec");
  CHECK(handlers::words::day(date("2027-01-01"), date("2026-12-31")) == "Fri 1 Jan 2027");
  CHECK(handlers::words::day(date("2025-12-31"), date("2026-01-01")) == "Wed 31 Dec 2025");
}

TEST_CASE("what people hear at the end of a year of the days to come in the next") {
  LogTeam team("2026-12-30 10:00");
  CHECK(has(team.command("Bo", "plan"), "Thu 31 Dec, 09:30 CET vision/daily"));
  CHECK(has(team.command("Bo", "plan"), "Fri 1 Jan 2027, 09:30 CET vision/daily"));
  CHECK(has(team.command("Bo", "away until 2027-01-05"),
            "you are away Wed 30 Dec to Mon 4 Jan 2027, back on "
            "Tue 5 Jan 2027."));
  CHECK(has(team.command("Bo", "why"), "Next I ask you on Tue 5 Jan 2027 at 09:30"));
  CHECK(has(team.command("Bo", "status"), "Next: Tue 5 Jan 2027, 09:30."));
  CHECK(has(team.command("Ana", "skip daily 2027-01-04"), "not held on Mon 4 Jan 2027."));
  CHECK(has(team.command("Ana", "skip digest 2027-01-08"), "not posted on Fri 8 Jan 2027."));
  CHECK(has(team.command("Ana", "away until 2026-12-01"), "is not after Wed 30 Dec"));
  CHECK(has(team.command("Ana", "milestone add \"Model\" by 2027-02-01"), "Mon 1 Feb 2027"));
}

TEST_CASE("what people hear at the beginning of a year of the days behind") {
  LogTeam team("2026-12-30 10:00");
  team.command("Bo", "win shipped it");
  team.until("2027-01-04 12:00");
  CHECK(has(team.command("Ana", "wins"), "Wed 30 Dec 2026"));
  team.opens_home("Bo");
  CHECK(has(team.home("Bo"), "Wed 30 Dec 2026"));
  team.command("Eva", "win the data");
  CHECK(has(team.command("Ana", "run digest"), "Posted: vision/wins, with all since Fri 1 Jan."));
  const auto posts = team.channel_posts();
  CHECK(std::any_of(posts.begin(), posts.end(), [&](const houston::test::Posted& post) {
    return has(team.text(post.message), "Our wins, Fri 25 Dec 2026 to Fri 1 Jan");
  }));
}

TEST_CASE("a standup that spans the turn of the year is named by its day") {
  TestTeam team("2026-12-31 09:00");
  team.member("Ana");
  team.member("Bo", "America/New_York");
  team.start();
  team.until("2026-12-31 15:40");
  team.answers("Ana", "2026-12-31", {"a", "b", "c"});
  CHECK(has(team.channel(), "Standup · Thu 31 Dec"));
  CHECK_FALSE(has(team.channel(), "31 Dec 2026"));
  team.until("2027-01-01 00:30");
  team.answers("Bo", "2026-12-31", {"late", "b", "c"});
  INFO(team.channel());
  CHECK(has(team.channel(), "Standup · Thu 31 Dec 2026"));
}
