// What an App is made of, for the rooms it is written in: build (start-up), serve (the network thread), watch
// (health), read (questions to the database), drain (the end). Internal to App.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <memory>
#include <mutex>
#include <random>
#include <string>
#include <thread>
#include <vector>

#include "bot/app.hpp"
#include "bot/app/life.hpp"
#include "bot/calendar_pages.hpp"
#include "bot/courier.hpp"
#include "bot/database_lock.hpp"
#include "bot/log.hpp"
#include "bot/standing.hpp"
#include "bot/status_pages.hpp"
#include "bot/turns.hpp"
#include "bot/worker.hpp"
#include "bot/worker_sink.hpp"

namespace houston::bot {

/// How long the database may take to answer a question, in real time.
inline constexpr auto kDatabaseAnswers = std::chrono::milliseconds(1000);

/// Real time.
boost::asio::awaitable<void> sleep_for(boost::asio::any_io_executor executor, std::chrono::milliseconds time);

/// A workspace that is served.
struct Served {
  std::unique_ptr<Platform> platform;
  std::unique_ptr<WorkerSink> sink;
  std::unique_ptr<Courier> courier;
  bool running = false;  ///< Network thread.
  std::string failure;   ///< run() threw; network thread.
};

struct App::Impl {
  explicit Impl(AppParts& parts);

  // build.cpp
  std::optional<Error> build(AppParts& parts);
  std::optional<Error> open_worker();
  std::optional<Error> serve_workspace(const config::Workspace& workspace, AppParts& parts);
  std::optional<Error> listen(AppParts& parts);
  std::vector<WorkspaceId> workspace_ids() const;

  // serve.cpp: the network thread.
  void start();
  void run();
  boost::asio::awaitable<void> keep_running(Served& served);

  // watch.cpp: the network thread.
  boost::asio::awaitable<void> watch();
  bool look_at(Served& served, std::string& first_problem);
  void tell_service(bool all_connected, const std::string& problem);
  boost::asio::awaitable<HealthReport> report();

  // read.cpp
  boost::asio::awaitable<std::optional<Counts>> counts();
  boost::asio::awaitable<CalendarAnswer> read_calendar(std::string fingerprint,
                                                       std::optional<std::int64_t> pair);
  std::optional<Standing> standing();

  // drain.cpp
  void end(int code);  ///< Any thread.
  boost::asio::awaitable<void> drain();
  /// Of reading, and of the places where nothing is under way any more (`places`).
  boost::asio::awaitable<void> free_leases(bool places);
  void wait();

  const config::Settings settings;
  const scheduler::Clock& clock;
  const bool service;
  std::mt19937_64 random;
  Metrics metrics;
  // Outlives everything that has sockets and timers on it.
  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work =
      boost::asio::make_work_guard(io);
  std::unique_ptr<handlers::Houston> houston;
  TurnHandlers handlers;
  std::unique_ptr<DatabaseLock> lock;
  std::unique_ptr<Worker> worker;
  std::string owner;  ///< Of this replica's leases.
  std::vector<std::unique_ptr<Served>> served;
  std::unique_ptr<net::Server> server;
  std::thread network;
  Complaints complaints;
  const std::chrono::steady_clock::time_point born = std::chrono::steady_clock::now();
  bool ready = false;  ///< systemd was told so.
  std::function<void()> on_ending;
  Life life;

  mutable std::mutex mutex;  ///< Of what follows.
  bool connected = false;
  std::string problem;
};

}  // namespace houston::bot
