#include "bot/app/life.hpp"

namespace houston::bot {

bool Life::start() {
  const std::lock_guard guard(mutex_);
  if (started_ || ending_) return false;
  started_ = true;
  return true;
}

bool Life::end(int code) {
  {
    const std::lock_guard guard(mutex_);
    if (code != kExitClean && code_ == kExitClean) code_ = code;
    if (ending_) return false;
    ending_ = true;
    if (!started_) drained_ = true;
  }
  changed_.notify_all();
  return true;
}

void Life::set_drained() {
  {
    const std::lock_guard guard(mutex_);
    drained_ = true;
  }
  changed_.notify_all();
}

bool Life::ending() const {
  const std::lock_guard guard(mutex_);
  return ending_;
}

bool Life::wait(std::chrono::milliseconds patience) {
  std::unique_lock guard(mutex_);
  if (waited_) return false;
  changed_.wait(guard, [this] { return ending_; });
  changed_.wait_for(guard, patience, [this] { return drained_; });
  waited_ = true;
  return true;
}

int Life::code() const {
  const std::lock_guard guard(mutex_);
  return code_;
}

}  // namespace houston::bot
