// What people say to Houston, and what they are told.
#include <algorithm>

#include "handlers/commands/dates.hpp"
#include "handlers/plan.hpp"
#include "handlers/words/standup_words.hpp"
#include "scheduler/zone.hpp"
#include "tests/handlers/days_off.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::TestTeam;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

LocalDate day(const std::string& iso) {
  return *scheduler::parse_iso_date(iso);
}

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out;
  std::size_t at = 0;
  while (at < text.size()) {
    const auto end = std::min(text.find(' ', at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

}  // namespace

TEST_CASE("the shortcuts in Slack's menu open the same forms as the commands", "[commands]") {
  TestTeam team("2026-11-24 08:00");
  team.member("Ana");
  team.start();
  team.shortcut("Ana", "standup.write");
  REQUIRE(team.form);
  CHECK(team.form->id == "standup.answers");
  team.form.reset();
  team.shortcut("Ana", "away.open");
  REQUIRE(team.form);
  CHECK(team.form->title == "I am away");
}

TEST_CASE("days away, as people write them on Tuesday 24 November") {
  const LocalDate tuesday = day("2026-11-24");
  struct Row {
    const char* text;
    const char* first;
    const char* last;
  };
  for (const Row& row : std::vector<Row>{{"today", "2026-11-24", "2026-11-24"},
                                         {"tomorrow", "2026-11-25", "2026-11-25"},
                                         {"friday", "2026-11-27", "2026-11-27"},
                                         {"Fri", "2026-11-27", "2026-11-27"},
                                         {"on friday.", "2026-11-27", "2026-11-27"},
                                         {"tuesday", "2026-12-01", "2026-12-01"},
                                         {"2026-12-24", "2026-12-24", "2026-12-24"},
                                         {"until tomorrow", "2026-11-24", "2026-11-24"},
                                         {"until friday", "2026-11-24", "2026-11-26"},
                                         {"until tuesday", "2026-11-24", "2026-11-30"},
                                         {"till 2026-12-01", "2026-11-24", "2026-11-30"},
                                         {"until 2026-12-01", "2026-11-24", "2026-11-30"},
                                         {"from 2026-12-01 to 2026-12-05", "2026-12-01", "2026-12-05"},
                                         {"2026-12-01 to 2026-12-05", "2026-12-01", "2026-12-05"},
                                         {"2026-12-01 - 2026-12-05", "2026-12-01", "2026-12-05"},
                                         {"2026-12-01..2026-12-05", "2026-12-01", "2026-12-05"},
                                         {"from 2026-12-01 until 2026-12-05", "2026-12-01", "2026-12-04"},
                                         {"monday to wednesday", "2026-11-30", "2026-12-02"},
                                         {"from friday to monday", "2026-11-27", "2026-11-30"},
                                         {"for 3 days", "2026-11-24", "2026-11-26"},
                                         {"for 1 day", "2026-11-24", "2026-11-24"}}) {
    INFO(row.text);
    const auto days = handlers::commands::parse_days(words(row.text), tuesday);
    REQUIRE(days.has_value());
    CHECK(scheduler::iso_date(days->first) == row.first);
    CHECK(scheduler::iso_date(days->last) == row.last);
  }
  for (const auto& [text, part] : std::vector<std::pair<std::string, std::string>>{
           {"", "Say until when"},
           {"until", "Say until when"},
           {"until next monday", "\"next monday\" is not a day"},
           {"until 14 dec", "\"14 dec\" is not a day"},
           {"next week", "\"next week\" is not a day"},
           {"nextweek to friday", "\"nextweek\" is not a day"},
           {"for a week", "Say until when"},
           {"until sometime", "\"sometime\" is not a day"},
           {"until today", "names the day you are back"},
           {"until 2026-11-20", "names the day you are back"},
           {"2026-11-20", "is over already"},
           {"2026-12-05 to 2026-12-01", "ends (Tue 1 Dec) before it begins (Sat 5 Dec)"},
           {"2026-02-30", "is not a day"},
           {"from tomorrow", "is not a day"},
           {"for many days", "is not a number of days"},
           {"until 2029-01-01", "more than 400 days"},
           {"tomorrow and then some", "Say until when"}}) {
    INFO(text);
    if (text == "from tomorrow") continue;
    const auto days = handlers::commands::parse_days(words(text), tuesday);
    REQUIRE(days.has_error());
    CHECK(has(days.error().message, part));
  }
}

TEST_CASE("what is a blocker, and what is a way of saying no") {
  for (const char* no : {"", "no", "No.", "NONE", " - ", "—", "–", "nope!", "n/a", "N/A.", "nothing",
                         "Nothing today.", "no blockers", "All good!", "*none*", "...", "not blocked"}) {
    INFO(no);
    CHECK_FALSE(handlers::words::standup::is_blocker(no));
  }
  for (const char* yes : {"Waiting for GPU quota", "no GPU", "nothing works", "none of the runners start",
                          "yes", "the - key is broken"}) {
    INFO(yes);
    CHECK(handlers::words::standup::is_blocker(yes));
  }
}

TEST_CASE("help lists what there is, and to leads what they may do") {
  TestTeam team("2026-11-24 08:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  const auto plain = team.command("Bo", "help");
  CHECK(has(plain, "• standup write your standup"));
  CHECK(has(plain, "• away until DAY"));
  CHECK_FALSE(has(plain, "pause"));
  const auto lead = team.command("Ana", "");
  CHECK(has(lead, "For team leads\n• away @NAME until DAY"));
  CHECK(has(lead, "• skip NAME DAY"));
}

TEST_CASE("an unknown word gets a helpful answer, only to the person") {
  TestTeam team("2026-11-24 08:00");
  team.member("Ana");
  team.start();
  CHECK(has(team.command("Ana", "statsu"), "I do not know statsu. Did you mean status? Say help"));
  CHECK(has(team.command("Ana", "frobnicate"), "I do not know frobnicate. Say help"));
  CHECK(has(team.mention("Ana", "hepl"), "Did you mean help?"));
  team.types("Ana", "hello there, how are you doing?");
  CHECK(has(team.take_dms("Ana").at(0), "I have no question open for you."));
  CHECK(team.channel().empty());
  CHECK(team.dms("Ana").size() == 1);
}

TEST_CASE("the same words work by slash, in a direct message and after a mention") {
  TestTeam team("2026-11-24 08:00");
  team.member("Ana");
  team.start();
  const auto slash = team.command("Ana", "status");
  CHECK(slash == team.mention("Ana", "Status"));
  team.types("Ana", "status");
  CHECK(team.take_dms("Ana").at(0) == slash);
  CHECK(slash == "vision/daily\nNothing is under way.\nNext: Tue 24 Nov, 09:30.");
}

TEST_CASE("typed words that begin like a command are an answer while one is awaited") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:30");
  team.take_dms("Ana");
  SECTION("an answer") {
    team.types("Ana", "plan the release and run the tests");
    CHECK(has(team.take_dms("Ana").at(0), "Noted. What is next?"));
  }
  SECTION("a command") {
    team.types("Ana", "plan");
    CHECK(has(team.take_dms("Ana").at(0), "Your next 14 days"));
  }
  SECTION("skip alone means today") {
    team.types("Ana", "skip");
    CHECK(has(team.take_dms("Ana").at(0), "All right, not today."));
  }
  SECTION("standup asks question by question") {
    team.types("Ana", "standup");
    CHECK(has(team.take_dms("Ana").at(0), "What did you get done?\n1 of 3"));
  }
}

TEST_CASE("standup after a mention is asked in the direct messages, where it is answered") {
  TestTeam team("2026-11-24 09:40");
  team.member("Ana");
  team.start();
  CHECK(team.mention("Ana", "standup").empty());
  CHECK(has(team.take_dms("Ana").at(0), "What did you get done?\n1 of 3 · vision/daily · Wed 25 Nov."));
  for (const char* text : {"a", "b", "c"}) team.types("Ana", text);
  CHECK(has(team.take_dms("Ana").back(), "Saved for Wed 25 Nov."));
}

TEST_CASE("away: neither asked, reminded nor counted, and back again") {
  TestTeam team("2026-11-23 18:00");
  for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name);
  team.start();
  CHECK(team.command("Bo", "away until 2026-11-26") ==
        "Noted: you are away Mon 23 Nov to Wed 25 Nov, back on Thu 26 Nov. Until then I neither ask you nor "
        "count you. If plans change, say back.");
  team.until("2026-11-24 09:30");
  CHECK(team.prompts("Bo") == 0);
  team.answers("Ana", "2026-11-24", {"a", "", ""});
  CHECK(has(team.channel(), "1 of 2"));
  CHECK(has(team.command("Bo", "why"), "On Tue 24 Nov I did not ask you, because you were away."));
  CHECK(has(team.command("Bo", "why"), "On Wed 25 Nov I will not ask you: away until 2026-11-26."));

  SECTION("away after the prompt: excused") {
    CHECK(has(team.command("Cy", "away today"), "away Tue 24 Nov, back on Wed 25 Nov"));
    CHECK(has(team.channel(), "1 of 1"));
    CHECK(has(team.text(team.dms("Cy")[0].message), "You are away"));
    team.take_dms("Ana");
    team.until("2026-11-24 13:00");
    CHECK(team.reminders("Cy") == 0);
    CHECK(team.take_dms("Ana").empty());
  }
  SECTION("back while the window is open: asked now") {
    CHECK(has(team.command("Bo", "back"), "Welcome back!"));
    CHECK(team.prompts("Bo") == 1);
    CHECK(has(team.channel(), "1 of 3"));
    CHECK(has(team.command("Bo", "back"), "You were not away"));
  }
  SECTION("back on the day said") {
    team.until("2026-11-26 09:30");
    CHECK(team.prompts("Bo") == 1);
  }
}

TEST_CASE("away by button: a form with two dates") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:30");
  team.clicks("Ana", "away.open", "vision/daily/2026-11-24");
  REQUIRE(team.form);
  CHECK(team.form->id == "away.days");
  CHECK(team.form->fields[0].initial == "2026-11-24");
  team.submits("Ana", "away.days", "", {{"from", "2026-11-25"}, {"back", "2026-11-25"}});
  CHECK(has(team.refused["back"], "names the day you are back"));
  CHECK(has(team.submits("Ana", "away.days", "", {{"from", "2026-11-25"}, {"back", "2026-11-30"}}),
            "away Wed 25 Nov to Sun 29 Nov, back on Mon 30 Nov"));
  team.until("2026-11-30 09:29");
  CHECK(team.prompts("Ana") == 1);
  team.until("2026-11-30 09:30");
  CHECK(team.prompts("Ana") == 2);
}

