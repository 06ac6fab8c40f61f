// One voice: bundles, quiet hours, the home tab.
#include <algorithm>

#include "handlers/voice/quiet.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::at;
using houston::test::TestTeam;
namespace voice = houston::handlers::voice;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// Two standups; `second` is the time of the other one, called "weekly".
std::string two(const std::string& second, const std::string& more = "") {
  return TestTeam::usual() + "[[team.ritual]]\nkind = \"standup\"\nname = \"weekly\"\nat = \"" + second +
         "\"\nremind = [\"60m\"]\nclose = \"3h\"\n" + more;
}

void asks_once(TestTeam& team) {
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.take_dms("Bo");
}

}  // namespace

TEST_CASE("hours, as people write them") {
  CHECK(voice::parse_quiet("09:00-17:00") == "09:00-17:00");
  CHECK(voice::parse_quiet("9-17") == "09:00-17:00");
  CHECK(voice::parse_quiet("9:15 to 17:30") == "09:15-17:30");
  CHECK(voice::parse_quiet("09:00 – 17:00") == "09:00-17:00");
  CHECK(voice::parse_quiet("22-6") == "22:00-06:00");
  CHECK(voice::parse_quiet("OFF") == "off");
  CHECK(voice::parse_quiet("default") == "");
  for (const char* wrong : {"", "9", "9-9", "25-26", "nine-five", "9:60-10", "-", "009-17"}) {
    INFO(wrong);
    CHECK_FALSE(voice::parse_quiet(wrong).has_value());
  }
}

TEST_CASE("the next allowed minute is by the person's own clock") {
  const std::string zone = "Europe/Warsaw";
  const auto usual = voice::hours_of("");
  CHECK(voice::allows(usual, at("2026-11-24 08:00", zone), zone));
  CHECK_FALSE(voice::allows(usual, at("2026-11-24 18:00", zone), zone));
  CHECK_FALSE(voice::allows(usual, at("2026-11-24 09:00", zone), "America/New_York"));
  CHECK(voice::next_allowed(usual, at("2026-11-24 07:10", zone), zone) == at("2026-11-24 08:00", zone));
  CHECK(voice::next_allowed(usual, at("2026-11-24 12:10", zone), zone) == at("2026-11-24 12:10", zone));
  CHECK(voice::next_allowed(usual, at("2026-11-24 20:00", zone), zone) == at("2026-11-25 08:00", zone));
  const auto night = voice::hours_of("22:00-06:00");
  CHECK(voice::allows(night, at("2026-11-24 23:00", zone), zone));
  CHECK(voice::allows(night, at("2026-11-24 05:59", zone), zone));
  CHECK(voice::next_allowed(night, at("2026-11-24 12:00", zone), zone) == at("2026-11-24 22:00", zone));
  // The night of the gap has no 02:30: the hours begin with the offset before it.
  const auto early = voice::hours_of("02:30-05:00");
  CHECK(voice::next_allowed(early, at("2027-03-28 00:00", zone), zone) == at("2027-03-28 03:30", zone));
  CHECK(voice::hours_of("off").always);
}

TEST_CASE("what is due together is one message with a section and buttons each") {
  TestTeam team("2026-11-24 08:00", TestTeam::Settings{two("09:30")});
  asks_once(team);
  team.until("2026-11-24 09:30");
  REQUIRE(team.dms("Bo").size() == 1);
  auto text = team.text(team.dms("Bo").at(0).message);
  CHECK(has(text, "Standup daily"));
  CHECK(has(text, "Standup weekly"));
  // Answering one leaves the other as it was.
  team.answers("Bo", "2026-11-24", {"the loader"});
  text = team.text(team.dms("Bo").at(0).message);
  CHECK(has(text, "Thank you, your answer is in."));
  CHECK(has(text, "vision/weekly · open until 12:30"));
  // One nudge, for the one that is open.
  team.until("2026-11-24 12:00");
  CHECK(team.reminders("Bo") == 1);
  // Ana, silent in both, gets one message with both.
  const auto ana = team.dms("Ana");
  REQUIRE(ana.size() == 2);
  CHECK(has(ana.at(1).message.summary, "2 things for you"));
}

TEST_CASE("what is due a few minutes later waits until ten minutes have passed") {
  TestTeam team("2026-11-24 08:00", TestTeam::Settings{two("09:34")});
  asks_once(team);
  team.until("2026-11-24 09:39");
  CHECK(team.dms("Bo").size() == 1);
  // A restart while it waits changes nothing.
  team.restart();
  team.fire_due();
  CHECK(team.dms("Bo").size() == 1);
  team.until("2026-11-24 09:40");
  REQUIRE(team.dms("Bo").size() == 2);
  CHECK(team.dms("Bo").at(1).when == at("2026-11-24 09:40", "Europe/Warsaw"));
  CHECK(has(team.dms("Bo").at(1).message.summary, "Standup weekly"));
  team.until("2026-11-25 09:40");
  CHECK(team.prompts("Bo") == 4);
}

