// How often calendars may be read, so that nobody can try tokens by the thousand. Values only, no I/O.
#pragma once

#include <map>
#include <string>

#include "bot/bucket.hpp"

namespace houston::bot {

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
