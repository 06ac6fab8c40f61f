// When people are asked: zones, clocks that change, travel, downtime, people who come and go.
#include "scheduler/zone.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::at;
using houston::test::TestTeam;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

Instant prompted(const TestTeam& team, const std::string& who) {
  const auto all = team.dms(who);
  REQUIRE_FALSE(all.empty());
  return all.back().when;
}

}  // namespace

TEST_CASE("zone = member: each is asked by their own clock, and the head counts all from the start") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana", "Europe/Warsaw");
  team.member("Bo", "Asia/Tokyo");
  team.member("Cy", "America/New_York");
  team.member("Di", "Asia/Kathmandu");
  team.start();
  team.until("2026-11-24 09:30", "Asia/Tokyo");
  CHECK(team.prompts("Bo") == 1);
  CHECK(team.prompts("Ana") == 0);
  team.answers("Bo", "2026-11-24", {"b", "", ""});
  CHECK(has(team.channel(), "Standup · Tue 24 Nov · 1 of 4"));
  team.until("2026-11-24 09:30", "Asia/Kathmandu");
  CHECK(prompted(team, "Di") == at("2026-11-24 03:45", "UTC"));
  team.until("2026-11-24 23:00", "America/New_York");
  CHECK(prompted(team, "Ana") >= at("2026-11-24 08:30", "UTC"));
  // It closes when New York's window ends, not Tokyo's.
  CHECK(has(team.channel(), "1 of 4\nClosed."));
  CHECK(team.prompts("Cy") == 1);
}

TEST_CASE("zone = team: all at once") {
  TestTeam team("2026-11-23 18:00", "zone = \"team\"\n");
  team.member("Ana", "Europe/Warsaw");
  team.member("Bo", "Asia/Tokyo");
  team.start();
  team.until("2026-11-24 09:29");
  CHECK(team.prompts("Bo") == 0);
  team.until("2026-11-24 09:30");
  CHECK(team.prompts("Ana") == 1);
  CHECK(team.prompts("Bo") == 1);
  // His window is told by his own clock.
  CHECK(has(team.text(team.dms("Bo")[0].message), "open until 20:30"));
}

TEST_CASE("a week in which the clocks change still asks at 09:30 each day") {
  // New York goes back on 1 November 2026, Warsaw on 25 October, Sydney forward on 4 October.
  for (const auto& [zone, start] :
       std::vector<std::pair<std::string, std::string>>{{"Europe/Warsaw", "2026-10-22 18:00"},
                                                        {"Europe/Warsaw", "2026-03-26 18:00"},
                                                        {"America/New_York", "2026-10-29 18:00"},
                                                        {"Australia/Sydney", "2026-10-01 18:00"},
                                                        {"Australia/Lord_Howe", "2026-10-01 18:00"},
                                                        {"Africa/Cairo", "2026-04-22 18:00"}}) {
    TestTeam team(start, "days = \"mon-sun\"\n");
    team.member("Ana", zone);
    team.start();
    auto first = scheduler::local_date(team.now(), zone);
    if (scheduler::to_instant(first, LocalTime{9 * 60 + 30}, zone).at <= team.now()) {
      first = scheduler::next_day(first);
    }
    for (int day = 0; day < 7; ++day) {
      const auto date = scheduler::add_days(first, day);
      team.until(scheduler::to_instant(date, LocalTime{9 * 60 + 30}, zone).at - Duration(1));
      CHECK(team.prompts("Ana") == day);
      team.until(scheduler::to_instant(date, LocalTime{9 * 60 + 30}, zone).at);
      CHECK(team.prompts("Ana") == day + 1);
    }
  }
}

TEST_CASE("a time that does not exist is asked after the gap, one that comes twice the first time") {
  TestTeam spring("2026-03-28 18:00", "days = \"mon-sun\"\nat = \"02:30\"\n");
  spring.member("Ana");
  spring.start();
  spring.until("2026-03-29 12:00");
  REQUIRE(spring.prompts("Ana") == 1);
  CHECK(spring.dms("Ana")[0].when == at("2026-03-29 03:30", "Europe/Warsaw"));

  TestTeam autumn("2026-10-24 18:00", "days = \"mon-sun\"\nat = \"02:30\"\n");
  autumn.member("Ana");
  autumn.start();
  autumn.until("2026-10-25 12:00");
  REQUIRE(autumn.prompts("Ana") == 1);
  CHECK(autumn.dms("Ana")[0].when == at("2026-10-25 00:30", "UTC"));
}

