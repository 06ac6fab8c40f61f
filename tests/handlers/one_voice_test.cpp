// All rituals together, as one person hears them: few messages, at decent hours.
#include <algorithm>

#include "scheduler/zone.hpp"
#include "tests/handlers/days_off.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::at;
using houston::test::Posted;
using houston::test::TestTeam;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Everything that asks people, all at about nine in the morning.
std::string everything(const std::string& team = "") {
  return TestTeam::usual("at = \"08:55\"\n", team) +
         "[[team.ritual]]\nkind = \"retro\"\nname = \"retro\"\ndays = \"thu\"\nat = \"09:00\"\n"
         "close = \"6h\"\nremind = [\"2h\"]\nanonymity = \"named\"\n"
         "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\nday = \"thu\"\nat = \"14:00\"\n"
         "[[team.ritual]]\nkind = \"coffee\"\nname = \"coffee\"\ncadence = \"weekly\"\nat = \"09:00\"\n"
         "[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\n";
}

std::vector<std::string> people_of(TestTeam& team) {
  std::vector<std::string> all{"Ana", "Bo", "Cy", "Di"};
  team.member("Ana");
  team.member("Bo", "Europe/Kyiv");
  team.member("Cy");
  team.member("Di", "Europe/London");
  team.start();
  return all;
}

std::vector<Posted> at_or_after(const TestTeam& team, const std::string& who, Instant from) {
  auto all = team.dms(who);
  std::erase_if(all, [&](const Posted& one) { return one.when < from; });
  return all;
}

std::string clock(const Posted& one, const std::string& zone) {
  const auto local = scheduler::to_local(one.when, zone);
  return scheduler::iso_date(local.date) + " " + scheduler::clock_time(local.time);
}

}  // namespace

TEST_CASE("over all rituals, one message that asks in ten minutes, and none in the quiet hours") {
  TestTeam team("2026-11-22 12:00", TestTeam::Settings{everything(), ""});
  const auto people = people_of(team);
  for (const auto& who : people) team.command(who, "coffee join");
  team.command("Ana", "milestone add \"Model converges\" by 2026-12-04 when \"val loss < 0.9\"");
  team.command("Bo", "actions add write the runbook by 2026-12-03");
  team.command("Cy", "quiet 10:00-16:00");
  const Instant from = at("2026-11-23 00:00");
  team.until("2026-12-12 20:00");
  for (const auto& who : people) {
    const std::string zone = who == "Bo" ? "Europe/Kyiv" : who == "Di" ? "Europe/London" : "Europe/Warsaw";
    const auto heard = at_or_after(team, who, from);
    CHECK(heard.size() > 20);
    int reminded = 0;
    for (std::size_t i = 0; i < heard.size(); ++i) {
      INFO(who << ", " << clock(heard[i], zone) << ": " << team.text(heard[i].message));
      if (i > 0) {
        INFO("after " << clock(heard[i - 1], zone) << ": " << team.text(heard[i - 1].message));
        CHECK(heard[i].when - heard[i - 1].when >= std::chrono::minutes(10));
      }
      const auto time = scheduler::to_local(heard[i].when, zone).time;
      // What a schedule puts at an hour comes at that hour; everything else keeps to Cy's ten to four.
      const std::string text = team.text(heard[i].message);
      const bool scheduled = who == "Cy" && (has(text, "Standup") || has(text, "Retro") ||
                                             has(text, "A friendly reminder") || has(text, "Coffee with"));
      CHECK(time >= LocalTime{who == "Cy" && !scheduled ? 10 * 60 : 8 * 60 - 60});
      CHECK(time < LocalTime{who == "Cy" ? 16 * 60 : 18 * 60});
      reminded += has(text, "runbook") ? 1 : 0;
    }
    CHECK(reminded == (who == "Bo" ? 2 : 0));
  }
  // Each of them was there, whatever it came with.
  std::string all;
  for (const auto& who : people) {
    for (const auto& one : team.dms(who)) all += team.text(one.message) + "\n";
  }
  for (const char* part : {"Standup", "What is worth talking about?", "paired for a coffee", "1:1 with",
                           "happen?", "Model converges", "things for you"}) {
    INFO(part);
    bool found = has(all, part);
    for (const auto& who : people) {
      for (const auto& one : team.dms(who)) found = found || has(one.message.summary, part);
    }
    CHECK(found);
  }
}

TEST_CASE("a restart at any minute sends nothing twice and loses nothing of what waits its turn") {
  TestTeam quiet("2026-11-24 12:00", TestTeam::Settings{everything(), ""});
  TestTeam shaken("2026-11-24 12:00", TestTeam::Settings{everything(), ""});
  people_of(quiet);
  people_of(shaken);
  for (const char* when : {"2026-11-25 08:56", "2026-11-25 09:04", "2026-11-26 08:56", "2026-11-26 09:01",
                           "2026-11-26 13:46", "2026-11-26 14:33", "2026-11-26 14:41"}) {
    quiet.until(when);
    shaken.until(when);
    shaken.restart();
    shaken.fire_due();
  }
  quiet.until("2026-11-27 12:00");
  shaken.until("2026-11-27 12:00");
  for (const char* who : {"Ana", "Bo", "Cy", "Di"}) {
    const auto one = quiet.dms(who);
    const auto other = shaken.dms(who);
    REQUIRE(one.size() == other.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
      CHECK(one[i].when == other[i].when);
      CHECK(quiet.text(one[i].message) == shaken.text(other[i].message));
    }
  }
}

