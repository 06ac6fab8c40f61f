// What the tests of bot/ share: a database of their own, a clock that never makes anybody wait, handlers that
// are functions of the test's.
#pragma once

#include <atomic>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/group.hpp"
#include "bot/jobs.hpp"
#include "bot/metrics.hpp"
#include "bot/turns.hpp"
#include "scheduler/clock.hpp"
#include "storage/database.hpp"

namespace houston::bot::testing {

/// A folder that is gone after the test.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }
  std::string database_url() const { return "sqlite:" + (path_ / "houston.db").string(); }

 private:
  std::filesystem::path path_;
};

std::unique_ptr<storage::Database> open_database(const std::string& url);

/// Stands still until it is told to move; whoever waits for it looks again at once.
class TestClock final : public scheduler::Clock {
 public:
  Instant now() const override { return Instant(Duration(milliseconds_.load())); }
  std::chrono::milliseconds real_wait(Instant) const override { return std::chrono::milliseconds(0); }
  void advance_to(Instant to) {
    if (to > now()) milliseconds_ = to.time_since_epoch().count();
  }
  void advance(Duration by) { milliseconds_ += by.count(); }

 private:
  std::atomic<std::int64_t> milliseconds_{1'780'000'000'000};
};

/// Handlers that do nothing and know every event for new.
TurnHandlers quiet_handlers();

/// Does each job on the spot, in a transaction of its own. One thread.
class InlineJobs final : public Jobs {
 public:
  InlineJobs(storage::Database& database, const TurnHandlers& handlers, const scheduler::Clock& clock,
             Metrics& metrics)
      : group_(database, handlers, clock, metrics) {}
  void post(Job job) override {
    std::vector<Job> jobs;
    jobs.push_back(std::move(job));
    const auto result = group_.commit(jobs);
    if (jobs.front().done) jobs.front().done(result.ends.front());
  }

 private:
  Group group_;
};

}  // namespace houston::bot::testing
