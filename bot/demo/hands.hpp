// What a person can do in a chat, done for one of the cast and told: press a button, fill in a form, type,
// edit, delete, give a command. Each waits until Houston has answered.
#pragma once

#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "bot/demo/reporter.hpp"
#include "bot/demo/stage.hpp"

namespace houston::bot::demo {

class Hands {
 public:
  using Tell = std::function<void(const Item&)>;
  /// `tell` gets what the people did; what follows from it comes out of the Reporter.
  Hands(Stage& stage, Reporter& reporter, Tell tell)
      : stage_(stage), reporter_(reporter), tell_(std::move(tell)) {}

  /// Presses the button with this action on the message.
  void press(const std::string& who, const Message& message, const std::string& action);
  /// The newest button with this action that the person can press, beside these words ("" for any); `times`
  /// times in a row, of which the transcript tells the last answer alone.
  void press(const std::string& who, const std::string& action, const std::string& near, int times = 1);
  /// Fills the topmost form, one answer a field (kAsItStands keeps what it holds), and saves it; or answers
  /// question by question. What was written into a form is told where it is published.
  void fill_in(const std::string& who, const std::vector<std::string>& answers);
  /// Types a direct message. Its id; "" when it could not be sent.
  std::string type(const std::string& who, const std::string& text);
  /// Says something in the team's channel.
  void say(const std::string& who, const std::string& text);
  /// Puts a reaction on the newest message in the channel that has these words.
  void react(const std::string& who, const std::string& near, const std::string& reaction);
  void edit(const std::string& who, const std::string& id, const std::string& text);
  void erase(const std::string& who, const std::string& id);
  void command(const std::string& who, const std::string& words);

  /// A machine's: posts the JSON to Houston's hook, signed, over HTTP.
  void post_to_hook(const std::string& machine, const std::string& json);

  /// Of the topmost form; none when no form is open.
  std::vector<Field> form(const std::string& who) const;
  void close_form(const std::string& who);

  /// What went wrong, a sentence each.
  const std::vector<std::string>& faults() const { return faults_; }
  void fault(const std::string& sentence) { faults_.push_back(sentence); }

 private:
  void act(const std::string& who, const std::string& headline);
  void click(const std::string& who, const Message& message, const SeenButton& button);
  /// Until Houston has said something to the person, or changed something, or opened a form for them, or
  /// refused one.
  void await_answer(const std::string& who, const std::string& to_what, int heard, int forms);
  Chat::Trouble trouble(const std::string& who, const std::string& what);
  void answer_questions(const std::string& who, const std::vector<std::string>& answers);

  Stage& stage_;
  Reporter& reporter_;
  Tell tell_;
  std::vector<std::string> faults_;
};

}  // namespace houston::bot::demo
