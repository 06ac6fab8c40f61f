#include "bot/app.hpp"

#include <spdlog/spdlog.h>

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <future>
#include <mutex>
#include <random>
#include <thread>
#include <utility>

#include "bot/await_job.hpp"
#include "bot/courier.hpp"
#include "bot/database_lock.hpp"
#include "bot/log.hpp"
#include "bot/net/backoff.hpp"
#include "bot/notify.hpp"
#include "bot/platforms.hpp"
#include "bot/standing.hpp"
#include "bot/status_pages.hpp"
#include "bot/turns.hpp"
#include "bot/worker.hpp"
#include "bot/worker_sink.hpp"
#include "config/secret.hpp"

namespace houston::bot {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

namespace {

// Real time, all of it. systemd and Docker wait 10 s before they kill; Houston promises to be gone within 5
// s.
constexpr auto kSendsMayEnd = milliseconds(3000);
constexpr auto kDrainMost = milliseconds(4000);
constexpr auto kLook = milliseconds(10);
constexpr auto kWatchEvery = milliseconds(1000);
constexpr auto kWatchUnconnected = milliseconds(100);
constexpr auto kDatabaseAnswers = milliseconds(1000);
/// GitHub gives up after 10 s.
constexpr auto kHookWaits = milliseconds(8000);
/// Not connected for so long is a problem even if the platform has no words for it.
constexpr auto kConnectsWithin = milliseconds(20000);
/// systemd is told READY by then at the latest: a Slack that is away must not get Houston killed.
constexpr auto kReadyAtLatest = milliseconds(30000);
constexpr auto kThreadStuck = std::chrono::seconds(45);

std::string owner_name(storage::Engine engine) {
  if (engine == storage::Engine::sqlite) return "houston";
  std::random_device chance;
  char name[40];
  std::snprintf(name, sizeof name, "houston-%08x%08x", chance(), chance());
  return name;
}

/// For coroutines whose failure is a broken invariant: it ends run(), and with it the program.
void rethrow(std::exception_ptr failure) {
  if (failure) std::rethrow_exception(failure);
}

awaitable<void> sleep_for(asio::any_io_executor executor, milliseconds time) {
  asio::steady_timer timer(executor);
  timer.expires_after(time);
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

/// A workspace that is served.
struct Served {
  std::unique_ptr<Platform> platform;
  std::unique_ptr<WorkerSink> sink;
  std::unique_ptr<Courier> courier;
  bool running = false;  ///< Network thread.
  std::string failure;   ///< run() threw; network thread.
};

}  // namespace

struct App::Impl {
  explicit Impl(AppParts parts)
      : settings(std::move(parts.settings)),
        clock(*parts.clock),
        seed(parts.seed),
        service(parts.notify_service),
        random(parts.seed) {}

  std::optional<Error> build(AppParts& parts);
  std::optional<Error> serve_workspace(const config::Workspace& workspace, AppParts& parts,
                                       const std::string& owner);

  // The network thread.
  void run();
  awaitable<void> keep_running(Served& served);
  awaitable<void> watch();
  awaitable<void> drain();
  awaitable<HealthReport> look();
  awaitable<CalendarAnswer> read_calendar(std::string fingerprint, std::optional<std::int64_t> pair);

  void end(int code);
  void set_drained();
  std::vector<WorkspaceId> workspace_ids() const;

  const config::Settings settings;
  const scheduler::Clock& clock;
  const std::uint64_t seed;
  const bool service;
  std::mt19937_64 random;
  Metrics metrics;
  // Outlives everything that has sockets and timers on it.
  asio::io_context io{1};
  asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(io);
  std::unique_ptr<handlers::Houston> houston;
  TurnHandlers handlers;
  std::unique_ptr<DatabaseLock> lock;
  std::unique_ptr<Worker> worker;
  std::string owner;
  std::vector<std::unique_ptr<Served>> served;
  std::unique_ptr<net::Server> server;
  std::thread network;
  Complaints complaints;
  const Steady::time_point born = Steady::now();
  bool ready = false;
  std::function<void()> on_ending;