TEST_CASE("who flies west after the prompt is not asked twice that day") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana", "Europe/Warsaw");
  team.member("Bo", "Asia/Tokyo");
  team.start();
  team.until("2026-11-24 12:00", "Asia/Tokyo");
  CHECK(team.prompts("Bo") == 1);
  team.moves("Bo", "America/Los_Angeles");
  // Nor is it promised: 24 November, 09:30 is still to come there.
  CHECK(has(team.command("Bo", "why"),
            "On Tue 24 Nov I will not ask you: asked already, at 16:30.\n"
            "• Next I ask you on Wed 25 Nov at 09:30 (America/Los_Angeles)."));
  CHECK(has(team.command("Bo", "plan"), "• Tue 24 Nov, 09:30 PST vision/daily: not asked (asked already"));
  CHECK(has(team.command("Bo", "status"), "Next: Wed 25 Nov, 09:30."));
  team.until("2026-11-24 20:00", "America/Los_Angeles");
  CHECK(team.prompts("Bo") == 1);
  team.until("2026-11-25 09:30", "America/Los_Angeles");
  CHECK(team.prompts("Bo") == 2);
  CHECK(prompted(team, "Bo") == at("2026-11-25 09:30", "America/Los_Angeles"));
}

TEST_CASE("who flies east is asked at once if the window is still open there, else the next day") {
  TestTeam team("2026-11-24 06:30");
  team.member("Ana", "Europe/Warsaw");
  team.member("Bo", "Europe/Warsaw");
  team.member("Cy", "Europe/Warsaw");
  team.start();
  team.moves("Bo", "Asia/Karachi");  // 10:30 there.
  CHECK(team.prompts("Bo") == 1);
  CHECK(has(team.text(team.dms("Bo")[0].message), "it was due at 09:30"));
  team.moves("Cy", "Asia/Tokyo");  // 14:30 there.
  CHECK(team.prompts("Cy") == 0);
  CHECK(has(team.command("Cy", "why"), "because in the time zone you had moved to, your time was over"));
  team.until("2026-11-24 09:30");
  team.answers("Ana", "2026-11-24", {"a", "", ""});
  CHECK(has(team.channel(), "1 of 2"));
  team.until("2026-11-25 09:30", "Asia/Tokyo");
  CHECK(team.prompts("Cy") == 1);
}

TEST_CASE("a zone that changes before the prompt moves it, never into the past") {
  TestTeam team("2026-11-24 08:00");
  team.member("Ana", "Europe/Warsaw");
  team.start();
  team.moves("Ana", "America/New_York");
  team.until("2026-11-24 15:29");
  CHECK(team.prompts("Ana") == 0);
  team.until("2026-11-24 15:30");
  CHECK(team.prompts("Ana") == 1);
}

TEST_CASE("back after downtime in time, the prompt comes late and says so") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.down_until("2026-11-24 11:00");
  CHECK(team.prompts("Ana") == 1);
  CHECK(has(team.text(team.dms("Ana")[0].message), "later than planned: it was due at 09:30."));
  CHECK(has(team.command("Ana", "why"), "at 11:00 (Europe/Warsaw), later than the planned 09:30, and your"));
  team.until("2026-11-24 12:30");
  CHECK(team.reminders("Bo") == 1);
  team.until("2026-11-25 09:30");
  CHECK(team.prompts("Ana") == 2);
}

TEST_CASE("back too late, what was missed is recorded and nobody is bothered") {
  TestTeam team("2026-11-23 18:00", "missing = \"channel\"\n");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.down_until("2026-11-24 13:00");
  CHECK(team.prompts("Ana") == 0);
  CHECK(team.channel().empty());
  CHECK(has(team.command("Ana", "why"), "because I was not running while your time was open"));
  storage::Occurrences occurrences(team.database());
  const auto missed = occurrences.latest(TeamId{"vision"}, RitualId{"daily"});
  REQUIRE(missed);
  CHECK(missed->state == storage::Occurrence::State::missed);
  team.until("2026-11-25 09:30");
  CHECK(team.prompts("Ana") == 1);
}

TEST_CASE("after days of downtime only today's is held") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo", "Asia/Tokyo");
  team.start();
  team.down_until("2026-11-27 10:00");
  CHECK(team.prompts("Ana") == 1);
  CHECK(team.prompts("Bo") == 0);
  storage::Occurrences occurrences(team.database());
  for (const char* date : {"2026-11-24", "2026-11-25", "2026-11-26"}) {
    const auto missed = occurrences.on(TeamId{"vision"}, RitualId{"daily"}, *scheduler::parse_iso_date(date));
    REQUIRE(missed);
    CHECK(missed->state == storage::Occurrence::State::missed);
  }
  team.answers("Ana", "2026-11-27", {"a", "", ""});
  CHECK(has(team.channel(), "Standup · Fri 27 Nov · 1 of 1"));
}

