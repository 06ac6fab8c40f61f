// What people wrote, as chat::Text: as they typed it, with mentions and links as spans.
#pragma once

#include <nlohmann/json_fwd.hpp>

#include "handlers/chat/text.hpp"

namespace houston::bot::matrix {

/// Of the content of an m.room.message (or the new content of an edit). `is_reply`: the body may begin with
/// the words that are answered; they are left out.
chat::Text read_text(const nlohmann::json& content, bool is_reply);

}  // namespace houston::bot::matrix
