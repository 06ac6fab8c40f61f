// What is wrong with an RRULE, in words that say the cure. libical refuses a wrong rule without a reason, and
// quietly passes over some parts that mean nothing; both would leave a person guessing.
#include <algorithm>
#include <array>
#include <charconv>
#include <string>
#include <utility>
#include <vector>

#include "config/nearest.hpp"
#include "config/text.hpp"
#include "scheduler/ical.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/zone.hpp"

namespace houston::scheduler {
namespace {

using config::quote;
using Why = std::optional<std::string>;
using Part = std::pair<std::string, std::string>;  // Name and value, in capitals.

constexpr std::array<std::string_view, 7> kWeekdays = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

struct Numbers {
  std::string_view name;
  int low;
  int high;
  bool from_the_end;  ///< Negative numbers count from the end.
};
// A week 53 is held by libical in years that have none; -1 is the last week of any year.
constexpr Numbers kLists[] = {{"BYMONTHDAY", 1, 31, true},
                              {"BYYEARDAY", 1, 366, true},
                              {"BYWEEKNO", 1, 52, true},
                              {"BYMONTH", 1, 12, false},
                              {"BYSETPOS", 1, 366, true}};
constexpr Numbers kInterval{"INTERVAL", 1, 1000, false};
constexpr Numbers kCount{"COUNT", 1, 100'000, false};

std::string upper(std::string_view text) {
  std::string out(text);
  for (char& c : out) {
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  }
  return out;
}

bool is_one_of(std::string_view word, const std::vector<std::string>& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (true) {
    const auto at = text.find(separator);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

/// Digits with an optional sign.
std::optional<int> number(std::string_view text) {
  if (text.size() > 1 && text[0] == '+' && text[1] != '-') text.remove_prefix(1);
  int value = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (failed != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// The parts of one rule, and the questions asked about them.
class Check {
 public:
  /// What is wrong with the writing; the meaning is asked of libical afterwards.
  Why run(std::string_view rule) {
    if (Why why = take_apart(rule)) return why;
    if (Why why = frequency()) return why;
    if (Why why = end()) return why;
    if (Why why = numbers()) return why;
    if (Why why = days()) return why;
    return company();
  }

  std::optional<LocalDate> until() const { return until_; }

 private:
  const std::string* value(std::string_view name) const {
    const auto at =
        std::find_if(parts_.begin(), parts_.end(), [&](const Part& p) { return p.first == name; });
    return at == parts_.end() ? nullptr : &at->second;
  }
  bool freq_is(std::string_view word) const { return *value("FREQ") == word; }

  Why take_apart(std::string_view rule) {
    if (rule.empty()) return "it is empty: write \"FREQ=WEEKLY;INTERVAL=2;BYDAY=TU\"";
    if (rule.find_first_of(" \t\r\n") != std::string_view::npos) {
      return "it holds a space: write it without any, as in \"FREQ=WEEKLY;BYDAY=MO,TH\"";
    }
    for (const std::string_view piece : split(rule, ';')) {
      if (piece.empty()) return "it has a ';' too many: one stands between two parts, none at the end";
      const auto equals = piece.find('=');
      if (equals == std::string_view::npos || equals == 0 || equals + 1 == piece.size()) {
        return quote(piece) + " is not a part of a rule: write NAME=VALUE, as in \"BYDAY=TU\"";
      }
      Part part{upper(piece.substr(0, equals)), upper(piece.substr(equals + 1))};
      if (Why why = name_problem(part.first)) return why;
      if (value(part.first) != nullptr) {
        return part.first + " stands there twice: write it once, with commas between values";
      }
      parts_.push_back(std::move(part));
    }
    return std::nullopt;
  }

  static Why name_problem(const std::string& name) {
    static const std::vector<std::string> kNames = {"FREQ",    "UNTIL",      "COUNT",     "INTERVAL",
                                                    "BYDAY",   "BYMONTHDAY", "BYYEARDAY", "BYWEEKNO",
                                                    "BYMONTH", "BYSETPOS",   "WKST"};
    if (is_one_of(name, kNames)) return std::nullopt;
    if (is_one_of(name, {"BYHOUR", "BYMINUTE", "BYSECOND"})) {
      return name + " is a time of day, and that is what at is for: leave it out and write at = \"09:30\"";
    }
    if (name == "RSCALE" || name == "SKIP") {
      return name + " belongs to RFC 7529, which Houston does not follow: leave it out";
    }
    if (name == "DTSTART") return "DTSTART is no part of it: write start = 2026-01-05 below the rule";
    const auto guess = config::nearest(name, kNames);
    return quote(name) + " is not a part of a rule: " +
           (guess ? "did you mean " + *guess + "?" : "the parts are " + config::list_words(kNames));
  }

  Why frequency() const {
    static const std::vector<std::string> kKnown = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
    const std::string* freq = value("FREQ");
    if (freq == nullptr) {
      return "it does not say how often: begin with FREQ=DAILY, FREQ=WEEKLY, FREQ=MONTHLY or FREQ=YEARLY";
    }
    if (is_one_of(*freq, kKnown)) return std::nullopt;
    if (is_one_of(*freq, {"HOURLY", "MINUTELY", "SECONDLY"})) {
      return "FREQ=" + *freq + " is more often than once a day: write FREQ=DAILY at most";
    }
    const auto guess = config::nearest(*freq, kKnown);
    return "FREQ=" + *freq + " is not known: " +
           (guess ? "did you mean FREQ=" + *guess + "?" : "write DAILY, WEEKLY, MONTHLY or YEARLY");
  }

  Why end() {
    const std::string* text = value("UNTIL");
    if (text == nullptr) return std::nullopt;
    if (value("COUNT") != nullptr) return "COUNT and UNTIL stand side by side: keep one of them";
    if (text->size() == 8) {
      until_ = parse_iso_date(text->substr(0, 4) + '-' + text->substr(4, 2) + '-' + text->substr(6, 2));
    }
    if (until_) return std::nullopt;
    const bool has_time = text->size() > 8 && (*text)[8] == 'T';
    return "UNTIL=" + *text +
           (has_time ? " holds a time of day: write the last day alone, UNTIL=" + text->substr(0, 8)
                     : " is not a date: write the last day as in UNTIL=20261231");
  }

  Why number_problem(const Numbers& kind, std::string_view text) const {
    const auto found = number(text);
    const int size = found ? (kind.from_the_end ? std::abs(*found) : *found) : 0;
    if (found && size >= kind.low && size <= kind.high) return std::nullopt;
    return std::string(kind.name) + '=' + std::string(text) + " is out of range: write " +
           std::to_string(kind.low) + " to " + std::to_string(kind.high) +
           (kind.from_the_end ? ", or -1 for the last, -2 for the one before" : "");
  }

  Why numbers() const {
    for (const Numbers& kind : {kInterval, kCount}) {
      const std::string* text = value(kind.name);
      if (text == nullptr) continue;
      if (Why why = number_problem(kind, *text)) return why;
    }
    for (const Numbers& kind : kLists) {
      const std::string* list = value(kind.name);
      if (list == nullptr) continue;
      for (const std::string_view text : split(*list, ',')) {
        if (Why why = number_problem(kind, text)) return why;
      }
    }
    return std::nullopt;
  }

  Why days() const {
    const auto is_weekday = [](std::string_view day) {
      return std::find(kWeekdays.begin(), kWeekdays.end(), day) != kWeekdays.end();
    };
    if (const std::string* start = value("WKST"); start != nullptr && !is_weekday(*start)) {
      return "WKST=" + *start + " is not a day: write MO, TU, WE, TH, FR, SA or SU";
    }
    const std::string* list = value("BYDAY");
    if (list == nullptr) return std::nullopt;
    for (const std::string_view text : split(*list, ',')) {
      const std::string_view day = text.size() < 2 ? text : text.substr(text.size() - 2);
      if (!is_weekday(day)) {
        return "BYDAY=" + std::string(text) +
               " is not a day: write MO, TU, WE, TH, FR, SA or SU, or as in 1MO, -1FR";
      }
      if (text.size() == 2) continue;
      const auto which = number(text.substr(0, text.size() - 2));
      if (!freq_is("MONTHLY") && !freq_is("YEARLY")) {
        return "BYDAY=" + std::string(text) + " counts days of a month or a year, and FREQ is " +
               *value("FREQ") + ": write BYDAY=" + std::string(day) + ", or FREQ=MONTHLY";
      }
      const int most = freq_is("MONTHLY") || value("BYMONTH") != nullptr ? 5 : 53;
      if (!which || std::abs(*which) < 1 || std::abs(*which) > most) {
        return "BYDAY=" + std::string(text) + " counts too far: write 1 to " + std::to_string(most) +
               " before the day, or -1 for the last";
      }
      if (value("BYWEEKNO") != nullptr) {
        return "BYDAY=" + std::string(text) +
               " cannot be counted within BYWEEKNO: write BYDAY=" + std::string(day);
      }
    }
    return std::nullopt;
  }

  /// Parts that mean nothing beside this FREQ (RFC 5545 §3.3.10, the table of BYxxx parts).
  Why company() const {
    const std::string& freq = *value("FREQ");
    if (value("BYMONTHDAY") != nullptr && freq == "WEEKLY") {
      return "BYMONTHDAY has no meaning in a week: write FREQ=MONTHLY, or BYDAY instead";
    }
    for (const std::string_view name : {"BYYEARDAY", "BYWEEKNO"}) {
      if (value(name) != nullptr && freq != "YEARLY") {
        return std::string(name) + " counts within a year: write FREQ=YEARLY, or leave it out";
      }
    }
    if (value("BYSETPOS") == nullptr) return std::nullopt;
    if (freq == "DAILY" || freq == "WEEKLY") {
      return "BYSETPOS picks out of a month's or a year's days, and FREQ is " + freq +
             ": name the days with BYDAY, or write FREQ=MONTHLY";
    }
    const bool something_to_pick_from = std::any_of(parts_.begin(), parts_.end(), [](const Part& p) {
      return p.first.substr(0, 2) == "BY" && p.first != "BYSETPOS";
    });
    if (!something_to_pick_from) {
      return "BYSETPOS picks out of days that another part names: add one, as in BYDAY=MO,TU,WE,TH,FR";
    }
    return std::nullopt;
  }

  std::vector<Part> parts_;
  std::optional<LocalDate> until_;
};

}  // namespace

std::optional<std::string> rule_problem(std::string_view rule, std::optional<LocalDate> start) {
  Check check;
  if (auto why = check.run(rule)) return why;
  const LocalDate first = start.value_or(kUsualStart);
  if (check.until() && *check.until() < first) {
    return "it ends on " + iso_date(*check.until()) + ", before it starts counting on " + iso_date(first) +
           ": write a later UNTIL" + (start ? ", or an earlier start" : "");
  }
  quiet_ical();
  const icalrecurrencetype parsed = icalrecurrencetype_from_string(std::string(rule).c_str());
  if (parsed.freq == ICAL_NO_RECURRENCE) {
    return "it lists more values than a rule can hold: name each value once";
  }
  if (!RuleDates(parsed, first).next()) {
    return "no date fits it, counted from " + iso_date(first) +
           ": look whether its months, days and weeks can ever meet";
  }
  return std::nullopt;
}

}  // namespace houston::scheduler