  mutable std::mutex mutex;
  std::condition_variable changed;
  bool started = false;
  bool ending = false;
  bool drained = false;
  bool waited = false;
  int code = kExitClean;
  bool connected = false;
  std::string problem;
};

// --- putting it together ---

std::optional<Error> App::Impl::build(AppParts& parts) {
  auto created = handlers::Houston::create(settings, random());
  if (!created) return created.error();
  houston = std::move(*created);
  handlers = turn_handlers(*houston);

  auto locked = DatabaseLock::take(settings.database);
  if (!locked) return locked.error();
  lock = std::move(*locked);
  auto database = storage::Database::open(settings.database);
  if (!database) return database.error();
  owner = owner_name((*database)->engine());

  WorkerOptions options;
  options.committed = [this] {
    for (const auto& one : served) one->courier->wake();
  };
  options.broken = [this](const std::string&) { end(kExitDamaged); };
  auto made = Worker::create(std::move(*database), handlers, clock, metrics, std::move(options));
  if (!made) return made.error();
  worker = std::move(*made);

  for (const config::Workspace& workspace : settings.workspaces) {
    if (auto error = serve_workspace(workspace, parts, owner)) return error;
  }
  if (!settings.listen.empty()) {
    auto doors = hooks::open_doors(settings, parts.read_secret);
    if (!doors) return doors.error();
    std::unique_ptr<hooks::Pages> pages;
    if (!doors->empty()) {
      pages = std::make_unique<hooks::Pages>(std::move(*doors), clock, metrics,
                                             [this](handlers::Celebration celebration) {
                                               return hooks::take(io.get_executor(), *worker, *houston, clock,
                                                                  std::move(celebration), kHookWaits);
                                             });
    }
    auto listening = serve_status_pages(
        io.get_executor(), settings.listen, [this] { return look(); }, metrics,
        [this](std::string fingerprint, std::optional<std::int64_t> pair) {
          return read_calendar(std::move(fingerprint), pair);
        },
        std::move(pages));
    if (!listening) return listening.error();
    server = std::move(*listening);
  }
  return std::nullopt;
}

std::optional<Error> App::Impl::serve_workspace(const config::Workspace& workspace, AppParts& parts,
                                                const std::string& owner) {
  auto secrets = read_secrets(workspace, parts.read_secret);
  if (!secrets) return secrets.error();
  auto made = parts.make_platform(
      platform_parts(io.get_executor(), settings, workspace, std::move(*secrets), clock, metrics, random()));
  if (!made) return Error{"Workspace " + workspace.name.value + ": " + made.error().message};

  auto one = std::make_unique<Served>();
  one->platform = std::move(*made);
  one->sink = std::make_unique<WorkerSink>(io.get_executor(), *worker, workspace.name, settings, handlers,
                                           clock, metrics);
  CourierOptions courier;
  courier.owner = owner + "/" + workspace.name.value;
  courier.seed = random();
  one->courier = std::make_unique<Courier>(io.get_executor(), *one->platform, *worker, handlers, clock,
                                           metrics, std::move(courier));
  served.push_back(std::move(one));
  return std::nullopt;
}

std::vector<WorkspaceId> App::Impl::workspace_ids() const {
  std::vector<WorkspaceId> ids;
  for (const config::Workspace& workspace : settings.workspaces) ids.push_back(workspace.name);
  return ids;
}

// --- the network thread ---

void App::Impl::run() {
  try {
    io.run();
  } catch (const std::exception& failure) {
    spdlog::critical("The network thread failed, Houston stops: {}", failure.what());
    end(kExitInternal);
    set_drained();
  }
}

/// Runs a platform until it is stopped or cannot go on; what it throws is a mistake of Houston's, and the
/// rest of the workspaces must not suffer from it.
awaitable<void> App::Impl::keep_running(Served& one) {
  net::Backoff backoff(milliseconds(1000), milliseconds(60000), random);
  one.running = true;
  while (true) {
    std::string failure;
    try {
      co_await one.platform->run(*one.sink);
    } catch (const std::exception& error) {
      failure = error.what();
    }
    if (failure.empty()) break;
    one.failure = "The connection failed in Houston itself (" + redact(failure) + ") and is begun again";
    spdlog::error("Workspace {}: {}", one.platform->workspace().value, one.failure);
    metrics.count("platform_failures", {{"workspace", one.platform->workspace().value}});
    co_await sleep_for(io.get_executor(), backoff.next());
    const std::lock_guard guard(mutex);
    if (ending) break;
  }
  one.running = false;
}

/// Once a second: what is wrong, for the log, for systemd and for those who ask.
awaitable<void> App::Impl::watch() {
  const auto watchdog = service ? watchdog_period() : std::nullopt;
  const auto every = watchdog ? std::min(kWatchEvery, *watchdog) : kWatchEvery;
  while (true) {
    bool all_connected = true;
    std::string first = worker->problem();
    if (!first.empty()) first = "database: " + first;
    for (const auto& one : served) {
      const std::string name = "workspace " + one->platform->workspace().value;
      const Health health = one->platform->health();
      std::string wrong = redact(health.problem);
      if (health.connected) one->failure.clear();
      if (wrong.empty()) wrong = one->failure;
      if (wrong.empty() && !health.connected && Steady::now() - born > kConnectsWithin) {
        wrong = "There is no connection yet";
      }
      complaints.tell(name, wrong, Steady::now());
      metrics.set("connected", health.connected ? 1 : 0, {{"workspace", one->platform->workspace().value}});
      all_connected = all_connected && health.connected;
      if (first.empty() && !wrong.empty()) first = name + ": " + wrong;
    }
    metrics.set("jobs_pending", worker->pending());
    bool stop_watching = false;
    {
      const std::lock_guard guard(mutex);
      connected = all_connected;
      problem = first;
      stop_watching = ending;
    }
    if (stop_watching) break;
    if (service) {
      if (!ready && (all_connected || Steady::now() - born > kReadyAtLatest)) {
        ready = true;
        notify_service("READY=1");
      }
      notify_service("STATUS=" + (first.empty() ? std::string("Connected") : first));
      if (watchdog && Steady::now() - worker->last_beat() < kThreadStuck) notify_service("WATCHDOG=1");
    }
    co_await sleep_for(io.get_executor(), all_connected ? every : std::min(every, kWatchUnconnected));
  }
}

awaitable<CalendarAnswer> App::Impl::read_calendar(std::string fingerprint,
                                                   std::optional<std::int64_t> pair) {
  struct Wait {
    explicit Wait(asio::any_io_executor executor) : timer(std::move(executor)) {}
    asio::steady_timer timer;
    CalendarAnswer answer;
  };
  auto wait = std::make_shared<Wait>(io.get_executor());
  wait->timer.expires_after(kDatabaseAnswers);
  auto read = std::make_shared<CalendarAnswer>();
  Job job;
  job.name = "calendar";
  job.quiet = true;
  job.run = [this, read, fingerprint, pair](storage::Database& database) {
    storage::Tables tables(database);
    read->ics = houston->calendar(tables, fingerprint, pair, clock.now());
  };
  job.done = [this, read, wait](JobEnd end) {
    read->asked = end == JobEnd::committed;
    asio::post(io, [read, wait] {
      wait->answer = std::move(*read);
      wait->timer.cancel();
    });
  };
  worker->post(std::move(job));
  boost::system::error_code ignored;
  co_await wait->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  co_return wait->answer;
}

awaitable<HealthReport> App::Impl::look() {
  // Whichever comes first: the database's answer, or the end of our patience.
  struct Wait {
    explicit Wait(asio::any_io_executor executor) : timer(std::move(executor)) {}
    asio::steady_timer timer;
    std::optional<Counts> counts;
  };
  auto wait = std::make_shared<Wait>(io.get_executor());
  wait->timer.expires_after(kDatabaseAnswers);
  auto done = [this, wait](std::optional<Counts> counts) {
    asio::post(io, [wait, counts] {
      wait->counts = counts;
      wait->timer.cancel();
    });
  };
  worker->post(count_job(workspace_ids(), clock, std::move(done)));
  boost::system::error_code ignored;
  co_await wait->timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));

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
  if (database.empty() && !wait->counts) database = "it does not answer";
  if (!database.empty()) report.problem = "database: " + database;
  report.connected = all_connected;
  if (wait->counts) {
    report.due = wait->counts->due;
    report.outbox = wait->counts->outbox;
    metrics.set("timers_due", wait->counts->due);
    metrics.set("outbox_depth", wait->counts->outbox);
  }
  const std::lock_guard guard(mutex);
  const bool young = Steady::now() - born < kConnectsWithin;
  report.status = ending                              ? "stopping"
                  : all_connected && database.empty() ? "ok"
                  : young && report.problem.empty()   ? "starting"
                                                      : "failing";
  co_return report;
}

