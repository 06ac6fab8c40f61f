#include "bot/demo/world.hpp"

#include <stdlib.h>  // mkdtemp

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <system_error>

#include "bot/demo/script.hpp"
#include "bot/demo/seen.hpp"
#include "bot/demo/story.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

bool write_file(const std::filesystem::path& file, const std::string& text) {
  std::ofstream out(file, std::ios::binary);
  out << text;
  out.close();
  return !out.fail();
}

std::string minutes(Duration time) {
  return std::to_string(std::chrono::duration_cast<std::chrono::minutes>(time).count()) + "m";
}

}  // namespace

Result<World> World::make() {
  std::error_code failed;
  const auto parent = std::filesystem::temp_directory_path(failed);
  if (failed) return Error{"There is no temporary directory for the demo: " + failed.message()};
  std::string name = (parent / "houston-demo-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) {
    return Error{"The demo cannot write to " + parent.string() + ": " + std::strerror(errno) +
                 ". Free some space there, or set TMPDIR to another folder."};
  }
  return World(std::filesystem::path(name));
}

World::World(World&& other) noexcept : folder_(std::move(other.folder_)) {
  other.folder_.clear();
}

World::~World() {
  if (folder_.empty()) return;
  // What cannot be removed is left to the system's own cleaning of its temporary directory.
  std::error_code ignored;
  std::filesystem::remove_all(folder_, ignored);
}

Result<config::Settings> World::settings(const Surroundings& surroundings) const {
  if (!write_file(folder_ / kCaFile, surroundings.ca_pem) ||
      !write_file(folder_ / "holidays.ics", holidays_text())) {
    return Error{"The demo cannot write to " + folder_.string() + ": is there space?"};
  }
  const config::Loaded loaded =
      config::parse(settings_text(surroundings), folder_, {scheduler::zone_exists, scheduler::rule_problem});
  if (!loaded.problems.empty()) {
    return Error{"The demo's own settings are wrong: " +
                 config::to_string("houston.toml", loaded.problems.front())};
  }
  return loaded.settings;
}

std::string settings_text(const Surroundings& surroundings) {
  std::string listed;
  for (const std::string& question : questions())
    listed += (listed.empty() ? "\"" : ", \"") + question + "\"";
  const auto quoted = [](const std::string& text) { return "\"" + text + "\"\n"; };
  const auto person = [&](const std::string& handle) { return "\"@" + handle + surroundings.domain + "\""; };
  std::string text = R"([houston]
database = "sqlite:demo.db"
log      = "error"
listen   = "127.0.0.1:0"

[[workspace]]
name      = "acme"
)" + surroundings.platform +
                     R"(
[[team]]
name      = "vision"
workspace = "acme"
)";
  text += "channel   = " + quoted(kTeamRoom + surroundings.domain);
  text += "leads     = [" + person("ana") + "]\n";
  text += R"(time_zone = "Europe/Warsaw"
holidays  = ["holidays.ics"]

[[team.hook]]
)";
  text += "name      = " + quoted(kHookName);
  text += "kind      = \"signed\"\n";
  text += "secret    = " + quoted(std::string("env:") + kHookSecretName);
  text += R"(
[[team.ritual]]
kind      = "standup"
name      = "daily"
days      = "mon-fri"
zone      = "member"
publish   = "thread"
missing   = "lead"
)";
  text += "at        = " + quoted(scheduler::clock_time(kPromptAt));
  text += "remind    = [\"" + minutes(kRemindAfter) + "\"]\n";
  text += "close     = " + quoted(minutes(kCloseAfter));
  text += "questions = [" + listed + "]\n";
  text += R"(
[[team.ritual]]
kind      = "wins"
name      = "wins"
days      = "fri"
)";
  text += "at        = " + quoted(scheduler::clock_time(kDigestAt));
  text += R"(
[[team.ritual]]
kind      = "retro"
name      = "retro"
rule      = "FREQ=MONTHLY;BYDAY=2TH"
close     = "7h"
anonymity = "confidential"
grouping  = "2h"
voting    = "20h"
topics    = 2
)";
  text += "at        = " + quoted(scheduler::clock_time(kRetroAt));
  text += R"(
[[team.ritual]]
kind      = "one_on_one"
name      = "1on1"
rule      = "FREQ=WEEKLY;BYDAY=TU,FR"
)";
  text += "lead      = " + person("ana") + "\nwith      = [" + person("bo") + "]\n";
  text += "at        = " + quoted(scheduler::clock_time(kTalkAt));
  text += R"(
[[team.ritual]]
kind      = "coffee"
name      = "coffee"
rule      = "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU"
start     = 2026-11-10
)";
  return text + "at        = " + quoted(scheduler::clock_time(kCoffeeAt));
}

std::string holidays_text() {
  std::string text = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Houston//demo//EN\r\n";
  for (const YearlyHoliday& one : holidays()) {
    char date[16];
    std::snprintf(date, sizeof date, "2026%02u%02u", one.month, one.day);
    text += std::string("BEGIN:VEVENT\r\nUID:") + date +
            "@demo.houston.invalid\r\nDTSTAMP:20260101T000000Z\r\n" + "DTSTART;VALUE=DATE:" + date +
            "\r\nRRULE:FREQ=YEARLY\r\nSUMMARY:" + one.name + "\r\nEND:VEVENT\r\n";
  }
  return text + "END:VCALENDAR\r\n";
}

}  // namespace houston::bot::demo
