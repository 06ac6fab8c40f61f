// What a Matrix message shows, line by line: its HTML read as a client shows it, for the transcript and for
// the verdict, which must not trust Houston's own idea of what it said.
// https://spec.matrix.org/v1.12/client-server-api/#mroommessage-msgtypes
#pragma once

#include <string>
#include <vector>

#include "bot/demo/seen.hpp"

namespace houston::bot::demo {

/// A line of HTML, and the code in it where there is nothing else: something to be typed.
struct HtmlLine {
  Line line;
  std::vector<std::string> code = {};
};
std::vector<HtmlLine> read_html(const std::string& html);

/// As another chat's buttons: signs to react with ("✏️ Write it · ⏭️ Skip today").
struct Sign {
  std::string key, label, action, value;
};
/// Lines and buttons of a message: rows of signs are found among the lines, and so are rows of commands
/// ("retro vote 2" is the button "retro.vote", with the command for its value).
void read_choices(const std::vector<HtmlLine>& html, const std::vector<Sign>& signs, Message& message);

}  // namespace houston::bot::demo
