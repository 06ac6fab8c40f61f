// Makes Slack-looking ids, hashes and secrets from a seed, so that a run can be repeated.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <string_view>

namespace houston::bot::sandbox {

class Ids {
 public:
  explicit Ids(std::uint64_t seed) : random_(seed) {}
  /// `prefix` and ten characters of 0-9A-Z: "C0ABCDEFGH".
  std::string id(std::string_view prefix);
  /// `length` lower-case hexadecimal digits.
  std::string hex(int length);
  /// "8-4-4-4-12" as in a version 4 UUID.
  std::string uuid();
  std::string digits(int length);
  std::mt19937_64& random() { return random_; }

 private:
  std::string from(std::string_view alphabet, int length);
  std::mt19937_64 random_;
};

}  // namespace houston::bot::sandbox
