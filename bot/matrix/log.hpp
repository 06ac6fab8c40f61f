// The log as bot/matrix writes it: sentences, without secrets. spdlog stays in the .cpp.
#pragma once

#include <string>

namespace houston::bot::matrix {

void log_debug(const std::string& text);
void log_info(const std::string& text);
void log_warning(const std::string& text);
void log_error(const std::string& text);

}  // namespace houston::bot::matrix
