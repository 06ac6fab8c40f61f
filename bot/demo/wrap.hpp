// Text in columns: UTF-8 counted in characters, broken between words.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace houston::bot::demo {

/// How many columns the text takes (a character each; nothing in the demo is wider).
int columns(std::string_view text);
/// Lines of at most `width` columns. A word that is wider is broken.
std::vector<std::string> wrap(std::string_view text, int width);

}  // namespace houston::bot::demo
