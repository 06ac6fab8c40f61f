#include "bot/commands/ask_platform.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <random>
#include <utility>

#include "bot/matrix/probe.hpp"
#include "bot/platforms.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot {
namespace {

namespace asio = boost::asio;

std::string about(const config::Workspace& workspace) {
  return "workspace " + workspace.name.value + ": ";
}

/// What an asking needs to stand on.
struct Asking {
  asio::io_context io{1};
  scheduler::SystemClock clock;
  Metrics metrics;

  Result<PlatformParts> parts(const config::Settings& settings, const config::Workspace& workspace) {
    auto secrets = read_secrets(workspace, config::read_secret);
    if (!secrets) return secrets.error();
    return platform_parts(io.get_executor(), settings, workspace, std::move(*secrets), clock, metrics,
                          std::random_device{}());
  }

  /// Runs one question to its end.
  template <class T>
  T answer(asio::awaitable<T> question) {
    std::optional<T> answer;
    std::exception_ptr failed;
    asio::co_spawn(io, std::move(question), [&](std::exception_ptr failure, T value) {
      failed = failure;
      answer = std::move(value);
      io.stop();
    });
    io.run();
    if (failed) std::rethrow_exception(failed);
    return std::move(answer.value());
  }
};

}  // namespace

Probe probe_workspace(const config::Settings& settings, const config::Workspace& workspace) {
  Asking asking;
  auto parts = asking.parts(settings, workspace);
  if (!parts) return {{parts.error().message}, {}};
  try {
    if (workspace.platform == "matrix") {
      auto options = matrix_options(*parts);
      if (!options) return {{about(workspace) + options.error().message}, {}};
      matrix::Probed probed = asking.answer(
          matrix::probe(asking.io.get_executor(), std::move(*options), settings, asking.metrics));
      return {std::move(probed.problems), std::move(probed.advice)};
    }
    auto options = slack_options(*parts);
    if (!options) return {{about(workspace) + options.error().message}, {}};
    return {
        asking.answer(slack::probe(asking.io.get_executor(), std::move(*options), settings, asking.metrics)),
        {}};
  } catch (const std::exception& failure) {
    return {{about(workspace) + "Asking the platform failed in Houston itself: " + failure.what()}, {}};
  }
}

Result<chat::RosterLoaded> ask_roster(const config::Settings& settings, const config::Workspace& workspace) {
  using Answer = std::optional<Result<chat::RosterLoaded>>;
  Asking asking;
  auto parts = asking.parts(settings, workspace);
  if (!parts) return parts.error();
  const auto ask = [](PlatformParts parts) -> asio::awaitable<Answer> {
    if (parts.workspace.platform == "matrix") {
      auto options = matrix_options(parts);
      if (!options) co_return options.error();
      Answer answer = co_await matrix::load_roster(parts.executor, std::move(*options), parts.metrics);
      co_return answer;
    }
    auto options = slack_options(parts);
    if (!options) co_return options.error();
    Answer answer = co_await slack::load_roster(parts.executor, std::move(*options), parts.metrics);
    co_return answer;
  };
  try {
    return std::move(asking.answer(ask(std::move(*parts))).value());
  } catch (const std::exception& failure) {
    return Error{about(workspace) + "Asking the platform failed in Houston itself: " + failure.what()};
  }
}

}  // namespace houston::bot
