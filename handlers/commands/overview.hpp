// How things stand for one person: for status, plan and the home tab.
#pragma once

#include <vector>

#include "handlers/house.hpp"
#include "handlers/turn.hpp"
#include "handlers/words/command_words.hpp"

namespace houston::handlers::commands {

words::commands::StatusLine status_of(Turn& turn, Standup& standup, const storage::Person& person);

/// The person's prompts still to come, on local dates from `from` on.
std::vector<words::commands::PlanLine> plan_lines(Turn& turn, const House& house,
                                                  const storage::Person& person, LocalDate from, int days);

chat::Message home(Turn& turn, const House& house, const storage::Person& person);

}  // namespace houston::handlers::commands
