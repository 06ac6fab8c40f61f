#include "handlers/words/words.hpp"

#include "scheduler/zone.hpp"

namespace houston::handlers::words {

std::string list(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " and " : ", ";
    out += names[i];
  }
  return out;
}

std::string count(int number, const std::string& one, const std::string& many) {
  return std::to_string(number) + " " + (number == 1 ? one : many);
}

std::string day(LocalDate date, LocalDate today) {
  return date.year() == today.year() ? scheduler::short_date(date) : day_and_year(date);
}

std::string day_and_year(LocalDate date) {
  return scheduler::short_date(date) + " " + std::to_string(static_cast<int>(date.year()));
}

chat::Button write_button(const std::string& label, const std::string& subject) {
  return {label, "standup.write", subject, chat::Button::Style::primary};
}

namespace {

/// Bytes and UTF-16 units of the character that starts with this byte; a stray byte counts as one of each.
std::pair<std::size_t, std::size_t> extent(unsigned char first) {
  if (first >= 0xF0) return {4, 2};
  if (first >= 0xE0) return {3, 1};
  if (first >= 0xC0) return {2, 1};
  return {1, 1};
}

}  // namespace

std::size_t length(const std::string& text) {
  std::size_t units = 0;
  for (std::size_t i = 0; i < text.size();) {
    const auto [bytes, more] = extent(static_cast<unsigned char>(text[i]));
    units += more;
    i += bytes;
  }
  return units;
}

std::string shorten(const std::string& text, std::size_t most) {
  if (length(text) <= most) return text;
  std::size_t units = 0;
  std::size_t i = 0;
  while (i < text.size()) {
    const auto [bytes, more] = extent(static_cast<unsigned char>(text[i]));
    if (units + more + 1 > most) break;
    units += more;
    i += bytes;
  }
  return text.substr(0, i) + "…";
}

}  // namespace houston::handlers::words
