#include "bot/commands/plan_output.hpp"

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>

#include "scheduler/zone.hpp"

namespace houston::bot {
namespace {

using handlers::PlannedPrompt;

constexpr std::size_t kColumns = 5;
using Row = std::array<std::string, kColumns>;

/// Columns on a terminal, near enough: code points, without regard to wide or combining ones.
std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(
      text.begin(), text.end(), [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }));
}

Row row_of(const PlannedPrompt& prompt) {
  const std::string note = prompt.note.empty() || prompt.prompted ? prompt.note : "not sent: " + prompt.note;
  return {prompt.local, prompt.zone, prompt.name, prompt.team.value + "/" + prompt.ritual.value, note};
}

}  // namespace

std::string plan_json(const std::vector<PlannedPrompt>& prompts) {
  auto json = nlohmann::ordered_json::array();
  for (const PlannedPrompt& prompt : prompts) {
    if (!prompt.prompted && prompt.note.empty()) continue;
    json.push_back({{"ritual", prompt.ritual.value},
                    {"team", prompt.team.value},
                    {"member", prompt.person.value.empty() ? prompt.name : prompt.person.value},
                    {"at", scheduler::rfc3339(prompt.at)},
                    {"local", prompt.local},
                    {"zone", prompt.zone},
                    {"note", prompt.note}});
  }
  return json.dump(2, ' ', false, nlohmann::ordered_json::error_handler_t::replace) + "\n";
}

std::string plan_table(const std::vector<PlannedPrompt>& prompts) {
  if (prompts.empty()) return "Nobody will be prompted in these days.\n";
  std::array<std::size_t, kColumns> widths{};
  std::vector<Row> rows;
  for (const PlannedPrompt& prompt : prompts) {
    rows.push_back(row_of(prompt));
    for (std::size_t i = 0; i < kColumns; ++i) widths[i] = std::max(widths[i], width(rows.back()[i]));
  }
  std::string table;
  std::string day;
  for (std::size_t n = 0; n < prompts.size(); ++n) {
    const std::string at = scheduler::rfc3339(prompts[n].at);
    if (at.substr(0, 10) != day) {
      day = at.substr(0, 10);
      if (n > 0) table += '\n';
      table += scheduler::short_date(scheduler::local_date(prompts[n].at, "UTC")) + " (UTC on the left)\n";
    }
    std::string line = "  " + at.substr(11, 5) + "  ";
    for (std::size_t i = 0; i < kColumns; ++i) {
      line += rows[n][i] + std::string(widths[i] - width(rows[n][i]) + 2, ' ');
    }
    line.erase(line.find_last_not_of(' ') + 1);
    table += line + '\n';
  }
  return table;
}

}  // namespace houston::bot
