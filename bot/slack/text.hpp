// What every platform needs of UTF-8, by its name here: beside it stands slack::length(chat::Text).
#pragma once

#include "bot/text.hpp"

namespace houston::bot::slack {

using bot::clean;
using bot::cut;
using bot::length;
using bot::lower;
using bot::one_line;
using bot::split;
using bot::unstopped;

}  // namespace houston::bot::slack
