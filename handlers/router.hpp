// Which handler hears which event.
#pragma once

#include "handlers/chat/event.hpp"
#include "handlers/house.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers {

/// The event is new; nobody else handles it.
void route(Turn& turn, const House& house, const chat::Event& event);

}  // namespace houston::handlers
