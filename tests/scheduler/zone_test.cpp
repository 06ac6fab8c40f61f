// The table of right answers about time: every kind of day on which a wall clock misbehaves. The expected
// instants were computed with another implementation (Python's zoneinfo), and the property test asks that one
// again for many more.
#include "scheduler/zone.hpp"

#include <ostream>
#include <stdexcept>
#include <string>

#include "tests/scheduler/day.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::scheduler;

namespace {

LocalTime time_of(const std::string& text) {
  return {std::stoi(text.substr(0, 2)) * 60 + std::stoi(text.substr(3, 2))};
}

/// "2026-03-29T01:30:00Z" for the wall clock's "2026-03-29 02:30".
std::string instant_of(const std::string& wall, const std::string& zone) {
  return rfc3339(to_instant(day(wall.substr(0, 10)), time_of(wall.substr(11)), zone).at);
}

std::string wall_of(Instant at, const std::string& zone) {
  const Local local = to_local(at, zone);
  return iso_date(local.date) + ' ' + clock_time(local.time);
}

Instant utc(const std::string& wall) {
  return to_instant(day(wall.substr(0, 10)), time_of(wall.substr(11)), "UTC").at;
}

struct Row {
  std::string zone;
  std::string intended;
  LocalKind kind;
  std::string instant;
  std::string shown;
};

constexpr auto plain = LocalKind::plain;
constexpr auto gap = LocalKind::gap;
constexpr auto overlap = LocalKind::overlap;

}  // namespace

TEST_CASE("a wall clock's time becomes the right instant, and shows the right time") {
  const auto row = GENERATE(values<Row>({
      {"Europe/Warsaw", "2026-03-28 02:30", plain, "2026-03-28T01:30:00Z", "2026-03-28 02:30"},
      {"Europe/Warsaw", "2026-03-29 02:30", gap, "2026-03-29T01:30:00Z", "2026-03-29 03:30"},
      {"Europe/Warsaw", "2026-10-25 02:30", overlap, "2026-10-25T00:30:00Z", "2026-10-25 02:30"},
      {"America/New_York", "2026-03-08 02:30", gap, "2026-03-08T07:30:00Z", "2026-03-08 03:30"},
      {"America/New_York", "2026-11-01 01:30", overlap, "2026-11-01T05:30:00Z", "2026-11-01 01:30"},
      // Half an hour back and forth.
      {"Australia/Lord_Howe", "2026-04-05 01:45", overlap, "2026-04-04T14:45:00Z", "2026-04-05 01:45"},
      {"Australia/Lord_Howe", "2026-10-04 02:15", gap, "2026-10-03T15:45:00Z", "2026-10-04 02:45"},
      // Midnight itself is missing.
      {"Africa/Cairo", "2026-04-24 00:15", gap, "2026-04-23T22:15:00Z", "2026-04-24 01:15"},
      // A day that never was: its intention meets the next day's.
      {"Pacific/Apia", "2011-12-30 09:30", gap, "2011-12-30T19:30:00Z", "2011-12-31 09:30"},
      {"Pacific/Apia", "2011-12-31 09:30", plain, "2011-12-30T19:30:00Z", "2011-12-31 09:30"},
      {"America/Sao_Paulo", "2018-11-04 00:30", gap, "2018-11-04T03:30:00Z", "2018-11-04 01:30"},
      {"America/Sao_Paulo", "2026-11-04 00:30", plain, "2026-11-04T03:30:00Z", "2026-11-04 00:30"},
      {"Asia/Kathmandu", "2026-06-01 09:30", plain, "2026-06-01T03:45:00Z", "2026-06-01 09:30"},
      {"America/Nuuk", "2024-03-30 22:30", plain, "2024-03-31T00:30:00Z", "2024-03-30 22:30"},
      {"Antarctica/Troll", "2026-03-29 01:30", gap, "2026-03-29T01:30:00Z", "2026-03-29 03:30"},
      // The southern hemisphere, and the edges of a gap and an overlap.
      {"Pacific/Auckland", "2026-04-05 02:30", overlap, "2026-04-04T13:30:00Z", "2026-04-05 02:30"},
      {"Pacific/Auckland", "2026-09-27 02:30", gap, "2026-09-26T14:30:00Z", "2026-09-27 03:30"},
      {"Europe/Warsaw", "2026-03-29 01:59", plain, "2026-03-29T00:59:00Z", "2026-03-29 01:59"},
      {"Europe/Warsaw", "2026-03-29 02:00", gap, "2026-03-29T01:00:00Z", "2026-03-29 03:00"},
      {"Europe/Warsaw", "2026-03-29 03:00", plain, "2026-03-29T01:00:00Z", "2026-03-29 03:00"},
      {"Europe/Warsaw", "2026-10-25 01:59", plain, "2026-10-24T23:59:00Z", "2026-10-25 01:59"},
      {"Europe/Warsaw", "2026-10-25 02:00", overlap, "2026-10-25T00:00:00Z", "2026-10-25 02:00"},
      {"Europe/Warsaw", "2026-10-25 03:00", plain, "2026-10-25T02:00:00Z", "2026-10-25 03:00"},
      {"UTC", "2026-03-29 02:30", plain, "2026-03-29T02:30:00Z", "2026-03-29 02:30"},
      // Far enough ahead that the zone data must know the rule and not only the next change.
      {"Europe/Warsaw", "2036-07-01 09:30", plain, "2036-07-01T07:30:00Z", "2036-07-01 09:30"},
  }));
  INFO(row.zone << ' ' << row.intended);
  const Moment moment =
      to_instant(day(row.intended.substr(0, 10)), time_of(row.intended.substr(11)), row.zone);
  CHECK(rfc3339(moment.at) == row.instant);
  CHECK(moment.kind == row.kind);
  CHECK(wall_of(moment.at, row.zone) == row.shown);
}

