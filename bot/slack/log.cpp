#include "bot/slack/log.hpp"

#include <spdlog/spdlog.h>

#include "config/secret.hpp"

namespace houston::bot::slack {

void log_debug(const std::string& text) {
  if (spdlog::should_log(spdlog::level::debug)) spdlog::debug("slack: {}", redact(text));
}
void log_info(const std::string& text) {
  spdlog::info("slack: {}", redact(text));
}
void log_warning(const std::string& text) {
  spdlog::warn("slack: {}", redact(text));
}
void log_error(const std::string& text) {
  spdlog::error("slack: {}", redact(text));
}

}  // namespace houston::bot::slack