TEST_CASE("several reminders that fell due meanwhile become one") {
  TestTeam team("2026-11-23 18:00", "remind = [\"30m\", \"60m\", \"90m\", \"150m\"]\n");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:40");
  team.down_until("2026-11-24 11:15");
  CHECK(team.reminders("Ana") == 1);
  team.until("2026-11-24 12:30");
  CHECK(team.reminders("Ana") == 2);
}

TEST_CASE("a clock set back repeats nothing") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 10:40");
  team.answers("Bo", "2026-11-24", {"b", "", ""});
  CHECK(team.prompts("Ana") == 1);
  CHECK(team.reminders("Ana") == 1);
  const auto posts = team.channel_posts().size();
  team.clock_jumps_to("2026-11-24 09:00");
  team.until("2026-11-24 12:29");
  CHECK(team.prompts("Ana") == 1);
  CHECK(team.prompts("Bo") == 1);
  CHECK(team.reminders("Ana") == 1);
  CHECK(team.channel_posts().size() == posts);
  team.until("2026-11-24 13:00");
  CHECK(has(team.channel(), "1 of 2\nClosed."));
  team.clock_jumps_to("2026-11-23 12:00");
  team.until("2026-11-25 09:30");
  CHECK(team.prompts("Ana") == 2);
}

TEST_CASE("a restart changes nothing, and neither does a roster told again") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  for (const char* time : {"2026-11-24 09:00", "2026-11-24 09:30", "2026-11-24 10:00", "2026-11-24 12:30"}) {
    team.until(time);
    team.restart();
    team.start();
    team.fire_due();
  }
  CHECK(team.prompts("Ana") == 1);
  CHECK(team.reminders("Ana") == 1);
}

TEST_CASE("who joins is asked from the next standup on, unless their time is still ahead") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 10:00");
  team.joins("Bo", "Europe/Warsaw");
  team.joins("Cy", "America/New_York");
  CHECK(team.prompts("Bo") == 0);
  CHECK(has(team.command("Bo", "why"), "because you joined after your time that day"));
  team.answers("Ana", "2026-11-24", {"a", "", ""});
  CHECK(has(team.channel(), "1 of 2"));
  team.until("2026-11-24 09:30", "America/New_York");
  CHECK(team.prompts("Cy") == 1);
  team.until("2026-11-25 09:30");
  CHECK(team.prompts("Bo") == 1);
}

TEST_CASE("who leaves or is deactivated is neither asked nor counted") {
  TestTeam team("2026-11-23 18:00");
  for (const char* name : {"Ana", "Bo", "Cy", "Di"}) team.member(name);
  team.start();
  team.leaves("Di");
  team.until("2026-11-24 09:30");
  CHECK(team.prompts("Di") == 0);
  team.answers("Ana", "2026-11-24", {"a", "", ""});
  CHECK(has(team.channel(), "1 of 3"));
  team.leaves("Bo");
  CHECK(has(team.channel(), "1 of 2"));
  team.deactivate("Cy");
  CHECK(has(team.channel(), "1 of 1"));
  team.take_dms("Ana");
  team.until("2026-11-25 09:00");
  CHECK(team.reminders("Bo") == 0);
  CHECK(team.take_dms("Ana").empty());
  CHECK(has(team.clicks("Bo", "standup.write", "vision/daily/2026-11-24"), "not in the team vision"));
}

TEST_CASE("a ritual every second week follows its rule") {
  TestTeam team("2026-11-23 18:00", "rule = \"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU\"\nstart = 2026-11-24\n");
  team.member("Ana");
  team.start();
  team.until("2026-12-07 18:00");
  CHECK(team.prompts("Ana") == 1);
  team.until("2026-12-08 09:30");
  CHECK(team.prompts("Ana") == 2);
}

TEST_CASE("new settings move the next prompt, a ritual that is gone falls silent") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.new_settings("at = \"11:00\"\n");
  team.until("2026-11-24 10:59");
  CHECK(team.prompts("Ana") == 0);
  team.until("2026-11-24 11:00");
  CHECK(team.prompts("Ana") == 1);
  team.new_settings("name = \"other\"\nat = \"16:00\"\n");
  team.until("2026-11-24 15:59");
  CHECK(team.prompts("Ana") == 1);
  team.until("2026-11-25 12:00");
  CHECK(team.prompts("Ana") == 2);
  CHECK(has(team.clicks("Ana", "standup.write", "vision/daily/2026-11-24"), "no longer look after"));
}

TEST_CASE("a 24-hour window does not run into the next day's") {
  TestTeam team("2026-11-23 18:00", "close = \"24h\"\ndays = \"mon-sun\"\n");
  team.member("Ana");
  team.start();
  team.until("2026-11-25 09:30");
  CHECK(team.prompts("Ana") == 2);
  team.answers("Ana", "2026-11-25", {"a", "", ""});
  CHECK(has(team.channel(), "Wed 25 Nov · 1 of 1"));
}
