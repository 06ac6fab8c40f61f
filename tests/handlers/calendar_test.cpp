// What calendar programs make of a private calendar: read by another implementation, Python's icalendar.
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>

#include "bot/calendar_limits.hpp"
#include "handlers/one_on_one/calendar.hpp"
#include "scheduler/calendar.hpp"
#include "scheduler/zone.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::test;

namespace {

struct Event {
  std::string start, end, sequence, status, summary;
};

/// By UID.
std::map<std::string, Event> parsed(const std::string& ics) {
  std::string name = (std::filesystem::temp_directory_path() / "houston-ics-XXXXXX").string();
  const int file = ::mkstemp(name.data());
  REQUIRE(file >= 0);
  ::close(file);
  std::ofstream(name, std::ios::binary) << ics;
  // Debian's own Python, for which python3-icalendar is packaged.
  const std::string command = "/usr/bin/python3 " HOUSTON_READ_ICS " " + name + " 2>&1";
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string out;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    out.append(buffer.data(), n);
  const int status = ::pclose(pipe);
  std::filesystem::remove(name);
  INFO(out);
  REQUIRE(status == 0);
  REQUIRE(out.ends_with("end\n"));
  std::map<std::string, Event> events;
  for (std::size_t at = 0; at < out.size() - 4;) {
    const auto end = out.find('\n', at);
    std::vector<std::string> fields(1);
    for (const char c : out.substr(at, end - at)) {
      if (c == '|') {
        fields.emplace_back();
      } else {
        fields.back() += c;
      }
    }
    at = end + 1;
    REQUIRE(fields.size() == 6);
    CHECK(events.emplace(fields[0], Event{fields[1], fields[2], fields[3], fields[4], fields[5]}).second);
  }
  return events;
}

}  // namespace

TEST_CASE("another program reads the meetings: times through a change of the clocks, moves, cancellations") {
  const std::string toml = "[houston]\nlisten = \"127.0.0.1:9090\"\n" + TestTeam::usual() +
                           "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\nlead = \"@ana\"\nwith = "
                           "[\"@bo\"]\nday = \"thu\"\nat = \"14:00\"\n";
  TestTeam team("2026-03-16 07:00", TestTeam::Settings{toml, ""});
  team.member("ana");
  team.member("bo");
  team.start();
  const std::string shown = team.command("bo", "1:1 calendar");
  const auto from = shown.find("/cal/");
  REQUIRE(from != std::string::npos);
  const std::string token = shown.substr(from + 5, 43);
  storage::Tables tables(team.database());
  const auto read = [&] {
    const auto ics =
        team.houston().calendar(tables, handlers::calendar::fingerprint(token), std::nullopt, team.now());
    REQUIRE(ics.has_value());
    return parsed(*ics);
  };
  auto events = read();
  const auto pair = tables.pairs.all().at(0);
  const auto planned = tables.pairs.planned(pair.id);
  REQUIRE(events.size() == planned.size());
  std::set<std::string> starts;
  for (const auto& [uid, event] : events) {
    starts.insert(event.start);
    CHECK(event.status == "CONFIRMED");
    CHECK(event.sequence == "0");
    CHECK(event.summary == "1:1 with ana");
  }
  // 14:00 in Warsaw: an hour earlier in UTC from 29 March on.
  CHECK(starts.contains("2026-03-26T13:00:00Z"));
  CHECK(starts.contains("2026-04-02T12:00:00Z"));
  for (const auto& meeting : planned) CHECK(starts.contains(scheduler::rfc3339(meeting.starts)));

  std::string first;
  for (const auto& [uid, event] : events) {
    if (event.start == "2026-03-19T13:00:00Z") first = uid;
  }
  REQUIRE_FALSE(first.empty());
  team.command("ana", "1:1 @bo moved to 2026-03-20 10:00");
  events = read();
  CHECK(events.at(first).start == "2026-03-20T09:00:00Z");
  CHECK(events.at(first).end == "2026-03-20T09:30:00Z");
  CHECK(events.at(first).sequence == "1");
  team.command("ana", "1:1 @bo skip");
  events = read();
  CHECK(events.at(first).status == "CANCELLED");
  CHECK(events.at(first).sequence == "2");
}

TEST_CASE("text of people's stays text in a calendar") {
  scheduler::CalendarEvent event;
  event.uid = "u@houston";
  event.starts = at("2026-11-26 14:00");
  event.ends = at("2026-11-26 14:30");
  event.summary =
      "1:1 with Zoë; \\n BEGIN:VEVENT, \"x\" \r\nDTSTART:2020 🚀 and a name that is rather long, so long that "
      "the line folds";
  const auto events = parsed(scheduler::to_ics("Houston: a,b;c", {event}));
  REQUIRE(events.size() == 1);
  CHECK(events.begin()->second.summary.find("BEGIN:VEVENT, \"x\"") != std::string::npos);
}

TEST_CASE("whoever guesses addresses is held up, and keeps no real calendar out") {
  bot::CalendarLimits limits;
  const bot::CalendarLimits::Time now{std::chrono::hours(1)};
  REQUIRE(limits.allow("right", now));
  limits.found("right", true);
  int tried = 0;
  while (limits.allow("wrong-" + std::to_string(tried), now)) ++tried;
  CHECK(tried < 40);
  CHECK_FALSE(limits.allow("another", now));
  CHECK(limits.allow("right", now));
  CHECK(limits.allow("another", now + std::chrono::seconds(10)));
  // One that was reset is a stranger again.
  limits.found("right", false);
  int again = 0;
  while (limits.allow("right", now)) ++again;
  CHECK(again < 2);
  CHECK(handlers::calendar::new_token() != handlers::calendar::new_token());
  CHECK(handlers::calendar::fingerprint("abc") ==
        "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}
