// What a message shows, line by line: Slack's blocks read as a person sees them, for the transcript and for
// the verdict, which must not trust Houston's own idea of what it said.
#pragma once

#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "bot/sandbox/model.hpp"

namespace houston::bot::demo {

struct Line {
  enum class Style {
    plain,
    strong,  ///< A heading, or a line that is bold throughout.
    quote,
    small,  ///< Small print.
    buttons,
    gone,  ///< No longer there.
  };
  Style style = Style::plain;
  std::string text;
  bool operator==(const Line&) const = default;
};

/// Names for ids: "U0BO000001" → "Bo", "C0VISION01" → "vision". An unknown id stands for itself.
using NameOf = std::function<std::string(const std::string& id)>;

std::vector<Line> read_message(const sandbox::Message& message, const NameOf& name_of);
/// Slack's mrkdwn without its markers: mentions, links and dates resolved, entities decoded.
std::string read_mrkdwn(const std::string& text, const NameOf& name_of);

struct SeenButton {
  std::string label, action, value;
  std::string beside = "";  ///< What stands above it, down from the buttons before.
};
/// Without `name_of`, ids in what stands beside stay ids.
std::vector<SeenButton> buttons_of(const sandbox::Message& message, const NameOf& name_of = {});
/// The button with this action, or null.
const SeenButton* find_button(const std::vector<SeenButton>& buttons, const std::string& action);

}  // namespace houston::bot::demo
