// The digest: what the channel reads at the end of the week.
#include <fstream>

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
  const auto file =
      std::filesystem::temp_directory_path() / ("houston-off-" + std::to_string(::getpid()) + ".ics");
  std::ofstream(file)
      << "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//"
         "EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\n"
         "DTSTART;VALUE=DATE:20261126\r\nSUMMARY:Thanksgiving\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n";
  LogTeam team("2026-11-23 08:00", "days = \"thu\"\nat = \"10:00\"\n",
               "holidays = [\"" + file.string() + "\"]\n");
  team.until("2026-11-25 10:00");
  CHECK(digests(team).size() == 1);
  team.until("2026-12-02 23:00");
  CHECK(digests(team).size() == 1);
  team.until("2026-12-03 10:00");
  CHECK(digests(team).size() == 2);
  std::filesystem::remove(file);
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
