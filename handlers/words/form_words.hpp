// What Houston says while a form is filled in step by step.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"

namespace houston::handlers::words::forms {

struct Question {
  const chat::Form& form;
  int number = 1;        ///< Of the field, from 1.
  std::string value{};   ///< What stands there already, as a person reads it; "" for nothing.
  bool first = false;    ///< The form is introduced.
  bool again = false;    ///< Something else was asked meanwhile: the form is named.
  bool others = false;   ///< Other questions wait until it is done.
  std::string before{};  ///< What is said before it: why an answer cannot be accepted. "" for nothing.
};
chat::Message question(const Question& question);

std::string not_a_choice(const std::string& said, int choices);
std::string not_a_day(const std::string& said);
std::string too_long(std::size_t length, std::size_t most);
std::string needed();
std::string nothing_before();
/// What was refused of several fields: label and why.
std::string refused(const std::vector<std::pair<std::string, std::string>>& why);

chat::Message cancelled(const std::string& title);
chat::Message changed(const std::string& label, const std::string& value);
chat::Message taken_back(const std::string& label);
/// An edited message that is no value: the one before stays.
chat::Message not_changed(const std::string& label, const std::string& why);
/// `answers`: label and what was typed.
chat::Message put_away(const std::string& title,
                       const std::vector<std::pair<std::string, std::string>>& answers);

}  // namespace houston::handlers::words::forms
