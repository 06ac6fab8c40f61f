#include "config/problems.hpp"

#include <algorithm>
#include <utility>

#include "config/text.hpp"

namespace houston::config {

void Problems::add(Place place, std::string_view message) {
  std::string text = redact(message);
  for (char& c : text) {
    if (has_control_character({&c, 1})) c = ' ';
  }
  problems_.push_back({place.line, place.column, std::move(text)});
}

std::vector<Problem> Problems::take() {
  std::stable_sort(problems_.begin(), problems_.end(), [](const Problem& a, const Problem& b) {
    return std::pair(a.line, a.column) < std::pair(b.line, b.column);
  });
  return std::exchange(problems_, {});
}

}  // namespace houston::config
