// The plan, for those who have the house built already.
#pragma once

#include "handlers/house.hpp"
#include "handlers/plan.hpp"

namespace houston::handlers {

std::vector<PlannedPrompt> plan(const House& house, storage::Tables* tables, PlanRange range,
                                const std::optional<PersonId>& only);

}  // namespace houston::handlers