/// No more events; what is under way comes to its end, or is left so that the next life finds it.
awaitable<void> App::Impl::drain() {
  if (service) notify_service("STOPPING=1");
  for (const auto& one : served) {
    one->platform->stop();
    one->courier->stop();
  }
  const auto until = Steady::now() + kSendsMayEnd;
  const auto under_way = [this] {
    return std::any_of(served.begin(), served.end(),
                       [](const auto& one) { return one->running || !one->courier->stopped(); });
  };
  while (under_way() && Steady::now() < until) co_await sleep_for(io.get_executor(), kLook);
  const bool all_ended = !under_way();
  if (!all_ended) spdlog::warn("Not everything under way ended in time; it is looked up at the next start");
  if (all_ended) {
    auto begin = [this](auto finish) {
      Job job;
      job.name = "release";
      job.must_keep = true;
      job.run = [this](storage::Database& database) {
        for (const WorkspaceId& workspace : workspace_ids()) {
          storage::Outbox(database).release(owner + "/" + workspace.value);
        }
      };
      job.done = [finish](JobEnd end) mutable { finish(end); };
      worker->post(std::move(job));
    };
    // Refused when the database is away: then the leases run out by themselves.
    co_await await_value<JobEnd>(io.get_executor(), std::move(begin));
  }
  set_drained();
}

