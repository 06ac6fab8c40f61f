// The digest: what the channel reads at the end of the week.
#include <algorithm>

#include "handlers/plan.hpp"
#include "scheduler/zone.hpp"
#include "tests/handlers/days_off.hpp"
#include "tests/handlers/log_team.hpp"

using namespace houston;
using houston::test::has;
using houston::test::LogTeam;

namespace {

std::vector<std::string> digests(const LogTeam& team) {
  std::vector<std::string> found;
  for (const auto& post : team.channel_posts()) {
    std::string text = team.text(post.message);
    if (text.starts_with("Our wins, ")) found.push_back(std::move(text));
  }
  return found;
}

}  // namespace

TEST_CASE("leads pause, resume and skip the digest as they do other rituals") {
  LogTeam team;
  team.command("Bo", "win shipped it");
  CHECK(has(team.command("Bo", "pause digest"), "Ana"));
  CHECK(has(team.command("Ana", "pause digest"), "vision/wins"));
  CHECK(has(team.command("Ana", "pause wins"), "vision/wins"));  // Paused already.
  team.until("2026-11-27 17:00");
  CHECK_FALSE(has(team.channel(), "shipped it"));
  CHECK(has(team.command("Ana", "resume vision/wins"), "Fri 4 Dec"));
  CHECK(has(team.command("Ana", "resume digest"), "not paused"));
  CHECK(has(team.command("Ana", "skip digest 2026-12-03"), "vision/wins"));
  CHECK(has(team.command("Ana", "skip digest 2026-12-04"), "Fri 4 Dec"));
  team.until("2026-12-04 17:00");
  CHECK_FALSE(has(team.channel(), "shipped it"));
  team.until("2026-12-11 16:00");
  CHECK(has(team.channel(), "shipped it"));
}

TEST_CASE("a lead has the digest posted now, and hears what happens with the planned one") {
  LogTeam team("2026-11-23 08:00");
  team.until("2026-11-24 10:00");
  team.command("Bo", "win shipped it");
  CHECK(has(team.command("Bo", "run digest"), "is for team leads: ask Ana"));
  team.until("2026-11-24 10:05");
  SECTION("on another day the planned one comes all the same, with what came after") {
    const std::string answer = team.command("Ana", "run digest");
    CHECK(has(answer,
              "Posted: vision/wins, with all since Tue 17 Nov. The next one comes on Fri 27 Nov, 16:00."));
    REQUIRE(digests(team).size() == 1);
    CHECK(has(digests(team)[0], "shipped it"));
    CHECK(has(team.command("Ana", "run wins"), "has been posted already. The next one comes on Fri 27 Nov"));
    team.until("2026-11-24 11:00");
    team.command("Bo", "win after it");
    team.until("2026-11-27 17:00");
    REQUIRE(digests(team).size() == 2);
    CHECK(has(digests(team)[1], "after it"));
    CHECK_FALSE(has(digests(team)[1], "shipped it"));
  }
  SECTION("on its own day it takes the place of the planned one") {
    team.until("2026-11-27 11:00");
    const std::string answer = team.command("Ana", "run vision/digest");
    CHECK(
        has(answer,
            "It takes the place of the one planned for Fri 27 Nov, 16:00. The next one comes on Fri 4 Dec"));
    team.until("2026-11-27 18:00");
    CHECK(digests(team).size() == 1);
    team.until("2026-12-04 16:00");
    CHECK(digests(team).size() == 2);
  }
  SECTION("not while it is held back; after that it is") {
    team.command("Ana", "pause digest");
    CHECK(has(team.command("Ana", "run digest"),
              "vision/wins is paused by Ana. Say resume vision/wins first."));
    team.until("2026-11-27 17:00");
    team.command("Ana", "resume digest");
    CHECK(has(team.command("Ana", "run digest"), "Posted: vision/wins"));
    REQUIRE(digests(team).size() == 1);
    CHECK(has(digests(team)[0], "shipped it"));
    team.command("Ana", "skip digest 2026-12-04");
    team.until("2026-12-04 09:00");
    CHECK(has(team.command("Ana", "run digest"), "was skipped by Ana"));
  }
  SECTION("after a restart it is not posted twice") {
    team.command("Ana", "run digest");
    team.restart();
    CHECK(has(team.command("Ana", "run digest"), "has been posted already"));
    CHECK(digests(team).size() == 1);
  }
}

