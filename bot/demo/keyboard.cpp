#include "bot/demo/keyboard.hpp"

#include <poll.h>
#include <unistd.h>

#include <cerrno>

namespace houston::bot::demo {

void Keyboard::look() {
  pollfd ready{descriptor_, POLLIN, 0};
  // A descriptor that is ready gives what it has; poll() and not O_NONBLOCK, which standard output would
  // share.
  while (!ended_ && poll(&ready, 1, 0) > 0) {
    char bytes[1024];
    const ssize_t count = read(descriptor_, bytes, sizeof bytes);
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0) {
      ended_ = true;
      break;
    }
    begun_.append(bytes, static_cast<std::size_t>(count));
    for (std::size_t end = begun_.find('\n'); end != std::string::npos; end = begun_.find('\n')) {
      std::string line = begun_.substr(0, end);
      if (!line.empty() && line.back() == '\r') line.pop_back();
      lines_.push_back(std::move(line));
      begun_.erase(0, end + 1);
    }
  }
}

std::optional<std::string> Keyboard::take() {
  if (lines_.empty()) return std::nullopt;
  std::string line = std::move(lines_.front());
  lines_.pop_front();
  return line;
}

}  // namespace houston::bot::demo
