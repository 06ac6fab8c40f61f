// UTF-8 on its way to a chat platform: made valid, measured, cut. Slack does not document what its limits
// count, so lengths are UTF-16 units: never fewer than code points, what JavaScript calls length.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace houston::bot {

/// Valid UTF-8 without control characters other than '\n' and '\t': bad bytes become U+FFFD, "\r\n" becomes
/// "\n". Everything that leaves for a platform passes through it.
std::string clean(std::string_view text);

/// UTF-16 units of clean text.
std::size_t length(std::string_view text);

/// At most `limit` units; what is cut ends in "…".
std::string cut(std::string_view text, std::size_t limit);

/// The first part of at most `limit` units, never empty for a non-empty text, and the rest. Breaks after a
/// line, else after a blank, else between characters, but not before a combining mark, joiner or skin tone.
std::pair<std::string, std::string> split(std::string_view text, std::size_t limit);

/// Line breaks and tabs become blanks: for places that hold one line.
std::string one_line(std::string_view text);

/// Without the full stop at its end: for a sentence that goes on.
std::string unstopped(std::string_view sentence);

/// ASCII letters in lower case: for handles, addresses and channel names.
std::string lower(std::string_view text);

}  // namespace houston::bot
