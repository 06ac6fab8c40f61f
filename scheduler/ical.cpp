#include "scheduler/ical.hpp"

#include <utility>

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

RuleDates::RuleDates(icalrecurrencetype rule, LocalDate start) {
  const auto empty = [](const short* list) { return list[0] == ICAL_RECURRENCE_ARRAY_MAX; };
  if (rule.freq == ICAL_WEEKLY_RECURRENCE) {
    // libical numbers the days from Sunday = 1.
    const int day = static_cast<int>(std::chrono::weekday(std::chrono::sys_days(start)).c_encoding()) + 1;
    if (empty(rule.by_day)) {
      rule.by_day[0] = static_cast<short>(day);
      rule.by_day[1] = ICAL_RECURRENCE_ARRAY_MAX;
    }
    const int first = rule.week_start == ICAL_NO_WEEKDAY ? ICAL_MONDAY_WEEKDAY : rule.week_start;
    first_week_ = std::chrono::sys_days(start) - std::chrono::days((day - first + 7) % 7);
    weeks_ = std::exchange(rule.interval, short{1});
    // Those in the weeks between do not count.
    if (rule.count > 0) left_ = std::exchange(rule.count, 0);
  }
  if (rule.freq == ICAL_YEARLY_RECURRENCE && !empty(rule.by_month_day) && empty(rule.by_month) &&
      empty(rule.by_year_day) && empty(rule.by_week_no)) {
    for (short month = 1; month <= 12; ++month) rule.by_month[month - 1] = month;
    rule.by_month[12] = ICAL_RECURRENCE_ARRAY_MAX;
  }
  iterator_.reset(icalrecur_iterator_new(rule, to_ical(start)));
}

std::optional<LocalDate> RuleDates::next() {
  while (iterator_ != nullptr && left_ != 0) {
    const auto date = from_ical(icalrecur_iterator_next(iterator_.get()));
    if (!date) break;
    const auto week = (std::chrono::sys_days(*date) - first_week_).count() / 7;
    if (week % weeks_ != 0) continue;
    if (left_) --*left_;
    return date;
  }
  iterator_.reset();
  return std::nullopt;
}

}  // namespace houston::scheduler
