// Events and due timers as jobs of the database: a Turn around each, and what happens to those that cannot be
// handled.
#pragma once

#include <chrono>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "bot/jobs.hpp"
#include "bot/metrics.hpp"
#include "handlers/houston.hpp"
#include "handlers/turn.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot {

/// Who handles turns: handlers::Houston in the program, something simpler in tests.
struct TurnHandlers {
  std::function<void(handlers::Turn&)> start;
  std::function<bool(handlers::Turn&, const chat::Event&)> handle;
  std::function<void(handlers::Turn&, const storage::Timer&)> fire;
  std::function<void(handlers::Turn&, const storage::OutboxRow&)> undeliverable;
};
/// `houston` must outlive them.
TurnHandlers turn_handlers(handlers::Houston& houston);

/// What a turn for an event left: whether it is to be acknowledged, and what the person gets to see at once.
struct EventEnd {
  bool kept = false;
  handlers::Immediate immediate;
};

/// The job of an event. `done` is told on the database thread. An event that cannot be handled, however often
/// it is tried, is recorded as taken and its person told that something went wrong: it must not come back for
/// ever.
Job event_job(chat::Event event, const TurnHandlers& handlers, const scheduler::Clock& clock,
              Metrics& metrics, std::function<void(EventEnd)> done);

/// Fires due timers, one a call. Belongs to the database thread.
class TimerTurns {
 public:
  TimerTurns(const TurnHandlers& handlers, const scheduler::Clock& clock, Metrics& metrics)
      : handlers_(handlers), clock_(clock), metrics_(metrics) {}
  /// Takes the earliest due timer and fires it. False when none is due.
  bool fire_one(storage::Database& database);
  /// The timer that fire_one() last took could not be fired: it is set again for later, in 1 min, 2 min, …
  /// 1 h, so that it neither blocks the others nor is lost.
  void set_back(storage::Database& database, const std::string& error);

 private:
  const TurnHandlers& handlers_;
  const scheduler::Clock& clock_;
  Metrics& metrics_;
  std::optional<storage::Timer> taken_;
  std::map<storage::TimerKey, int> failures_;
};

}  // namespace houston::bot
