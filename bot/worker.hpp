// The one database thread: takes jobs and due timers, and commits them in groups. It knows what to do when
// the database is away (try again), full (refuse events, keep what must be kept, try again) or damaged
// (stop).
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "bot/group.hpp"
#include "bot/jobs.hpp"
#include "bot/log.hpp"
#include "bot/metrics.hpp"
#include "bot/turns.hpp"
#include "config/result.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot {

struct WorkerOptions {
  /// Called on the database thread after each group that may have changed something. May be null.
  std::function<void()> committed{};
  /// Called once, on the database thread, when the database is damaged and the program has to stop.
  std::function<void(const std::string& why)> broken{};
  GroupLimits group{};
  std::size_t jobs_in_group = 64;
  std::size_t longest_queue = 10000;  ///< Further events are refused.
  // Real time:
  std::chrono::milliseconds probe_every{3000};        ///< Whether a full database has space again.
  std::chrono::milliseconds reconnect_first{100};     ///< Doubles from here …
  std::chrono::milliseconds reconnect_ceiling{5000};  ///< … to here.
  std::chrono::milliseconds look_every{5000};         ///< Whether another replica set a timer.
};

class Worker final : public Jobs {
 public:
  /// Runs TurnHandlers::start in a transaction, on the calling thread; the error is for people. What is
  /// referred to must outlive the worker.
  static Result<std::unique_ptr<Worker>> create(std::unique_ptr<storage::Database> database,
                                                TurnHandlers handlers, const scheduler::Clock& clock,
                                                Metrics& metrics, WorkerOptions options);
  ~Worker() override;  ///< stop() and wait.

  void start();  ///< Begins with the jobs and timers.
  void post(Job job) override;
  /// Does the jobs that have been posted, then ends; later ones are refused. While the database cannot keep
  /// anything, all are refused. Any thread; returns at once.
  void stop();
  void wait();  ///< Until the thread has ended.

  /// "" or a sentence: why nothing can be kept at the moment. Any thread.
  std::string problem() const;
  /// Jobs that are posted and not yet done, without quiet ones. Any thread.
  int pending() const;
  /// Grows whenever something happens that is not quiet. Any thread.
  std::uint64_t activity() const;
  /// When the thread was last seen to be alive. Any thread.
  std::chrono::steady_clock::time_point last_beat() const;

 private:
  using Steady = std::chrono::steady_clock;
  Worker(std::unique_ptr<storage::Database> database, TurnHandlers handlers, const scheduler::Clock& clock,
         Metrics& metrics, WorkerOptions options);

  void run();
  bool await_work();
  std::vector<Job> take_jobs();
  void commit(std::vector<Job> jobs);
  void put_back(std::vector<Job> jobs);
  void refuse(std::vector<Job> jobs);
  void refuse_events();
  void on_unavailable(const std::string& why);
  void on_full(const std::string& why);
  void on_broken(const std::string& why);
  bool probe();
  void housekeep();
  void all_well();
  void finish(Job& job, JobEnd end);
  void set_problem(const std::string& problem);
  bool pause(std::chrono::milliseconds time);
  bool stopping() const;

  const std::unique_ptr<storage::Database> database_;
  const TurnHandlers handlers_;
  const scheduler::Clock& clock_;
  Metrics& metrics_;
  const WorkerOptions options_;
  Group group_;
  Complaints complaints_;

  // The database thread's own.
  std::optional<Instant> next_timer_;
  Steady::time_point looked_{};      ///< When next_timer_ was read.
  Steady::time_point not_before_{};  ///< Of the next group that has no jobs.
  std::optional<Instant> swept_;
  int failed_connects_ = 0;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Job> queue_;
  int pending_ = 0;
  std::uint64_t activity_ = 0;
  bool stopping_ = false;
  bool ended_ = false;
  bool full_ = false;
  std::string problem_;
  Steady::time_point beat_{};
  std::thread thread_;
};

}  // namespace houston::bot
