// "vision/daily/2026-11-24": how buttons, forms, dialogs and timers name what they are about.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/types.hpp"

namespace houston::handlers {

/// One occurrence of one ritual, whether it has been opened yet or not.
struct Subject {
  TeamId team;
  RitualId ritual;
  LocalDate date;
  auto operator<=>(const Subject&) const = default;
};

std::string to_string(const Subject& subject);
/// Nothing when the text does not name an occurrence: it may come from an older version, or from a stranger.
std::optional<Subject> parse_subject(std::string_view text);

/// Cuts at '/' into at most `most` pieces; the last keeps what is left, slashes and all.
std::vector<std::string> split_subject(std::string_view text, std::size_t most);

}  // namespace houston::handlers
