// "Did you mean …?" Internal to config/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace houston::config {

/// How many letters must be typed, dropped, changed or swapped with their neighbour to get from one word to
/// the other (optimal string alignment distance).
std::size_t edit_distance(std::string_view from, std::string_view to);

/// The word of `known` that `word` was probably meant to be, whatever its case; nothing when none is near.
std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known);

/// `"a", "b" or "c"`.
std::string list_words(const std::vector<std::string>& words);

}  // namespace houston::config
