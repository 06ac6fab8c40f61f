// Rooms that were upgraded, and those that follow them.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>

#include "bot/matrix/api.hpp"
#include "bot/matrix/known.hpp"
#include "bot/platform.hpp"

namespace houston::bot::matrix {

/// Known::replaced, as it was kept.
boost::asio::awaitable<void> recall_replaced(EventSink& notes, Known& known);
boost::asio::awaitable<void> keep_replaced(EventSink& notes, const Known& known);

/// The room that `room` follows by the word of both (anybody may claim it for a room of their own); "" when
/// there is none that Houston can see.
boost::asio::awaitable<Outcome<std::string>> predecessor_of(Api& api, std::string room);

}  // namespace houston::bot::matrix
