#include "bot/demo/wrap.hpp"

#include <algorithm>

namespace houston::bot::demo {
namespace {

bool continues(char c) {
  return (static_cast<unsigned char>(c) & 0xC0) == 0x80;
}

/// Bytes of the first `count` characters.
std::size_t bytes_of(std::string_view text, int count) {
  std::size_t i = 0;
  while (i < text.size() && count > 0) {
    ++i;
    while (i < text.size() && continues(text[i])) ++i;
    --count;
  }
  return i;
}

}  // namespace

int columns(std::string_view text) {
  return static_cast<int>(std::count_if(text.begin(), text.end(), [](char c) { return !continues(c); }));
}

std::vector<std::string> wrap(std::string_view text, int width) {
  width = std::max(width, 1);
  std::vector<std::string> lines{""};
  std::size_t from = 0;
  while (from <= text.size()) {
    const std::size_t end = std::min(text.find(' ', from), text.size());
    std::string_view word = text.substr(from, end - from);
    from = end + 1;
    if (!lines.back().empty() && columns(lines.back()) + 1 + columns(word) > width) lines.emplace_back();
    if (!lines.back().empty()) lines.back() += ' ';
    while (columns(lines.back()) + columns(word) > width) {
      const std::size_t part = bytes_of(word, width - columns(lines.back()));
      lines.back() += word.substr(0, part);
      word.remove_prefix(part);
      lines.emplace_back();
    }
    lines.back() += word;
  }
  return lines;
}

}  // namespace houston::bot::demo
