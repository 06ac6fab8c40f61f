// Lines typed at a terminal, without ever blocking: looked at between two things that are served.
#pragma once

#include <deque>
#include <optional>
#include <string>

namespace houston::bot::demo {

class Keyboard {
 public:
  explicit Keyboard(int descriptor) : descriptor_(descriptor) {}
  /// Takes in what has been typed so far.
  void look();
  /// The next whole line, without its end.
  std::optional<std::string> take();
  bool has_line() const { return !lines_.empty(); }
  /// No more will come.
  bool ended() const { return ended_; }

 private:
  int descriptor_;
  bool ended_ = false;
  std::string begun_;
  std::deque<std::string> lines_;
};

}  // namespace houston::bot::demo