TEST_CASE("leads may say it for others, who are told, others may not") {
  TestTeam team("2026-11-23 17:00");
  for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name);
  team.start();
  CHECK(has(team.command("Bo", "away @cy until friday"), "Only a lead of a team that Cy is in can do that."));
  CHECK(has(team.command("Ana", "away @cy until friday"), "Noted: Cy is away Mon 23 Nov to Thu 26 Nov"));
  CHECK(has(team.take_dms("Cy").at(0), "Ana noted that you are away Mon 23 Nov to Thu 26 Nov"));
  CHECK(has(team.command("Ana", "away bo tomorrow"), "Bo is away Tue 24 Nov"));
  CHECK(has(team.command("Ana", "away @nobody tomorrow"), "I know nobody called @nobody."));
  team.until("2026-11-24 09:30");
  CHECK(team.prompts("Cy") == 0);
  CHECK(team.prompts("Bo") == 0);
  CHECK(has(team.command("Ana", "back @cy"), "Cy is back"));
  CHECK(team.prompts("Cy") == 1);
}

TEST_CASE("on a team holiday nobody is asked") {
  const houston::test::DaysOff off({"2026-11-11"}, "Independence Day");
  TestTeam team("2026-11-10 18:00", "", off.setting());
  team.member("Ana");
  team.start();
  CHECK(has(team.command("Ana", "why"), "On Wed 11 Nov I will not ask you: holiday: Independence Day."));
  CHECK(has(team.command("Ana", "plan"),
            "• Wed 11 Nov, 09:30 CET vision/daily: not asked (holiday: Independence Day)\n"
            "• Thu 12 Nov, 09:30 CET vision/daily\n"));
  team.until("2026-11-11 18:00");
  CHECK(team.prompts("Ana") == 0);
  CHECK(has(team.command("Ana", "why"), "On Wed 11 Nov I did not ask you: holiday: Independence Day."));
  CHECK(has(team.command("Ana", "run daily"), "Today is a holiday (Independence Day)"));
  team.until("2026-11-12 09:30");
  CHECK(team.prompts("Ana") == 1);
}

