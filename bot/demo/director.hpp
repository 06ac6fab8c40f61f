// Lets the week happen: moves time from act to act, lets the people of the script act, tells what comes of
// it, and asks for the verdict.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <tuple>
#include <vector>

#include "bot/demo/hands.hpp"
#include "bot/demo/player.hpp"
#include "bot/demo/reporter.hpp"
#include "bot/demo/script.hpp"
#include "bot/demo/stage.hpp"
#include "bot/demo/teller.hpp"
#include "bot/demo/verdict.hpp"

namespace houston::bot::demo {

class Director {
 public:
  /// `speed`: of reading; 0 does not pause. All outlive the director.
  Director(Script script, Stage& stage, Reporter& reporter, Teller& teller, double speed);
  /// One of the five is played by a person, whom the script leaves out.
  void let_play(const Member& member, Keyboard& keyboard);
  /// The whole run. Throws Stuck and Left.
  Verdict run();
  /// See Player::meddled().
  std::string meddled() const { return player_ ? player_->meddled() : ""; }

 private:
  struct Note {
    Instant at{};
    std::string text;
  };
  void plan_notes();
  void advance_to(Instant to);
  void play(const Act& act);
  void tell(const Item& item);
  void tell_all();
  void quiet();  ///< Everything is at rest: tell, and let the person act.

  Script script_;
  Stage& stage_;
  Reporter& reporter_;
  Teller& teller_;
  double speed_;
  Hands hands_;
  Hands player_hands_;
  std::unique_ptr<Player> player_;
  std::vector<Note> notes_;
  std::map<std::tuple<std::string, LocalDate, int>, std::string> typed_;  ///< Who, standup, question → id.
};

}  // namespace houston::bot::demo
