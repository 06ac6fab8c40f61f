// Birthdays and work anniversaries: told by the person, greeted in the morning, forgotten on a word.
#include "handlers/birthdays/birthdays.hpp"

#include "tests/handlers/days_off.hpp"
#include "tests/handlers/log_team.hpp"

using namespace houston;
using houston::test::has;
using houston::test::LogTeam;

namespace {

std::vector<std::string> words(const std::string& text) {
  std::vector<std::string> out(1);
  for (const char c : text) {
    if (c == ' ') {
      out.emplace_back();
    } else {
      out.back() += c;
    }
  }
  return out;
}

/// The greetings in the channel, without standups.
int greetings(const LogTeam& team) {
  int count = 0;
  for (const auto& post : team.channel_posts()) {
    const std::string text = team.text(post.message);
    if (has(text, "🎂") || has(text, "🎈")) ++count;
  }
  return count;
}

}  // namespace

TEST_CASE("days of the year as people write them") {
  struct Row {
    const char* text;
    int month;
    int day;
    bool year;
  };
  for (const Row& row : std::vector<Row>{{"24 Nov", 11, 24, false},
                                         {"24 november", 11, 24, false},
                                         {"Nov 24", 11, 24, false},
                                         {"November 24th, 1990", 11, 24, true},
                                         {"on the 1st of March", 3, 1, false},
                                         {"29 Feb", 2, 29, false},
                                         {"24.11.", 11, 24, false},
                                         {"24.11.1990", 11, 24, true},
                                         {"1990-11-24", 11, 24, true},
                                         {"11-24", 11, 24, false},
                                         {"24. Dec", 12, 24, false}}) {
    INFO(row.text);
    const auto day = handlers::birthdays::parse(words(row.text));
    REQUIRE(day.has_value());
    CHECK(day->month == row.month);
    CHECK(day->day == row.day);
    CHECK(day->had_year == row.year);
  }
  for (const char* text :
       {"", "24", "Nov", "30 Feb", "31.04.", "5/6", "13-01", "32 May", "24 Nov later", "24 Foo", "0 May"}) {
    INFO(text);
    CHECK_FALSE(handlers::birthdays::parse(words(text)).has_value());
  }
}

TEST_CASE("a birthday is greeted at nine on the person's clock, every year") {
  LogTeam team("2026-11-20 10:00");
  CHECK(has(team.command("Eva", "birthday 24 Nov 1990"), "on 24 November. I have not kept the year."));
  team.until("2026-11-24 14:59");
  CHECK(greetings(team) == 0);
  team.until("2026-11-24 15:00");  // 09:00 in New York.
  CHECK(greetings(team) == 1);
  CHECK(has(team.channel(), "🎂 Happy birthday, @Eva!"));
  // Nobody is greeted twice for having travelled west.
  team.moves("Eva", "America/Los_Angeles");
  team.until("2026-11-25 10:00");
  CHECK(greetings(team) == 1);
  team.until("2027-11-24 19:00");
  CHECK(greetings(team) == 2);
}

TEST_CASE("the years of an anniversary are told, when its person gave the year") {
  LogTeam team("2026-11-20 10:00");
  CHECK(has(team.command("Bo", "anniversary 24 Nov 2021"), "on 24 November, since 2021. Your team"));
  CHECK(has(team.command("Bo", "anniversary"), "on 24 November, since 2021"));
  CHECK(has(team.command("Ana", "anniversary 24 Nov"), "on 24 November. Your team"));
  CHECK(has(team.command("Eva", "anniversary 24 Nov 2026"), "That year cannot be right"));
  CHECK(has(team.command("Eva", "anniversary 24.11.21"), "That year cannot be right"));
  CHECK(has(team.command("Eva", "anniversary 24 Nov 1900"), "That year cannot be right"));
  CHECK(has(team.command("Eva", "anniversary"), "leave it out if you would rather not"));
  CHECK(has(team.command("Eva", "anniversary 28 Nov 2025"), "since 2025"));  // A Saturday.
  team.until("2026-11-24 10:00");
  CHECK(has(team.channel(), "🎈 Happy work anniversary, @Bo: 5 years!"));
  CHECK(has(team.channel(), "🎈 Happy work anniversary, @Ana!"));
  team.until("2026-11-28 10:00");
  CHECK(has(team.channel(), "@Eva's work anniversary is on Sat 28 Nov, at the weekend: 1 year. Best wishes"));
  // The year is taken back by saying the day without it.
  CHECK_FALSE(has(team.command("Bo", "anniversary 24 Nov"), "2021"));
  storage::Tables tables(team.database());
  const auto kept =
      tables.yearly_days.find(WorkspaceId{"acme"}, PersonId{"UBo"}, storage::YearlyDay::Kind::anniversary);
  REQUIRE(kept.has_value());
  CHECK_FALSE(kept->year.has_value());
}

