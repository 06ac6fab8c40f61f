#include "bot/worker.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <utility>

#include "config/secret.hpp"

namespace houston::bot {
namespace {

constexpr auto kSweepEvery = std::chrono::hours(1);
constexpr auto kKeepInbox = std::chrono::hours(72);
constexpr auto kKeepBodies = std::chrono::hours(24 * 14);
// Waiting threads show signs of life at least this often (the watchdog's period is a minute).
constexpr auto kLongestWait = std::chrono::milliseconds(5000);

std::string start_failure(const std::string& why) {
  return "Houston cannot begin with its database: " + redact(why);
}

}  // namespace

Result<std::unique_ptr<Worker>> Worker::create(std::unique_ptr<storage::Database> database,
                                               TurnHandlers handlers, const scheduler::Clock& clock,
                                               Metrics& metrics, WorkerOptions options) {
  try {
    storage::Transaction transaction(*database);
    storage::Tables tables(*database);
    handlers::Turn turn(tables, clock.now());
    handlers.start(turn);
    transaction.commit();
  } catch (const std::exception& failure) {
    return Error{start_failure(failure.what())};
  }
  return std::unique_ptr<Worker>(
      new Worker(std::move(database), std::move(handlers), clock, metrics, std::move(options)));
}

Worker::Worker(std::unique_ptr<storage::Database> database, TurnHandlers handlers,
               const scheduler::Clock& clock, Metrics& metrics, WorkerOptions options)
    : database_(std::move(database)),
      handlers_(std::move(handlers)),
      clock_(clock),
      metrics_(metrics),
      options_(std::move(options)),
      group_(*database_, handlers_, clock_, metrics_, options_.group),
      beat_(Steady::now()) {}

Worker::~Worker() {
  stop();
  wait();
  // A worker that was never started still owes an answer.
  refuse(take_jobs());
}

void Worker::start() {
  thread_ = std::thread([this] { run(); });
}

void Worker::wait() {
  if (thread_.joinable()) thread_.join();
}

void Worker::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
}

void Worker::post(Job job) {
  {
    const std::lock_guard lock(mutex_);
    const bool taken =
        !ended_ && (job.must_keep || job.quiet || (!full_ && queue_.size() < options_.longest_queue));
    if (taken) {
      if (!job.quiet) {
        ++pending_;
        ++activity_;
      }
      queue_.push_back(std::move(job));
      changed_.notify_all();
      return;
    }
  }
  if (job.done) job.done(JobEnd::refused);
}

std::string Worker::problem() const {
  const std::lock_guard lock(mutex_);
  return problem_;
}

int Worker::pending() const {
  const std::lock_guard lock(mutex_);
  return pending_;
}

std::uint64_t Worker::activity() const {
  const std::lock_guard lock(mutex_);
  return activity_;
}

Worker::Steady::time_point Worker::last_beat() const {
  const std::lock_guard lock(mutex_);
  return beat_;
}

bool Worker::stopping() const {
  const std::lock_guard lock(mutex_);
  return stopping_;
}

void Worker::set_problem(const std::string& problem) {
  const std::string clean = redact(problem);
  complaints_.tell("database", clean, Steady::now());
  const std::lock_guard lock(mutex_);
  problem_ = clean;
}

/// Waits for real time to pass; false when the worker is to stop.
bool Worker::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  beat_ = Steady::now();
  changed_.wait_for(lock, time, [&] { return stopping_; });
  return !stopping_;
}

void Worker::run() {
  while (await_work()) {
    try {
      commit(take_jobs());
    } catch (const std::exception& failure) {
      // commit() sorts out what the database does; anything else is a broken invariant of this class.
      spdlog::critical("The database thread stumbled: {}", failure.what());
      pause(kLongestWait);
    }
  }
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  refuse(take_jobs());
}

/// Returns when there are jobs or timers to do; false when stopping and everything is done.
bool Worker::await_work() {
  std::unique_lock lock(mutex_);
  while (true) {
    beat_ = Steady::now();
    if (ended_) return false;
    if (!queue_.empty()) return true;
    if (stopping_) return false;
    auto wait = std::chrono::duration_cast<std::chrono::milliseconds>(looked_ + options_.look_every - beat_);
    if (next_timer_) wait = std::min(wait, clock_.real_wait(*next_timer_));
    wait = std::max(wait, std::chrono::duration_cast<std::chrono::milliseconds>(not_before_ - beat_));
    if (wait <= std::chrono::milliseconds(0)) return true;
    changed_.wait_for(lock, std::min(wait, kLongestWait));
  }
}

std::vector<Job> Worker::take_jobs() {
  const std::lock_guard lock(mutex_);
  const std::size_t count = ended_ ? queue_.size() : std::min(queue_.size(), options_.jobs_in_group);
  std::vector<Job> jobs(std::make_move_iterator(queue_.begin()),
                        std::make_move_iterator(queue_.begin() + static_cast<std::ptrdiff_t>(count)));
  queue_.erase(queue_.begin(), queue_.begin() + static_cast<std::ptrdiff_t>(count));
  return jobs;
}

void Worker::put_back(std::vector<Job> jobs) {
  const std::lock_guard lock(mutex_);
  queue_.insert(queue_.begin(), std::make_move_iterator(jobs.begin()), std::make_move_iterator(jobs.end()));
}

void Worker::finish(Job& job, JobEnd end) {
  if (job.done) job.done(end);
  if (job.quiet) return;
  const std::lock_guard lock(mutex_);
  --pending_;
  ++activity_;
}

