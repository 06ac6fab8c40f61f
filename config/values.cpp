#include "config/values.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include "config/nearest.hpp"
#include "config/text.hpp"

namespace houston::config {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_letter(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z');
}
bool is_beyond_ascii(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

Error error(std::string message) {
  return Error{std::move(message)};
}

constexpr std::array<std::string_view, 7> kDays = {"monday", "tuesday",  "wednesday", "thursday",
                                                   "friday", "saturday", "sunday"};

std::optional<unsigned> parse_day(std::string_view word) {
  const std::string day = lower(trim(word));
  if (day.size() < 3) return std::nullopt;
  for (unsigned i = 0; i < kDays.size(); ++i) {
    if (kDays[i].substr(0, day.size()) == day) return i;
  }
  return std::nullopt;
}

Error bad_days(std::string_view word) {
  std::vector<std::string> short_days;
  for (const auto day : kDays) short_days.emplace_back(day.substr(0, 3));
  const auto guess = nearest(trim(word), short_days);
  return error("is not a list of days (" + quote(trim(word)) + " is not a day" +
               (guess ? "; did you mean " + quote(*guess) + "?" : "") +
               "): write \"mon-fri\", \"mon,wed,fri\" or \"mon-thu,sat\"");
}

/// An id as Slack makes them: a capital out of `first`, then capitals and digits.
bool is_id(std::string_view text, std::string_view first) {
  return text.size() >= 3 && text.size() <= 30 && first.find(text[0]) != std::string_view::npos &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_upper(c) || is_digit(c); });
}

bool is_email(std::string_view text) {
  const auto at = text.find('@');
  return at != std::string_view::npos && at > 0 && at + 1 < text.size() &&
         text.find('@', at + 1) == std::string_view::npos &&
         text.find_first_of(" <>,;") == std::string_view::npos;
}

}  // namespace

Result<LocalTime> parse_time_of_day(std::string_view text) {
  const auto colon = text.find(':');
  const bool digits =
      colon != std::string_view::npos && colon >= 1 && colon <= 2 && text.size() == colon + 3 &&
      std::all_of(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(colon), is_digit) &&
      is_digit(text[colon + 1]) && is_digit(text[colon + 2]);
  if (!digits)
    return error("is not a time of day: write hours and minutes of a 24-hour clock, as in \"09:30\"");
  int hours = 0;
  for (const char c : text.substr(0, colon)) hours = hours * 10 + (c - '0');
  const int minutes = (text[colon + 1] - '0') * 10 + (text[colon + 2] - '0');
  if (hours > 23 || minutes > 59) return error("is not a time of day: it runs from \"00:00\" to \"23:59\"");
  if (colon == 1) return error("lacks a digit: write " + quote("0" + std::string(text)));
  return LocalTime{hours * 60 + minutes};
}

Result<Duration> parse_duration(std::string_view text) {
  const Error wrong = error("is not a length of time: write it as \"90s\", \"60m\", \"3h\" or \"1h30m\"");
  struct Unit {
    char letter;
    int seconds;
  };
  constexpr std::array<Unit, 3> kUnits = {{{'h', 3600}, {'m', 60}, {'s', 1}}};
  std::int64_t total = 0;
  std::size_t next_unit = 0;
  if (text.empty()) return wrong;
  for (std::size_t at = 0; at < text.size();) {
    std::int64_t number = 0;
    const std::size_t start = at;
    for (; at < text.size() && is_digit(text[at]); ++at) {
      if (at - start >= 6) return wrong;
      number = number * 10 + (text[at] - '0');
    }
    if (at == start || at == text.size()) return wrong;
    while (next_unit < kUnits.size() && kUnits[next_unit].letter != text[at]) ++next_unit;
    if (next_unit == kUnits.size()) return wrong;
    total += number * kUnits[next_unit++].seconds;
    ++at;
  }
  if (total == 0) return error("is no time at all: write something longer, as in \"60m\"");
  return Duration{std::chrono::seconds{total}};
}

std::string to_text(Duration duration) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(duration).count();
  std::string out;
  if (seconds >= 3600) out += std::to_string(seconds / 3600) + 'h';
  if (seconds / 60 % 60 != 0) out += std::to_string(seconds / 60 % 60) + 'm';
  if (seconds % 60 != 0 || out.empty()) out += std::to_string(seconds % 60) + 's';
  return out;
}

Result<Weekdays> parse_days(std::string_view text) {
  if (trim(text).empty()) return error("names no day: write \"mon-fri\", \"mon,wed,fri\" or \"mon-thu,sat\"");
  Weekdays days = 0;
  while (true) {
    const auto comma = text.find(',');
    const std::string_view part = text.substr(0, comma);
    const auto dash = part.find('-');
    const auto first = parse_day(part.substr(0, dash));
    if (!first) return bad_days(part.substr(0, dash));
    unsigned last = *first;
    if (dash != std::string_view::npos) {
      const auto end = parse_day(part.substr(dash + 1));
      if (!end) return bad_days(part.substr(dash + 1));
      last = *end;
    }
    for (unsigned day = *first;; day = (day + 1) % 7) {
      days |= 1U << day;
      if (day == last) break;
    }
    if (comma == std::string_view::npos) return days;
    text.remove_prefix(comma + 1);
  }
}

