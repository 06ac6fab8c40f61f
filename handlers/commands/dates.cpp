#include "handlers/commands/dates.hpp"

#include <algorithm>
#include <array>
#include <charconv>

#include "config/text.hpp"
#include "handlers/words/command_words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::commands {
namespace {

constexpr int kLongestDays = 400;

std::optional<int> weekday(const std::string& word) {
  static constexpr std::array names{"monday", "tuesday",  "wednesday", "thursday",
                                    "friday", "saturday", "sunday"};
  if (word.size() < 3) return std::nullopt;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (std::string_view(names[i]).starts_with(word)) return static_cast<int>(i);
  }
  return std::nullopt;
}

std::string cleaned(const std::string& word) {
  std::string out = config::lower(word);
  while (!out.empty() && (out.back() == '.' || out.back() == ',' || out.back() == '!')) out.pop_back();
  return out;
}

/// Filler that changes nothing, joined forms taken apart.
std::vector<std::string> normal(const std::vector<std::string>& words) {
  std::vector<std::string> out;
  for (const std::string& word : words) {
    std::string one = cleaned(word);
    if (one.empty() || one == "on" || one == "and" || one == "including" || one == "incl") continue;
    if (one == "till" || one == "til") one = "until";
    if (one == "-" || one == "–" || one == "—" || one == "through" || one == "thru") one = "to";
    if (const auto dots = one.find(".."); dots != std::string::npos && dots > 0) {
      out.push_back(one.substr(0, dots));
      out.push_back("to");
      one = one.substr(dots + 2);
      if (one.empty()) continue;
    }
    out.push_back(std::move(one));
  }
  return out;
}

/// The words from `begin` on, to be quoted: "next monday" is what is not understood, not "next".
std::string joined(const std::vector<std::string>& words, std::size_t begin) {
  std::string out;
  for (std::size_t i = begin; i < words.size(); ++i) out += (out.empty() ? "" : " ") + words[i];
  return out;
}

Result<Days> checked(Days days, LocalDate today) {
  if (days.last < days.first) return Error{words::commands::range_backwards(days.first, days.last, today)};
  if (days.last < today) return Error{words::commands::range_past(days.last, today)};
  const auto length = std::chrono::sys_days(days.last) - std::chrono::sys_days(days.first);
  if (length.count() >= kLongestDays) return Error{words::commands::range_long(kLongestDays)};
  return days;
}

/// Away from `first`, back on `back`.
Result<Days> until(LocalDate first, LocalDate back, LocalDate today) {
  if (back <= first) return Error{words::commands::until_too_early(first, back, today)};
  return checked({first, scheduler::add_days(back, -1)}, today);
}

}  // namespace

std::optional<LocalDate> parse_day(const std::string& word, LocalDate today) {
  const std::string one = cleaned(word);
  if (one == "today") return today;
  if (one == "tomorrow") return scheduler::next_day(today);
  if (const auto day = weekday(one)) {
    const int ahead = (*day - scheduler::weekday_index(today) + 7) % 7;
    return scheduler::add_days(today, ahead == 0 ? 7 : ahead);
  }
  return scheduler::parse_iso_date(one);
}

Result<Days> parse_days(const std::vector<std::string>& given, LocalDate today) {
  std::vector<std::string> words = normal(given);
  if (words.empty()) return Error{words::commands::away_usage()};

  if (words.size() == 3 && words[0] == "for" && words[2].starts_with("day")) {
    int days = 0;
    const auto [end, error] = std::from_chars(words[1].data(), words[1].data() + words[1].size(), days);
    if (error != std::errc() || end != words[1].data() + words[1].size() || days < 1 || days > kLongestDays) {
      return Error{words::commands::not_days(words[1])};
    }
    return checked({today, scheduler::add_days(today, days - 1)}, today);
  }
  if (words[0] == "for") return Error{words::commands::away_usage()};
  if (words[0] == "until") {
    if (words.size() == 1) return Error{words::commands::away_usage()};
    const auto back = words.size() == 2 ? parse_day(words[1], today) : std::nullopt;
    if (!back) return Error{words::commands::not_a_day(joined(words, 1))};
    return until(today, *back, today);
  }
  if (words.size() > 1 && words[0] == "from") words.erase(words.begin());
  const auto first = parse_day(words[0], today);
  if (!first) {
    const bool range = words.size() == 3 && (words[1] == "to" || words[1] == "until");
    return Error{words::commands::not_a_day(range ? words[0] : joined(words, 0))};
  }
  if (words.size() == 1) return checked({*first, *first}, today);
  if (words.size() == 3 && (words[1] == "to" || words[1] == "until")) {
    // "monday to wednesday": the Wednesday after that Monday.
    const auto named = weekday(words[2]);
    auto last = parse_day(words[2], named ? *first : today);
    if (!last) return Error{words::commands::not_a_day(words[2])};
    return words[1] == "until" ? until(*first, *last, today) : checked({*first, *last}, today);
  }
  return Error{words::commands::away_usage()};
}

}  // namespace houston::handlers::commands
