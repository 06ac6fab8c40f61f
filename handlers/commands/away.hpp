// Being away, however it was said: by command, button or form.
#pragma once

#include "handlers/house.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers::commands {

/// Notes the absence, excuses the person from what is open, answers the one who said so and tells the person
/// when that was somebody else.
void set_away(Turn& turn, const House& house, const storage::Person& person, LocalDate first, LocalDate last,
              const storage::Person& by);

void open_away_form(Turn& turn, LocalDate today);

}  // namespace houston::handlers::commands
