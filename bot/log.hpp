// The log: lines on stderr, for people and for journald. Everything passes through redact() on its way.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <string_view>

namespace houston::bot {

/// Makes spdlog's default logger write to stderr from `level` on ("trace" … "error", as in the settings). Any
/// thread may log afterwards.
void set_up_log(std::string_view level);

/// Says what is wrong when it begins, once a minute while it lasts, and once when it is over: a server that
/// is away for a night must not fill the disk with it. One thread.
class Complaints {
 public:
  using Time = std::chrono::steady_clock::time_point;
  using Say = std::function<void(const std::string& line)>;
  /// `bad` and `good` write a line to the log; tests listen instead.
  Complaints(Say bad, Say good) : bad_(std::move(bad)), good_(std::move(good)) {}
  Complaints();  ///< To the log, as error and as info.

  /// How `what` ("workspace acme") is at `now`: a sentence, or "" when all is well.
  void tell(const std::string& what, const std::string& problem, Time now);

 private:
  struct Last {
    Time told;
    std::string problem;
  };
  Say bad_, good_;
  std::map<std::string, Last> last_;
};

}  // namespace houston::bot
