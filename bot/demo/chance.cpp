#include "bot/demo/chance.hpp"

namespace houston::bot::demo {

// FNV-1a to name the stream, SplitMix64 to draw from it: both the same on every machine and library.
Chance::Chance(std::uint64_t seed, std::string_view purpose, std::uint64_t number)
    : state_(14695981039346656037ULL) {
  for (const char c : purpose) state_ = (state_ ^ static_cast<unsigned char>(c)) * 1099511628211ULL;
  state_ ^= seed * 0x9E3779B97F4A7C15ULL;
  next();
  state_ += number * 0xD1342543DE82EF95ULL;
  next();
}

std::uint64_t Chance::next() {
  std::uint64_t z = (state_ += 0x9E3779B97F4A7C15ULL);
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}

int Chance::pick(int below) {
  return static_cast<int>(next() % static_cast<std::uint64_t>(below));
}

}  // namespace houston::bot::demo
