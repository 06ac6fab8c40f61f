// What leads do with rituals, in two files: those that prompt people, and a team's digest.
#pragma once

#include <string>
#include <vector>

#include "handlers/commands/commands.hpp"

namespace houston::handlers::commands {

/// Says that `command` is for leads, and names those of the teams.
void say_only_leads(Request& request, const std::vector<const config::Team*>& teams,
                    const std::string& command);

// Each answers whether a digest is meant: the first word names one ("digest", its own name, "team/name"), or
// there is no word and nothing else that leads could mean. It has replied then.
bool run_digest(Request& request);
bool pause_digest(Request& request);
bool resume_digest(Request& request);
bool skip_digest(Request& request);

bool names_digest(Request& request, const std::string& word);

}  // namespace houston::handlers::commands