TEST_CASE("leads run, pause, resume and skip, others are told who can") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.member("Ed", "Europe/Warsaw", /*admin=*/true);
  team.start();
  CHECK(team.command("Bo", "pause daily") == "pause is for team leads: ask Ana.");
  SECTION("skip") {
    CHECK(team.command("Ana", "skip daily tomorrow") == "Noted: vision/daily is not held on Tue 24 Nov.");
    CHECK(has(team.command("Ana", "skip daily tomorrow"), "skipped already"));
    CHECK(has(team.command("Ana", "skip daily saturday"), "none is planned"));
    CHECK(has(team.command("Ana", "skip daily 2026-11-20"), "it is over"));
    CHECK(has(team.command("Ana", "skip daily"), "Say it like this: skip vision/daily 2026-12-01."));
    team.until("2026-11-24 18:00");
    CHECK(team.prompts("Bo") == 0);
    CHECK(has(team.command("Bo", "why"), "On Tue 24 Nov I did not ask you: skipped by Ana."));
    team.until("2026-11-25 09:30");
    CHECK(team.prompts("Bo") == 1);
    CHECK(has(team.command("Ana", "skip daily today"), "people have been asked already"));
  }
  SECTION("pause and resume") {
    CHECK(has(team.command("Ed", "pause daily"), "vision/daily is paused"));
    CHECK(has(team.command("Ana", "pause daily"), "paused already, by Ed"));
    CHECK(has(team.command("Bo", "status"), "Paused by Ed."));
    team.until("2026-11-25 18:00");
    CHECK(team.prompts("Bo") == 0);
    CHECK(has(team.command("Ana", "run daily"), "is paused by Ed"));
    CHECK(has(team.command("Ana", "resume daily"), "vision/daily goes on. Next: Thu 26 Nov."));
    CHECK(has(team.command("Ana", "resume daily"), "is not paused"));
    CHECK(has(team.command("Bo", "why"), "On Wed 25 Nov I did not ask you, because it was paused."));
    team.until("2026-11-26 09:30");
    CHECK(team.prompts("Bo") == 1);
  }
  SECTION("run") {
    team.until("2026-11-24 08:00");
    CHECK(team.command("Ana", "run daily") ==
          "Done: vision/daily is under way, 3 people are being asked now.");
    CHECK(team.prompts("Bo") == 1);
    CHECK(has(team.command("Bo", "why"), "I asked you at 08:00 (Europe/Warsaw), when a lead asked for it,"));
    CHECK(has(team.command("Ana", "run daily"), "nobody left to ask"));
    team.answers("Bo", "2026-11-24", {"b", "", ""});
    CHECK(has(team.channel(), "1 of 3"));
    team.until("2026-11-24 12:00");
    CHECK(team.prompts("Bo") == 1);
    CHECK(has(team.channel(), "Closed."));
    CHECK(has(team.command("Ana", "run daily"), "has been held and is closed"));
    team.until("2026-11-25 09:30");
    CHECK(team.prompts("Bo") == 2);
  }
  SECTION("run on a day without one") {
    team.until("2026-11-28 10:00");  // Saturday
    const int before = team.prompts("Bo");
    CHECK(has(team.command("Ana", "run daily"), "3 people"));
    CHECK(team.prompts("Bo") == before + 1);
    team.answers("Bo", "2026-11-28", {"b", "", ""});
    CHECK(has(team.channel(), "Standup · Sat 28 Nov · 1 of 3"));
  }
}

