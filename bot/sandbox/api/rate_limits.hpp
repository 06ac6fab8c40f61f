// How often a method may be called, by the workspace's clock: token buckets, one a method, and for
// chat.postMessage one a channel besides.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "bot/sandbox/api/methods.hpp"
#include "config/types.hpp"

namespace houston::bot::sandbox::api {

class RateLimits {
 public:
  bool enabled = true;
  /// Takes one call; the seconds to wait (Retry-After) if it is one too many.
  std::optional<int> take(const Method& method, const std::string& channel, Instant now);

 private:
  struct Bucket {
    double left = 0;
    Instant at;
    bool fresh = true;
  };
  std::optional<int> take(Bucket& bucket, double capacity, double per_second, Instant now);
  std::map<std::string, Bucket> buckets_;
};

}  // namespace houston::bot::sandbox::api
