// RFC 5545 recurrence over local dates, and the dates of a config::Schedule. libical does the work and is not
// thread-safe: one thread at a time.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "config/result.hpp"
#include "config/settings.hpp"
#include "config/types.hpp"

namespace houston::scheduler {

/// Where a rule without start counts from: a Monday, so that "every second Tuesday" does not depend on when
/// Houston was started.
inline constexpr LocalDate kUsualStart{std::chrono::year(2024), std::chrono::month(1), std::chrono::day(1)};

/// What is wrong with an RRULE value, for config::Checks, or nothing. Completes a sentence that has named the
/// rule. Rules finer than a day are refused (the time of day is `at`'s), and so are rules that never yield a
/// date when they are counted from `start` (nothing: kUsualStart).
std::optional<std::string> rule_problem(std::string_view rule, std::optional<LocalDate> start = std::nullopt);

/// The local dates on which a ritual is held, before holidays.
class Dates {
 public:
  /// By weekdays, or by rule counted from `schedule.start`, or from kUsualStart. `schedule` was checked;
  /// throws std::invalid_argument when its rule cannot be read at all.
  explicit Dates(const config::Schedule& schedule);
  ~Dates();
  Dates(Dates&&) noexcept;
  Dates& operator=(Dates&&) noexcept;

  bool on(LocalDate date) const;
  /// The first date at or after `from`; nothing when the rule has ended (UNTIL, COUNT) or none within ten
  /// years.
  std::optional<LocalDate> next(LocalDate from) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace houston::scheduler
