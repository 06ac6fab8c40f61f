// Chance, injected: what is shuffled, drawn or made unguessable below the bot comes from here, so that a test
// with the same seed sees the same. The program seeds it once, from the seed of its App.
#pragma once

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace houston::handlers {

/// Belongs to the thread that runs turns.
class Random {
 public:
  explicit Random(std::uint64_t seed) : engine_(seed) {}

  /// 0 … end - 1; `end` is at least 1.
  std::size_t below(std::size_t end) {
    return std::uniform_int_distribution<std::size_t>(0, end - 1)(engine_);
  }

  /// An id that tells nothing of when it was given: 1 … 2^53 - 1, which every JSON reader keeps exact.
  std::int64_t id() { return std::uniform_int_distribution<std::int64_t>(1, (1LL << 53) - 1)(engine_); }

  /// 32 bytes of the system's own chance, as 64 hexadecimal digits: never from the seed, because what keeps a
  /// secret must not be found out from what was shuffled. Throws std::runtime_error when the system has none
  /// to give.
  static std::string key();

  template <class T>
  void shuffle(std::vector<T>& items) {
    for (std::size_t left = items.size(); left > 1; --left) std::swap(items[left - 1], items[below(left)]);
  }

 private:
  std::mt19937_64 engine_;
};

}  // namespace houston::handlers