TEST_CASE("the agenda joins the prompt that is due with it, and each goes on living there") {
  TestTeam team("2026-11-24 12:00",
                TestTeam::Settings{
                    TestTeam::usual("at = \"09:00\"\n") +
                        "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\nlead = \"@ana\"\nwith = "
                        "[\"@bo\"]\nday = \"thu\"\nat = \"14:00\"\n",
                    ""});
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-25 09:00");
  REQUIRE(team.dms("Bo").size() == 1);
  team.command("Ana", "1:1 @bo talk about the rota");
  team.answers("Bo", "2026-11-25", {"the loader"});
  const auto text = team.text(team.dms("Bo").at(0).message);
  CHECK(has(text, "the rota"));
  CHECK(has(text, "Thank you, your answer is in."));
  CHECK(team.dms("Bo").size() == 1);
  // The question, too, changes where it stands.
  team.until("2026-11-26 14:30");
  team.command("Bo", "1:1 @ana yes");
  CHECK(has(team.text(team.dms("Ana").back().message), "it happened (Bo)"));
}

TEST_CASE("what a pair is told keeps the hours of each of them") {
  TestTeam team("2026-11-24 12:00",
                TestTeam::Settings{
                    TestTeam::usual("days = \"mon\"\n") +
                        "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\nlead = \"@ana\"\nwith = "
                        "[\"@bo\"]\nday = \"thu\"\nat = \"17:45\"\n",
                    ""});
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.command("Bo", "quiet 10:00-19:00");
  team.until("2026-11-25 09:59");
  CHECK(team.take_dms("Ana").size() == 1);
  CHECK(team.take_dms("Bo").empty());
  team.until("2026-11-25 10:00");
  CHECK(team.take_dms("Bo").size() == 1);
  SECTION("asked after hours, it is asked the next morning; over a weekend, on Monday") {
    team.until("2026-11-26 18:15");
    CHECK(has(team.take_dms("Bo").back(), "happen?"));
    CHECK(team.take_dms("Ana").size() == 1);  // The reminder.
    team.until("2026-11-27 07:59");
    CHECK(team.take_dms("Ana").empty());
    team.until("2026-11-27 08:00");
    CHECK(has(team.take_dms("Ana").at(0), "happen?"));
    team.command("Bo", "1:1 @ana moved to 2026-11-27 17:45");
    team.take_dms("Ana");
    team.until("2026-11-29 20:00");
    CHECK(team.take_dms("Ana").size() == 1);  // The reminder; the agenda came with the question.
    team.until("2026-11-30 08:00");
    CHECK(has(team.take_dms("Ana").at(0), "happen?"));
  }
  SECTION("answered by the other meanwhile, it is not asked any more") {
    team.until("2026-11-26 18:20");
    team.command("Bo", "1:1 @ana yes");
    team.take_dms("Ana");
    team.until("2026-11-27 12:00");
    CHECK(team.take_dms("Ana").empty());
  }
  SECTION("a meeting outside the hours is what they picked: the reminder comes before it") {
    CHECK(has(team.command("Bo", "1:1 @ana moved to thursday 20:30"), "is now"));
    team.take_dms("Ana");
    team.until("2026-11-26 20:16");
    CHECK(has(team.take_dms("Ana").at(0), "1:1 with Bo at"));
  }
  SECTION("that it moves waits for the morning, unless it would come too late") {
    team.until("2026-11-25 21:00");
    team.take_dms("Ana");
    team.command("Bo", "1:1 @ana moved to friday 10:00");
    CHECK(team.take_dms("Ana").empty());
    team.until("2026-11-26 08:00");
    CHECK(has(team.take_dms("Ana").at(0), "moves to Fri 27 Nov, 10:00"));
    team.until("2026-11-26 22:00");
    team.command("Bo", "1:1 @ana moved to friday 07:30");
    bool told = false;
    for (const auto& text : team.take_dms("Ana")) told = told || has(text, "moves to Fri 27 Nov, 07:30");
    CHECK(told);
  }
}

TEST_CASE("several proposals at once are one message, in the morning") {
  TestTeam team("2026-11-24 20:00",
                TestTeam::Settings{
                    TestTeam::usual() + "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\n", ""});
  people_of(team);
  CHECK(team.dms("Ana").empty());
  team.until("2026-11-25 08:00");
  REQUIRE(team.dms("Ana").size() == 1);
  CHECK(has(team.dms("Ana").at(0).message.summary, "6 things for you"));
  for (const char* who : {"Bo", "Cy", "Di"}) {
    CHECK(has(team.dms("Ana").at(0).message.summary, std::string("A time for your 1:1 with ") + who));
  }
  CHECK(team.dms("Cy").size() == 1);
}

