#include "bot/worker_sink.hpp"

#include <spdlog/spdlog.h>

#include <memory>
#include <stdexcept>
#include <utility>

#include "bot/await_job.hpp"
#include "bot/roster_check.hpp"
#include "bot/turns.hpp"
#include "storage/leases.hpp"
#include "storage/platform_notes.hpp"

namespace houston::bot {

WorkerSink::WorkerSink(boost::asio::any_io_executor executor, Jobs& jobs, WorkspaceId workspace,
                       const config::Settings& settings, const TurnHandlers& handlers,
                       const scheduler::Clock& clock, Metrics& metrics, std::string owner)
    : executor_(std::move(executor)),
      jobs_(jobs),
      workspace_(std::move(workspace)),
      settings_(settings),
      handlers_(handlers),
      clock_(clock),
      metrics_(metrics),
      owner_(std::move(owner)) {}

boost::asio::awaitable<EventSink::Taken> WorkerSink::take(chat::Event event) {
  if (const auto* roster = std::get_if<chat::RosterLoaded>(&event.what)) complain(event.workspace, *roster);
  auto begin = [this, event = std::move(event)](auto finish) mutable {
    auto done = [finish](EventEnd end) mutable { finish(std::move(end)); };
    jobs_.post(event_job(std::move(event), handlers_, clock_, metrics_, std::move(done)));
  };
  EventEnd end = co_await await_value<EventEnd>(executor_, std::move(begin));
  Taken taken;
  taken.kept = end.kept;
  taken.immediate = std::move(end.immediate);
  co_return taken;
}

boost::asio::awaitable<std::optional<std::string>> WorkerSink::note(std::string name) {
  auto found = std::make_shared<std::optional<std::string>>();
  auto begin = [this, name = std::move(name), found](auto finish) mutable {
    Job job;
    job.name = "note";
    job.must_keep = true;
    job.quiet = true;
    job.run = [workspace = workspace_, name = std::move(name), found](storage::Database& database) {
      *found = storage::PlatformNotes(database).find(workspace, name);
    };
    job.done = [finish](JobEnd end) mutable { finish(end); };
    jobs_.post(std::move(job));
  };
  const JobEnd end = co_await await_value<JobEnd>(executor_, std::move(begin));
  if (end != JobEnd::committed)
    throw std::runtime_error("the database could not be asked what the platform kept");
  std::optional<std::string> value = std::move(*found);
  co_return value;
}

boost::asio::awaitable<bool> WorkerSink::keep_note(std::string name, std::string value) {
  auto begin = [this, name = std::move(name), value = std::move(value)](auto finish) mutable {
    Job job;
    job.name = "note";
    job.run = [workspace = workspace_, name = std::move(name),
               value = std::move(value)](storage::Database& database) {
      storage::PlatformNotes(database).put(workspace, name, value);
    };
    job.done = [finish](JobEnd end) mutable { finish(end); };
    jobs_.post(std::move(job));
  };
  const JobEnd end = co_await await_value<JobEnd>(executor_, std::move(begin));
  co_return end == JobEnd::committed;
}

boost::asio::awaitable<EventSink::Turn> WorkerSink::hold(std::string name, std::chrono::milliseconds time) {
  auto held = std::make_shared<bool>(false);
  auto begin = [this, name = std::move(name), time, held](auto finish) mutable {
    Job job;
    job.name = "lease";
    job.quiet = true;
    job.run = [this, name = std::move(name), time, held](storage::Database& database) {
      const Instant now = clock_.now();
      *held = storage::Leases(database).take(workspace_, name, owner_, now, now + time);
    };
    job.done = [finish](JobEnd end) mutable { finish(end); };
    jobs_.post(std::move(job));
  };
  const JobEnd end = co_await await_value<JobEnd>(executor_, std::move(begin));
  if (end != JobEnd::committed) co_return Turn::unknown;
  co_return *held ? Turn::ours : Turn::others;
}

/// Once for each sentence: the roster comes every hour.
void WorkerSink::complain(const WorkspaceId& workspace, const chat::RosterLoaded& roster) {
  for (const std::string& problem : roster_problems(settings_, workspace, roster)) {
    if (told_.insert(problem).second) spdlog::warn("{}", problem);
  }
}

}  // namespace houston::bot
