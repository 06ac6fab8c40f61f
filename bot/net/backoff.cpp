#include "bot/net/backoff.hpp"

#include <algorithm>
#include <limits>

namespace houston::net {

std::chrono::milliseconds Backoff::next() {
  // Doubling stops at the ceiling rather than shifting on: 2^n would overflow after some hours without a
  // network.
  auto most = first_;
  for (int i = 0; i < failures_ && most < ceiling_; ++i) most = most > ceiling_ / 2 ? ceiling_ : most * 2;
  most = std::min(most, ceiling_);
  if (failures_ < std::numeric_limits<int>::max()) ++failures_;
  const auto least = std::min(first_, most);
  std::uniform_int_distribution<std::chrono::milliseconds::rep> spread(least.count(), most.count());
  return std::chrono::milliseconds(spread(random_));
}

}  // namespace houston::net