void Worker::refuse(std::vector<Job> jobs) {
  for (Job& job : jobs) finish(job, JobEnd::refused);
}

void Worker::commit(std::vector<Job> jobs) {
  Group::Result result;
  try {
    result = group_.commit(jobs);
  } catch (const storage::DatabaseError& failure) {
    put_back(std::move(jobs));
    using Kind = storage::DatabaseError::Kind;
    switch (failure.kind()) {
      case Kind::full:
        return on_full(failure.what());
      case Kind::corrupt:
        return on_broken(failure.what());
      default:
        return on_unavailable(failure.what());
    }
  }
  all_well();
  looked_ = Steady::now();
  next_timer_ = result.next_timer;
  // A due timer that this group did not fire is another replica's at the moment, or cannot be fired.
  const bool others = result.fired == 0 && next_timer_ && *next_timer_ <= clock_.now();
  not_before_ = others ? looked_ + std::chrono::milliseconds(50) : Steady::time_point{};

  bool changed = result.fired > 0;
  if (result.fired > 0) {
    const std::lock_guard lock(mutex_);
    activity_ += static_cast<std::uint64_t>(result.fired);
  }
  for (std::size_t i = 0; i < result.ends.size(); ++i) {
    changed = changed || !jobs[i].quiet;
    finish(jobs[i], result.ends[i]);
  }
  jobs.erase(jobs.begin(), jobs.begin() + static_cast<std::ptrdiff_t>(result.ends.size()));
  if (!jobs.empty()) put_back(std::move(jobs));
  if (changed && options_.committed) options_.committed();
  housekeep();
}

void Worker::all_well() {
  failed_connects_ = 0;
  {
    const std::lock_guard lock(mutex_);
    full_ = false;
    if (problem_.empty()) return;
  }
  set_problem("");
}

/// What waits goes on waiting; a platform repeats what is not acknowledged in time, and then it is known.
void Worker::on_unavailable(const std::string& why) {
  metrics_.count("database_errors", {{"kind", "unavailable"}});
  set_problem("it does not answer, Houston keeps trying: " + why);
  while (true) {
    if (stopping()) {
      const std::lock_guard lock(mutex_);
      ended_ = true;
      return;
    }
    const auto ceiling = options_.reconnect_ceiling;
    pause(std::min(ceiling, options_.reconnect_first * (1 << std::min(failed_connects_++, 10))));
    try {
      database_->reconnect();
      return;
    } catch (const storage::DatabaseError& failure) {
      // Damaged, newer than this program, or not the same database any more: no trying helps.
      if (failure.kind() != storage::DatabaseError::Kind::unavailable &&
          failure.kind() != storage::DatabaseError::Kind::full) {
        return on_broken(failure.what());
      }
      set_problem(std::string("it does not answer, Houston keeps trying: ") + failure.what());
    }
  }
}

void Worker::refuse_events() {
  std::vector<Job> refused;
  {
    const std::lock_guard lock(mutex_);
    std::deque<Job> kept;
    for (Job& job : queue_) {
      if (job.must_keep) {
        kept.push_back(std::move(job));
      } else {
        refused.push_back(std::move(job));
      }
    }
    queue_.swap(kept);
  }
  refuse(std::move(refused));
}

/// Nothing can be kept: events are refused so that the platform sends them again, what must be kept waits.
void Worker::on_full(const std::string& why) {
  metrics_.count("database_errors", {{"kind", "full"}});
  {
    const std::lock_guard lock(mutex_);
    full_ = true;
  }
  do {
    set_problem("it cannot be written, so Houston takes no events: " + why +
                ". Free some space, or make it writable; Houston then carries on by itself");
    refuse_events();
    if (!pause(options_.probe_every)) {
      const std::lock_guard lock(mutex_);
      ended_ = true;
      return;
    }
  } while (!probe());
  all_well();
}

/// Whether a row can be written again.
bool Worker::probe() {
  try {
    storage::Transaction transaction(*database_);
    const Instant now = clock_.now();
    storage::Inbox(*database_)
        .record(WorkspaceId{""}, "space-" + std::to_string(now.time_since_epoch().count()), now);
    transaction.commit();
    return true;
  } catch (const storage::DatabaseError& failure) {
    if (failure.kind() == storage::DatabaseError::Kind::full) return false;
  } catch (const std::exception&) {
    // Whatever else is wrong, the next group meets it and knows what to do.
  }
  return true;
}

void Worker::on_broken(const std::string& why) {
  metrics_.count("database_errors", {{"kind", "broken"}});
  set_problem("it cannot be used any more, Houston stops: " + why);
  {
    const std::lock_guard lock(mutex_);
    ended_ = true;
  }
  if (options_.broken) options_.broken(redact(why));
}

/// Drops what nobody will ask for again. Losing a sweep is no loss: the next one does its work.
void Worker::housekeep() {
  const Instant now = clock_.now();
  if (swept_ && now - *swept_ < kSweepEvery) return;
  swept_ = now;
  try {
    storage::Transaction transaction(*database_);
    storage::Inbox(*database_).forget(now - kKeepInbox);
    storage::Outbox(*database_).forget_bodies(now - kKeepBodies);
    transaction.commit();
  } catch (const std::exception& failure) {
    spdlog::warn("The database could not be swept, which is tried again in an hour: {}", failure.what());
  }
}

}  // namespace houston::bot