TEST_CASE("a digest that a lead wants is not posted on a holiday, nor empty where the settings say so") {
  LogTeam skipping("2026-11-23 08:00", "quiet = \"skip\"\n");
  CHECK(has(skipping.command("Ana", "run digest"), "Nothing was put down since Mon 16 Nov"));
  CHECK(digests(skipping).empty());
  const houston::test::DaysOff off({"2026-11-26"});
  LogTeam team("2026-11-26 08:00", "", off.setting());
  CHECK(
      has(team.command("Ana", "run digest"), "Today is a holiday (Day off), so vision/wins is not posted."));
  CHECK(digests(team).empty());
}

TEST_CASE("plan, why and status know the digest") {
  const houston::test::DaysOff off({"2026-12-04"});
  LogTeam team("2026-11-23 08:00", "", off.setting());
  team.until("2026-11-24 10:00");
  team.command("Bo", "win shipped it");
  team.command("Bo", "kudos @ana for the review");
  SECTION("what is to come, on the reader's clock") {
    CHECK(has(team.command("Bo", "plan"), "Fri 27 Nov, 16:00 CET vision/wins (in #vision)"));
    CHECK(has(team.command("Bo", "plan"),
              "Thu 3 Dec, 16:00 CET vision/wins (in #vision; before Fri 4 Dec, a holiday: Day off)"));
    CHECK(has(team.command("Eva", "plan"), "Fri 27 Nov, 10:00 EST vision/wins"));
    const std::string why = team.command("Bo", "why");
    CHECK(has(why, "I have posted no digest yet."));
    CHECK(has(why, "The next one comes in #vision on Fri 27 Nov, 16:00 (Europe/Warsaw)."));
    const std::string status = team.command("Eva", "status");
    CHECK(has(status, "vision/wins\nSo far: 1 win and 1 thanks.\nNext: Fri 27 Nov, 10:00."));
  }
  SECTION("held back") {
    team.command("Ana", "pause digest");
    CHECK(has(team.command("Bo", "plan"), "Fri 27 Nov, 16:00 CET vision/wins: not posted (paused by Ana)"));
    CHECK(has(team.command("Bo", "why"), "None comes on Fri 27 Nov, 16:00: paused by Ana."));
    CHECK(has(team.command("Bo", "status"), "Paused by Ana."));
    team.until("2026-11-27 17:00");
    team.command("Ana", "resume digest");
    CHECK(has(team.command("Bo", "why"),
              "The digest that was due on Fri 27 Nov, 16:00 did not come: it was paused, or I did not know "
              "the channel."));
    CHECK(has(team.command("Bo", "why"),
              "on Thu 3 Dec, 16:00 (Europe/Warsaw): before Fri 4 Dec, a holiday: Day off."));
  }
  SECTION("skipped") {
    team.command("Ana", "skip digest friday");
    CHECK(has(team.command("Bo", "plan"), "vision/wins: not posted (skipped by Ana)"));
    CHECK(has(team.command("Bo", "why"), "None comes on Fri 27 Nov, 16:00: skipped by Ana."));
    team.until("2026-11-27 17:00");
    CHECK(has(team.command("Bo", "why"), "was due on Fri 27 Nov, 16:00 did not come: skipped by Ana."));
  }
  SECTION("posted before its time") {
    team.until("2026-11-27 11:00");
    team.command("Ana", "run digest");
    CHECK(has(team.command("Bo", "plan"), "vision/wins: not posted (posted already, Fri 27 Nov, 11:00)"));
    CHECK(has(team.command("Bo", "why"), "The last digest came on Fri 27 Nov, 11:00."));
    CHECK(has(team.command("Bo", "status"), "Since Fri 27 Nov, 11:00: nothing put down yet."));
  }
  SECTION("late") {
    team.down_until("2026-11-30 08:00");
    CHECK(has(
        team.command("Bo", "why"),
        "The last digest came on Mon 30 Nov, 08:00, late: it was due on Fri 27 Nov, 16:00, when I was not "
        "running."));
  }
  SECTION("for the whole of Houston, a row a digest") {
    storage::Tables tables(team.database());
    for (storage::Tables* known : {&tables, static_cast<storage::Tables*>(nullptr)}) {
      const auto rows = handlers::plan(team.settings(), known, {*scheduler::parse_iso_date("2026-11-27"), 1});
      REQUIRE(rows.has_value());
      const auto digest = std::find_if(rows->begin(), rows->end(),
                                       [](const auto& row) { return row.ritual.value == "wins"; });
      REQUIRE(digest != rows->end());
      CHECK(digest->name == "#vision");
      CHECK(digest->person.value.empty());
      CHECK(digest->local == "2026-11-27 16:00 CET");
      CHECK(digest->note.empty());
    }
  }
}