TEST_CASE("a ritual that is due outside the hours still asks, what it does not schedule waits") {
  TestTeam team("2026-11-24 08:00",
                "at = \"17:30\"\nclose = \"16h\"\nremind = [\"60m\"]\nmissing = \"lead\"");
  asks_once(team);
  team.until("2026-11-24 17:30");
  CHECK(team.prompts("Bo") == 1);
  // The reminder at 18:30 waits for the morning.
  team.until("2026-11-25 07:59");
  CHECK(team.reminders("Bo") == 0);
  team.until("2026-11-25 08:00");
  CHECK(team.reminders("Bo") == 1);
}

TEST_CASE("a reminder whose window is over by then is dropped") {
  TestTeam team("2026-11-24 08:00", "at = \"17:30\"");
  asks_once(team);
  team.until("2026-11-25 09:00");
  CHECK(team.prompts("Bo") == 1);
  CHECK(team.reminders("Bo") == 0);
}

TEST_CASE("a ritual outside the hours reminds outside them, as its schedule says") {
  TestTeam team("2026-11-24 08:00", "at = \"20:00\"");
  asks_once(team);
  team.until("2026-11-24 21:00");
  CHECK(team.prompts("Bo") == 1);
  CHECK(team.reminders("Bo") == 1);
}

TEST_CASE("everybody sets their own hours") {
  TestTeam team("2026-11-24 08:00", "at = \"17:30\"");
  asks_once(team);
  CHECK(has(team.command("Bo", "quiet"), "As for everybody, I write to you unasked between 08:00–18:00"));
  CHECK(has(team.command("Bo", "quiet 9-20"), "Noted. I write to you unasked between 09:00–20:00"));
  CHECK(has(team.command("Ana", "quiet off"), "no quiet hours"));
  CHECK(has(team.command("Ana", "quiet sometimes"), "I do not understand the hours sometimes"));
  team.until("2026-11-24 20:00");
  CHECK(team.reminders("Bo") == 1);
  CHECK(team.reminders("Ana") == 1);
  // By form too.
  team.clicks("Bo", "voice.quiet", "");
  REQUIRE(team.form.has_value());
  CHECK(team.form->fields.at(0).initial == "09:00-20:00");
  team.submits("Bo", "voice.quiet", "", {{"hours", "noon"}});
  CHECK(has(team.refused["hours"], "Write hours like"));
  CHECK(has(team.submits("Bo", "voice.quiet", "", {{"hours", "default"}}), "08:00–18:00"));
}

TEST_CASE("a note waits for the end of the quiet hours, and survives a restart") {
  TestTeam team("2026-11-24 20:00");
  asks_once(team);
  team.command("Ana", "away @Bo 2026-11-26");
  CHECK(team.take_dms("Bo").empty());
  team.restart();
  team.until("2026-11-25 07:59");
  CHECK(team.take_dms("Bo").empty());
  team.until("2026-11-25 08:00");
  const auto told = team.take_dms("Bo");
  REQUIRE(told.size() == 1);
  CHECK(has(told.at(0), "Ana"));
}

TEST_CASE("catching up after an outage keeps the quiet hours") {
  TestTeam team("2026-11-24 08:00", "close = \"12h\"");
  asks_once(team);
  team.down_until("2026-11-24 19:00");
  team.until("2026-11-25 07:59");
  CHECK(team.prompts("Bo") == 0);
  team.until("2026-11-25 09:30");
  CHECK(team.prompts("Bo") == 1);
}

TEST_CASE("the home tab is painted anew when something changes, once it was opened") {
  TestTeam team("2026-11-24 08:00");
  asks_once(team);
  team.until("2026-11-24 09:30");
  CHECK(team.home("Bo").empty());
  team.opens_home("Bo");
  CHECK(has(team.home("Bo"), "Your answer is outstanding."));
  CHECK(has(team.home("Bo"), "Your settings\nI write to you unasked between 08:00–18:00 by your clock."));
  CHECK(has(team.home("Bo"), "[I am away…] [Quiet hours…] [What Houston keeps of me]"));
  team.answers("Bo", "2026-11-24", {"the loader"});
  CHECK(has(team.home("Bo"), "Your answer is in."));
  team.command("Bo", "quiet off");
  CHECK(has(team.home("Bo"), "No quiet hours"));
  team.command("Bo", "away today");
  CHECK(has(team.home("Bo"), "[I am back]"));
  team.command("Bo", "back");
  // Time alone changes it too.
  team.until("2026-11-25 09:30");
  CHECK(has(team.home("Bo"), "Wed 25 Nov: 0 of 2 answered"));
  CHECK(team.home("Ana").empty());
}
