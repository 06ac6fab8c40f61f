// The hours in which a person may be spoken to unasked: 08:00–18:00 on their own wall clock, or what they
// said.
#pragma once

#include <optional>
#include <string>

#include "config/types.hpp"

namespace houston::handlers::voice {

struct Hours {
  bool always = false;  ///< The person said "off".
  LocalTime from{8 * 60};
  LocalTime to{18 * 60};  ///< Not included. Before `from`: over midnight.
  bool operator==(const Hours&) const = default;
};

/// "", "off" or "09:00-17:00", as storage::Attention keeps it.
Hours hours_of(const std::string& kept);
/// As people write it: "9-17", "09:00–17:00", "9:00 to 17:30", "off", "default". Gives what is to be kept.
std::optional<std::string> parse_quiet(const std::string& text);
/// "08:00–18:00"
std::string to_string(const Hours& hours);

bool allows(const Hours& hours, Instant at, const std::string& zone);
/// `at` when it is allowed, else the next instant that is.
Instant next_allowed(const Hours& hours, Instant at, const std::string& zone);

}  // namespace houston::handlers::voice
