#include "tests/support/news.hpp"

#include <poll.h>
#include <sys/inotify.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>

namespace houston::test {

News::News(const std::vector<std::filesystem::path>& places)
    : watch_(::inotify_init1(IN_CLOEXEC | IN_NONBLOCK)) {
  bool fine = watch_ >= 0;
  for (const auto& place : places) {
    constexpr auto kWhat = IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_TO;
    fine = fine && ::inotify_add_watch(watch_, place.c_str(), kWhat) >= 0;
  }
  if (fine) return;
  const int error = errno;
  if (watch_ >= 0) ::close(watch_);
  throw std::system_error(error, std::generic_category(), "watching files");
}

News::~News() {
  ::close(watch_);
}

int News::wait(std::chrono::milliseconds most) {
  pollfd readable{watch_, POLLIN, 0};
  if (::poll(&readable, 1, static_cast<int>(most.count())) <= 0) return 0;
  int count = 0;
  alignas(inotify_event) char bytes[16384];
  for (ssize_t got; (got = ::read(watch_, bytes, sizeof bytes)) > 0;) {
    for (ssize_t at = 0; at < got; ++count) {
      inotify_event event;
      std::memcpy(&event, bytes + at, sizeof event);
      at += static_cast<ssize_t>(sizeof event + event.len);
    }
  }
  return count;
}

}  // namespace houston::test
