// How often calendars may be read, so that nobody can try tokens by the thousand. Values only, no I/O.
#pragma once

#include <algorithm>
#include <chrono>
#include <map>
#include <string>

namespace houston::bot {

/// A bucket that fills again with time.
class Bucket {
 public:
  using Time = std::chrono::steady_clock::time_point;
  Bucket(double size, double a_second) : size_(size), a_second_(a_second), left_(size) {}
  bool take(Time now) {
    if (seen_)
      left_ = std::min(size_, left_ + std::chrono::duration<double>(now - last_).count() * a_second_);
    seen_ = true;
    last_ = now;
    if (left_ < 1) return false;
    left_ -= 1;
    return true;
  }

 private:
  double size_;
  double a_second_;
  double left_;
  bool seen_ = false;
  Time last_{};
};

/// Addresses that were right lately have a bucket each; all others share one, so that whoever guesses cannot
/// keep real calendars out.
class CalendarLimits {
 public:
  using Time = Bucket::Time;
  /// Whether this address may be looked up now.
  bool allow(const std::string& fingerprint, Time now) {
    const auto known = known_.find(fingerprint);
    return known == known_.end() ? strangers_.take(now) : known->second.take(now);
  }
  /// What the look-up found.
  void found(const std::string& fingerprint, bool right) {
    if (!right) {
      known_.erase(fingerprint);
    } else if (!known_.contains(fingerprint)) {
      if (known_.size() >= kMostKnown) known_.clear();
      known_.emplace(fingerprint, Bucket(20, 0.2));
    }
  }

 private:
  static constexpr std::size_t kMostKnown = 5000;
  std::map<std::string, Bucket> known_;
  Bucket strangers_{30, 0.5};
};

}  // namespace houston::bot
