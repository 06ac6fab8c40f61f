// Why somebody was or was not asked: a sentence for the last time and for the next, each ritual and digest.
#pragma once

#include <vector>

#include "handlers/house.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers::commands {

chat::Message why(Turn& turn, const House& house, const std::vector<shapes::Collect*>& collects,
                  const storage::Person& person);

}  // namespace houston::handlers::commands
