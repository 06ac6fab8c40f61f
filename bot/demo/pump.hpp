// Serves the demo's thread: its sockets, its signals, and whoever wants to look in between.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <chrono>
#include <functional>

namespace houston::bot::demo {

/// The person wants to leave (Ctrl-C, end of input, /quit).
struct Left {
  bool interrupted = false;  ///< By a signal.
};

class Pump {
 public:
  /// From now on SIGINT and SIGTERM are served, too: they become Left.
  Pump();
  boost::asio::io_context& io() { return io_; }

  /// Serves what is there, or waits for it, at most so long (real time). May throw Left.
  void serve(std::chrono::milliseconds time);
  /// Serves until `done` says so. False when `limit` (real time) went by first.
  bool serve_until(const std::function<bool()>& done, std::chrono::milliseconds limit);
  /// Serves for so long (real time).
  void linger(std::chrono::milliseconds time);
  /// As serve(), while all is being put away: signals and whoever looks in between no longer count.
  void finish(std::chrono::milliseconds time);
  /// What is there and nothing more. How much it was.
  std::size_t poll();
  /// Called between any two things that are served; may throw Left.
  void between(std::function<void()> callback) { between_ = std::move(callback); }

 private:
  boost::asio::io_context io_{1};
  boost::asio::signal_set signals_;
  bool interrupted_ = false;
  std::function<void()> between_;
};

}  // namespace houston::bot::demo
