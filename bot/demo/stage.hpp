// The stage: a chat on this thread, Houston on its own, one clock for both. Time moves only when nothing is
// left to be done, from one due instant to the next, so that a week takes as long as its work takes.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>

#include "bot/demo/chat.hpp"
#include "bot/demo/find_synapse.hpp"
#include "bot/demo/pump.hpp"
#include "config/result.hpp"
#include "config/types.hpp"

namespace houston::bot::demo {

/// Nothing came to rest within the limit: the sentence says what was waited for and what was still going on.
struct Stuck : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Stage {
 public:
  /// Starts both, and waits until Houston is connected. On Matrix with a `synapse`, without one in the
  /// simulated Slack workspace. The error is for people. Throws Left.
  static Result<std::unique_ptr<Stage>> open(const std::optional<SynapseProgram>& synapse, Instant begin,
                                             std::uint64_t seed);
  ~Stage();

  Chat& chat();
  Instant now() const;

  /// Serves the chat until all is quiet: nothing on its way in either direction, no work that is due.
  void settle();
  /// settle(), and goes on into the few seconds that messages to one place keep apart.
  void settle_soon();
  /// Moves time to `to`, stopping wherever something is due on the way; `quiet` is called after each stop.
  void advance_to(Instant to, const std::function<void()>& quiet);
  /// A signed POST of this JSON to Houston's hook. What went wrong, or "".
  std::string post_to_hook(const std::string& json);
  /// Serves until `done` says so. False when `limit` (real time) went by first.
  bool serve_until(const std::function<bool()>& done, std::chrono::milliseconds limit);
  /// Serves for so long (real time): what a reader needs.
  void linger(std::chrono::milliseconds time);
  /// Called between any two things that are served; may throw Left.
  void between(std::function<void()> callback);

  /// Drains and ends Houston. Its exit code.
  int close();

 private:
  struct Impl;
  explicit Stage(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace houston::bot::demo
