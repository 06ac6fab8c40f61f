// What a faultless Houston would have left in the chat after a script: for planting faults into.
#pragma once

#include "bot/demo/script.hpp"
#include "bot/demo/verdict.hpp"

namespace houston::bot::demo {

Record played_record(const Script& script);

/// The message in `stand` whose first line begins so. Throws when there is none.
Message& standing(Record& record, const std::string& begin);
/// The index in `posted` of the first message that asks so.
std::size_t first_asking(const Record& record, Asks what);

}  // namespace houston::bot::demo
