// What goes wrong around Houston while a story is lived: limits, failures, connections that drop.
#pragma once

#include "tests/stories/harness/box.hpp"

namespace houston::tests {

/// From now on, until Box::in(clear_faults).
void trouble(Box& box);

}  // namespace houston::tests
