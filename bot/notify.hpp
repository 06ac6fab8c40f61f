// What the service manager (systemd, Type=notify) is told. Without one, nothing happens.
#pragma once

#include <chrono>
#include <optional>
#include <string>

namespace houston::bot {

/// A line or more of sd_notify(3): "READY=1", "STOPPING=1", "WATCHDOG=1", "STATUS=…".
void notify_service(const std::string& state);

/// How often WATCHDOG=1 is wanted (half of WatchdogSec), or nothing.
std::optional<std::chrono::milliseconds> watchdog_period();

}  // namespace houston::bot
