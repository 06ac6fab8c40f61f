// Kills Houston between two bytes of a conversation.
#pragma once

#include <signal.h>

#include "tests/stories/harness/box.hpp"
#include "tests/stories/harness/process.hpp"

namespace houston::tests {

/// Kills Houston from the sandbox's thread when it has seen so many happenings: between two bytes of a
/// conversation, not between two steps of the test.
class Killer {
 public:
  explicit Killer(Box& box) : box_(box) {
    box_.in([this](bot::sandbox::Sandbox& sandbox) {
      return sandbox.observe([this](const bot::sandbox::Happening&) {
        if (armed_ && --countdown_ <= 0) strike();
      });
    });
  }
  void arm(Process& process, int happenings) {
    box_.in([&, happenings](bot::sandbox::Sandbox&) {
      process_ = &process;
      countdown_ = happenings;
      armed_ = true;
      if (happenings == 0) strike();
      return true;
    });
  }
  /// Strikes now if it has not yet.
  void finish() {
    box_.in([this](bot::sandbox::Sandbox&) {
      if (armed_) strike();
      return true;
    });
  }
  int kills() const { return kills_; }

 private:
  void strike() {
    armed_ = false;
    process_->signal(SIGKILL);
    ++kills_;
  }
  Box& box_;
  Process* process_ = nullptr;
  bool armed_ = false;
  int countdown_ = 0;
  int kills_ = 0;
};

}  // namespace houston::tests
