// The person at the keyboard, who is one of the five: what Houston asks them appears, what they type is their
// answer. Simulated time waits for them, but not for ever.
#pragma once

#include <chrono>
#include <functional>
#include <string>

#include "bot/demo/cast.hpp"
#include "bot/demo/hands.hpp"
#include "bot/demo/keyboard.hpp"
#include "bot/demo/teller.hpp"

namespace houston::bot::demo {

class Player {
 public:
  /// `hands` are this person's own. `tell_all` tells what has happened meanwhile.
  Player(const Member& member, Stage& stage, Reporter& reporter, Hands& hands, Keyboard& keyboard,
         Teller& teller, std::function<void()> tell_all);

  /// How it is played; once, at the beginning.
  void explain();
  /// Does what was typed meanwhile; when Houston has asked something new, waits for the answer. Throws Left.
  void attend();
  /// The first words with which the person changed other people's week, as a lead may: it then is no longer
  /// the script's. "" for none.
  const std::string& meddled() const { return meddled_; }

 private:
  void obey(const std::string& line);
  void say(const std::string& text);
  void press_on_prompt(const std::string& action);
  void fill_in_form();
  /// The next line typed, or false when patience (real time) is over, or none is needed any more. Throws
  /// Left.
  bool await_line(std::string& line, std::chrono::milliseconds patience,
                  const std::function<bool()>& needless = {});
  void ask(const std::string& what);
  void help();
  void complain();
  void wait_for_answer();

  const Member& member_;
  Stage& stage_;
  Reporter& reporter_;
  Hands& hands_;
  Keyboard& keyboard_;
  Teller& teller_;
  std::function<void()> tell_all_;
  std::string meddled_;
  std::size_t complained_ = 0;
  int asked_ = 0;        ///< How many messages that want an answer have been attended to.
  bool go_on_ = false;   ///< The person said not to wait.
  std::string last_id_;  ///< Of what the person typed last; "" for nothing.
};

}  // namespace houston::bot::demo
