// What the texts of a retro are made of. For handlers/words/retro_*.cpp alone.
#pragma once

#include <string>
#include <vector>

#include "handlers/words/retro_words.hpp"

namespace houston::handlers::words::retro {

/// "vision/retro · Fri 27 Nov"
std::string small(const About& about);
/// A paragraph with which retro it is about below.
chat::Message note_of(const About& about, chat::Text text, std::vector<chat::Button> buttons = {});

chat::Button write_note(const About& about, const std::string& label = "Add notes");

}  // namespace houston::handlers::words::retro