// --- start and stop ---

void App::Impl::end(int why) {
  std::function<void()> told;
  {
    const std::lock_guard guard(mutex);
    if (why != kExitClean && code == kExitClean) code = why;
    if (ending) return;
    ending = true;
    told = on_ending;
    if (!started) drained = true;
  }
  changed.notify_all();
  asio::post(io, [this] { asio::co_spawn(io, drain(), rethrow); });
  if (told) told();
}

void App::Impl::set_drained() {
  {
    const std::lock_guard guard(mutex);
    drained = true;
  }
  changed.notify_all();
}

Result<std::unique_ptr<App>> App::create(AppParts parts) {
  auto impl = std::make_unique<Impl>(parts);
  try {
    if (auto error = impl->build(parts)) return Error{redact(error->message)};
  } catch (const storage::DatabaseError& failure) {
    return Error{redact(failure.what())};
  }
  return std::unique_ptr<App>(new App(std::move(impl)));
}

App::App(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

App::~App() {
  stop();
  wait();
}

void App::start() {
  {
    const std::lock_guard guard(impl_->mutex);
    if (impl_->started || impl_->ending) return;
    impl_->started = true;
  }
  impl_->worker->start();
  for (const auto& one : impl_->served) {
    one->courier->start();
    asio::co_spawn(impl_->io, impl_->keep_running(*one), rethrow);
  }
  asio::co_spawn(impl_->io, impl_->watch(), rethrow);
  impl_->network = std::thread([impl = impl_.get()] { impl->run(); });
}

void App::stop() {
  impl_->end(kExitClean);
}

int App::wait() {
  {
    std::unique_lock guard(impl_->mutex);
    if (impl_->waited) return impl_->code;
    impl_->changed.wait(guard, [this] { return impl_->ending; });
    impl_->changed.wait_for(guard, kDrainMost, [this] { return impl_->drained; });
    impl_->waited = true;
  }
  impl_->worker->stop();
  impl_->worker->wait();
  impl_->io.stop();
  if (impl_->network.joinable()) impl_->network.join();
  const std::lock_guard guard(impl_->mutex);
  return impl_->code;
}

void App::on_ending(std::function<void()> told) {
  impl_->on_ending = std::move(told);
}

std::optional<Standing> App::standing() {
  struct Activity {
    bool busy = false;
    std::uint64_t count = 0;
    bool operator==(const Activity&) const = default;
  };
  const auto activity = [this] {
    Activity now{impl_->worker->pending() > 0, impl_->worker->activity()};
    for (const auto& one : impl_->served) {
      // A courier that has not noticed yet that the clock was moved is as good as busy.
      const auto waits = one->courier->waits_until();
      now.busy = now.busy || one->courier->busy() || (waits && *waits <= impl_->clock.now());
      now.count += one->courier->activity();
    }
    return now;
  };
  const Activity before = activity();
  auto answer = std::make_shared<std::promise<std::optional<Counts>>>();
  auto future = answer->get_future();
  impl_->worker->post(count_job(impl_->workspace_ids(), impl_->clock,
                                [answer](std::optional<Counts> counts) { answer->set_value(counts); }));
  if (future.wait_for(5 * kDatabaseAnswers) != std::future_status::ready) return std::nullopt;
  const auto counts = future.get();
  if (!counts) return std::nullopt;
  Standing standing;
  standing.due = counts->due;
  standing.outbox = counts->outbox;
  standing.next = earlier(counts->next_timer, counts->next_row);
  for (const auto& one : impl_->served) {
    standing.next = earlier(standing.next, one->courier->waits_until());
  }
  standing.settled = counts->nothing_now && !before.busy && activity() == before;
  return standing;
}

bool App::settled() {
  const auto now = standing();
  return now && now->settled;
}

bool App::connected() const {
  // Asked of the platforms by watch(), on their thread.
  const std::lock_guard guard(impl_->mutex);
  return impl_->connected;
}

std::string App::problem() const {
  const std::lock_guard guard(impl_->mutex);
  return impl_->problem;
}

Metrics& App::metrics() {
  return impl_->metrics;
}

std::uint16_t App::listen_port() const {
  return impl_->server ? impl_->server->port() : 0;
}

}  // namespace houston::bot
