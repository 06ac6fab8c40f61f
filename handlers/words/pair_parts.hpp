// What the texts of pairs are made of. For handlers/words/pair_*.cpp alone.
#pragma once

#include <string>
#include <vector>

#include "handlers/words/pair_words.hpp"

namespace houston::handlers::words::pair {

/// Of points, or pairs, in one list.
inline constexpr std::size_t kMostShown = 20;

bool coffee(const About& about);
/// "1:1 with Bo", "Coffee with Bo and Cy"
std::string title(const About& about);
chat::DateTime when(const About& about);
/// "the on-call rota (you, carried over)"
chat::Text line(const PointLine& point);
/// As a numbered list that never gets too long.
void add_points(chat::Message& message, const std::vector<PointLine>& points);

}  // namespace houston::handlers::words::pair