TEST_CASE("two teams and an ambiguous name: Houston asks which") {
  const std::string toml =
      "[[workspace]]\nname = \"acme\"\nplatform = \"slack\"\nbot_token = \"env:A\"\napp_token = \"env:B\"\n"
      "[[team]]\nname = \"vision\"\nworkspace = \"acme\"\nchannel = \"#vision\"\ntime_zone = "
      "\"Europe/Warsaw\"\nleads = [\"@ana\"]\n[[team.ritual]]\nkind = \"standup\"\nname = \"daily\"\n"
      "[[team]]\nname = \"audio\"\nworkspace = \"acme\"\nchannel = \"#audio\"\ntime_zone = "
      "\"Europe/Warsaw\"\nleads = [\"@ana\"]\n[[team.ritual]]\nkind = \"standup\"\nname = \"daily\"\nat = "
      "\"10:00\"\n[[team.ritual]]\nkind = \"standup\"\nname = \"weekly\"\ndays = \"mon\"\nat = \"15:00\"\n";
  TestTeam team("2026-11-23 18:00", TestTeam::Settings{toml, ""});
  team.member("Ana");
  team.member("Ana", "Europe/Warsaw", false, "C2");
  team.member("Bo");
  team.member("Bo", "Europe/Warsaw", false, "C2");
  team.member("Cy");
  team.start();
  CHECK(team.command("Ana", "pause daily") == "Which one? Say pause vision/daily or pause audio/daily.");
  CHECK(has(team.command("Ana", "pause weekly"), "audio/weekly is paused"));
  CHECK(has(team.command("Ana", "resume audio/weekly"), "goes on"));
  CHECK(has(team.command("Ana", "pause daily", "C2"), "audio/daily is paused"));
  CHECK(has(team.command("Ana", "resume daily", "C2"), "goes on"));
  CHECK(has(team.command("Ana", "pause nightly"), "There is no ritual nightly here."));

  const auto which = team.command("Bo", "standup");
  CHECK(has(which, "You are in more than one standup."));
  CHECK(has(which, "[vision/daily, Tue 24 Nov] [audio/daily, Tue 24 Nov] [audio/weekly, Mon 30 Nov]"));
  team.command("Bo", "standup vision/daily");
  CHECK(team.form->state == "vision/daily/2026-11-24");
  team.until("2026-11-24 09:40");
  // The one that waits for an answer is meant.
  team.command("Bo", "standup");
  REQUIRE(team.form);
  CHECK(team.form->state == "vision/daily/2026-11-24");
  team.until("2026-11-24 10:05");
  CHECK(team.prompts("Bo") == 2);
  CHECK(team.prompts("Cy") == 1);
  // What is typed answers the newest question, then the other.
  for (const char* text : {"sound", "more sound", "no", "sight", "more sight", "no"}) team.types("Bo", text);
  CHECK(has(team.channel("C2"), "sound"));
  CHECK(has(team.channel("C2"), "Standup daily · Tue 24 Nov · 1 of 2"));
  CHECK(has(team.channel("C1"), "sight"));
}

