// What the database says about work to be done. Internal to App.
#pragma once

#include <optional>
#include <vector>

#include "bot/jobs.hpp"
#include "config/types.hpp"
#include "scheduler/clock.hpp"
#include "storage/database.hpp"

namespace houston::bot {

struct Counts {
  int due = 0;
  int outbox = 0;
  std::optional<Instant> next_timer;
  std::optional<Instant> next_row;  ///< Of the workspaces' outboxes.
  bool nothing_now = false;         ///< No timer is due and no row may leave.
};

Counts count(storage::Database& database, const std::vector<WorkspaceId>& workspaces, Instant now);

/// A quiet job that counts; `done` is told on the database thread, with nothing when it cannot be counted.
Job count_job(std::vector<WorkspaceId> workspaces, const scheduler::Clock& clock,
              std::function<void(std::optional<Counts>)> done);

/// The earlier of two instants of which either may be missing.
std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b);

}  // namespace houston::bot
