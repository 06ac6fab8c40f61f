// Events of a platform, and what it keeps for itself, become jobs of the database. One a workspace.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <set>
#include <string>

#include "bot/jobs.hpp"
#include "bot/metrics.hpp"
#include "bot/platform.hpp"
#include "bot/turns.hpp"
#include "config/settings.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot {

/// Belongs to the network thread; what it refers to outlives it.
class WorkerSink final : public EventSink {
 public:
  /// @param owner  of what it holds: this Houston, among those on the database
  WorkerSink(boost::asio::any_io_executor executor, Jobs& jobs, WorkspaceId workspace,
             const config::Settings& settings, const TurnHandlers& handlers, const scheduler::Clock& clock,
             Metrics& metrics, std::string owner);

  /// Returns when the event's turn has committed, or cannot be kept.
  boost::asio::awaitable<Taken> take(chat::Event event) override;
  boost::asio::awaitable<std::optional<std::string>> note(std::string name) override;
  boost::asio::awaitable<bool> keep_note(std::string name, std::string value) override;
  boost::asio::awaitable<Turn> hold(std::string name, std::chrono::milliseconds time) override;

 private:
  void complain(const WorkspaceId& workspace, const chat::RosterLoaded& roster);

  boost::asio::any_io_executor executor_;
  Jobs& jobs_;
  WorkspaceId workspace_;
  const config::Settings& settings_;
  const TurnHandlers& handlers_;
  const scheduler::Clock& clock_;
  Metrics& metrics_;
  const std::string owner_;
  std::set<std::string> told_;  ///< What the log has been told of the roster.
};

}  // namespace houston::bot
