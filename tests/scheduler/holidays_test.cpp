// .ics files become days off; what cannot be read is refused by name, never half read.
#include "scheduler/holidays.hpp"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "scheduler/zone.hpp"
#include "tests/scheduler/day.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::scheduler;

namespace {

class TestFile {
 public:
  explicit TestFile(const std::string& text) {
    std::string name = (std::filesystem::temp_directory_path() / "houston-ics-XXXXXX").string();
    const int file = ::mkstemp(name.data());
    if (file < 0) throw std::runtime_error("cannot make a file for the test");
    ::close(file);
    path_ = name;
    std::ofstream(path_, std::ios::binary) << text;
  }
  ~TestFile() { std::filesystem::remove(path_); }
  TestFile(const TestFile&) = delete;
  TestFile& operator=(const TestFile&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

std::string calendar(const std::string& events) {
  return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//test//EN\r\n" + events + "END:VCALENDAR\r\n";
}

std::string event(const std::string& lines, const std::string& summary = "Day off") {
  return "BEGIN:VEVENT\r\nUID:one@example.com\r\nDTSTAMP:20250101T000000Z\r\nSUMMARY:" + summary + "\r\n" +
         lines + "END:VEVENT\r\n";
}

Holidays read(const std::string& text) {
  const TestFile file(text);
  auto holidays = Holidays::load({file.path()});
  if (!holidays) FAIL(holidays.error().message);
  return *holidays;
}

std::string refused(const std::string& text) {
  const TestFile file(text);
  const auto holidays = Holidays::load({file.path()});
  REQUIRE(!holidays);
  CHECK(holidays.error().message.find(file.path().string()) != std::string::npos);
  return holidays.error().message;
}

bool says(const std::string& message, const std::string& part) {
  INFO(message);
  const bool found = message.find(part) != std::string::npos;
  CHECK(found);
  return found;
}

}  // namespace

TEST_CASE("an all-day event is a day off") {
  const Holidays holidays =
      read(calendar(event("DTSTART;VALUE=DATE:20261225\r\n", "Christmas\\, first day")));
  CHECK(holidays.size() == 1);
  CHECK(holidays.on(day("2026-12-25")) == std::optional<std::string>("Christmas, first day"));
  CHECK_FALSE(holidays.on(day("2026-12-24")));
  CHECK_FALSE(holidays.on(day("2026-12-26")));
}

TEST_CASE("a holiday of several days ends before its DTEND") {
  const Holidays holidays =
      read(calendar(event("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20270102\r\n")));
  CHECK(holidays.size() == 3);
  CHECK(holidays.on(day("2026-12-30")));
  CHECK(holidays.on(day("2027-01-01")));
  CHECK_FALSE(holidays.on(day("2027-01-02")));
  // As some programs write a single day.
  CHECK(read(calendar(event("DTSTART;VALUE=DATE:20261230\r\nDTEND;VALUE=DATE:20261230\r\n"))).size() == 1);
}

TEST_CASE("a holiday may state its length instead of its end") {
  CHECK(read(calendar(event("DTSTART;VALUE=DATE:20261230\r\nDURATION:P2D\r\n"))).size() == 2);
  CHECK(read(calendar(event("DTSTART;VALUE=DATE:20261230\r\nDURATION:P1W\r\n"))).size() == 7);
}

TEST_CASE("recurring holidays are followed from 2020 to 2040") {
  const Holidays yearly = read(calendar(event("DTSTART;VALUE=DATE:19700501\r\nRRULE:FREQ=YEARLY\r\n")));
  CHECK(yearly.size() == 21);
  CHECK(yearly.on(day("2020-05-01")));
  CHECK(yearly.on(day("2040-05-01")));
  CHECK_FALSE(yearly.on(day("2019-05-01")));
  CHECK_FALSE(yearly.on(day("2041-05-01")));

  const Holidays thanksgiving =
      read(calendar(event("DTSTART;VALUE=DATE:20201126\r\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH\r\n")));
  CHECK(thanksgiving.on(day("2026-11-26")));
  CHECK(thanksgiving.on(day("2027-11-25")));
}

TEST_CASE("exceptions, additions and moved dates of a recurring holiday are kept") {
  const Holidays holidays =
      read(calendar(event("DTSTART;VALUE=DATE:20240601\r\nRRULE:FREQ=YEARLY;COUNT=5\r\n"
                          "EXDATE;VALUE=DATE:20250601,20260601\r\nRDATE;VALUE=DATE:20250602,20250603\r\n") +
                    event("RECURRENCE-ID;VALUE=DATE:20270601\r\nDTSTART;VALUE=DATE:20270607\r\n", "Moved")));
  CHECK(holidays.on(day("2024-06-01")));
  CHECK_FALSE(holidays.on(day("2025-06-01")));
  CHECK(holidays.on(day("2025-06-02")));
  CHECK(holidays.on(day("2025-06-03")));
  CHECK_FALSE(holidays.on(day("2026-06-01")));
  CHECK_FALSE(holidays.on(day("2027-06-01")));
  CHECK(holidays.on(day("2027-06-07")) == std::optional<std::string>("Moved"));
  CHECK(holidays.on(day("2028-06-01")));
  CHECK(holidays.size() == 5);
}

TEST_CASE("folded lines, bare line feeds, a byte order mark and unknown lines do no harm") {
  const Holidays holidays = read(
      "\xef\xbb\xbf"
      "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:x\nX-WR-CALNAME:Days\nBEGIN:VEVENT\nUID:a\nLOCATION:\nSUMMARY:"
      "Święto\n"
      "  Niepodległości\nTRANSP:TRANSPARENT\nX-COLOUR:red\nDTSTART;VALUE=DATE:2026\n 1111\nEND:VEVENT\n"
      "END:VCALENDAR\n");
  CHECK(holidays.on(day("2026-11-11")) == std::optional<std::string>("Święto Niepodległości"));
}

TEST_CASE("events with a time of day, and cancelled ones, are nobody's day off") {
  const Holidays holidays = read(calendar(event("DTSTART:20260105T090000Z\r\nDTEND:20260105T100000Z\r\n") +
                                          event("DTSTART;VALUE=DATE:20260106\r\nSTATUS:CANCELLED\r\n") +
                                          event("DTSTART;VALUE=DATE:20260107\r\n")));
  CHECK(holidays.size() == 1);
  CHECK(holidays.on(day("2026-01-07")));
}

TEST_CASE("files add up, and a date keeps the names of both") {
  const TestFile one(calendar(event("DTSTART;VALUE=DATE:20261225\r\n", "Christmas")));
  const TestFile two(calendar(event("DTSTART;VALUE=DATE:20261225\r\n", "Boże Narodzenie") +
                              event("DTSTART;VALUE=DATE:20261226\r\n", "")));
  const auto holidays = Holidays::load({one.path(), two.path(), one.path()});
  REQUIRE(holidays.has_value());
  CHECK(holidays->size() == 2);
  CHECK(holidays->on(day("2026-12-25")) == std::optional<std::string>("Christmas, Boże Narodzenie"));
  CHECK(holidays->on(day("2026-12-26")) == std::optional<std::string>("holiday"));
  CHECK(Holidays::load({})->size() == 0);
}

TEST_CASE("a broken file is refused by name, with what is wrong") {
  const std::string good = event("DTSTART;VALUE=DATE:20261225\r\n");
  says(refused(""), "BEGIN:VCALENDAR");
  says(refused("Dear Houston, no holidays this year."), "is not an iCalendar file");
  says(refused("BEGIN:VCALENDAR\r\n" + good), "is cut off");
  says(refused(calendar(good).substr(0, 150)), "is cut off");
  says(refused(calendar(good + "END:VEVENT\r\n")), "is broken");
  says(refused(calendar("")), "holds no all-day event");
  says(refused(calendar(event(""))), "the event \"Day off\" has no DTSTART");
  says(refused(calendar(event("DTSTART;VALUE=DATE:20261325\r\n"))), "DTSTART");
  says(refused(calendar(event("DTSTART;VALUE=DATE:tomorrow\r\n"))), "DTSTART");
  says(refused(calendar(event("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20261224\r\n"))),
       "ends before");
  says(refused(calendar(event("DTSTART;VALUE=DATE:20261225\r\nDTEND;VALUE=DATE:20361224\r\n"))),
       "longer than a year");
  says(refused(calendar(event("DTSTART;VALUE=DATE:20261225\r\nDURATION:-P2D\r\n"))), "DURATION");
  says(refused(calendar(event("DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=SOMETIMES\r\n"))), "RRULE");
  says(refused(calendar(event("DTSTART;VALUE=DATE:20261225\r\nRRULE:FREQ=HOURLY\r\n"))),
       "more often than once a day");
  says(refused(calendar(event("DTSTART;VALUE=DATE:20261225\r\n", "Caf\xe9"))), "UTF-8");
  const auto missing = Holidays::load({"/no/such/holidays.ics"});
  REQUIRE(!missing);
  says(missing.error().message, "/no/such/holidays.ics does not exist");
}

TEST_CASE("days can be added by hand") {
  Holidays holidays;
  holidays.add(day("2026-05-01"), "May Day");
  holidays.add(day("2026-05-01"), "May Day");
  CHECK(holidays.on(day("2026-05-01")) == std::optional<std::string>("May Day"));
  CHECK(holidays.size() == 1);
}
