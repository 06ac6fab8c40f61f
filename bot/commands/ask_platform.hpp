// Questions that a command asks a platform once, without serving.
#pragma once

#include <string>
#include <vector>

#include "config/result.hpp"
#include "config/settings.hpp"
#include "handlers/chat/event.hpp"

namespace houston::bot {

/// What is wrong between settings and workspace, a sentence each, a token that cannot be read among them; and
/// what would be better otherwise.
struct Probe {
  std::vector<std::string> problems;
  std::vector<std::string> advice;
};
Probe probe_workspace(const config::Settings& settings, const config::Workspace& workspace);

/// Who is there. The error is for people.
Result<chat::RosterLoaded> ask_roster(const config::Settings& settings, const config::Workspace& workspace);

}  // namespace houston::bot
