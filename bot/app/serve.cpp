// The network thread, and the platforms on it.
#include <spdlog/spdlog.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/app/impl.hpp"
#include "bot/await_job.hpp"
#include "bot/net/backoff.hpp"
#include "config/secret.hpp"

namespace houston::bot {

namespace asio = boost::asio;
using std::chrono::milliseconds;

asio::awaitable<void> sleep_for(asio::any_io_executor executor, milliseconds time) {
  asio::steady_timer timer(executor);
  timer.expires_after(time);
  boost::system::error_code ignored;
  co_await timer.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
}

void App::Impl::start() {
  if (!life.start()) return;
  worker->start();
  for (const auto& one : served) {
    one->courier->start();
    asio::co_spawn(io, keep_running(*one), rethrow);
  }
  asio::co_spawn(io, watch(), rethrow);
  network = std::thread([this] { run(); });
}

void App::Impl::run() {
  try {
    io.run();
  } catch (const std::exception& failure) {
    spdlog::critical("The network thread failed, Houston stops: {}", failure.what());
    end(kExitInternal);
    life.set_drained();
  }
}

/// Runs a platform until it is stopped or cannot go on; what it throws is a mistake of Houston's, and the
/// rest of the workspaces must not suffer from it.
asio::awaitable<void> App::Impl::keep_running(Served& one) {
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
    if (life.ending()) break;
  }
  one.running = false;
}

}  // namespace houston::bot
