// Waiting until a process has written something: what tests do instead of looking again and again.
#pragma once

#include <chrono>
#include <filesystem>
#include <vector>

namespace houston::test {

/// What is written into the files of some folders (not of folders in them), or into files themselves, and
/// what is made and removed there; by inotify(7). From construction on nothing is missed: news that comes
/// between two calls ends the next wait at once.
class News {
 public:
  /// Throws std::system_error.
  explicit News(const std::vector<std::filesystem::path>& places);
  ~News();
  News(const News&) = delete;
  News& operator=(const News&) = delete;

  /// Returns at the first news, and at the latest after `most`. How many there were; the kernel counts the
  /// same twice in a row as one.
  int wait(std::chrono::milliseconds most);

 private:
  int watch_ = -1;
};

}  // namespace houston::test
