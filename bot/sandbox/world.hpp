// The workspace that a sandbox starts with.
#pragma once

#include "bot/sandbox/workspace.hpp"

namespace houston::bot::sandbox {

/// The team, the app with its tokens and scopes, its bot user; with `people` also #vision and its five.
void make_world(Workspace& workspace, bool people);

}  // namespace houston::bot::sandbox
