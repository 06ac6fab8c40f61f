#include "bot/commands/ask_slack.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <optional>
#include <random>
#include <utility>

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

  Result<slack::SlackOptions> options(const config::Settings& settings, const config::Workspace& workspace) {
    auto bot_token = config::read_secret(workspace.bot_token);
    if (!bot_token) return Error{about(workspace) + "bot_token: " + bot_token.error().message};
    auto app_token = config::read_secret(workspace.app_token);
    if (!app_token) return Error{about(workspace) + "app_token: " + app_token.error().message};
    return slack_options({io.get_executor(), workspace, std::move(*bot_token), std::move(*app_token),
                          channels_of(settings, workspace.name), clock, metrics, std::random_device{}()});
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

std::vector<std::string> probe_workspace(const config::Settings& settings,
                                         const config::Workspace& workspace) {
  Asking asking;
  auto options = asking.options(settings, workspace);
  if (!options) return {options.error().message};
  try {
    return asking.answer(
        slack::probe(asking.io.get_executor(), std::move(*options), settings, asking.metrics));
  } catch (const std::exception& failure) {
    return {about(workspace) + std::string("Asking Slack failed in Houston itself: ") + failure.what()};
  }
}

Result<chat::RosterLoaded> ask_roster(const config::Settings& settings, const config::Workspace& workspace) {
  using Answer = std::optional<Result<chat::RosterLoaded>>;
  Asking asking;
  auto options = asking.options(settings, workspace);
  if (!options) return options.error();
  const auto ask = [](asio::any_io_executor executor, slack::SlackOptions options,
                      Metrics& metrics) -> asio::awaitable<Answer> {
    Answer answer = co_await slack::load_roster(executor, std::move(options), metrics);
    co_return answer;
  };
  try {
    return std::move(
        asking.answer(ask(asking.io.get_executor(), std::move(*options), asking.metrics)).value());
  } catch (const std::exception& failure) {
    return Error{about(workspace) + std::string("Asking Slack failed in Houston itself: ") + failure.what()};
  }
}

}  // namespace houston::bot
