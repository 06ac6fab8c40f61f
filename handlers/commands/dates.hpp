// Days as people write them: "tomorrow", "friday", "2026-12-01", "from monday to wednesday".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/result.hpp"
#include "config/types.hpp"

namespace houston::handlers::commands {

/// "today", "tomorrow", a weekday (the next one after `today`, never today itself), or an ISO date. Any case.
std::optional<LocalDate> parse_day(const std::string& word, LocalDate today);

struct Days {
  LocalDate first;
  LocalDate last;  ///< Included.
  bool operator==(const Days&) const = default;
};

/// "until DAY" (back on DAY, so away through the day before), "DAY" (that day alone), "DAY to DAY" or "from
/// DAY to DAY" (both included), "from DAY until DAY" (back on the second), "for 3 days",
/// "2026-12-01..2026-12-05". The error says what would be right.
Result<Days> parse_days(const std::vector<std::string>& words, LocalDate today);

}  // namespace houston::handlers::commands
