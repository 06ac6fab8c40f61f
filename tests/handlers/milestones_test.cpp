// Milestones: set, asked after, moved, reached, celebrated.
#include "tests/handlers/log_team.hpp"

using namespace houston;
using houston::test::at;
using houston::test::has;
using houston::test::LogTeam;

namespace {

std::string add(LogTeam& team, const std::string& rest = "by 2026-12-04 when \"val loss < 0.9\" owner @bo",
                const std::string& who = "Ana") {
  return team.command(who, "milestone add \"Model converges\" " + rest);
}

}  // namespace

TEST_CASE("an absent owner is asked on coming back, or a lead when that is too late") {
  LogTeam team;
  team.command("Bo", "milestone add \"Model converges\" by 2026-12-04");
  team.take_dms("Bo");
  team.take_dms("Ana");
  const auto asked = [&](const char* who) {
    for (const auto& text : team.take_dms(who)) {
      if (has(text, "How does it stand with Model converges")) return true;
    }
    return false;
  };
  SECTION("back in time") {
    team.command("Bo", "away until 2026-12-03");
    team.until("2026-12-02 23:00");
    CHECK_FALSE(asked("Bo"));
    CHECK_FALSE(asked("Ana"));
    team.until("2026-12-03 12:00");
    CHECK(asked("Bo"));
    team.until("2026-12-05 12:00");
    CHECK_FALSE(asked("Bo"));
    CHECK_FALSE(asked("Ana"));
  }
  SECTION("back too late: the lead is told why") {
    team.command("Bo", "away until 2026-12-14");
    team.until("2026-12-01 12:00");
    bool told = false;
    for (const auto& text : team.take_dms("Ana")) told = told || has(text, "I ask you because Bo is away.");
    CHECK(told);
    team.until("2026-12-05 12:00");
    CHECK_FALSE(asked("Bo"));
  }
}

TEST_CASE("a milestone as people write it") {
  struct Row {
    const char* text;
    const char* listed;
  };
  for (const Row& row : std::vector<Row>{
           {"\"Model converges\" by 2026-12-04 when \"val loss < 0.9\"",
            "1. Model converges: due Fri 4 Dec, in 10 days, owned by Ana; reached when val loss < 0.9"},
           {"“Model converges” by 2026-12-04 when “val loss < 0.9”", "1. Model converges: due Fri 4 Dec"},
           {"Model converges by 2026-12-04 when val loss < 0.9", "reached when val loss < 0.9"},
           {"Paper by hand by friday", "1. Paper by hand: due Fri 27 Nov, in 3 days, owned by Ana"},
           {"\"Side by side\" by tomorrow owner @eva",
            "1. Side by side: due Wed 25 Nov, tomorrow, owned by Eva"},
           {"Model converges by 2027-01-04", "due Mon 4 Jan 2027, in 41 days"},
           {"Demo by today", "due Tue 24 Nov, today"},
           {"\"One word\" when \"it works\" by friday",
            "One word: due Fri 27 Nov, in 3 days, owned by Ana; reached when it works"}}) {
    LogTeam team;
    INFO(row.text);
    const std::string reply = team.command("Ana", std::string("milestone add ") + row.text);
    CHECK(has(reply, "Set. Milestone 1, "));
    const std::string list = team.command("Bo", "milestone list");
    INFO(list);
    CHECK(has(list, row.listed));
  }
}

TEST_CASE("what is no milestone is told with how to say it") {
  LogTeam team;
  CHECK(has(team.command("Ana", "milestone add Model converges"), "Say it like this"));
  CHECK(has(team.command("Ana", "milestone add \"Model\" by sometime"), "\"sometime\" is not a day"));
  CHECK(has(team.command("Ana", "milestone add \"Model\" by 2026-11-01"), "is over already"));
  CHECK(has(team.command("Ana", "milestone add \"Model\" by friday owner @nobody"), "I know nobody called"));
  CHECK(has(team.command("Ana", "milestone dance"), "Say it like this"));
  CHECK(has(team.command("Ana", "milestone reached 7"), "no milestone 7"));
  CHECK(has(team.command("Ana", "milestone reached"), "no milestone"));
  CHECK(has(team.command("Ana", "milestone list"), "None is set"));
  CHECK(has(team.command("Ana", "milestone"), "None is set"));
}

TEST_CASE("a milestone by form") {
  LogTeam team;
  team.command("Ana", "milestone add");
  REQUIRE(team.form.has_value());
  CHECK(team.form->id == "milestones.add");
  team.submits("Ana", "milestones.add", "vision", {{"title", ""}, {"day", "2026-11-01"}, {"owner", "@zzz"}});
  CHECK(team.refused.size() == 3);
  CHECK(has(
      team.submits(
          "Ana", "milestones.add", "vision",
          {{"title", "Model converges"}, {"day", "2026-12-04"}, {"criterion", "val loss"}, {"owner", "@bo"}}),
      "owned by Bo"));
  team.types("Ana", "milestone add");
  CHECK(has(team.take_dms("Ana").back(), "Say it like this"));
}

