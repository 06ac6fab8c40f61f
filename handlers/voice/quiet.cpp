#include "handlers/voice/quiet.hpp"

#include <charconv>

#include "config/text.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::voice {
namespace {

std::optional<int> number(std::string_view text) {
  int value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || text.size() > 2 || error != std::errc() || end != text.data() + text.size()) {
    return std::nullopt;
  }
  return value;
}

/// "9", "09:00"; "24:00" is the end of the day.
std::optional<LocalTime> clock(std::string_view text) {
  const auto colon = text.find(':');
  const auto hour = number(text.substr(0, colon));
  const auto minute = colon == std::string_view::npos ? std::optional(0) : number(text.substr(colon + 1));
  if (!hour || !minute || *hour < 0 || *minute < 0 || *minute > 59) return std::nullopt;
  const int minutes = *hour * 60 + *minute;
  if (minutes > 24 * 60) return std::nullopt;
  return LocalTime{minutes % (24 * 60)};
}

}  // namespace

Hours hours_of(const std::string& kept) {
  Hours hours;
  if (kept == "off") {
    hours.always = true;
  } else if (const auto dash = kept.find('-'); dash != std::string::npos) {
    const auto from = clock(std::string_view(kept).substr(0, dash));
    const auto to = clock(std::string_view(kept).substr(dash + 1));
    if (from && to) hours = {false, *from, *to};
  }
  return hours;
}

std::optional<std::string> parse_quiet(const std::string& text) {
  std::string word = config::lower(config::trim(text));
  if (word == "off") return "off";
  if (word == "default" || word == "usual") return "";
  const auto replace = [&](std::string_view what, std::string_view with) {
    for (auto at = word.find(what); at != std::string::npos; at = word.find(what)) {
      word.replace(at, what.size(), with);
    }
  };
  replace("\u2013", "-");
  replace("\u2014", "-");
  replace("to", "-");
  replace(" ", "");
  const auto dash = word.find('-');
  if (dash == std::string::npos) return std::nullopt;
  const auto from = clock(std::string_view(word).substr(0, dash));
  const auto to = clock(std::string_view(word).substr(dash + 1));
  if (!from || !to || *from == *to) return std::nullopt;
  return scheduler::clock_time(*from) + "-" + scheduler::clock_time(*to);
}

std::string to_string(const Hours& hours) {
  return scheduler::clock_time(hours.from) + "–" + scheduler::clock_time(hours.to);
}

bool allows(const Hours& hours, Instant at, const std::string& zone) {
  if (hours.always) return true;
  const LocalTime time = scheduler::to_local(at, zone).time;
  if (hours.from < hours.to) return hours.from <= time && time < hours.to;
  return hours.from <= time || time < hours.to;
}

Instant next_allowed(const Hours& hours, Instant at, const std::string& zone) {
  if (allows(hours, at, zone)) return at;
  // The hours begin once a day: today or tomorrow.
  LocalDate date = scheduler::local_date(at, zone);
  for (int days = 0; days < 3; ++days, date = scheduler::next_day(date)) {
    const Instant begins = scheduler::to_instant(date, hours.from, zone).at;
    if (begins > at) return begins;
  }
  return at;
}

}  // namespace houston::handlers::voice
