// chat::Text measured and divided, for platforms with limits.
#pragma once

#include <cstddef>
#include <vector>

#include "handlers/chat/text.hpp"

namespace houston::bot {

/// UTF-16 units (see bot/text.hpp) that the text takes when shown, about.
std::size_t length(const chat::Text& text);

/// Parts of at most `limit` units each, in order; nothing is lost. Plain spans and links' texts may be
/// divided.
std::vector<chat::Text> divide(const chat::Text& text, std::size_t limit);

/// Nothing but blanks.
bool blank(const chat::Text& text);

}  // namespace houston::bot
