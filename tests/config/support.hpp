// A right settings file to spoil, and a reader of what is said about it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/zone.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/folder.hpp"

namespace houston::config {

/// What the real program checks with.
inline const Checks kChecks{scheduler::zone_exists, scheduler::rule_problem};

/// A folder to write settings in.
class Folder : public test::Folder {
 public:
  std::filesystem::path write(const std::string& name, const std::string& text) const {
    std::ofstream(path() / name, std::ios::binary) << text;
    return path() / name;
  }
};

/// Line 1 is [houston], 3 [[workspace]], 8 [[team]], 14 [[team.ritual]].
inline const std::vector<std::string> kRight = {
    "[houston]",                      // 1
    "log = \"info\"",                 // 2
    "[[workspace]]",                  // 3
    "name = \"acme\"",                // 4
    "platform = \"slack\"",           // 5
    "bot_token = \"env:BOT_TOKEN\"",  // 6
    "app_token = \"env:APP_TOKEN\"",  // 7
    "[[team]]",                       // 8
    "name = \"vision\"",              // 9
    "workspace = \"acme\"",           // 10
    "channel = \"#vision\"",          // 11
    "time_zone = \"Europe/Warsaw\"",  // 12
    "leads = [\"ana@example.com\"]",  // 13
    "[[team.ritual]]",                // 14
    "kind = \"standup\"",             // 15
    "name = \"daily\"",               // 16
};

/// The right file with line `line` replaced; a line after the last is added.
inline std::string with_line(std::size_t line, const std::string& text) {
  std::string out;
  for (std::size_t i = 0; i < kRight.size(); ++i) out += (i + 1 == line ? text : kRight[i]) + '\n';
  if (line > kRight.size()) out += text + '\n';
  return out;
}

inline std::string all_of(const Loaded& loaded) {
  std::string out;
  for (const Problem& problem : loaded.problems) out += to_string("f", problem) + '\n';
  return out;
}

inline Loaded read(const std::string& text) {
  return parse(text, "/nowhere", kChecks);
}

}  // namespace houston::config
