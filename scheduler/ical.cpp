#include "scheduler/ical.hpp"

namespace houston::scheduler {

icaltimetype to_ical(LocalDate date) {
  icaltimetype time = ICALTIMETYPE_INITIALIZER;
  time.year = static_cast<int>(date.year());
  time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  time.is_date = 1;
  return time;
}

std::optional<LocalDate> from_ical(const icaltimetype& time) {
  if (icaltime_is_null_time(time) || time.month < 1 || time.day < 1) return std::nullopt;
  const LocalDate date{std::chrono::year(time.year), std::chrono::month(static_cast<unsigned>(time.month)),
                       std::chrono::day(static_cast<unsigned>(time.day))};
  if (!date.ok()) return std::nullopt;
  return date;
}

void quiet_ical() {
  icalerror_set_errors_are_fatal(0);
  icalerror_clear_errno();
}

}  // namespace houston::scheduler
