// chat::Text in the two forms that an event carries, made side by side so that they cannot disagree.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "bot/matrix/render_message.hpp"

namespace houston::bot::matrix {

struct Twin {
  std::string plain;
  std::string html;
  std::set<std::string> people;  ///< Whom it mentions.

  Twin& operator+=(const Twin& more);
};

/// & < > " ' as entities and line breaks as <br>, of clean text.
std::string escape_html(std::string_view clean);

/// People's words as they are shown: valid, and "@room" in them cannot be taken for a mention of everybody.
std::string harmless(std::string_view raw);

Twin twin_of(const chat::Text& text, const Look& look);
/// Words of Houston's own or a label: one line, escaped.
Twin twin_of_line(std::string_view words);

}  // namespace houston::bot::matrix
