// Dates and times as text: the part of zone.hpp that needs no zone data.
#include <algorithm>
#include <array>
#include <cstdio>

#include "scheduler/zone.hpp"

namespace houston::scheduler {
namespace {

std::string two_digits(unsigned number) {
  return {static_cast<char>('0' + number / 10 % 10), static_cast<char>('0' + number % 10)};
}

}  // namespace

LocalDate next_day(LocalDate date) {
  return add_days(date, 1);
}

LocalDate add_days(LocalDate date, int days) {
  return LocalDate(std::chrono::sys_days(date) + std::chrono::days(days));
}

int weekday_index(LocalDate date) {
  return static_cast<int>(std::chrono::weekday(std::chrono::sys_days(date)).iso_encoding()) - 1;
}

std::string iso_date(LocalDate date) {
  char text[32];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return text;
}

std::optional<LocalDate> parse_iso_date(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  bool good = true;
  const auto number = [&](std::size_t from, std::size_t length) {
    unsigned value = 0;
    for (const char c : text.substr(from, length)) {
      good = good && c >= '0' && c <= '9';
      value = value * 10 + static_cast<unsigned>(c - '0');
    }
    return value;
  };
  const unsigned year = number(0, 4), month = number(5, 2), day = number(8, 2);
  if (!good) return std::nullopt;
  const LocalDate date{std::chrono::year(static_cast<int>(year)), std::chrono::month(month),
                       std::chrono::day(day)};
  if (!date.ok()) return std::nullopt;
  return date;
}

std::string clock_time(LocalTime time) {
  return two_digits(static_cast<unsigned>(time.minutes / 60)) + ':' +
         two_digits(static_cast<unsigned>(time.minutes % 60));
}

std::string short_date(LocalDate date) {
  constexpr std::array kDays = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  constexpr std::array kMonths = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                  "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  return std::string(kDays.at(static_cast<std::size_t>(weekday_index(date)))) + ' ' +
         std::to_string(static_cast<unsigned>(date.day())) + ' ' +
         kMonths.at(static_cast<unsigned>(date.month()) - 1);
}

std::string rfc3339(Instant at) {
  const auto day = std::chrono::floor<std::chrono::days>(at);
  const auto of_day = static_cast<unsigned>((at - day).count());
  std::string text = iso_date(LocalDate(day)) + 'T' + two_digits(of_day / 3'600'000) + ':' +
                     two_digits(of_day / 60'000 % 60) + ':' + two_digits(of_day / 1000 % 60);
  if (const unsigned fraction = of_day % 1000; fraction != 0) {
    text += '.' + std::to_string(fraction / 100) + two_digits(fraction % 100);
  }
  return text + 'Z';
}

}  // namespace houston::scheduler