Result<std::string> parse_name(std::string_view text) {
  const auto allowed = [](char c) {
    return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '.' || is_beyond_ascii(c);
  };
  if (text.empty()) return error("is empty: write a short name, as in \"vision\"");
  if (code_points(text) > 40)
    return error("is longer than 40 characters: write a short name, as in \"vision\"");
  if (!std::all_of(text.begin(), text.end(), allowed)) {
    return error(
        "cannot be a name, because people type names in commands: use letters, digits, '-', '_' and '.', "
        "without spaces");
  }
  return std::string(text);
}

Result<std::string> parse_channel(std::string_view text) {
  if (is_id(text, "CG") && text.size() >= 6) return std::string(text);
  if (text.empty() || text == "#") return error("names no channel: write \"#vision\" or the channel's id");
  const std::string_view name = text[0] == '#' ? text.substr(1) : text;
  if (name.find_first_of(" #@,") != std::string_view::npos || code_points(name) > 80) {
    return error(
        "is not a channel: write one name with a '#' before it, as in \"#vision\", or the channel's id");
  }
  if (std::any_of(name.begin(), name.end(), is_upper)) {
    return error("is not a channel: Slack's channel names have no capitals; write " +
                 quote("#" + lower(name)) + ", or the channel's id, as in \"C0123ABCD\"");
  }
  if (text[0] != '#')
    return error("lacks the '#': write " + quote("#" + std::string(name)) + ", or the channel's id");
  return std::string(text);
}

Result<std::string> parse_person(std::string_view text) {
  constexpr std::string_view kForms = "an id (\"U024BE7LH\"), a handle (\"@ana\") or an e-mail address";
  if (text.empty()) return error("names nobody: write " + std::string(kForms));
  if (is_id(text, "UW") || is_email(text)) return std::string(text);
  const std::string_view handle = text[0] == '@' ? text.substr(1) : text;
  const bool plain =
      !handle.empty() && handle.size() <= 80 && handle.find_first_of(" @<>,;#") == std::string_view::npos;
  if (plain && text[0] == '@') return std::string(text);
  std::string message = "is not a person: write " + std::string(kForms);
  if (plain) message += "; did you mean " + quote("@" + std::string(handle)) + "?";
  return error(message);
}

namespace {

/// What follows the first ':' of a Matrix id: a host, with a port or not.
bool is_server_name(std::string_view text) {
  return !text.empty() && text.size() <= 255 && text.find_first_of(" @#!,/") == std::string_view::npos;
}

}  // namespace

Result<std::string> parse_matrix_room(std::string_view text) {
  constexpr std::string_view kForms =
      "write its address, as in \"#vision:example.com\", or its id, as in \"!AbCd:example.com\"";
  if (text.empty()) return error("names no room: " + std::string(kForms));
  const auto colon = text.find(':');
  const bool server = colon != std::string_view::npos && is_server_name(text.substr(colon + 1));
  const std::string_view name = text.substr(1, std::min(colon, text.size()) - 1);
  const bool plain = !name.empty() && name.find_first_of(" ,") == std::string_view::npos;
  if (text.size() > 255) return error("is longer than any room's address: " + std::string(kForms));
  if (text[0] == '!' && plain && (server || colon == std::string_view::npos)) return std::string(text);
  if (text[0] == '#' && plain && server) return std::string(text);
  if (text[0] == '#' && plain && colon == std::string_view::npos) {
    return error("lacks the server: write " + quote(std::string(text) + ":example.com") +
                 ", with the name of yours after the colon");
  }
  return error("is not a Matrix room: " + std::string(kForms));
}

Result<std::string> parse_matrix_person(std::string_view text) {
  constexpr std::string_view kForms = "write an account with its server, as in \"@ana:example.com\"";
  if (text.empty()) return error("names nobody: " + std::string(kForms));
  if (is_email(text)) {
    return error("is an e-mail address, by which Houston cannot find anybody on Matrix: " +
                 std::string(kForms));
  }
  const auto colon = text.find(':');
  const std::string_view name = text[0] == '@' ? text.substr(1, std::min(colon, text.size()) - 1) : text;
  const bool plain =
      !name.empty() && text.size() <= 255 && name.find_first_of(" @<>,;#!") == std::string_view::npos;
  if (text[0] == '@' && plain && colon != std::string_view::npos && is_server_name(text.substr(colon + 1)))
    return std::string(text);
  if (text[0] == '@' && plain && colon == std::string_view::npos) {
    return error("lacks the server: write " + quote(std::string(text) + ":example.com") +
                 ", with the name of theirs after the colon");
  }
  return error("is not a Matrix account: " + std::string(kForms));
}

Result<std::string> parse_any_person(std::string_view text) {
  const bool matrix = text.starts_with('@') && text.find(':') != std::string_view::npos;
  return matrix ? parse_matrix_person(text) : parse_person(text);
}

Result<std::string> parse_question(std::string_view text) {
  const std::string_view question = trim(text);
  if (question.empty()) return error("is empty: write a question, or leave it out of the list");
  const std::size_t length = code_points(question);
  if (length > 150) {
    return error("has " + std::to_string(length) +
                 " characters: a question has at most 150, so that it fits its field");
  }
  return std::string(question);
}

}  // namespace houston::config
