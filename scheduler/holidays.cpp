#include "scheduler/holidays.hpp"

#include <algorithm>
#include <array>
#include <set>
#include <utility>

#include "config/files.hpp"
#include "config/text.hpp"
#include "scheduler/ical.hpp"
#include "scheduler/zone.hpp"

namespace houston::scheduler {
namespace {

constexpr std::size_t kLargestFile = 4 << 20;
constexpr int kFirstYear = 2020;
constexpr int kLastYear = 2040;
constexpr int kLongestEvent = 366;
constexpr std::string_view kCure = "; save it anew from your calendar, or take it out of holidays";

struct Event {
  icalcomponent* component = nullptr;  ///< Owned by the calendar it is part of.
  std::string uid;
  std::string name;
  LocalDate start;
  int days = 1;
};

/// A date of a recurring event that another VEVENT (RECURRENCE-ID, RFC 5545 §3.8.4.4) has replaced.
using Replaced = std::set<std::pair<std::string, LocalDate>>;

std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : text) out += c == '\r' || c == '\n' || c == '\t' ? ' ' : c;
  return std::string(config::trim(out));
}

template <class Visit>
void each_property(icalcomponent* component, icalproperty_kind kind, Visit visit) {
  for (icalproperty* p = icalcomponent_get_first_property(component, kind); p != nullptr;
       p = icalcomponent_get_next_property(component, kind)) {
    visit(p);
  }
}

/// The text of a property's value, or "".
std::string text_of(icalcomponent* component, icalproperty_kind kind) {
  icalproperty* const property = icalcomponent_get_first_property(component, kind);
  if (property == nullptr) return {};
  const char* const text = icalvalue_get_text(icalproperty_get_value(property));
  return text == nullptr ? std::string() : one_line(text);
}

/// Reads one file into Holidays.
class Reader {
 public:
  explicit Reader(Holidays& into) : into_(into) {}

  /// What is wrong, as the end of a sentence that starts with the file's name; "" when all is well.
  std::string read(std::string text) {
    if (config::bad_utf8(text)) return "is not UTF-8 text: save it with the encoding UTF-8";
    if (text.substr(0, 3) == "\xef\xbb\xbf") text.erase(0, 3);  // A byte order mark.
    if (std::string why = frame_problem(text); !why.empty()) return why;
    quiet_ical();
    const Component root(icalparser_parse_string(text.c_str()));
    if (root == nullptr) return "is not an iCalendar file" + std::string(kCure);
    if (std::string why = collect(root.get()); !why.empty()) return why;
    if (events_.empty()) {
      return "holds no all-day event, so it cannot be a calendar of holidays: name one that does, or take it "
             "out of holidays";
    }
    for (const Event& event : events_) {
      if (std::string why = spread(event); !why.empty()) return why;
    }
    return {};
  }

 private:
  /// libical makes the best of a file that was cut off; half a calendar would be days at work that are free.
  static std::string frame_problem(std::string_view text) {
    int open = 0, calendars = 0;
    for (std::size_t at = 0; at < text.size();) {
      const auto end = std::min(text.find('\n', at), text.size());
      const std::string line = config::lower(config::trim(text.substr(at, end - at)));
      // A folded line starts with a blank and says nothing of its own.
      const bool folded = text[at] == ' ' || text[at] == '\t';
      at = end + 1;
      if (folded) continue;
      if (line.substr(0, 6) == "begin:") ++open;
      if (line == "begin:vcalendar") ++calendars;
      if (line.substr(0, 4) == "end:" && --open < 0) break;
    }
    if (calendars == 0)
      return "is not an iCalendar file: there is no BEGIN:VCALENDAR in it" + std::string(kCure);
    if (open == 0) return {};
    return open > 0 ? "is cut off: something begins in it that does not end" + std::string(kCure)
                    : "is broken: something ends in it that did not begin" + std::string(kCure);
  }

  std::string collect(icalcomponent* component) {
    if (icalcomponent_isa(component) == ICAL_VEVENT_COMPONENT) return take(component);
    for (icalcomponent* inner = icalcomponent_get_first_component(component, ICAL_ANY_COMPONENT);
         inner != nullptr; inner = icalcomponent_get_next_component(component, ICAL_ANY_COMPONENT)) {
      if (std::string why = collect(inner); !why.empty()) return why;
    }
    return {};
  }

  std::string take(icalcomponent* component) {
    Event event;
    event.component = component;
    event.uid = text_of(component, ICAL_UID_PROPERTY);
    event.name = text_of(component, ICAL_SUMMARY_PROPERTY);
    if (event.name.empty()) event.name = "holiday";
    if (std::string why = parser_complaint(component); !why.empty()) return about(event, why);

    icalproperty* const start = icalcomponent_get_first_property(component, ICAL_DTSTART_PROPERTY);
    if (start == nullptr) return about(event, "has no DTSTART");
    const icaltimetype first = icalproperty_get_dtstart(start);
    const auto date = from_ical(first);
    if (!date) return about(event, "has a DTSTART that is not a date");
    if (icalproperty* const id = icalcomponent_get_first_property(component, ICAL_RECURRENCEID_PROPERTY)) {
      if (const auto original = from_ical(icalproperty_get_recurrenceid(id))) {
        replaced_.insert({event.uid, *original});
      }
    }
    if (!first.is_date) return {};  // A meeting, a concert: nobody's day off.
    if (icalcomponent_get_status(component) == ICAL_STATUS_CANCELLED) return {};
    event.start = *date;
    if (std::string why = read_length(event); !why.empty()) return about(event, why);
    events_.push_back(std::move(event));
    return {};
  }

