#include "bot/worker_sink.hpp"

#include <spdlog/spdlog.h>

#include <utility>

#include "bot/await_job.hpp"
#include "bot/roster_check.hpp"
#include "bot/turns.hpp"

namespace houston::bot {

WorkerSink::WorkerSink(boost::asio::any_io_executor executor, Jobs& jobs, const config::Settings& settings,
                       const TurnHandlers& handlers, const scheduler::Clock& clock, Metrics& metrics)
    : executor_(std::move(executor)),
      jobs_(jobs),
      settings_(settings),
      handlers_(handlers),
      clock_(clock),
      metrics_(metrics) {}

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

/// Once for each sentence: the roster comes every hour.
void WorkerSink::complain(const WorkspaceId& workspace, const chat::RosterLoaded& roster) {
  for (const std::string& problem : roster_problems(settings_, workspace, roster)) {
    if (told_.insert(problem).second) spdlog::warn("{}", problem);
  }
}

}  // namespace houston::bot
