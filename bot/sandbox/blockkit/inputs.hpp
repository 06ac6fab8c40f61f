// Inputs of a view or message: their ids, their state as Slack sends it, and what a person puts into them.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "bot/sandbox/ids.hpp"
#include "bot/sandbox/model.hpp"
#include "config/result.hpp"

namespace houston::bot::sandbox::blockkit {

/// The view or message with a block_id for each block and an action_id for each interactive element.
Json with_ids(Json body, Ids& ids);
Json blocks_with_ids(Json blocks, Ids& ids);

/// Calls `visit` for each interactive element with its block.
void each_element(const Json& blocks,
                  const std::function<void(const Json& block, const Json& element)>& visit);

/// state.values of fresh blocks: initial values, or null.
Json initial_values(const Json& blocks);

/// The state of one element once a person chose `value` (a text, a date, an option's value, an id; an array
/// of such; or a whole state object). The error says what Slack's client would not let through.
Result<Json> choose(const Json& element, const Json& value);

/// What an element of block_actions carries besides its ids: value, selected_option, … for a state.
Json action_fields(const Json& element, const Json& state);

/// Puts `values` (by block_id or action_id) into `state` and checks what Slack's client checks on submit:
/// required fields filled, lengths, numbers and addresses in form.
Result<Json> fill(const Json& blocks, Json state, const Json& values);

/// Unicode code points.
std::size_t length(const std::string& utf8);

}  // namespace houston::bot::sandbox::blockkit
