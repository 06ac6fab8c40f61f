// What recurrence and holidays share of libical: dates, rules, iterators that free themselves. Internal to
// scheduler/; the only header here that includes libical. libical is not thread-safe.
#pragma once

#include <libical/ical.h>

#include <memory>
#include <optional>

#include "config/types.hpp"

namespace houston::scheduler {

/// A DATE value (RFC 5545 §3.3.4) at midnight: icaltime_null_date() will not do, its clock stands at
/// -1:-1:-1.
icaltimetype to_ical(LocalDate date);

/// The date of a DATE or DATE-TIME; nothing when it is null or not on the calendar.
std::optional<LocalDate> from_ical(const icaltimetype& time);

/// Makes libical return its errors instead of ending the program. Call before any other use.
void quiet_ical();

struct FreeIterator {
  void operator()(icalrecur_iterator* iterator) const { icalrecur_iterator_free(iterator); }
};
struct FreeComponent {
  void operator()(icalcomponent* component) const { icalcomponent_free(component); }
};
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

/// The dates of one rule, one after the other. Steps around what libical 3.0 gets wrong (found by comparison
/// with another implementation, tests/scheduler/reference_test.cpp):
/// - FREQ=WEEKLY with INTERVAL loses count with some starts and some WKST. So libical is asked for every
/// week,
///   and the weeks (and COUNT) are counted here.
/// - FREQ=YEARLY with BYMONTHDAY alone stays in the start's month; RFC 5545 means every month.
class RuleDates {
 public:
  RuleDates(icalrecurrencetype rule, LocalDate start);
  /// The next date, or nothing when the rule has ended (libical ends every rule with the year 2582).
  std::optional<LocalDate> next();

 private:
  std::unique_ptr<icalrecur_iterator, FreeIterator> iterator_;  ///< Null for some rules that hold no date.
  int weeks_ = 1;                                               ///< INTERVAL of a weekly rule, else 1.
  std::chrono::sys_days first_week_{};                          ///< The first day of the start's week.
  std::optional<int> left_;                                     ///< Of COUNT, in a weekly rule.
};

}  // namespace houston::scheduler
