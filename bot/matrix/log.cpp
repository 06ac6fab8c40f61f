#include "bot/matrix/log.hpp"

#include <spdlog/spdlog.h>

#include "config/secret.hpp"

namespace houston::bot::matrix {

void log_debug(const std::string& text) {
  if (spdlog::should_log(spdlog::level::debug)) spdlog::debug("matrix: {}", redact(text));
}
void log_info(const std::string& text) {
  spdlog::info("matrix: {}", redact(text));
}
void log_warning(const std::string& text) {
  spdlog::warn("matrix: {}", redact(text));
}
void log_error(const std::string& text) {
  spdlog::error("matrix: {}", redact(text));
}

}  // namespace houston::bot::matrix
