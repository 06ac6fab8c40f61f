// The real program, started as a child process of a test, to be stopped kindly or not.
#pragma once

#include <sys/types.h>

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

  bool running();
  void signal(int number);
  /// Waits for the end; the exit code, or minus the signal that ended it.
  int wait();

 private:
  void reap(bool block);
  pid_t pid_ = -1;
  std::optional<int> ended_;
};

}  // namespace houston::tests
