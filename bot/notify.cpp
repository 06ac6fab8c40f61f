#include "bot/notify.hpp"

#include <systemd/sd-daemon.h>

#include <cstdint>

namespace houston::bot {

void notify_service(const std::string& state) {
  // It fails only when the manager is gone, and then there is nobody to tell.
  sd_notify(0, state.c_str());
}

std::optional<std::chrono::milliseconds> watchdog_period() {
  std::uint64_t microseconds = 0;
  if (sd_watchdog_enabled(0, &microseconds) <= 0) return std::nullopt;
  return std::chrono::milliseconds(microseconds / 1000 / 2);
}

}  // namespace houston::bot
