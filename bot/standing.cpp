#include "bot/standing.hpp"

#include <algorithm>
#include <memory>
#include <utility>

#include "storage/outbox.hpp"
#include "storage/timers.hpp"

namespace houston::bot {

std::optional<Instant> earlier(std::optional<Instant> a, std::optional<Instant> b) {
  if (!a) return b;
  if (!b) return a;
  return std::min(*a, *b);
}

Counts count(storage::Database& database, const std::vector<WorkspaceId>& workspaces, Instant now) {
  storage::Timers timers(database);
  storage::Outbox outbox(database);
  Counts counts;
  counts.due = timers.count_due(now);
  counts.outbox = outbox.depth();
  counts.next_timer = timers.next_due();
  for (const WorkspaceId& workspace : workspaces) {
    counts.next_row = earlier(counts.next_row, outbox.next_ready(workspace));
  }
  counts.nothing_now = counts.due == 0 && (!counts.next_row || *counts.next_row > now);
  return counts;
}

Job count_job(std::vector<WorkspaceId> workspaces, const scheduler::Clock& clock,
              std::function<void(std::optional<Counts>)> done) {
  auto counts = std::make_shared<std::optional<Counts>>();
  Job job;
  job.name = "count";
  job.quiet = true;
  job.run = [counts, workspaces = std::move(workspaces), &clock](storage::Database& database) {
    *counts = count(database, workspaces, clock.now());
  };
  job.done = [counts, done = std::move(done)](JobEnd end) {
    done(end == JobEnd::committed ? *counts : std::nullopt);
  };
  return job;
}

}  // namespace houston::bot
