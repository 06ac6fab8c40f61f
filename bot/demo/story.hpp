// The other rituals of the first week, around the standups: a win, thanks, a birthday, a milestone that is
// reached, a retrospective, two talks of two, a coffee. Each is told where it belongs in the week; a shorter
// run leaves out what comes later.
#pragma once

#include "bot/demo/roles.hpp"
#include "bot/demo/script.hpp"

namespace houston::bot::demo {

/// Adds to the acts, and what people must see of it. The script's days are there already.
void add_story(Script& script, const Roles& roles);

// What the settings say; world.cpp writes them down.
inline constexpr LocalTime kRetroAt{10 * 60};
inline constexpr LocalTime kTalkAt{16 * 60 + 30};
inline constexpr LocalTime kCoffeeAt{10 * 60};
inline constexpr LocalTime kDigestAt{16 * 60};

}  // namespace houston::bot::demo
