// Small pieces that all texts share. The texts themselves stand beside it, one file a subject: whoever wants
// to improve what Houston says need look nowhere else.
#pragma once

#include <string>
#include <vector>

#include "handlers/chat/message.hpp"

namespace houston::handlers::words {

/// "Ana", "Ana and Bo", "Ana, Bo and Cy"
std::string list(const std::vector<std::string>& names);
/// "1 answer", "2 answers"
std::string count(int number, const std::string& one, const std::string& many);
/// "Tue 24 Nov", "Tue 24 Nov 2027": with the year where it is not today's. Every date that people read is
/// written here. `today`: the reader's, or that of the ritual's team.
std::string day(LocalDate date, LocalDate today);
/// "Tue 24 Nov 2027", for a day that is far away by nature.
std::string day_and_year(LocalDate date);
/// A button that opens the answers of an occurrence.
chat::Button write_button(const std::string& label, const std::string& subject);

/// At most `most` UTF-16 units (how Slack counts), never inside a character; longer text ends in "…".
std::string shorten(const std::string& text, std::size_t most);
/// How many UTF-16 units the UTF-8 text has.
std::size_t length(const std::string& text);

}  // namespace houston::handlers::words
