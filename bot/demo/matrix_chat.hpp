// A Matrix homeserver with the cast in it as a Chat.
#pragma once

#include <filesystem>
#include <memory>

#include "bot/demo/chat.hpp"
#include "bot/demo/find_synapse.hpp"
#include "bot/demo/pump.hpp"
#include "config/result.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::demo {

/// Starts a Synapse in a folder of its own below `folder`, where Houston's database will be, and lets the
/// five meet in a room. The pump must outlive it. The error is for people. Throws Left.
Result<std::unique_ptr<Chat>> make_matrix_chat(Pump& pump, std::shared_ptr<scheduler::ManualClock> clock,
                                               const SynapseProgram& program,
                                               const std::filesystem::path& folder);

}  // namespace houston::bot::demo
