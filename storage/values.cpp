#include "storage/values.hpp"

#include <cstdio>

#include "storage/database.hpp"

namespace houston::storage {
namespace {

[[noreturn]] void throw_damaged(const char* what) {
  throw DatabaseError(
      DatabaseError::Kind::corrupt,
      std::string("The database holds ") + what +
          " that Houston never wrote: it is damaged, or was changed by hand. Stop Houston and "
          "restore a backup.");
}

template <class Number>
bool parse(std::string_view text, Number& to) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), to);
  return error == std::errc() && end == text.data() + text.size();
}

}  // namespace

std::string to_iso(LocalDate date) {
  if (!date.ok() || int(date.year()) < 0 || int(date.year()) > 9999)
    throw std::logic_error("a date that is in no calendar was to be stored");
  char text[16];
  std::snprintf(text, sizeof text, "%04d-%02u-%02u", int(date.year()), unsigned(date.month()),
                unsigned(date.day()));
  return text;
}

LocalDate from_iso(std::string_view text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  if (text.size() != 10 || text[4] != '-' || text[7] != '-' || !parse(text.substr(0, 4), year) ||
      !parse(text.substr(5, 2), month) || !parse(text.substr(8, 2), day))
    throw_damaged("a date");
  const LocalDate date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  if (!date.ok()) throw_damaged("a date");
  return date;
}

long long to_number(std::string_view text) {
  long long number = 0;
  if (!parse(text, number)) throw_damaged("a number");
  return number;
}

void throw_unknown_word(std::string_view) {
  throw_damaged("a word");
}

void keep_text(std::string_view text, std::string& into) {
  into.assign(text);
  for (std::size_t at = into.find('\0'); at != std::string::npos; at = into.find('\0', at))
    into.replace(at, 1, "\xEF\xBF\xBD");
}

}  // namespace houston::storage
