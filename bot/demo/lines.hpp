// The words of the demo's people. Internal to bot/demo: the cast hands them out.
#pragma once

#include <vector>

#include "bot/demo/cast.hpp"

namespace houston::bot::demo::lines {

std::vector<Story> ana();
std::vector<Story> bo();
std::vector<Story> chidi();
std::vector<Story> devi();
std::vector<Story> eva();
Plausible plausible();

}  // namespace houston::bot::demo::lines
