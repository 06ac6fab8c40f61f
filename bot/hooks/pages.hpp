// POST /hooks/<name>: machines tell a team what there is to celebrate. Who may is decided by the signature
// over the body as it came, before anything in it is read; what is told is answered 202 once it is on disk,
// the same again when it comes again.
//
// Secrets, signatures and what deliveries say are in no log line, metric or error.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <functional>
#include <string>
#include <vector>

#include "bot/bucket.hpp"
#include "bot/hooks/doors.hpp"
#include "bot/hooks/reading.hpp"
#include "bot/hooks/take.hpp"
#include "bot/metrics.hpp"
#include "bot/net/server.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::hooks {

/// GitHub's release notes may be long; Houston's own form is not.
inline constexpr std::size_t kLargestBody = 1024 * 1024;
inline constexpr std::size_t kLargestSigned = 64 * 1024;

using Celebrate = std::function<boost::asio::awaitable<Taken>(handlers::Celebration)>;

class Pages {
 public:
  /// `clock`, `metrics`: outlive it.
  Pages(std::vector<Door> doors, const scheduler::Clock& clock, Metrics& metrics, Celebrate celebrate);
  /// Whether the path is this page's.
  static bool owns(const std::string& path) { return path.starts_with("/hooks/"); }
  boost::asio::awaitable<net::ServerResponse> answer(net::ServerRequest request);

 private:
  /// A door, and how often what is rightly signed may come through it: each has its own measure, so that
  /// nobody's noise keeps another out.
  struct Entrance {
    Door door;
    std::string digest;  ///< Of its name.
    Bucket often{30, 0.5};
  };
  Entrance* find(const std::string& name);
  bool proven(const Entrance* entrance, const net::ServerRequest& request) const;
  /// Counts, and makes a refusal of a stranger a 429 when there are too many of them.
  net::ServerResponse stranger(const std::string& hook, const char* result, net::ServerResponse response);
  void count(const std::string& hook, const char* result);

  std::vector<Entrance> entrances_;
  const scheduler::Clock& clock_;
  Metrics& metrics_;
  Celebrate celebrate_;
  Secret decoy_;  ///< What unknown names are checked with: it takes the time that known ones take.
  Bucket strangers_{20, 0.2};
};

}  // namespace houston::bot::hooks
