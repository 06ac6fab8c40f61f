// chat::Text as rich_text elements, and its division into parts. Rich text has no markup: what stands in a
// text element can neither mention nor link nor format, which is why people's words are shown with it.
// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
#pragma once

#include <cstddef>
#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "handlers/chat/text.hpp"

namespace houston::bot::slack {

/// Elements of a rich_text_section or rich_text_quote; an empty array when there is nothing to show. An emoji
/// that reads ":name:" (so Slack sends what people typed) becomes an emoji element.
nlohmann::json rich_elements(const chat::Text& text);

/// Units (see length()) that the text takes when shown.
std::size_t length(const chat::Text& text);

/// Parts of at most `limit` units each, in order; nothing is lost. Plain spans and links' texts may be
/// divided.
std::vector<chat::Text> divide(const chat::Text& text, std::size_t limit);

/// Nothing but blanks.
bool blank(const chat::Text& text);

}  // namespace houston::bot::slack