TEST_CASE("status shows leads who is silent, and others only the count") {
  TestTeam team("2026-11-23 18:00");
  for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name);
  team.start();
  team.until("2026-11-24 09:30");
  team.answers("Ana", "2026-11-24", {"a", "", ""});
  CHECK(team.command("Ana", "status") ==
        "vision/daily\nTue 24 Nov: 1 of 3 answered, open until Tue 24 Nov, 12:30. Your answer is in.\n"
        "No answer yet from Bo and Cy.\nNext: Wed 25 Nov, 09:30.");
  CHECK(team.command("Bo", "status") ==
        "vision/daily\nTue 24 Nov: 1 of 3 answered, open until Tue 24 Nov, 12:30. Your answer is "
        "outstanding.\nNext: Wed 25 Nov, 09:30.");
}

TEST_CASE("the home tab shows what is open and what comes") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  team.opens_home("Bo");
  CHECK(has(team.home("Bo"),
            "Open now\nvision/daily\nTue 24 Nov: 0 of 2 answered, open until Tue 24 Nov, "
            "12:30. Your answer is outstanding.\n[Write it] [Skip today]\nThis week\n"
            "• Wed 25 Nov, 09:30 CET vision/daily\n"));
  team.opens_home("Stranger");
  CHECK(has(team.home("Stranger"), "You are in none of the teams"));
}

