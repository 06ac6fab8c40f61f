// Questions that wait for a typed answer, one on top of the other: the last that was asked hears what the
// person types, and when it has ended, the one under it is asked again. So two of them never mix.
#pragma once

#include "handlers/house.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers::dialogs {

/// After a turn: asks again what lies on top for those of whom a dialog has ended in it.
void resume(Turn& turn, const House& house);

}  // namespace houston::handlers::dialogs