TEST_CASE("the owner is asked privately before the day, once") {
  LogTeam team;
  CHECK(has(add(team), "I ask Bo privately on Tue 1 Dec how it stands"));
  team.take_dms("Bo");
  team.until("2026-12-01 08:59");
  CHECK(team.take_dms("Bo").size() <= 20);  // Standups alone.
  team.until("2026-12-01 09:00");
  const auto asked = team.take_dms("Bo");
  REQUIRE(asked.size() == 1);
  CHECK(has(asked[0],
            "How does it stand with Model converges? It is due Fri 4 Dec, in 3 days. It counts as reached "
            "when val loss < 0.9."));
  CHECK(has(asked[0], "[Reached] [On track] [Needs more time…]"));
  CHECK(has(asked[0], "milestone on-track 1"));
  CHECK(has(team.clicks("Bo", "milestones.on_track", "vision/1"), "on track"));
  CHECK(has(team.command("Ana", "milestone list"), "; on track"));
  // The same morning again, further west: not again.
  team.moves("Bo", "America/New_York");
  team.restart();
  team.until("2026-12-03 23:00");
  for (const auto& dm : team.take_dms("Bo")) CHECK_FALSE(has(dm, "How does it stand"));
}

TEST_CASE("a question that falls on a day off comes the working day before, late when Houston was down") {
  LogTeam team;
  add(team, "by 2026-12-01");  // Three days before is Saturday.
  CHECK(has(team.command("Ana", "milestone list"), "owned by Ana"));
  team.take_dms("Ana");
  team.down_until("2026-11-30 11:00");
  int asked = 0;
  for (const auto& dm : team.take_dms("Ana")) {
    if (has(dm, "How does it stand")) {
      ++asked;
      CHECK(has(dm, "It is due Tue 1 Dec, tomorrow."));
    }
  }
  CHECK(asked == 1);
}

TEST_CASE("when the owner is gone, whoever set it is asked") {
  LogTeam team;
  add(team);
  team.leaves("Bo");
  team.take_dms("Ana");
  team.until("2026-12-01 09:00");
  CHECK(has(team.take_dms("Ana").back(), "I ask you because Bo is not in the team any more."));
}

TEST_CASE("nobody is asked where the settings say never, or once it has ended") {
  LogTeam quiet("2026-11-24 10:00", "ask_before = 0\n");
  add(quiet);
  quiet.take_dms("Bo");
  quiet.until("2026-12-05 10:00");
  for (const auto& dm : quiet.take_dms("Bo")) CHECK_FALSE(has(dm, "How does it stand"));
  LogTeam dropped;
  add(dropped);
  CHECK(has(dropped.command("Bo", "milestone drop 1"), "is dropped"));
  CHECK(has(dropped.command("Bo", "milestone drop 1"), "was dropped"));
  dropped.until("2026-12-05 10:00");
  for (const auto& dm : dropped.take_dms("Bo")) CHECK_FALSE(has(dm, "How does it stand"));
}

TEST_CASE("a milestone is moved with a reason, by its owner, its setter or a lead, the owner hears of it") {
  LogTeam team;
  add(team);
  CHECK(has(team.command("Eva", "milestone move 1 to 2026-12-18 because I say so"), "Milestone 1 is Bo's"));
  CHECK(has(team.command("Bo", "milestone move 1 to 2026-12-18"), "Say why"));
  CHECK(has(team.command("Bo", "milestone move 1 to 2026-11-02 because x"), "over already"));
  CHECK(has(team.command("Bo", "milestone move 1 to never because x"), "\"never\" is not a day"));
  CHECK(has(team.command("Bo", "milestone move 1 to 2026-12-18 because the data is late"),
            "Milestone 1 is moved from Fri 4 Dec to Fri 18 Dec, in 24 days."));
  team.take_dms("Bo");
  CHECK(
      has(team.command("Ana", "milestone move 1 to 2026-12-11 because we need it"), "moved from Fri 18 Dec"));
  CHECK(has(
      team.take_dms("Bo").back(),
      "Ana moved your Milestone 1, Model converges, from Fri 18 Dec to Fri 11 Dec, in 17 days: we need it"));
  team.clicks("Bo", "milestones.move", "vision/1");
  REQUIRE(team.form.has_value());
  team.submits("Bo", "milestones.move", "vision/1", {{"day", "2026-11-02"}, {"why", ""}});
  CHECK(team.refused.size() == 2);
  CHECK(has(team.submits("Bo", "milestones.move", "vision/1", {{"day", "2026-12-18"}, {"why", "as before"}}),
            "is moved"));
  // It is asked after by its new day.
  team.until("2026-12-08 12:00");
  for (const auto& dm : team.take_dms("Bo")) CHECK_FALSE(has(dm, "How does it stand"));
  team.until("2026-12-15 09:00");
  CHECK(has(team.take_dms("Bo").back(), "How does it stand"));
}

