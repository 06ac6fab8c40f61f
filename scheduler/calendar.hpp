// Meetings as an iCalendar file (RFC 5545). libical writes it and is not thread-safe: one thread at a time.
#pragma once

#include <string>
#include <vector>

#include "config/types.hpp"

namespace houston::scheduler {

struct CalendarEvent {
  std::string uid;  ///< Stable: the same meeting, moved or called off, keeps it.
  Instant starts{};
  Instant ends{};
  Instant changed{};  ///< DTSTAMP and LAST-MODIFIED.
  int sequence = 0;   ///< Grows with each move and with calling off.
  bool cancelled = false;
  std::string summary;
  std::string description{};
};

/// One VCALENDAR with a VEVENT each. Times are in UTC: each meeting stands at its own instant, so that no
/// program has to know the zone's rules, and a change of the clocks is in the instants already.
std::string to_ics(const std::string& name, const std::vector<CalendarEvent>& events);

}  // namespace houston::scheduler
