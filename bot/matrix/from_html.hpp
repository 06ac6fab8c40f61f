// HTML that a client sent, read for what it says: mentions, links and words. Whatever stands in it, nothing
// but spans comes out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "handlers/chat/text.hpp"

namespace houston::bot::matrix {

struct Shown {
  chat::Span span;    ///< Plain, Mention, RoomLink or Link.
  std::string words;  ///< As the sender saw them.
};

std::vector<Shown> read_html(std::string_view html);

}  // namespace houston::bot::matrix
