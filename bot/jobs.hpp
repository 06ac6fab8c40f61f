// What is done to the database, from the point of view of those who want it done: a queue of jobs. The worker
// is the queue of the running program; tests have one that does each job on the spot.
#pragma once

#include <functional>
#include <string>

#include "storage/database.hpp"

namespace houston::bot {

enum class JobEnd {
  committed,  ///< On disk.
  failed,     ///< It threw, each time it was tried, and was left out of the group.
  refused,  ///< The database cannot keep anything now (full, damaged, gone while stopping): nothing happened.
};

/// One job: a savepoint inside a group's transaction.
struct Job {
  std::string name;  ///< For the log and the metrics: "event", "courier".
  /// On the database thread. It may be called again after a rollback, so it must set what it hands out
  /// afresh.
  std::function<void(storage::Database&)> run;
  /// Called instead of `run`, in a savepoint of its own, once `run` has thrown too often; with its last
  /// error. Null: the job just fails. When it succeeds the job counts as committed.
  std::function<void(storage::Database&, const std::string& error)> instead{};
  /// Told once, on the database thread, after the commit. Must not throw. May be null.
  std::function<void(JobEnd)> done{};
  /// Waits for a full database to have space again instead of being refused.
  bool must_keep = false;
  /// Only reads: no sign that anything is going on.
  bool quiet = false;
};

class Jobs {
 public:
  virtual ~Jobs() = default;
  /// Any thread. Jobs are done in the order in which they came.
  virtual void post(Job job) = 0;
};

}  // namespace houston::bot
