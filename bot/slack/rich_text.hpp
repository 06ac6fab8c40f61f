// chat::Text as rich_text elements. Rich text has no markup: what stands in a
// text element can neither mention nor link nor format, which is why people's words are shown with it.
// https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "bot/spans.hpp"
#include "handlers/chat/text.hpp"

namespace houston::bot::slack {

/// Elements of a rich_text_section or rich_text_quote; an empty array when there is nothing to show. An emoji
/// that reads ":name:" (so Slack sends what people typed) becomes an emoji element.
nlohmann::json rich_elements(const chat::Text& text);

using bot::blank;
using bot::divide;
using bot::length;

}  // namespace houston::bot::slack
