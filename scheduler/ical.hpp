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
using RuleIterator = std::unique_ptr<icalrecur_iterator, FreeIterator>;
using Component = std::unique_ptr<icalcomponent, FreeComponent>;

}  // namespace houston::scheduler