  /// libical leaves a note where it had to drop a line. One about the name or the place of an event is none
  /// of our business; one about its dates is.
  static std::string parser_complaint(icalcomponent* component) {
    constexpr std::array kDates = {"DTSTART", "DTEND",  "DURATION",     "RRULE",
                                   "RDATE",   "EXDATE", "RECURRENCE-ID"};
    std::string why;
    each_property(component, ICAL_XLICERROR_PROPERTY, [&](icalproperty* note) {
      const char* const text = icalproperty_get_xlicerror(note);
      const std::string_view said = text == nullptr ? "" : text;
      for (const char* const name : kDates) {
        if (why.empty() && said.find(name) != std::string_view::npos) {
          why = "has a " + std::string(name) + " that cannot be read";
        }
      }
    });
    return why;
  }

  /// DTEND is the first day that is free no more (§3.6.1). Some programs write DTEND = DTSTART for a single
  /// day.
  static std::string read_length(Event& event) {
    using std::chrono::sys_days;
    if (icalproperty* const end = icalcomponent_get_first_property(event.component, ICAL_DTEND_PROPERTY)) {
      const auto date = from_ical(icalproperty_get_dtend(end));
      if (!date) return "has a DTEND that is not a date";
      if (*date < event.start) return "ends before it starts";
      event.days = std::max(1, static_cast<int>((sys_days(*date) - sys_days(event.start)).count()));
    } else if (icalproperty* const length =
                   icalcomponent_get_first_property(event.component, ICAL_DURATION_PROPERTY)) {
      const icaldurationtype duration = icalproperty_get_duration(length);
      if (icaldurationtype_is_bad_duration(duration)) return "has a DURATION that cannot be read";
      if (duration.is_neg) return "has a DURATION below zero";
      constexpr long kDay = 86400;
      const long seconds = static_cast<long>(duration.weeks) * 7 * kDay +
                           static_cast<long>(duration.days) * kDay +
                           static_cast<long>(duration.hours) * 3600 +
                           static_cast<long>(duration.minutes) * 60 + static_cast<long>(duration.seconds);
      event.days = static_cast<int>(std::clamp((seconds + kDay - 1) / kDay, 1L, 100'000L));
    }
    if (event.days > kLongestEvent) return "lasts longer than a year";
    return {};
  }

  std::string about(const Event& event, std::string_view why) const {
    return "cannot be used: the event " + config::quote(event.name) + ' ' + std::string(why) +
           std::string(kCure);
  }

  /// Adds the event's days, one by one.
  std::string spread(const Event& event) {
    std::set<LocalDate> starts;
    std::string why;
    bool recurs = false;
    each_property(event.component, ICAL_RRULE_PROPERTY, [&](icalproperty* rule) {
      recurs = true;
      if (why.empty()) why = expand(event, icalproperty_get_rrule(rule), starts);
    });
    if (!why.empty()) return about(event, why);
    each_property(event.component, ICAL_RDATE_PROPERTY, [&](icalproperty* dates) {
      const icaldatetimeperiodtype value = icalproperty_get_rdate(dates);
      const auto date = from_ical(icaltime_is_null_time(value.time) ? value.period.start : value.time);
      if (date) starts.insert(*date);
    });
    // DTSTART is the first date, whether or not the rule meets it (§3.8.5.3).
    if (!recurs || in_range(event.start)) starts.insert(event.start);
    each_property(event.component, ICAL_EXDATE_PROPERTY, [&](icalproperty* except) {
      if (const auto date = from_ical(icalproperty_get_exdate(except))) starts.erase(*date);
    });
    const bool replacement =
        icalcomponent_get_first_property(event.component, ICAL_RECURRENCEID_PROPERTY) != nullptr;
    for (const LocalDate start : starts) {
      if (!replacement && !event.uid.empty() && replaced_.count({event.uid, start}) != 0) continue;
      for (int day = 0; day < event.days; ++day) into_.add(add_days(start, day), event.name);
    }
    return {};
  }

  static bool in_range(LocalDate date) {
    return static_cast<int>(date.year()) >= kFirstYear && static_cast<int>(date.year()) <= kLastYear;
  }

  static std::string expand(const Event& event, const icalrecurrencetype& rule, std::set<LocalDate>& into) {
    if (rule.freq < ICAL_DAILY_RECURRENCE) return "recurs more often than once a day";
    if (rule.freq == ICAL_NO_RECURRENCE) return "has an RRULE that cannot be read";
    RuleDates dates(rule, event.start);
    while (const auto date = dates.next()) {
      if (static_cast<int>(date->year()) > kLastYear) break;
      if (in_range(*date)) into.insert(*date);
    }
    return {};
  }

  Holidays& into_;
  std::vector<Event> events_;
  Replaced replaced_;
};

}  // namespace

Result<Holidays> Holidays::load(const std::vector<std::filesystem::path>& files) {
  Holidays holidays;
  for (const auto& file : files) {
    auto text = config::read_file(file, kLargestFile);
    const std::string why = text ? Reader(holidays).read(std::move(*text))
                                 : text.error().message + std::string(": check holidays");
    if (!why.empty()) return Error{"the holidays file " + file.string() + ' ' + why};
  }
  return holidays;
}

std::optional<std::string> Holidays::on(LocalDate date) const {
  const auto at = names_.find(date);
  if (at == names_.end()) return std::nullopt;
  return at->second;
}

void Holidays::add(LocalDate date, std::string name) {
  const auto [at, fresh] = names_.try_emplace(date, name);
  if (fresh || at->second.find(name) != std::string::npos) return;
  // Two holidays on one day, or two calendars' words for the same.
  at->second += ", " + name;
}

}  // namespace houston::scheduler
