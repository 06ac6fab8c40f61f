// Times, durations, days and names as people write them. Internal to config/.
// Each parser's error completes a sentence that starts with the value: `is not a time of day: write "09:30"`.
#pragma once

#include <string>
#include <string_view>

#include "config/result.hpp"
#include "config/settings.hpp"
#include "config/types.hpp"

namespace houston::config {

/// "HH:MM", 00:00 to 23:59, two digits each.
Result<LocalTime> parse_time_of_day(std::string_view text);

/// "90s", "60m", "3h", "1h30m", "24h": hours, minutes, seconds, largest first, each at most once. More than
/// zero.
Result<Duration> parse_duration(std::string_view text);

/// The shortest form that parse_duration() reads back.
std::string to_text(Duration duration);

/// "mon-fri", "mon,wed,fri", "tue", "mon-thu,sat", "sat-mon" (over the week's end). English days, three
/// letters or more, any case.
Result<Weekdays> parse_days(std::string_view text);

/// A name that people type in commands and that rows are kept under: 1 to 40 letters, digits, '-', '_', '.',
/// or anything beyond ASCII, without spaces.
Result<std::string> parse_name(std::string_view text);

/// "#name" or a conversation's id ("C0123ABCD").
Result<std::string> parse_channel(std::string_view text);

/// A person: an id ("U024BE7LH"), "@handle" or an e-mail address.
Result<std::string> parse_person(std::string_view text);

/// A Matrix room: "#alias:server" or "!id:server" (newer rooms' ids have no server).
Result<std::string> parse_matrix_room(std::string_view text);

/// A Matrix account: "@name:server".
Result<std::string> parse_matrix_person(std::string_view text);

/// Either of the two: Slack's form or Matrix's, for a team that is on both.
Result<std::string> parse_any_person(std::string_view text);

/// A question of 1 to 150 characters; blanks around it are dropped.
Result<std::string> parse_question(std::string_view text);

}  // namespace houston::config
