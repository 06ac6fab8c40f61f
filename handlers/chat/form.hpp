// What Houston asks to have filled in. Slack shows a modal; where there are none it is asked step by step
// (handlers/forms/).
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "handlers/chat/text.hpp"

namespace houston::chat {

struct FormField {
  enum class Kind { line, lines, choice, date };
  std::string id;  ///< Names the value in Event Submitted; unique in the form; at most 60 characters.
  std::string label;
  std::string hint;  ///< Below the field; may be "".
  Kind kind = Kind::lines;
  std::string initial;  ///< Prefilled; a choice's value; a date as 2026-11-24.
  bool optional = true;
  int max_length = 3000;
  std::vector<std::pair<std::string, std::string>> choices{};  ///< (value, label) of a choice.
  /// Names people: where they can be mentioned, mentions arrive as "@handle", or as the id.
  bool people = false;
  bool operator==(const FormField&) const = default;
};

struct Form {
  std::string id;  ///< "standup.answers"; at most 60 characters.
  std::string
      state;  ///< Comes back with Event Submitted: "vision/daily/2026-11-24". At most 2,000 characters.
  std::string title;            ///< At most 24 characters.
  std::string submit = "Save";  ///< At most 24 characters.
  Text intro{};                 ///< Above the fields; may be empty.
  std::vector<FormField> fields;
  /// Who fills it in must not be written down: asked step by step, it is whispered, and forgotten when done.
  bool traceless = false;
  bool operator==(const Form&) const = default;
};

}  // namespace houston::chat