TEST_CASE("a week as the channel reads it") {
  LogTeam team("2026-11-23 08:00");
  team.until("2026-11-24 10:00");
  team.command("Eva", "win clean data");
  team.command("Bo", "win a steeper curve");
  team.command("Eva", "win cleaner data");
  team.command("Ana", "win withdrawn");
  team.command("Ana", "win withdraw 4");
  team.command("Ana", "kudos @bo for the review");
  team.command("Bo", "kudos team for patience");
  team.command("Bo", "celebrate first green run");
  team.command("Ana", "milestone add \"Data is in\" by 2026-11-26 owner @eva");
  team.command("Ana", "milestone add \"Model converges\" by 2026-12-04 owner @bo");
  team.command("Ana", "milestone add \"Far away\" by 2027-02-01");
  team.command("Eva", "milestone reached 1 with me");
  team.until("2026-11-27 15:59");
  CHECK(digests(team).empty());
  team.until("2026-11-27 16:00");
  REQUIRE(digests(team).size() == 1);
  CHECK(digests(team)[0] ==
        "Our wins, Fri 20 Nov to Fri 27 Nov\n"
        "🏆 Bo\n• a steeper curve\n"
        "🏆 Eva\n• clean data\n• cleaner data\n"
        "🙏 Thanks\n• Ana thanks Bo: the review\n• Bo thanks the whole team: patience\n"
        "🎉 Celebrated\n• first green run\n"
        "🏁 Milestones reached\n• Data is in, thanks to Eva\n"
        "Coming up\n• 2. Model converges: Fri 4 Dec, in 7 days, Bo");
}

TEST_CASE("every stretch is told once, whatever happens in between") {
  LogTeam team("2026-11-23 08:00");
  team.until("2026-11-27 15:00");
  team.command("Bo", "win before the first");
  team.until("2026-11-27 16:30");
  team.command("Bo", "win between");
  team.restart();
  team.until("2026-12-04 16:00");
  REQUIRE(digests(team).size() == 2);
  CHECK(has(digests(team)[0], "before the first"));
  CHECK_FALSE(has(digests(team)[0], "between"));
  CHECK(has(digests(team)[1], "between"));
  CHECK_FALSE(has(digests(team)[1], "before the first"));
  // The machine's clock is set back over it: it is not told again.
  team.clock_jumps_to("2026-12-04 15:00");
  team.until("2026-12-04 18:00");
  CHECK(digests(team).size() == 2);
}

