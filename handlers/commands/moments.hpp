// A day and a time of day as people write them: "friday 14:00", "tomorrow at 9:30", "2026-12-01 2pm".
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/types.hpp"

namespace houston::handlers::commands {

/// "14:00", "9:30", "14.30", "9", "2pm", "2:30pm".
std::optional<LocalTime> parse_clock(const std::string& word);

struct DayAndTime {
  std::optional<LocalDate> date{};
  std::optional<LocalTime> time{};
};
/// Either may be left out, not both; "to", "at" and "on" say nothing. Nothing, and the word in `wrong`, when
/// one is neither.
std::optional<DayAndTime> parse_moment(const std::vector<std::string>& words, LocalDate today,
                                       std::string& wrong);

/// "thu", "Thursday": 0 is Monday.
std::optional<int> parse_weekday(const std::string& word);

}  // namespace houston::handlers::commands
