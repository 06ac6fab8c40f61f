// Delivers a workspace's outbox: claims rows, sends them, and writes down what became of them. Rows at one
// place leave in order and with the platform's spacing; places are served side by side. The decisions are
// courier_fsm's.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "bot/jobs.hpp"
#include "bot/metrics.hpp"
#include "bot/platform.hpp"
#include "bot/turns.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot {

struct CourierOptions {
  /// Who leases places. With SQLite the same in each life, so that what an earlier life left is taken up at
  /// once; with PostgreSQL one of its own for each replica and life.
  std::string owner = "houston";
  int in_flight = 8;  ///< Rows that are underway at the same time.
  /// Of a place, by the Clock; longer than any delivery takes.
  std::chrono::milliseconds lease{5 * 60 * 1000};
  std::chrono::milliseconds look_every{
      5000};               ///< Real time: whether there is something new without a wake().
  std::uint64_t seed = 0;  ///< Of the jitter.
};

class Courier {
 public:
  /// The executor is single-threaded; platform, jobs, handlers, clock and metrics must outlive the executor's
  /// context.
  Courier(boost::asio::any_io_executor executor, Platform& platform, Jobs& jobs, const TurnHandlers& handlers,
          const scheduler::Clock& clock, Metrics& metrics, CourierOptions options);
  ~Courier();

  void start();  ///< From the executor's thread.
  void wake();   ///< There may be something new in the outbox. Any thread.
  /// Claims nothing more; what is underway is finished, what merely waits is put back. From the executor's
  /// thread.
  void stop();
  bool stopped() const;  ///< After stop(): nothing is underway any more. Any thread.

  /// Something is being sent, looked up, claimed or written down. Waiting for the Clock is not being busy.
  /// Any thread.
  bool busy() const;
  std::optional<Instant> waits_until() const;  ///< The first instant of the Clock it waits for. Any thread.
  std::uint64_t activity() const;              ///< Grows with every step. Any thread.

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace houston::bot