TEST_CASE("no year of a birthday is kept anywhere") {
  LogTeam team("2026-11-20 10:00");
  team.command("Eva", "birthday 24 Nov 1987");
  team.command("Bo", "birthday 1.3.1987");
  storage::Tables tables(team.database());
  CHECK(tables.yearly_days.all(WorkspaceId{"acme"}).size() == 2);
  for (const auto& timer : tables.timers.list("birthdays.post", ""))
    CHECK_FALSE(has(timer.key.subject, "1987"));
  for (const char* who : {"Eva", "Bo"}) {
    for (const auto& dm : team.dms(who)) CHECK_FALSE(has(team.text(dm.message), "1987"));
  }
}

TEST_CASE("29 February is the 28th in a common year") {
  LogTeam team("2027-01-04 10:00");
  CHECK(has(team.command("Bo", "birthday 29 Feb"), "next for Sun 28 Feb 2027"));
  team.until("2027-02-26 09:00");  // A Friday; the 28th is a Sunday.
  CHECK(
      has(team.channel(), "🎂 @Bo's birthday is on Sun 28 Feb, at the weekend. Best wishes, a little early!"));
  team.until("2028-02-28 10:00");
  CHECK(greetings(team) == 1);
  team.until("2028-02-29 09:00");
  CHECK(greetings(team) == 2);
}

TEST_CASE("a weekend or a holiday: the working day before, and it says so") {
  const houston::test::DaysOff off({"2026-11-26"}, "Thanksgiving");
  LogTeam team("2026-11-20 10:00", "", off.setting());
  team.command("Bo", "anniversary 26 Nov");
  team.command("Ana", "birthday 29 Nov");
  team.until("2026-11-25 09:00");
  CHECK(has(
      team.channel(),
      "🎈 @Bo's work anniversary is on Thu 26 Nov, a holiday (Thanksgiving). Best wishes, a little early!"));
  team.until("2026-11-27 09:00");
  CHECK(has(team.channel(), "🎂 @Ana's birthday is on Sun 29 Nov, at the weekend."));
  team.until("2026-12-10 09:00");
  CHECK(greetings(team) == 2);
}

TEST_CASE("what was told is shown, changed and forgotten") {
  LogTeam team("2026-11-20 10:00");
  CHECK(has(team.command("Bo", "birthday"), "Say the day, without the year"));
  CHECK(has(team.command("Bo", "birthday the day after"), "is not a day of the year"));
  team.command("Bo", "birthday 24 Nov");
  CHECK(has(team.command("Bo", "birthday"), "on 24 November, and no year"));
  team.command("Bo", "birthday 25 Nov");
  CHECK(has(team.command("Bo", "birthday forget"), "Forgotten"));
  CHECK(has(team.command("Bo", "birthday forget"), "did not know"));
  team.until("2026-12-01 10:00");
  CHECK(greetings(team) == 0);
  storage::Tables tables(team.database());
  CHECK(tables.timers.list("birthdays.post", "").empty());
}

TEST_CASE("wishes come late when Houston was down, and not at all when that was long, nor to who has left") {
  LogTeam team("2026-11-20 10:00");
  team.command("Bo", "birthday 24 Nov");
  team.command("Ana", "birthday 23 Nov");
  team.down_until("2026-11-27 08:00");
  CHECK(greetings(team) == 1);
  CHECK(has(team.channel(), "@Bo's birthday was on Tue 24 Nov. I was not running then"));
  team.command("Eva", "birthday 1 Dec");
  team.leaves("Eva");
  team.until("2026-12-02 10:00");
  CHECK(greetings(team) == 1);
}

TEST_CASE("told on the day itself, after nine: next year") {
  LogTeam team("2026-11-24 10:00");
  CHECK(has(team.command("Bo", "birthday 24 Nov"), "next for Wed 24 Nov 2027"));
  team.until("2026-11-26 10:00");
  CHECK(greetings(team) == 0);
}