TEST_CASE("the second of two equal wall times is shown as such") {
  CHECK(wall_of(utc("2026-10-25 00:30"), "Europe/Warsaw") == "2026-10-25 02:30");
  CHECK(wall_of(utc("2026-10-25 01:30"), "Europe/Warsaw") == "2026-10-25 02:30");
  CHECK(to_local(utc("2026-10-25 00:30"), "Europe/Warsaw").abbreviation == "CEST");
  CHECK(to_local(utc("2026-10-25 01:30"), "Europe/Warsaw").abbreviation == "CET");
}

TEST_CASE("a wall clock tells its offset, and rounds down to minutes") {
  const Local warsaw = to_local(utc("2026-11-24 08:30") + std::chrono::milliseconds(59'999), "Europe/Warsaw");
  CHECK(clock_time(warsaw.time) == "09:30");
  CHECK(warsaw.offset_minutes == 60);
  CHECK(to_local(utc("2026-11-24 08:30"), "Asia/Kathmandu").offset_minutes == 5 * 60 + 45);
  CHECK(to_local(utc("2026-11-24 08:30"), "America/St_Johns").offset_minutes == -(3 * 60 + 30));
  // Before 1970 too, where remainders are negative.
  CHECK(wall_of(utc("1969-12-31 23:59") + std::chrono::milliseconds(1), "UTC") == "1969-12-31 23:59");
}

TEST_CASE("the local date is that of the place") {
  const Instant evening = utc("2026-11-24 23:30");
  CHECK(local_date(evening, "America/New_York") == day("2026-11-24"));
  CHECK(local_date(evening, "Europe/Warsaw") == day("2026-11-25"));
  CHECK(local_date(evening, "Pacific/Kiritimati") == day("2026-11-25"));
  CHECK(local_date(utc("2026-11-24 10:00"), "Pacific/Pago_Pago") == day("2026-11-23"));
}

TEST_CASE("zones that exist, and names that are none") {
  for (const char* const good :
       {"Europe/Warsaw", "UTC", "Etc/UTC", "America/Argentina/Buenos_Aires", "Asia/Calcutta", "Asia/Kolkata",
        "US/Pacific", "America/Indiana/Indianapolis", "Etc/GMT+5"}) {
    INFO(good);
    CHECK(zone_exists(good));
  }
  for (const char* const bad :
       {"", "Europe", "Europe/", "Europe/warsaw", "Europe/Warsaw ", "Warsaw", "../../etc/passwd",
        "/etc/localtime", "Factory", "posixrules", "localtime", "posix/Europe/Warsaw", "right/Europe/Warsaw",
        "zone.tab", "tzdata.zi", "leapseconds", "CEST"}) {
    INFO(bad);
    CHECK_FALSE(zone_exists(bad));
  }
  CHECK_THROWS_AS(to_local(Instant{}, "Mars/Olympus"), std::invalid_argument);
  CHECK_THROWS_AS(local_date(Instant{}, "Mars/Olympus"), std::invalid_argument);
  CHECK_THROWS_AS(to_instant(day("2026-01-01"), {}, "Mars/Olympus"), std::invalid_argument);
  CHECK_THROWS_AS(offset_change(Instant{}, Instant{}, "Mars/Olympus"), std::invalid_argument);
}

TEST_CASE("the first change of offset is found, from just after one instant up to another") {
  const Instant spring = utc("2026-03-29 01:00");
  const Instant autumn = utc("2026-10-25 01:00");
  const auto change = [](Instant from, Instant to, const char* zone) {
    return offset_change(from, to, zone);
  };
  CHECK(change(utc("2026-01-01 00:00"), utc("2026-12-31 00:00"), "Europe/Warsaw") == spring);
  CHECK(change(spring, utc("2026-12-31 00:00"), "Europe/Warsaw") == autumn);
  CHECK(change(spring - Duration(1), spring, "Europe/Warsaw") == spring);
  CHECK(change(spring - Duration(1), spring - Duration(1), "Europe/Warsaw") == std::nullopt);
  CHECK(change(utc("2026-01-01 00:00"), spring - Duration(1), "Europe/Warsaw") == std::nullopt);
  CHECK(change(spring, spring, "Europe/Warsaw") == std::nullopt);
  CHECK(change(utc("2026-01-01 00:00"), utc("2036-12-31 00:00"), "Asia/Kathmandu") == std::nullopt);
  CHECK(change(utc("2020-01-01 00:00"), utc("2036-12-31 00:00"), "America/Sao_Paulo") == std::nullopt);
  CHECK(change(utc("2011-12-29 00:00"), utc("2012-01-01 00:00"), "Pacific/Apia") == utc("2011-12-30 10:00"));
  CHECK(change(utc("2026-01-01 00:00"), utc("2036-12-31 00:00"), "UTC") == std::nullopt);
}

TEST_CASE("days follow each other over months, leap days and years") {
  CHECK(next_day(day("2026-12-31")) == day("2027-01-01"));
  CHECK(next_day(day("2028-02-28")) == day("2028-02-29"));
  CHECK(next_day(day("2027-02-28")) == day("2027-03-01"));
  CHECK(add_days(day("2026-03-01"), -1) == day("2026-02-28"));
  CHECK(add_days(day("2026-01-01"), 365) == day("2027-01-01"));
  CHECK(weekday_index(day("2026-11-23")) == 0);
  CHECK(weekday_index(day("2026-11-24")) == 1);
  CHECK(weekday_index(day("2026-11-29")) == 6);
}

TEST_CASE("dates and times are written for people and for machines") {
  CHECK(iso_date(day("2026-11-24")) == "2026-11-24");
  CHECK(short_date(day("2026-11-24")) == "Tue 24 Nov");
  CHECK(short_date(day("2027-05-02")) == "Sun 2 May");
  CHECK(clock_time({0}) == "00:00");
  CHECK(clock_time({9 * 60 + 5}) == "09:05");
  CHECK(clock_time({1439}) == "23:59");
  CHECK(rfc3339(utc("2026-11-24 08:30")) == "2026-11-24T08:30:00Z");
  CHECK(rfc3339(utc("2026-11-24 08:30") + Duration(1'007)) == "2026-11-24T08:30:01.007Z");
  CHECK(rfc3339(utc("2026-11-24 08:30") + Duration(59'990)) == "2026-11-24T08:30:59.990Z");
  CHECK(rfc3339(Instant(Duration(-1))) == "1969-12-31T23:59:59.999Z");
  CHECK(instant_of("2026-11-24 09:30", "Europe/Warsaw") == "2026-11-24T08:30:00Z");
}

TEST_CASE("only a date is read as a date") {
  CHECK(parse_iso_date("2024-02-29") == LocalDate(std::chrono::year(2024) / 2 / 29));
  for (const char* const bad :
       {"", "2026-2-9", "2026-02-30", "2027-02-29", "2026-13-01", "2026-00-10", "2026-01-00", "2026/01/01",
        "26-01-01", "2026-01-01 ", " 2026-01-1", "2026-01-0x", "+026-01-01", "20260101", "tomorrow"}) {
    INFO(bad);
    CHECK_FALSE(parse_iso_date(bad));
  }
}
