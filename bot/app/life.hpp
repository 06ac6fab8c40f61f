// From start to end, for all threads of the App: started, ending, drained, waited for. Internal to App.
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>

#include "bot/app.hpp"

namespace houston::bot {

class Life {
 public:
  /// False when it has been started before, or ends already.
  bool start();
  /// False when it ends already; the first code that is not kExitClean stays. What never started has nothing
  /// to drain.
  bool end(int code);
  void set_drained();
  bool ending() const;
  /// Blocks until it ends, and then until drained, or `patience` is over. False when it was waited for
  /// before.
  bool wait(std::chrono::milliseconds patience);
  int code() const;

 private:
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool started_ = false;
  bool ending_ = false;
  bool drained_ = false;
  bool waited_ = false;
  int code_ = kExitClean;
};

}  // namespace houston::bot
