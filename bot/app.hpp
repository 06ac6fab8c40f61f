// Houston, put together: settings, database thread, network thread, a platform and a courier for each
// workspace, the listener. `houston serve` runs one; the demo and the tests run one in their own process.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/metrics.hpp"
#include "bot/platform.hpp"
#include "config/result.hpp"
#include "config/settings.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot {

/// What a platform is made of.
struct PlatformParts {
  boost::asio::any_io_executor executor;  ///< Of the network thread.
  config::Workspace workspace;
  std::map<std::string, Secret> secrets;  ///< By their keys in the settings ("bot_token").
  std::vector<std::string>
      channels;  ///< As the settings name them, of the teams in this workspace; each once.
  const scheduler::Clock& clock;
  Metrics& metrics;
  std::uint64_t seed = 0;
  std::vector<std::string> reactions{};  ///< Those that mean something to a team of this workspace.
  std::vector<std::string>
      people{};  ///< Leads, members and the pairs' people that its settings name; each once.
};
using PlatformFactory = std::function<Result<std::unique_ptr<Platform>>(PlatformParts)>;
using SecretReader = std::function<Result<Secret>(const config::SecretSource&)>;

struct AppParts {
  config::Settings settings;
  const scheduler::Clock* clock = nullptr;  ///< Must outlive the App.
  SecretReader read_secret;                 ///< config::read_secret, or what a test makes up.
  PlatformFactory make_platform;            ///< platforms.hpp has the real one.
  std::uint64_t seed = 0;                   ///< Of all jitter, and of the handlers' chance.
  bool notify_service = false;              ///< Tell systemd, and feed its watchdog.
};

/// How things stand, in one look at the database.
struct Standing {
  /// Nothing can happen before the Clock moves: no queued work, no due timer, no row of the outbox that could
  /// leave now, nothing under way. (Answers on their way to the platform are not seen from here.)
  bool settled = false;
  std::optional<Instant> next;  ///< When something is due, as far as known.
  int due = 0;                  ///< Timers that are due.
  int outbox = 0;               ///< Rows that are not finished.
};

enum ExitCode : int {
  kExitClean = 0,
  kExitCannotStart = 1,  ///< Settings, tokens, database: said on stderr.
  kExitDamaged = 3,      ///< The database is damaged or was replaced: starting again does not help.
  kExitInternal = 4,     ///< A broken invariant: starting again may help.
};

class App {
 public:
  /// Opens the database, brings timers in line with the settings, makes the platforms, binds the listener.
  /// The error is for people.
  static Result<std::unique_ptr<App>> create(AppParts parts);
  ~App();  ///< stop() and wait().
  App(const App&) = delete;
  App& operator=(const App&) = delete;

  void start();
  /// Begins to drain: takes no more events, finishes turns and sends that are under way (these for up to 3
  /// s), frees the leases. Returns at once. Any thread.
  void stop();
  /// Blocks until drained after stop(), or until the App cannot go on. An ExitCode. One thread.
  int wait();
  /// Called once, on some thread of the App's, when wait() will return soon. Set before start().
  void on_ending(std::function<void()> told);

  /// Any thread but the App's own; waits for the database thread. Nothing when it does not answer.
  std::optional<Standing> standing();
  bool settled();
  /// All workspaces are connected. Any thread.
  bool connected() const;
  /// "" or the first thing that is wrong. Any thread.
  std::string problem() const;

  Metrics& metrics();
  std::uint16_t listen_port() const;  ///< 0 when there is no listener.

 private:
  struct Impl;
  explicit App(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

}  // namespace houston::bot
