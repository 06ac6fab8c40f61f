// A group commit: many jobs and due timers in one transaction, one fsync; a savepoint each, so that a bad one
// fails alone.
#pragma once

#include <chrono>
#include <optional>
#include <vector>

#include "bot/jobs.hpp"
#include "bot/metrics.hpp"
#include "bot/turns.hpp"
#include "scheduler/clock.hpp"
#include "storage/database.hpp"

namespace houston::bot {

struct GroupLimits {
  int tries = 3;    ///< Of a job or timer that throws, one right after the other.
  int timers = 32;  ///< Fired in one group: events must not wait behind a Monday morning's prompts.
  /// Real time after which nothing more is begun: a person who clicked waits at most 3 s for a form.
  std::chrono::milliseconds time{250};
};

/// Belongs to the database thread.
class Group {
 public:
  Group(storage::Database& database, const TurnHandlers& handlers, const scheduler::Clock& clock,
        Metrics& metrics, GroupLimits limits = {});

  struct Result {
    std::vector<JobEnd> ends;  ///< Of the first ends.size() jobs; the others were not begun.
    int fired = 0;             ///< Timers, set back ones included.
    std::optional<Instant> next_timer;
  };
  /// Does the jobs in order, then due timers, and commits. Throws DatabaseError when the database is
  /// unavailable, full or corrupt: then nothing happened. Does not call Job::done.
  Result commit(const std::vector<Job>& jobs);

 private:
  template <class Run, class Instead>
  JobEnd attempt(const char* what, Run run, Instead instead);

  storage::Database& database_;
  Metrics& metrics_;
  GroupLimits limits_;
  const scheduler::Clock& clock_;
  TimerTurns timers_;
};

/// Whether such an error concerns everybody and not the job that met it.
bool concerns_all(storage::DatabaseError::Kind kind);

}  // namespace houston::bot
