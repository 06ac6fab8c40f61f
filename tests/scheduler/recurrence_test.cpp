// On which dates a ritual is held, and what is said about rules that cannot be followed.
#include "scheduler/recurrence.hpp"

#include <ostream>
#include <stdexcept>
#include <string>
#include <vector>

#include "scheduler/zone.hpp"
#include "tests/scheduler/day.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::scheduler;

namespace {

config::Schedule rule(const std::string& text, const std::string& start = "") {
  config::Schedule schedule;
  schedule.rule = text;
  if (!start.empty()) schedule.start = day(start);
  return schedule;
}

/// The first `count` dates from `from` on, as "2026-01-31 2026-03-31"; "." where they end.
std::string first_dates(const Dates& dates, const std::string& from, int count) {
  std::string out;
  LocalDate at = day(from);
  for (int i = 0; i < count; ++i) {
    const auto date = dates.next(at);
    if (!out.empty()) out += ' ';
    if (!date) return out + '.';
    out += iso_date(*date);
    at = next_day(*date);
  }
  return out;
}

struct Row {
  std::string rule;
  std::string start;
  std::string from;
  int count;
  std::string expected;
};

}  // namespace

TEST_CASE("a rule is held on the dates that RFC 5545 gives it") {
  const auto row = GENERATE(values<Row>({
      // Every second Tuesday counts from the start, whenever one asks.
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-01-06", "2026-01-01", 3, "2026-01-06 2026-01-20 2026-02-03"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-01-13", "2026-01-01", 3, "2026-01-13 2026-01-27 2026-02-10"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-01-06", "2026-01-07", 2, "2026-01-20 2026-02-03"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-01-06", "2036-01-01", 1, "2036-01-08"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "", "2024-01-01", 2, "2024-01-02 2024-01-16"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "", "2026-11-24", 1, "2026-12-01"},
      // The start is in the middle of a week.
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR", "2026-01-07", "2026-01-01", 3,
       "2026-01-09 2026-01-19 2026-01-23"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=SU", "2026-01-04", "2026-01-01", 4,
       "2026-01-04 2026-01-05 2026-01-18 2026-01-19"},
      {"FREQ=WEEKLY;INTERVAL=2;BYDAY=SU,MO;WKST=MO", "2026-01-04", "2026-01-01", 3,
       "2026-01-04 2026-01-12 2026-01-18"},
      {"FREQ=MONTHLY;BYMONTHDAY=31", "", "2026-01-01", 4, "2026-01-31 2026-03-31 2026-05-31 2026-07-31"},
      {"FREQ=MONTHLY;BYMONTHDAY=-1", "", "2026-01-01", 4, "2026-01-31 2026-02-28 2026-03-31 2026-04-30"},
      {"FREQ=MONTHLY;BYMONTHDAY=-1", "", "2028-02-01", 1, "2028-02-29"},
      {"FREQ=MONTHLY", "2026-01-31", "2026-01-01", 3, "2026-01-31 2026-03-31 2026-05-31"},
      {"FREQ=MONTHLY;BYDAY=1MO", "", "2026-01-01", 3, "2026-01-05 2026-02-02 2026-03-02"},
      {"FREQ=MONTHLY;BYDAY=-1FR", "", "2026-01-01", 3, "2026-01-30 2026-02-27 2026-03-27"},
      {"FREQ=MONTHLY;BYDAY=5MO", "", "2026-01-01", 3, "2026-03-30 2026-06-29 2026-08-31"},
      {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1", "", "2026-01-01", 4,
       "2026-01-30 2026-02-27 2026-03-31 2026-04-30"},
      {"FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1", "", "2026-01-01", 3,
       "2026-01-01 2026-02-02 2026-03-02"},
      {"FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "", "2026-01-01", 4,
       "2026-02-13 2026-03-13 2026-11-13 2027-08-13"},
      {"FREQ=DAILY;UNTIL=20260103", "2026-01-01", "2025-01-01", 9, "2026-01-01 2026-01-02 2026-01-03 ."},
      {"FREQ=WEEKLY;UNTIL=20260112;BYDAY=MO", "2026-01-05", "2025-01-01", 9, "2026-01-05 2026-01-12 ."},
      {"FREQ=WEEKLY;COUNT=3;BYDAY=MO", "2026-01-05", "2025-01-01", 9, "2026-01-05 2026-01-12 2026-01-19 ."},
      {"FREQ=WEEKLY;COUNT=3;BYDAY=MO", "2026-01-05", "2026-01-13", 9, "2026-01-19 ."},
      {"FREQ=WEEKLY;COUNT=3;BYDAY=MO", "2026-01-05", "2026-01-20", 9, "."},
      {"FREQ=DAILY", "2026-12-30", "2026-01-01", 4, "2026-12-30 2026-12-31 2027-01-01 2027-01-02"},
      {"FREQ=DAILY;INTERVAL=3", "2026-12-30", "2026-12-31", 2, "2027-01-02 2027-01-05"},
      {"FREQ=DAILY;BYMONTH=1;BYDAY=MO", "", "2026-01-20", 3, "2026-01-26 2027-01-04 2027-01-11"},
      {"FREQ=YEARLY", "2024-02-29", "2024-03-01", 2, "2028-02-29 2032-02-29"},
      {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1", "", "2026-01-01", 3, "2026-02-28 2027-02-28 2028-02-29"},
      {"FREQ=YEARLY;BYYEARDAY=1,-1", "", "2026-06-01", 3, "2026-12-31 2027-01-01 2027-12-31"},
      {"FREQ=YEARLY;BYWEEKNO=1;BYDAY=MO", "", "2026-01-01", 2, "2027-01-04 2028-01-03"},
      {"FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "", "2026-01-01", 2, "2026-11-26 2027-11-25"},
      // The next one is too far away to be of any use.
      {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29;BYDAY=MO", "", "2026-01-01", 1, "."},
      {"freq=weekly;byday=tu", "", "2026-11-24", 1, "2026-11-24"},
  }));
  INFO(row.rule << " from " << row.start);
  REQUIRE(rule_problem(row.rule, rule(row.rule, row.start).start) == std::nullopt);
  CHECK(first_dates(Dates(rule(row.rule, row.start)), row.from, row.count) == row.expected);
}

TEST_CASE("dates may be asked for in any order") {
  const Dates dates(rule("FREQ=WEEKLY;INTERVAL=2;BYDAY=TU", "2026-01-06"));
  CHECK(dates.next(day("2030-06-01")) == day("2030-06-04"));
  CHECK(dates.next(day("2026-01-01")) == day("2026-01-06"));
  CHECK(dates.on(day("2026-01-20")));
  CHECK_FALSE(dates.on(day("2026-01-13")));
  CHECK_FALSE(dates.on(day("2025-12-23")));
  CHECK(dates.on(day("2030-06-04")));
}

TEST_CASE("weekdays need no rule") {
  config::Schedule schedule;
  CHECK(first_dates(Dates(schedule), "2026-11-27", 3) == "2026-11-27 2026-11-30 2026-12-01");
  schedule.days = 0b1000000;
  CHECK(first_dates(Dates(schedule), "2026-12-28", 2) == "2027-01-03 2027-01-10");
  CHECK(Dates(schedule).on(day("2027-01-03")));
  CHECK_FALSE(Dates(schedule).on(day("2027-01-04")));
  schedule.days = 0;
  CHECK(first_dates(Dates(schedule), "2026-12-28", 2) == ".");
}

TEST_CASE("dates can be moved, and refuse a rule that is none") {
  Dates dates(rule("FREQ=DAILY"));
  Dates moved(std::move(dates));
  CHECK(moved.on(day("2026-01-01")));
  dates = std::move(moved);
  CHECK(dates.on(day("2026-01-02")));
  CHECK_THROWS_AS(Dates(rule("every other Tuesday")), std::invalid_argument);
}

TEST_CASE("a wrong rule is refused with its cure") {
  struct Wrong {
    std::string rule;
    std::string says;
  };
  const auto wrong = GENERATE(values<Wrong>({
      {"", "it is empty: write \"FREQ="},
      {"every Tuesday", "it holds a space"},
      {"FREQ=WEEKLY; BYDAY=TU", "it holds a space"},
      {"BYDAY=TU", "how often: begin with FREQ="},
      {"FREQ=HOURLY", "FREQ=HOURLY is more often than once a day: write FREQ=DAILY at most"},
      {"FREQ=MINUTELY", "more often than once a day"},
      {"FREQ=SECONDLY", "more often than once a day"},
      {"FREQ=WEEKLI", "did you mean FREQ=WEEKLY?"},
      {"FREQ=FORTNIGHTLY", "write DAILY, WEEKLY, MONTHLY or YEARLY"},
      {"FREQ=DAILY;BYHOUR=9",
       "BYHOUR is a time of day, and that is what at is for: leave it out and write at ="},
      {"FREQ=DAILY;BYMINUTE=30", "leave it out and write at ="},
      {"FREQ=DAILY;BYSECOND=0", "leave it out and write at ="},
      {"RSCALE=HEBREW;FREQ=DAILY", "RFC 7529"},
      {"FREQ=DAILY;SKIP=FORWARD", "RFC 7529"},
      {"FREQ=DAILY;DTSTART=20260101", "write start = 2026-01-05"},
      {"FREQ=WEEKLY;BYDAYS=TU", "did you mean BYDAY?"},
      {"FREQ=WEEKLY;COLOUR=RED", "is not a part of a rule: the parts are \"FREQ\""},
      {"FREQ=WEEKLY;", "a ';' too many"},
      {"FREQ=WEEKLY;;BYDAY=TU", "a ';' too many"},
      {"FREQ=WEEKLY;BYDAY", "write NAME=VALUE"},
      {"FREQ=WEEKLY;BYDAY=", "write NAME=VALUE"},
      {"FREQ=WEEKLY;FREQ=DAILY", "FREQ stands there twice"},
      {"FREQ=WEEKLY;BYDAY=TU,", "is not a day: write MO"},
      {"FREQ=WEEKLY;BYDAY=TUE", "is not a day: write MO"},
      {"FREQ=WEEKLY;BYDAY=2TU", "write BYDAY=TU, or FREQ=MONTHLY"},
      {"FREQ=MONTHLY;BYDAY=6TU", "counts too far: write 1 to 5"},
      {"FREQ=MONTHLY;BYDAY=0TU", "counts too far: write 1 to 5"},
      {"FREQ=YEARLY;BYDAY=54TU", "counts too far: write 1 to 53"},
      {"FREQ=YEARLY;BYWEEKNO=3;BYDAY=2TU", "write BYDAY=TU"},
      {"FREQ=WEEKLY;WKST=XX", "WKST=XX is not a day"},
      {"FREQ=WEEKLY;INTERVAL=0", "INTERVAL=0 is out of range: write 1 to 1000"},
      {"FREQ=WEEKLY;INTERVAL=-2", "out of range: write 1 to 1000"},
      {"FREQ=WEEKLY;INTERVAL=70000", "out of range: write 1 to 1000"},
      {"FREQ=WEEKLY;INTERVAL=two", "out of range: write 1 to 1000"},
      {"FREQ=WEEKLY;INTERVAL=99999999999999999999", "out of range: write 1 to 1000"},
      {"FREQ=WEEKLY;COUNT=0", "COUNT=0 is out of range"},
      {"FREQ=MONTHLY;BYMONTHDAY=32", "write 1 to 31, or -1 for the last"},
      {"FREQ=MONTHLY;BYMONTHDAY=0", "write 1 to 31, or -1 for the last"},
      {"FREQ=MONTHLY;BYMONTHDAY=1,-32", "BYMONTHDAY=-32 is out of range"},
      {"FREQ=YEARLY;BYMONTH=13", "write 1 to 12"},
      {"FREQ=YEARLY;BYMONTH=-1", "write 1 to 12"},
      {"FREQ=WEEKLY;BYMONTHDAY=3", "write FREQ=MONTHLY, or BYDAY instead"},
      {"FREQ=MONTHLY;BYYEARDAY=3", "write FREQ=YEARLY"},
      {"FREQ=MONTHLY;BYWEEKNO=3", "write FREQ=YEARLY"},
      {"FREQ=WEEKLY;BYDAY=MO,TU;BYSETPOS=1", "name the days with BYDAY, or write FREQ=MONTHLY"},
      {"FREQ=MONTHLY;BYSETPOS=1", "add one, as in BYDAY=MO"},
      {"FREQ=DAILY;COUNT=3;UNTIL=20270101", "keep one of them"},
      {"FREQ=DAILY;UNTIL=20270101T090000Z", "write the last day alone, UNTIL=20270101"},
      {"FREQ=DAILY;UNTIL=2027-01-01", "write the last day as in UNTIL=20261231"},
      {"FREQ=DAILY;UNTIL=20270230", "is not a date"},
      {"FREQ=DAILY;UNTIL=20231231",
       "it ends on 2023-12-31, before it starts counting on 2024-01-01: write a later"},
      {"FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30", "no date fits it"},
      {"FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", "no date fits it"},
      {"FREQ=MONTHLY;BYMONTH=4;BYMONTHDAY=31", "no date fits it"},
      {"FREQ=WEEKLY;BYDAY=TU\xc3\xa9", "is not a day"},
  }));
  INFO(wrong.rule);
  const auto why = rule_problem(wrong.rule);
  REQUIRE(why);
  INFO(*why);
  CHECK(why->find(wrong.says) != std::string::npos);
}

TEST_CASE("whether a rule holds a date depends on where it counts from") {
  const std::string leap_days = "FREQ=YEARLY;INTERVAL=4;BYMONTH=2;BYMONTHDAY=29";
  CHECK(rule_problem(leap_days) == std::nullopt);
  REQUIRE(rule_problem(leap_days, day("2025-01-01")));
  CHECK(rule_problem(leap_days, day("2025-01-01"))->find("counted from 2025-01-01") != std::string::npos);
  CHECK(rule_problem("FREQ=DAILY;UNTIL=20231231", day("2023-01-01")) == std::nullopt);
}
