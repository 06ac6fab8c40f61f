#include "bot/sandbox/api/rate_limits.hpp"

#include <algorithm>
#include <cmath>

namespace houston::bot::sandbox::api {
namespace {

// "About one a second and channel, short bursts allowed, several hundred a minute for the workspace."
constexpr double kPostsPerSecond = 1, kPostBurst = 4, kWorkspacePosts = 600;

}  // namespace

std::optional<int> RateLimits::take(Bucket& bucket, double capacity, double per_second, Instant now) {
  if (bucket.fresh) {
    bucket = {capacity, now, false};
  } else {
    const double seconds = std::chrono::duration<double>(now - bucket.at).count();
    bucket.left = std::min(capacity, bucket.left + std::max(0.0, seconds) * per_second);
    bucket.at = now;
  }
  // A hair of tolerance: whoever waited exactly Retry-After gets through.
  if (bucket.left < 1 - 1e-6) return std::max(1, static_cast<int>(std::ceil((1 - bucket.left) / per_second)));
  bucket.left -= 1;
  return std::nullopt;
}

std::optional<int> RateLimits::take(const Method& method, const std::string& channel, Instant now) {
  if (!enabled) return std::nullopt;
  if (method.tier != Tier::post) {
    const double a_minute = static_cast<int>(method.tier);
    return take(buckets_[method.name], a_minute, a_minute / 60, now);
  }
  if (const auto wait =
          take(buckets_[std::string(method.name) + " " + channel], kPostBurst, kPostsPerSecond, now))
    return wait;
  return take(buckets_[method.name], kWorkspacePosts, kWorkspacePosts / 60, now);
}

}  // namespace houston::bot::sandbox::api
