// Rules and zones against an independent reference: some thousand random questions, asked of libical and the
// date library on this side and of Python's dateutil and zoneinfo on the other. HOUSTON_SEED=n repeats a run.
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "scheduler/recurrence.hpp"
#include "scheduler/zone.hpp"
#include "tests/scheduler/day.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::scheduler;

namespace {

constexpr int kQuestions = 1200;  // Of each kind.

unsigned seed() {
  const char* const given = std::getenv("HOUSTON_SEED");
  return given != nullptr && *given != '\0' ? static_cast<unsigned>(std::strtoul(given, nullptr, 10))
                                            : std::random_device{}() % 1'000'000;
}

std::vector<std::string> fields(const std::string& line) {
  std::vector<std::string> out(1);
  for (const char c : line) {
    if (c == '|') {
      out.emplace_back();
    } else if (c != '\n') {
      out.back() += c;
    }
  }
  return out;
}

/// The script's lines; fails when it did not come to its end.
std::vector<std::vector<std::string>> ask_reference(unsigned seed) {
  // Debian's own Python, for which python3-dateutil is packaged; another one on the PATH may not have it.
  const std::string command = std::string("/usr/bin/python3 '") + HOUSTON_REFERENCE_SCRIPT + "' " +
                              std::to_string(seed) + ' ' + std::to_string(kQuestions) + " </dev/null";
  std::FILE* const pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::vector<std::vector<std::string>> lines;
  char line[4096];
  while (std::fgets(line, sizeof line, pipe) != nullptr) lines.push_back(fields(line));
  const int status = ::pclose(pipe);
  INFO("the reference needs /usr/bin/python3 and Debian's python3-dateutil; `scripts/setup` installs both");
  REQUIRE(status == 0);
  REQUIRE(!lines.empty());
  REQUIRE(lines.back().at(0) == "end");
  lines.pop_back();
  return lines;
}

LocalTime time_of(const std::string& wall) {
  return {std::stoi(wall.substr(11, 2)) * 60 + std::stoi(wall.substr(14, 2))};
}

Instant instant(const std::string& wall, const std::string& zone) {
  return to_instant(day(wall.substr(0, 10)), time_of(wall), zone).at;
}

std::string wall(Instant at, const std::string& zone) {
  const Local local = to_local(at, zone);
  return iso_date(local.date) + ' ' + clock_time(local.time);
}

std::string held(const std::string& rule, const std::string& start, const std::string& from) {
  config::Schedule schedule;
  schedule.rule = rule;
  schedule.start = day(start);
  const Dates dates(schedule);
  std::string out;
  // The reference looks ten years ahead of `from` alone.
  const auto last = (day(from).year() + std::chrono::years(10)) / day(from).month() /
                    std::min(day(from).day(), std::chrono::day(28));
  auto date = dates.next(day(from));
  for (int i = 0; i < 8 && date && *date <= last; ++i, date = dates.next(next_day(*date))) {
    if (!out.empty()) out += ' ';
    out += iso_date(*date);
  }
  return out;
}

}  // namespace

TEST_CASE("rules and zones agree with python-dateutil and zoneinfo") {
  const unsigned chosen = seed();
  std::printf("HOUSTON_SEED=%u\n", chosen);
  int rules = 0, with_dates = 0;
  for (const auto& line : ask_reference(chosen)) {
    std::string asked = "HOUSTON_SEED=" + std::to_string(chosen);
    for (const auto& field : line) asked += " | " + field;
    INFO(asked);
    if (line.at(0) == "rule") {
      ++rules;
      const auto why = rule_problem(line.at(1), day(line.at(2)));
      if (!line.at(4).empty()) {
        ++with_dates;
        CHECK(why.value_or("") == "");
      }
      CHECK(held(line.at(1), line.at(2), line.at(3)) == line.at(4));
    } else if (line.at(0) == "wall") {
      CHECK(wall(instant(line.at(2), line.at(1)), "UTC") == line.at(3));
    } else {
      const Instant at = instant(line.at(2), "UTC");
      CHECK(wall(at, line.at(1)) == line.at(3));
      CHECK(to_local(at, line.at(1)).offset_minutes == std::stoi(line.at(4)));
    }
  }
  CHECK(rules == kQuestions);
  CHECK(with_dates > kQuestions / 3);  // Else the questions were too easy.
}
