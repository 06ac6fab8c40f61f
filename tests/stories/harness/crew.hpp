// Five people who live through a week of standups by their own habits. What somebody does in answer to a
// prompt is drawn from (seed, person, date) alone, so that it does not depend on when Houston was killed.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "tests/stories/harness/box.hpp"

namespace houston::tests {

enum class Habit { form, typed, typed_then_edited, late, skip, silent };

/// What one person does about one prompt, and how far it has got.
struct Task {
  std::string person;  ///< Handle.
  std::string date;    ///< "2026-11-09"
  std::string prompt;  ///< ts in the person's direct messages.
  Habit habit = Habit::silent;
  Instant begins{};
  std::vector<std::string> words;    ///< One a question; each stands in no other answer of the week.
  std::vector<std::string> typed{};  ///< ts of what was typed so far.
  bool done = false;
  int tries = 0;

  bool answers() const { return habit != Habit::skip && habit != Habit::silent; }
};

class Crew {
 public:
  Crew(Box& box, std::uint64_t seed);
  ~Crew();

  /// Sees new prompts, and lets everybody whose time has come do one thing. True when somebody did something.
  bool act();
  const std::vector<std::shared_ptr<Task>>& tasks() const { return tasks_; }
  /// Everybody has done all they meant to.
  bool finished() const;

 private:
  void see_prompts();
  void fill_in(const std::shared_ptr<Task>& task);
  void type(const std::shared_ptr<Task>& task);
  void press(const std::shared_ptr<Task>& task);
  void edit(const std::shared_ptr<Task>& task);

  Box& box_;
  std::uint64_t seed_;
  std::vector<std::string> handles_;
  std::vector<std::shared_ptr<Task>> tasks_;
  std::map<std::pair<std::string, std::string>, std::shared_ptr<Task>> by_prompt_;
};

/// The value of the button with this action in the message, or nothing.
std::optional<std::string> button_value(const bot::sandbox::Message& message, const std::string& action);

}  // namespace houston::tests
