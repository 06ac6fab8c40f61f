// A bucket that fills again with time: how often something may be done. Values only, no I/O.
#pragma once

#include <algorithm>
#include <chrono>
#include <cmath>

namespace houston::bot {

class Bucket {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Bucket(double size, double a_second) : size_(size), a_second_(a_second), left_(size) {}
  /// Takes one; false when there is none.
  bool take(Time now) {
    fill(now);
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
  }
  /// Until there is one, in whole seconds, rounded up.
  std::chrono::seconds wait(Time now) {
    fill(now);
    if (left_ >= 1) return std::chrono::seconds(0);
    return std::chrono::seconds(static_cast<std::int64_t>(std::ceil((1 - left_) / a_second_)));
  }

 private:
  void fill(Time now) {
    if (seen_)
      left_ = std::min(size_, left_ + std::chrono::duration<double>(now - last_).count() * a_second_);
    seen_ = true;
    last_ = now;
  }

  double size_;
  double a_second_;
  double left_;
  bool seen_ = false;
  Time last_{};
};

}  // namespace houston::bot
