// Buttons where there are none: every one gets a sign, the message says which, and the event carries what
// each means (content key "dev.houston.buttons"). Who reacts with the sign, or answers in their direct
// messages with its number or words, has pressed it.
#pragma once

#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/chat/message.hpp"

namespace houston::bot::matrix {

struct Choice {
  std::string key;    ///< The reaction: unique in its message, and the same whenever it is rendered.
  std::string label;  ///< One line.
  std::string action;
  std::string value;
  bool operator==(const Choice&) const = default;
};

/// The choices of a message in order; the first is number one. Where `private_too`, the secret ones as well.
std::vector<Choice> choices_of(const chat::Message& message, bool private_too);

nlohmann::json to_json(const std::vector<Choice>& choices);
/// Of the content of an event: of an edit, those of its new content. What is not as it should be is left out.
std::vector<Choice> read_choices(const nlohmann::json& content);

/// Whose sign it is, whatever its skin tone or variation selector.
std::optional<Choice> chosen_by_reaction(const std::vector<Choice>& choices, std::string_view key);
/// Whose number ("2", "2."), sign or label it is and nothing else; labels that come twice name none.
std::optional<Choice> chosen_by_words(const std::vector<Choice>& choices, std::string_view words);

}  // namespace houston::bot::matrix
