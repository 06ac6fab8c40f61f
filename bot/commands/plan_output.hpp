// A plan as a table for people and as JSON for programs.
#pragma once

#include <string>
#include <vector>

#include "handlers/plan.hpp"

namespace houston::bot {

/// An array of {"ritual","team","member","at","local","zone","note"}: what will be sent, and what will not
/// with the note that says why. "member" is the person's id; in a plan without roster, the member as the
/// settings name them, or "everyone in #channel".
std::string plan_json(const std::vector<handlers::PlannedPrompt>& prompts);

/// A heading for each UTC day, a line for each prompt; of those that will not be sent it says so.
std::string plan_table(const std::vector<handlers::PlannedPrompt>& prompts);

}  // namespace houston::bot
