// The simulated Slack workspace as a Chat.
#pragma once

#include <cstdint>
#include <memory>

#include "bot/demo/chat.hpp"
#include "bot/demo/pump.hpp"
#include "config/result.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::demo {

/// Starts one, with the cast in it. The pump must outlive it. The error is for people.
Result<std::unique_ptr<Chat>> make_slack_chat(Pump& pump, std::shared_ptr<scheduler::ManualClock> clock,
                                              std::uint64_t seed);

}  // namespace houston::bot::demo
