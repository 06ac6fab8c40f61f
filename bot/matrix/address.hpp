// How people turn to Houston: its name in what they write, with or without a pill, and "!houston". Pure.
#pragma once

#include <string>

#include "handlers/chat/text.hpp"

namespace houston::bot::matrix {

bool mentions(const chat::Text& text, const std::string& self);

/// Mentions of Houston where no client made a pill of its name: "@houston" anywhere, "Houston:" at the start.
/// `self_name`: its display name, "" when it has none.
chat::Text with_own_name(const chat::Text& text, const std::string& self, const std::string& self_name);

/// "@Houston status" is "status".
void leave_out_own_mention(chat::Text& text, const std::string& self);

/// Takes "!houston" from the beginning; false when it is not there.
bool take_command_word(chat::Text& text);

}  // namespace houston::bot::matrix
