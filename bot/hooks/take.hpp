// A celebration becomes a job of the database; whoever sent it hears when it is on disk.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>

#include "bot/jobs.hpp"
#include "handlers/houston.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::hooks {

enum class Taken {
  kept,      ///< Committed.
  known,     ///< It was there before.
  not_kept,  ///< The database takes nothing, or does not answer in time; then it may still be kept later.
  failed,    ///< It cannot be handled: a mistake in Houston, which the log tells of.
};

/// Waits at most `patience` of real time. What it refers to outlives it.
boost::asio::awaitable<Taken> take(boost::asio::any_io_executor executor, Jobs& jobs,
                                   handlers::Houston& houston, const scheduler::Clock& clock,
                                   handlers::Celebration celebration, std::chrono::milliseconds patience);

}  // namespace houston::bot::hooks