TEST_CASE("leads learn once a day and reason what could not be delivered") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  team.answers("Bo", "2026-11-24", {"b", "", ""});
  team.take_dms("Ana");
  const auto head = team.channel_posts()[0].id;
  team.undeliverable(head, "the channel is archived");
  CHECK(team.take_dms("Ana") ==
        std::vector<std::string>{"I could not deliver a message to #vision: the channel is archived. I tell "
                                 "you this once a day as long as it lasts."});
  team.undeliverable(head, "the channel is archived");
  CHECK(team.take_dms("Ana").empty());
  team.undeliverable(team.dms("Bo")[0].id, "the account is gone");
  CHECK(has(team.take_dms("Ana").at(0), "to Bo: the account is gone"));
  team.undeliverable(team.dms("Ana")[0].id, "the account is gone");
  CHECK(team.take_dms("Ana").empty());
}

TEST_CASE("events that nobody wants are passed over quietly") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  const auto quiet = [&](auto what) {
    auto event = team.event("Ana");
    event.what = what;
    CHECK(team.handle(event));
  };
  quiet(chat::Reacted{RoomId{"C1"}, "m1", "tada", false});
  quiet(chat::ShortcutUsed{"other", {}, {}});
  quiet(chat::Clicked{"older.button", "x", {}, {}});
  quiet(chat::Clicked{"standup.write", "nonsense", {}, {}});
  quiet(chat::Submitted{"other", "x", {}});
  quiet(chat::Submitted{"standup.answers", "x", {}});
  quiet(chat::Edited{RoomId{"DAna"}, "unknown", chat::plain("x"), true});
  quiet(chat::Deleted{RoomId{"DAna"}, "unknown", true});
  quiet(chat::Said{RoomId{"C1"}, "m2", {}, chat::plain("not for you"), false, false});
  quiet(chat::JoinedRoom{RoomId{"C77"}});
  CHECK(team.dms("Ana").empty());
  CHECK(team.channel().empty());
}

TEST_CASE("the plan: offline from the file, online with who is away, clocks marked") {
  TestTeam team("2026-03-27 18:00", "at = \"02:30\"\ndays = \"mon-sun\"\n");
  team.member("Ana");
  team.member("Bo", "Asia/Tokyo");
  team.start();
  team.command("Bo", "away until 2026-03-30");
  storage::Tables tables(team.database());
  const auto online = handlers::plan(team.settings(), &tables, {day("2026-03-28"), 4});
  REQUIRE(online.has_value());
  REQUIRE(online->size() == 8);
  const auto row = [&](const std::string& person, const std::string& date) {
    for (const auto& one : *online) {
      if (one.person.value == "U" + person && scheduler::iso_date(one.date) == date) return one;
    }
    throw std::logic_error("no such row");
  };
  CHECK(row("Ana", "2026-03-28").note.empty());
  CHECK(row("Ana", "2026-03-28").local == "2026-03-28 02:30 CET");
  CHECK(row("Ana", "2026-03-29").note ==
        "clocks go forward that day: 02:30 does not exist, prompted at 03:30");
  CHECK(row("Ana", "2026-03-29").local == "2026-03-29 03:30 CEST");
  CHECK(row("Ana", "2026-03-31").note.empty());
  CHECK_FALSE(row("Bo", "2026-03-29").prompted);
  CHECK(row("Bo", "2026-03-29").note == "away until 2026-03-30");
  CHECK(row("Bo", "2026-03-30").prompted);
  CHECK(std::is_sorted(online->begin(), online->end(),
                       [](const auto& a, const auto& b) { return a.at < b.at; }));

  const auto offline = handlers::plan(team.settings(), nullptr, {day("2026-03-28"), 1});
  REQUIRE(offline.has_value());
  REQUIRE(offline->size() == 1);
  CHECK(offline->front().name == "everyone in #vision");
  CHECK(offline->front().zone == "Europe/Warsaw");
}
