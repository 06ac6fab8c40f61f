// GET /healthz, GET /metrics and, through calendar_pages.hpp and hooks/pages.hpp, GET /cal/… and POST
// /hooks/….
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "bot/calendar_pages.hpp"
#include "bot/hooks/pages.hpp"
#include "bot/metrics.hpp"
#include "bot/net/server.hpp"
#include "config/result.hpp"

namespace houston::bot {

struct HealthReport {
  std::string status;  ///< "ok", "starting", "failing" or "stopping"; "ok" alone gives 200, the others 503.
  bool connected = false;
  std::optional<int> due;     ///< Timers that are due; null when the database does not answer in time.
  std::optional<int> outbox;  ///< Messages not yet delivered; the same.
  std::string problem;
};

/// {"status":…,"connected":…,"due":…,"outbox":…,"problem":…}
std::string to_json(const HealthReport& report);

/// Serves all at "HOST:PORT" (config::Settings::listen). `look` is awaited for each request of the first two;
/// it may set gauges. `read`: null for no calendars. `hooks`: null for none.
Result<std::unique_ptr<net::Server>> serve_status_pages(
    boost::asio::any_io_executor executor, const std::string& address,
    std::function<boost::asio::awaitable<HealthReport>()> look, Metrics& metrics, ReadCalendar read = nullptr,
    std::unique_ptr<hooks::Pages> hooks = nullptr);

}  // namespace houston::bot
