#include "config/nearest.hpp"

#include <algorithm>

#include "config/text.hpp"

namespace houston::config {

std::size_t edit_distance(std::string_view from, std::string_view to) {
  // Three rows of the classic table are enough: a swap looks two rows back.
  std::vector<std::size_t> before(to.size() + 1), last(to.size() + 1), row(to.size() + 1);
  for (std::size_t j = 0; j <= to.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= from.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= to.size(); ++j) {
      const std::size_t change = from[i - 1] == to[j - 1] ? 0 : 1;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1]) {
        row[j] = std::min(row[j], before[j - 2] + 1);
      }
    }
    std::swap(before, last);
    std::swap(last, row);
  }
  return last[to.size()];
}

std::optional<std::string> nearest(std::string_view word, const std::vector<std::string>& known) {
  if (word.size() > 64) return std::nullopt;
  const std::string lowered = lower(word);
  const std::string* best = nullptr;
  std::size_t best_distance = 0;
  for (const std::string& candidate : known) {
    const std::string other = lower(candidate);
    std::size_t distance = edit_distance(lowered, other);
    // A word cut short, or with an ending too many ("workspaces", "question"), is near whatever its length.
    const std::size_t shorter = std::min(lowered.size(), other.size());
    if (shorter >= 3 && lowered.compare(0, shorter, other, 0, shorter) == 0)
      distance = std::min(distance, std::size_t{1});
    // A third of the letters may be wrong; more than that and the guess is likelier to mislead than to help.
    if (distance > std::max<std::size_t>(1, std::max(lowered.size(), other.size()) / 3)) continue;
    if (distance >= std::max(lowered.size(), other.size())) continue;
    if (best == nullptr || distance < best_distance) {
      best = &candidate;
      best_distance = distance;
    }
  }
  if (best == nullptr) return std::nullopt;
  return *best;
}

std::string list_words(const std::vector<std::string>& words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += i + 1 == words.size() ? " or " : ", ";
    out += quote(words[i]);
  }
  return out;
}

}  // namespace houston::config
