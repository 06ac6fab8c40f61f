// Full-jitter exponential back-off: a random wait up to a ceiling that doubles. The chance is injected.
#pragma once

#include <chrono>
#include <random>

namespace houston::net {

class Backoff {
 public:
  Backoff(std::chrono::milliseconds first, std::chrono::milliseconds ceiling, std::mt19937_64& random)
      : first_(first), ceiling_(ceiling), random_(random) {}
  /// Uniform in [first, min(ceiling, first × 2^n)] where n counts the calls since reset().
  std::chrono::milliseconds next();
  void reset() { failures_ = 0; }
  int failures() const { return failures_; }

 private:
  std::chrono::milliseconds first_, ceiling_;
  std::mt19937_64& random_;
  int failures_ = 0;
};

}  // namespace houston::net
