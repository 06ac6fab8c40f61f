// What the settings name and the workspace does not have: channels, leads, members. For `check --online` and
// for the log of `serve`, so that nobody is left out in silence.
#pragma once

#include <string>
#include <vector>

#include "config/settings.hpp"
#include "handlers/chat/event.hpp"

namespace houston::bot {

/// A sentence each, with its cure, in the order of the settings; empty when everything named is there.
std::vector<std::string> roster_problems(const config::Settings& settings, const WorkspaceId& workspace,
                                         const chat::RosterLoaded& roster);

}  // namespace houston::bot
