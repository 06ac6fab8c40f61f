// What people see in a chat, whichever chat it is: messages line by line, with what can be pressed on them.
#pragma once

#include <string>
#include <vector>

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

struct SeenButton {
  std::string label, action, value;
  std::string beside = "";  ///< What stands above it, down from the buttons before.
  bool typed = false;       ///< There is nothing to press: its value is typed as a direct message.
};
/// The button with this action, or null.
const SeenButton* find_button(const std::vector<SeenButton>& buttons, const std::string& action);

/// The team's room; every other place is called by the handle of who talks there with Houston alone.
inline constexpr const char* kTeamRoom = "#vision";

struct Message {
  std::string place;   ///< kTeamRoom, or a handle.
  std::string id;      ///< The chat's own, of no meaning here.
  std::string thread;  ///< The id of the thread's first message; "" outside of threads and on that message.
  std::string author;  ///< "Bo", "Houston"
  bool from_houston = false;
  std::string only_for;  ///< The handle of the one who sees it; "" for everybody in the place.
  bool deleted = false;  ///< Was there once.
  std::vector<Line> lines;
  std::vector<SeenButton> buttons;
  std::vector<std::string> reactions;  ///< Names or emoji.
  /// Under which Houston sent it, where it says so: the same twice is the same message twice.
  std::string key;

  bool direct() const { return place != kTeamRoom; }
  bool reply() const { return !thread.empty(); }
  /// Its lines, each ending in a line break.
  std::string text() const;
  std::string first_line() const { return lines.empty() ? std::string() : lines.front().text; }
};

}  // namespace houston::bot::demo