TEST_CASE(
    "a milestone that is reached is celebrated at once, with who contributed and what was won on the way") {
  LogTeam team("2026-11-24 10:00");
  team.command("Bo", "win before it was set");
  team.until("2026-11-24 11:00");
  add(team);
  team.until("2026-11-26 10:00");
  team.command("Bo", "win a steeper curve");
  team.command("Eva", "win clean data");
  team.command("Bo", "milestone move 1 to 2026-12-05 because a day more helps");
  team.until("2026-12-03 15:00");
  const auto before = team.channel_posts().size();
  team.command("Bo", "milestone reached 1");
  REQUIRE(team.form.has_value());
  CHECK(team.form->id == "milestones.reached");
  team.submits("Bo", "milestones.reached", "vision/1", {{"people", ""}});
  CHECK(has(team.refused.at("people"), "Name who contributed"));
  team.submits("Bo", "milestones.reached", "vision/1", {{"people", "@bo @zzz"}});
  CHECK(has(team.refused.at("people"), "\"@zzz\""));
  CHECK(has(
      team.submits("Bo", "milestones.reached", "vision/1", {{"people", "me, @eva"}, {"note", "What a ride"}}),
      "is celebrated in the channel"));
  const auto posts = team.channel_posts();
  REQUIRE(posts.size() == before + 1);
  CHECK(team.text(posts.back().message) ==
        "🎉 Milestone reached: Model converges\nThanks to @Bo and @Eva.\n"
        "It took 9 days, 2 days before its day, moved once. The mark: val loss < 0.9.\n> What a ride\n"
        "2 wins on the way\n• Eva: clean data\n• Bo: a steeper curve");
  CHECK(has(team.command("Ana", "milestone reached 1 with @ana"), "celebrated already"));
  team.submits("Bo", "milestones.reached", "vision/1", {{"people", "me"}});
  CHECK(team.refused.count("people") == 1);
  CHECK(has(team.command("Ana", "milestone list"), "Reached in the last 30 days\n• 1. Model converges"));
}

TEST_CASE("who contributed is asked in words where no form can be opened") {
  LogTeam team;
  add(team);
  team.types("Bo", "milestone reached 1");
  CHECK(has(team.take_dms("Bo").back(), "Who contributed to Model converges?"));
  team.types("Bo", "@zzz");
  CHECK(has(team.take_dms("Bo").back(), "I know nobody called \"@zzz\""));
  team.types("Bo", {chat::Mention{PersonId{"UEva"}}, chat::Plain{" and me"}});
  CHECK(has(team.take_dms("Bo").back(), "is celebrated in the channel"));
  CHECK(has(team.channel(),
            "Thanks to @Eva and @Bo.\nSet and reached on the same day, 10 days before its day."));
}

TEST_CASE("the question who contributed can be left, and never takes another question's answer") {
  LogTeam team("2026-11-24 09:00");
  add(team);
  team.types("Bo", "milestone reached 1");
  team.types("Bo", "cancel");
  CHECK(has(team.command("Ana", "milestone list"), "1. Model converges: due"));
  team.until("2026-11-24 09:30");
  team.types("Bo", "Fixed the loader");  // A standup is under way.
  team.types("Bo", "houston milestone reached 1");
  CHECK(has(team.take_dms("Bo").back(), "milestone reached 1 with @bo @eva"));
  team.types("Bo", "@eva");
  CHECK(has(team.command("Ana", "milestone list"), "1. Model converges: due"));
  team.types("Bo", "none");
  CHECK(has(team.channel(), "@eva"));  // It was the answer to the standup's question.
  CHECK(has(team.command("Eva", "milestone reached 1 with team"), "celebrated in the channel"));
  CHECK(has(team.channel(), "Thanks to the whole team."));
  CHECK(has(team.command("Bo", "wins mine year"), "1 message"));
}

TEST_CASE("a celebration too soon is taken back by reopening") {
  LogTeam team;
  add(team);
  team.command("Bo", "milestone reached 1 with me");
  CHECK(has(team.channel(), "Milestone reached"));
  CHECK(has(team.command("Eva", "milestone reopen 1"), "Milestone 1 is Bo's"));
  CHECK(has(team.command("Ana", "milestone reopen 1"), "is open again"));
  CHECK_FALSE(has(team.channel(), "Milestone reached"));
  team.until("2026-12-01 09:00");
  CHECK(has(team.take_dms("Bo").back(), "How does it stand"));
}

TEST_CASE("one's own milestones stand on the home tab") {
  LogTeam team;
  add(team);
  team.opens_home("Bo");
  CHECK(has(team.home("Bo"), "Your milestones\n1. Model converges: due Fri 4 Dec"));
  team.opens_home("Eva");
  CHECK_FALSE(has(team.home("Eva"), "Your milestones"));
  CHECK(has(team.clicks("Cy", "milestones.reached", "vision/1"), "no longer look after"));
  CHECK(has(team.clicks("Bo", "milestones.reached", "nonsense"), "no longer look after"));
}
