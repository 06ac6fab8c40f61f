// Days of the year as people write them.
#include <algorithm>
#include <array>
#include <charconv>

#include "config/text.hpp"
#include "handlers/birthdays/birthdays.hpp"

namespace houston::handlers::birthdays {
namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || value < 0) return std::nullopt;
  return value;
}

std::optional<int> month_named(std::string_view text) {
  static constexpr std::array names{"january", "february", "march",     "april",   "may",      "june",
                                    "july",    "august",   "september", "october", "november", "december"};
  if (text.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::string_view(names[i]).starts_with(text)) return static_cast<int>(i) + 1;
  }
  return std::nullopt;
}

/// 24, 24th, 24.
std::optional<int> day_number(std::string text) {
  for (const char* end : {"st", "nd", "rd", "th", "."}) {
    const std::string_view tail(end);
    if (text.size() > tail.size() && std::string_view(text).ends_with(tail)) {
      text.resize(text.size() - tail.size());
      break;
    }
  }
  const auto day = number(text);
  return day && *day >= 1 && *day <= 31 ? day : std::nullopt;
}

std::vector<std::string> cut(const std::string& text, char at) {
  std::vector<std::string> pieces(1);
  for (const char c : text) {
    if (c == at) {
      pieces.emplace_back();
    } else {
      pieces.back() += c;
    }
  }
  while (!pieces.empty() && pieces.back().empty()) pieces.pop_back();
  return pieces;
}

std::optional<DayOfYear> checked(std::optional<int> month, std::optional<int> day, const std::string& year) {
  if (!month || !day || *month < 1 || *month > 12 || *day < 1) return std::nullopt;
  // A leap year: 29 February is somebody's birthday.
  const LocalDate date{std::chrono::year(2024), std::chrono::month(static_cast<unsigned>(*month)),
                       std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return DayOfYear{*month, *day, !year.empty(), year.size() == 4 ? number(year) : std::nullopt};
}

}  // namespace

std::optional<DayOfYear> parse(const std::vector<std::string>& given) {
  std::vector<std::string> words;
  for (const std::string& word : given) {
    std::string one = config::lower(word);
    while (!one.empty() && one.back() == ',') one.pop_back();
    if (!one.empty() && one != "on" && one != "the" && one != "of" && one != "is")
      words.push_back(std::move(one));
  }
  if (words.size() == 1) {
    // Numbers alone are read only where their order is beyond doubt.
    if (const auto dashes = cut(words[0], '-'); dashes.size() == 3 && dashes[0].size() == 4) {
      return checked(number(dashes[1]), number(dashes[2]), dashes[0]);
    } else if (dashes.size() == 2) {
      return checked(number(dashes[0]), number(dashes[1]), "");
    }
    if (const auto dots = cut(words[0], '.'); dots.size() == 2 || dots.size() == 3) {
      return checked(number(dots[1]), number(dots[0]), dots.size() == 3 ? dots[2] : "");
    }
    return std::nullopt;
  }
  const bool with_year = words.size() == 3 && words[2].size() == 4 && number(words[2]);
  if (words.size() != 2 && !with_year) return std::nullopt;
  const std::string year = with_year ? words[2] : "";
  if (const auto month = month_named(words[1])) return checked(month, day_number(words[0]), year);
  return checked(month_named(words[0]), day_number(words[1]), year);
}

LocalDate in_year(const storage::YearlyDay& day, int year) {
  const LocalDate date{std::chrono::year(year), std::chrono::month(static_cast<unsigned>(day.month)),
                       std::chrono::day(static_cast<unsigned>(day.day))};
  return date.ok() ? date : LocalDate{date.year(), date.month(), std::chrono::day(28)};
}

}  // namespace houston::handlers::birthdays
