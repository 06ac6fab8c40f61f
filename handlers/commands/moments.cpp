#include "handlers/commands/moments.hpp"

#include <array>
#include <charconv>

#include "config/text.hpp"
#include "handlers/commands/dates.hpp"

namespace houston::handlers::commands {
namespace {

std::optional<int> number(std::string_view text, int most) {
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.size() > 2 || read.ec != std::errc() || read.ptr != text.data() + text.size() ||
      value < 0 || value > most) {
    return std::nullopt;
  }
  return value;
}

}  // namespace

std::optional<LocalTime> parse_clock(const std::string& word) {
  std::string text = config::lower(word);
  while (!text.empty() && (text.back() == ',' || text.back() == '!' || text.back() == '?')) text.pop_back();
  int add = 0;
  bool twelve = false;
  if (text.ends_with("am") || text.ends_with("pm")) {
    twelve = true;
    add = text.ends_with("pm") ? 12 : 0;
    text.resize(text.size() - 2);
  }
  const auto colon = text.find_first_of(":.");
  const auto hour = number(text.substr(0, colon), twelve ? 12 : 23);
  if (!hour || (twelve && *hour == 0)) return std::nullopt;
  int minute = 0;
  if (colon != std::string::npos) {
    const auto given = number(text.substr(colon + 1), 59);
    if (!given || text.size() - colon != 3) return std::nullopt;
    minute = *given;
  }
  return LocalTime{(twelve ? *hour % 12 + add : *hour) * 60 + minute};
}

std::optional<DayAndTime> parse_moment(const std::vector<std::string>& words, LocalDate today,
                                       std::string& wrong) {
  DayAndTime found;
  for (const std::string& word : words) {
    const std::string one = config::lower(word);
    if (one == "to" || one == "at" || one == "on") continue;
    if (const auto date = parse_day(one, today); date && !found.date) {
      found.date = date;
    } else if (const auto time = parse_clock(one); time && !found.time) {
      found.time = time;
    } else {
      wrong = word;
      return std::nullopt;
    }
  }
  if (!found.date && !found.time) return std::nullopt;
  return found;
}

std::optional<int> parse_weekday(const std::string& word) {
  static constexpr std::array names{"monday", "tuesday",  "wednesday", "thursday",
                                    "friday", "saturday", "sunday"};
  std::string text = config::lower(word);
  if (text.ends_with("s") && text.size() > 6) text.pop_back();
  if (text.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::string_view(names[i]).starts_with(text)) return static_cast<int>(i);
  }
  return std::nullopt;
}

}  // namespace houston::handlers::commands
