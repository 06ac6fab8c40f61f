// What a person can do in Slack, done for one of the cast and told: press a button, fill in a form, type,
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
  void press(const std::string& who, const sandbox::Message& message, const std::string& action);
  /// Fills the topmost form, one answer a field, and saves it. What was written is told where it is
  /// published.
  void fill_in(const std::string& who, const std::vector<std::string>& answers);
  /// Types a direct message. Its ts; "" when it could not be sent.
  std::string type(const std::string& who, const std::string& text);
  void edit(const std::string& who, const std::string& ts, const std::string& text);
  void erase(const std::string& who, const std::string& ts);
  void command(const std::string& who, const std::string& words);

  /// A field of the form that is open.
  struct Field {
    std::string id, label, initial;
  };
  /// Of the topmost form; none when no form is open.
  std::vector<Field> form(const std::string& who) const;
  void close_form(const std::string& who);

  /// What went wrong, a sentence each.
  const std::vector<std::string>& faults() const { return faults_; }
  void fault(const std::string& sentence) { faults_.push_back(sentence); }

 private:
  void act(const std::string& who, const std::string& headline);
  /// Until Houston has said something to the person, or opened a form for them, or refused one.
  void await_answer(const std::string& who, const std::string& to_what, int heard, std::size_t forms);
  sandbox::OnAnswer acknowledged(const std::string& who, const std::string& what);

  Stage& stage_;
  Reporter& reporter_;
  Tell tell_;
  std::vector<std::string> faults_;
};

}  // namespace houston::bot::demo
