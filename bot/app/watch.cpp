// What is wrong: for the log, for systemd, and for those who ask at /healthz.
#include <algorithm>

#include "bot/app/impl.hpp"
#include "bot/notify.hpp"
#include "config/secret.hpp"

namespace houston::bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

namespace {

// Real time, all of it.
constexpr auto kWatchEvery = milliseconds(1000);
constexpr auto kWatchUnconnected = milliseconds(100);
/// Not connected for so long is a problem even if the platform has no words for it.
constexpr auto kConnectsWithin = milliseconds(20000);
/// systemd is told READY by then at the latest: a Slack that is away must not get Houston killed.
constexpr auto kReadyAtLatest = milliseconds(30000);
constexpr auto kThreadStuck = std::chrono::seconds(45);

}  // namespace

asio::awaitable<void> App::Impl::watch() {
  const auto watchdog = service ? watchdog_period() : std::nullopt;
  const auto every = watchdog ? std::min(kWatchEvery, *watchdog) : kWatchEvery;
  while (true) {
    bool all_connected = true;
    std::string first = worker->problem();
    if (!first.empty()) first = "database: " + first;
    for (const auto& one : served) {
      const bool well = look_at(*one, first);
      all_connected = all_connected && well;
    }
    metrics.set("jobs_pending", worker->pending());
    {
      const std::lock_guard guard(mutex);
      connected = all_connected;
      problem = first;
    }
    if (life.ending()) break;
    if (service) tell_service(all_connected, first);
    co_await sleep_for(io.get_executor(), all_connected ? every : std::min(every, kWatchUnconnected));
  }
}

/// Whether it is connected. The first problem of all stays.
bool App::Impl::look_at(Served& one, std::string& first_problem) {
  const std::string name = "workspace " + one.platform->workspace().value;
  const Health health = one.platform->health();
  std::string wrong = redact(health.problem);
  if (health.connected) one.failure.clear();
  if (wrong.empty()) wrong = one.failure;
  if (wrong.empty() && !health.connected && Steady::now() - born > kConnectsWithin) {
    wrong = "There is no connection yet";
  }
  complaints.tell(name, wrong, Steady::now());
  metrics.set("connected", health.connected ? 1 : 0, {{"workspace", one.platform->workspace().value}});
  if (first_problem.empty() && !wrong.empty()) first_problem = name + ": " + wrong;
  return health.connected;
}

void App::Impl::tell_service(bool all_connected, const std::string& first_problem) {
  if (!ready && (all_connected || Steady::now() - born > kReadyAtLatest)) {
    ready = true;
    notify_service("READY=1");
  }
  notify_service("STATUS=" + (first_problem.empty() ? std::string("Connected") : first_problem));
  if (watchdog_period() && Steady::now() - worker->last_beat() < kThreadStuck) notify_service("WATCHDOG=1");
}

asio::awaitable<HealthReport> App::Impl::report() {
  const auto counted = co_await counts();
  HealthReport report;
  bool all_connected = true;
  for (const auto& one : served) {
    const Health health = one->platform->health();
    all_connected = all_connected && health.connected;
    const std::string& wrong = health.problem.empty() ? one->failure : health.problem;
    if (report.problem.empty() && !wrong.empty()) {
      report.problem = "workspace " + one->platform->workspace().value + ": " + wrong;
    }
  }
  std::string database = worker->problem();
  if (database.empty() && !counted) database = "it does not answer";
  if (!database.empty()) report.problem = "database: " + database;
  report.connected = all_connected;
  if (counted) {
    report.due = counted->due;
    report.outbox = counted->outbox;
    metrics.set("timers_due", counted->due);
    metrics.set("outbox_depth", counted->outbox);
  }
  const bool young = Steady::now() - born < kConnectsWithin;
  report.status = life.ending()                       ? "stopping"
                  : all_connected && database.empty() ? "ok"
                  : young && report.problem.empty()   ? "starting"
                                                      : "failing";
  co_return report;
}

}  // namespace houston::bot
