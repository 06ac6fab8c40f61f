// Between a wall clock in an IANA zone and an Instant. Rule: a local time in a gap takes the UTC offset in
// force before the gap (RFC 5545 §3.3.5); one that occurs twice is the first of the two.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/types.hpp"

namespace houston::scheduler {

enum class LocalKind { plain, gap, overlap };

struct Moment {
  Instant at;
  LocalKind kind = LocalKind::plain;
};

/// A wall clock's reading.
struct Local {
  LocalDate date;
  LocalTime time;            ///< Whole minutes, rounded down.
  int offset_minutes = 0;    ///< From UTC, east positive.
  std::string abbreviation;  ///< "CET", "+0545".
};

bool zone_exists(std::string_view zone);
/// Those that a person may mean by a word: the zone of that name in any case ("europe/warsaw"), else those
/// whose place is called so ("warsaw", "new york"), by name.
std::vector<std::string> zones_called(std::string_view word);
/// Of every zone, by name.
std::vector<std::string> zone_names();
/// Throws std::invalid_argument for an unknown zone, as all here do: zones are checked where they enter.
Moment to_instant(LocalDate date, LocalTime time, std::string_view zone);
Local to_local(Instant at, std::string_view zone);
LocalDate local_date(Instant at, std::string_view zone);
/// The first change of the zone's offset within (from, to], or nothing.
std::optional<Instant> offset_change(Instant from, Instant to, std::string_view zone);

LocalDate next_day(LocalDate date);
LocalDate add_days(LocalDate date, int days);
int weekday_index(LocalDate date);  ///< 0 is Monday.

/// "2026-11-24"
std::string iso_date(LocalDate date);
/// Reads "2026-11-24"; nothing when it is not a date.
std::optional<LocalDate> parse_iso_date(std::string_view text);
/// "09:30"
std::string clock_time(LocalTime time);
/// "Tue 24 Nov"
std::string short_date(LocalDate date);
/// RFC 3339 in UTC: "2026-11-24T08:30:00Z", with milliseconds only where there are some.
std::string rfc3339(Instant at);

}  // namespace houston::scheduler
