// Finds notes that name a person in a bad light. Simple rules, all of them in blame.cpp for anybody to read;
// they look at one note's words and nothing else, and what they find is a suggestion to its writer, never a
// verdict.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace houston::handlers::retro {

/// The words that blame ("Bo's fault"), or nothing. `names`: what the team's members are called, any case;
/// "@x" is somebody whoever it is. `praise`: the note is about what went well, where "because of Bo" thanks
/// him.
std::optional<std::string> blame(const std::string& note, const std::vector<std::string>& names, bool praise);

}  // namespace houston::handlers::retro
