// The real program, started as a child process of a test, to be stopped kindly or not.
#pragma once

#include <sys/types.h>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace houston::tests {

class Process {
 public:
  /// Starts `program` with standard input closed and both outputs appended to `log`. `environment` is added
  /// to the test's own. Throws std::system_error.
  Process(const std::filesystem::path& program, const std::vector<std::string>& arguments,
          const std::map<std::string, std::string>& environment, const std::filesystem::path& log);
  /// Kills what still runs.
  ~Process();
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;

  pid_t pid() const { return pid_; }
  bool running();
  void signal(int number);
  /// Waits for the end; the exit code, or minus the signal that ended it.
  int wait();

 private:
  void reap(bool block);
  pid_t pid_ = -1;
  std::optional<int> ended_;
};

/// A port that was free a moment ago. Houston's listener takes it; port 0 would have to be read from its log.
std::uint16_t free_port();

}  // namespace houston::tests