TEST_CASE("a quiet week is worded kindly, or passed over") {
  LogTeam team("2026-11-23 08:00");
  team.until("2026-11-27 16:00");
  REQUIRE(digests(team).size() == 1);
  CHECK(has(digests(team)[0], "A quiet stretch: nothing was put down, and that is fine."));
  LogTeam skipping("2026-11-23 08:00", "quiet = \"skip\"\n");
  skipping.until("2026-11-27 17:00");
  CHECK(digests(skipping).empty());
  skipping.command("Bo", "win something");
  skipping.until("2026-12-04 16:00");
  REQUIRE(digests(skipping).size() == 1);
  CHECK(has(digests(skipping)[0], "Our wins, Fri 27 Nov to Fri 4 Dec"));
}

TEST_CASE("the digest comes on the team's days and time, on a holiday the working day before") {
  const houston::test::DaysOff off({"2026-11-26"});
  LogTeam team("2026-11-23 08:00", "days = \"thu\"\nat = \"10:00\"\n", off.setting());
  team.until("2026-11-25 10:00");
  CHECK(digests(team).size() == 1);
  team.until("2026-12-02 23:00");
  CHECK(digests(team).size() == 1);
  team.until("2026-12-03 10:00");
  CHECK(digests(team).size() == 2);
}

TEST_CASE("a digest that fell due while Houston was down comes once, and says that it is late") {
  LogTeam team("2026-11-23 08:00");
  team.command("Bo", "win something");
  team.down_until("2026-11-30 08:00");
  REQUIRE(digests(team).size() == 1);
  CHECK(has(digests(team)[0], "something"));
  CHECK(has(digests(team)[0], "This comes late"));
  team.until("2026-12-04 16:00");
  CHECK(digests(team).size() == 2);
  CHECK_FALSE(has(digests(team)[1], "This comes late"));
}

TEST_CASE("what stood in the way for long and is gone is told, the longest first") {
  LogTeam team("2026-11-16 08:00");
  const auto day = [&](const std::string& date, const std::string& bo, const std::string& ana) {
    team.until(date + " 09:30");
    team.answers("Bo", date, {"a", "b", bo});
    team.answers("Ana", date, {"a", "b", ana});
  };
  day("2026-11-17", "no GPUs", "none");
  day("2026-11-18", "still no GPUs", "the build");
  day("2026-11-19", "still no GPUs", "no");  // A day is every day's business.
  day("2026-11-20", "still no GPUs", "access to the data");
  day("2026-11-23", "nothing", "access to the data");
  day("2026-11-24", "none", "-");
  day("2026-11-25", "coffee", "-");
  team.until("2026-11-27 16:00");
  REQUIRE(digests(team).size() == 2);
  CHECK_FALSE(has(digests(team)[0], "Out of the way"));
  CHECK(has(digests(team)[1],
            "🧹 Out of the way\n• Bo: still no GPUs (stood in the way for 6 days)\n"
            "• Ana: access to the data (stood in the way for 4 days)"));
}

TEST_CASE("a busy week stays readable") {
  LogTeam team("2026-11-23 08:00");
  for (int i = 0; i < 12; ++i) team.command("Bo", "win number " + std::to_string(i));
  team.until("2026-11-27 16:00");
  CHECK(has(digests(team).at(0), "• number 7\n• and 4 more"));
}

TEST_CASE("a team whose log is taken out of the settings is left in peace") {
  LogTeam team("2026-11-23 08:00");
  team.command("Bo", "milestone add \"Model\" by 2026-12-04");
  team.command("Bo", "birthday 30 Nov");
  team.new_settings("");
  team.until("2026-12-10 10:00");
  CHECK(digests(team).empty());
  CHECK_FALSE(has(team.channel(), "🎂"));
  storage::Tables tables(team.database());
  for (const char* kind : {"digest.post", "birthdays.post", "milestones.ask"})
    CHECK(tables.timers.list(kind, "").empty());
}
