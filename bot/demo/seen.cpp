#include "bot/demo/seen.hpp"

#include <algorithm>

namespace houston::bot::demo {

const SeenButton* find_button(const std::vector<SeenButton>& buttons, const std::string& action) {
  const auto found = std::find_if(buttons.begin(), buttons.end(),
                                  [&](const SeenButton& button) { return button.action == action; });
  return found == buttons.end() ? nullptr : &*found;
}

std::string Message::text() const {
  std::string all;
  for (const Line& line : lines) all += line.text + "\n";
  return all;
}

}  // namespace houston::bot::demo
