#include "bot/group.hpp"

#include <spdlog/spdlog.h>

#include <string>

namespace houston::bot {

bool concerns_all(storage::DatabaseError::Kind kind) {
  using Kind = storage::DatabaseError::Kind;
  return kind == Kind::unavailable || kind == Kind::full || kind == Kind::corrupt;
}

Group::Group(storage::Database& database, const TurnHandlers& handlers, const scheduler::Clock& clock,
             Metrics& metrics, GroupLimits limits)
    : database_(database),
      metrics_(metrics),
      limits_(limits),
      clock_(clock),
      timers_(handlers, clock, metrics) {}

/// Tries `run` a few times, then `instead`. Returns failed when neither went through.
template <class Run, class Instead>
JobEnd Group::attempt(const char* what, Run run, Instead instead) {
  std::string error;
  const auto once = [&](auto& act) {
    try {
      storage::Savepoint savepoint(database_);
      act();
      savepoint.release();
      return true;
    } catch (const storage::DatabaseError& failure) {
      if (concerns_all(failure.kind())) throw;
      error = failure.what();
    } catch (const std::exception& failure) {
      error = failure.what();
    }
    return false;
  };
  for (int i = 0; i < limits_.tries; ++i) {
    if (once(run)) return JobEnd::committed;
    metrics_.count("turns_failed", {{"what", what}});
    spdlog::warn("A turn ({}) failed (attempt {} of {}): {}", what, i + 1, limits_.tries, error);
  }
  auto last = [&] { instead(error); };
  if (once(last)) return JobEnd::committed;
  spdlog::error("A turn ({}) failed for good: {}", what, error);
  return JobEnd::failed;
}

Group::Result Group::commit(const std::vector<Job>& jobs) {
  const auto begun = std::chrono::steady_clock::now();
  const auto in_time = [&] { return std::chrono::steady_clock::now() - begun < limits_.time; };
  Result result;
  storage::Transaction transaction(database_);
  transaction.alone();
  for (const Job& job : jobs) {
    if (!result.ends.empty() && !in_time()) break;
    result.ends.push_back(attempt(
        job.name.c_str(), [&] { job.run(database_); },
        [&](const std::string& error) {
          if (!job.instead) throw std::runtime_error(error);
          job.instead(database_, error);
        }));
  }
  storage::Timers timers(database_);
  while (result.fired < limits_.timers && (result.fired == 0 || in_time())) {
    bool there_was = false;
    const JobEnd end = attempt(
        "timer", [&] { there_was = timers_.fire_one(database_); },
        [&](const std::string& error) {
          timers_.set_back(database_, error);
          there_was = true;
        });
    // A timer that can be neither fired nor set again must not be tried without pause.
    if (!there_was || end == JobEnd::failed) break;
    ++result.fired;
  }
  result.next_timer = timers.next_due();
  transaction.commit();
  if (result.fired > 0) metrics_.count("timers", {}, result.fired);
  return result;
}

}  // namespace houston::bot
