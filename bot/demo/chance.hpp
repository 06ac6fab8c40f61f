// Chance that a seed replays: drawn apart for each purpose, so that a longer week begins like a shorter one.
#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

namespace houston::bot::demo {

class Chance {
 public:
  /// `purpose` and `number` name the stream: ("Bo's answer", day 3).
  Chance(std::uint64_t seed, std::string_view purpose, std::uint64_t number = 0);
  /// 0 … below - 1.
  int pick(int below);
  /// from … to, both included.
  int between(int from, int to) { return from + pick(to - from + 1); }
  template <class T>
  const T& one_of(const std::vector<T>& choices) {
    return choices[static_cast<std::size_t>(pick(static_cast<int>(choices.size())))];
  }
  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t i = items.size(); i > 1; --i) {
      std::swap(items[i - 1], items[static_cast<std::size_t>(pick(static_cast<int>(i)))]);
    }
  }

 private:
  std::uint64_t next();
  std::uint64_t state_;
};

}  // namespace houston::bot::demo