TEST_CASE("the facilitator, and whoever got an action, hear of it in their hours") {
  TestTeam team("2026-11-24 12:00",
                TestTeam::Settings{TestTeam::usual() +
                                       "[[team.ritual]]\nkind = \"retro\"\nname = \"retro\"\ndays = \"wed\"\n"
                                       "at = \"15:00\"\nclose = \"4h\"\nanonymity = \"named\"\n",
                                   ""});
  people_of(team);
  team.command("Bo", "retro note ideas: a canary stage");
  team.until("2026-11-25 19:30");
  team.take_dms("Ana");
  CHECK(has(team.command("Ana", "retro"), "Ana facilitates"));
  team.command("Ana", "actions add write the runbook @cy by 2026-12-03");
  team.take_dms("Cy");
  team.until("2026-11-26 07:59");
  CHECK(team.take_dms("Ana").empty());
  CHECK(team.take_dms("Cy").empty());
  team.until("2026-11-26 08:00");
  CHECK(has(team.take_dms("Ana").at(0), "You facilitate this retro."));
  CHECK(has(team.take_dms("Cy").at(0), "write the runbook"));
}

TEST_CASE("plan, status, why and the home tab know all rituals") {
  TestTeam team("2026-11-24 10:00", TestTeam::Settings{everything(), ""});
  people_of(team);
  team.command("Bo", "1:1 @ana talk about the raise");
  team.command("Bo", "coffee join");
  team.command("Cy", "coffee join");
  team.command("Bo", "win shipped the ranking model");
  team.command("Ana", "actions add write the runbook @bo by 2026-12-03");
  const auto plan = team.command("Bo", "plan");
  INFO(plan);
  CHECK(has(plan, "vision/daily"));
  CHECK(has(plan, "vision/retro"));
  CHECK(has(plan, "vision/1on1 (with Ana)"));
  CHECK_FALSE(has(plan, "raise"));
  const auto status = team.command("Bo", "status");
  INFO(status);
  CHECK(has(status, "vision/retro"));
  CHECK(has(status, "Ana: Thu 26 Nov, "));
  CHECK_FALSE(has(status, "raise"));
  auto why = team.command("Bo", "why");
  INFO(why);
  CHECK(has(why, "vision/retro"));
  CHECK(has(why, "vision/1on1 with Ana"));
  CHECK(has(why, "You meet next on Thu 26 Nov, "));
  CHECK_FALSE(has(why, "raise"));
  team.command("Ana", "away 2026-11-26");
  why = team.command("Bo", "why");
  CHECK(has(why, "It was due on Thu 26 Nov: one of you is away then."));

  team.opens_home("Bo");
  CHECK(has(team.home("Bo"), "Open now"));
  CHECK(has(team.home("Bo"), "vision/1on1 (with Ana)"));
  CHECK(has(team.home("Bo"), "the raise"));
  CHECK(has(team.home("Bo"), "shipped the ranking model"));
  CHECK(has(team.home("Bo"), "write the runbook — Bo, by Thu 3 Dec\n[Done] [Still open…] [Drop…]"));
  CHECK(has(team.home("Bo"), "/houston birthday 24 Nov"));
  team.command("Bo", "birthday 24 Nov");
  CHECK(has(team.home("Bo"), "Your birthday is on 24 November; /houston birthday forget takes it back."));
  team.command("Ana", "back");
  team.until("2026-11-26 16:00");
  CHECK(has(team.home("Bo"), "happen?\n[Yes] [Moved to…] [Skipped]"));
  team.command("Bo", "1:1 @ana yes");
  CHECK_FALSE(has(team.home("Bo"), "happen?"));
  CHECK_FALSE(has(team.command("Di", "plan"), "with Bo"));
}

TEST_CASE("a holiday moves a 1:1, and says which") {
  const houston::test::DaysOff off({"2026-12-24", "2026-12-25"}, "Christmas");
  TestTeam team("2026-12-15 10:00",
                TestTeam::Settings{TestTeam::usual("days = \"mon\"\n", off.setting()) +
                                       "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\nlead = "
                                       "\"@ana\"\nwith = [\"@bo\"]\nday = \"thu\"\nat = \"14:00\"\n",
                                   ""});
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-12-18 10:00");
  const auto why = team.command("Bo", "why");
  INFO(why);
  CHECK(has(why, "You meet next on Mon 28 Dec, 14:00"));
  CHECK(has(why, "It was due on Thu 24 Dec: holiday: Christmas."));
  team.take_dms("Bo");
  // The agenda comes on the last working day before.
  team.until("2026-12-23 09:00");
  CHECK(has(team.take_dms("Bo").back(), "1:1 with Ana"));
  team.until("2026-12-28 14:30");
  CHECK(has(team.take_dms("Bo").back(), "happen?"));
}
