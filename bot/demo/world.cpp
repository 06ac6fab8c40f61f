#include "bot/demo/world.hpp"

#include <stdlib.h>  // mkdtemp

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <fstream>
#include <system_error>

#include "bot/demo/script.hpp"
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

Result<config::Settings> World::settings(const std::string& api_url, const std::string& ca_pem) const {
  if (!write_file(folder_ / "ca.pem", ca_pem) || !write_file(folder_ / "holidays.ics", holidays_text())) {
    return Error{"The demo cannot write to " + folder_.string() + ": is there space?"};
  }
  const config::Loaded loaded =
      config::parse(settings_text(api_url), folder_, {scheduler::zone_exists, scheduler::rule_problem});
  if (!loaded.problems.empty()) {
    return Error{"The demo's own settings are wrong: " +
                 config::to_string("houston.toml", loaded.problems.front())};
  }
  return loaded.settings;
}

std::string settings_text(const std::string& api_url) {
  std::string listed;
  for (const std::string& question : questions())
    listed += (listed.empty() ? "\"" : ", \"") + question + "\"";
  return std::string("[houston]\n") +       //
         "database = \"sqlite:demo.db\"\n"  //
         "log      = \"error\"\n"           //
         "\n"                               //
         "[[workspace]]\n"                  //
         "name      = \"acme\"\n"           //
         "platform  = \"slack\"\n"          //
         "bot_token = \"env:" +
         kBotTokenName + "\"\n" + "app_token = \"env:" + kAppTokenName + "\"\n" + "api_url   = \"" + api_url +
         "\"\n" +                               //
         "ca_file   = \"ca.pem\"\n"             //
         "\n"                                   //
         "[[team]]\n"                           //
         "name      = \"vision\"\n"             //
         "workspace = \"acme\"\n"               //
         "channel   = \"#vision\"\n"            //
         "time_zone = \"Europe/Warsaw\"\n"      //
         "leads     = [\"ana@example.com\"]\n"  //
         "holidays  = [\"holidays.ics\"]\n"     //
         "\n"                                   //
         "[[team.ritual]]\n"                    //
         "kind      = \"standup\"\n"            //
         "name      = \"daily\"\n"              //
         "days      = \"mon-fri\"\n"            //
         "at        = \"" +
         scheduler::clock_time(kPromptAt) + "\"\n" +
         "zone      = \"member\"\n"  //
         "remind    = [\"" +
         minutes(kRemindAfter) + "\"]\n" + "close     = \"" + minutes(kCloseAfter) + "\"\n" +
         "questions = [" + listed + "]\n" +  //
         "publish   = \"thread\"\n"          //
         "missing   = \"lead\"\n";
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
