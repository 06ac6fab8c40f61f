#include "tests/demo/program.hpp"

#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <stdexcept>
#include <utility>

#include "tests/support/patience.hpp"

namespace houston::tests {
namespace {

using Steady = std::chrono::steady_clock;

/// In the child: becomes houston. Does not return.
[[noreturn]] void become_houston(const std::vector<std::string>& arguments, const Scratch& scratch,
                                 const std::map<std::string, std::string>& variables = {}) {
  setenv("TMPDIR", scratch.path().c_str(), 1);
  for (const auto& [name, value] : variables) setenv(name.c_str(), value.c_str(), 1);
  unsetenv("NO_COLOR");
  std::vector<char*> words{const_cast<char*>(HOUSTON_PROGRAM)};
  for (const std::string& word : arguments) words.push_back(const_cast<char*>(word.c_str()));
  words.push_back(nullptr);
  execv(HOUSTON_PROGRAM, words.data());
  _exit(127);
}

int exit_code(int process) {
  int status = 0;
  waitpid(process, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

Scratch::Scratch() {
  std::string name = (std::filesystem::temp_directory_path() / "demo-test-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary directory");
  path_ = name;
}

Scratch::~Scratch() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

Ended run_houston(const std::vector<std::string>& arguments, const Scratch& scratch,
                  const std::map<std::string, std::string>& variables) {
  int ends[2];
  if (pipe(ends) != 0) throw std::runtime_error("no pipe");
  const int process = fork();
  if (process == 0) {
    const int nothing = open("/dev/null", O_RDONLY);
    dup2(nothing, STDIN_FILENO);
    dup2(ends[1], STDOUT_FILENO);
    dup2(ends[1], STDERR_FILENO);
    close(ends[0]);
    close(ends[1]);
    become_houston(arguments, scratch, variables);
  }
  close(ends[1]);
  Ended ended;
  char bytes[4096];
  for (ssize_t count = 0; (count = read(ends[0], bytes, sizeof bytes)) > 0;) {
    ended.output.append(bytes, static_cast<std::size_t>(count));
  }
  close(ends[0]);
  ended.code = exit_code(process);
  return ended;
}

Terminal::Terminal(const std::vector<std::string>& arguments, const Scratch& scratch) {
  winsize size{24, 80, 0, 0};
  process_ = forkpty(&terminal_, nullptr, nullptr, &size);
  if (process_ < 0) throw std::runtime_error("no terminal");
  if (process_ == 0) become_houston(arguments, scratch);
}

Terminal::~Terminal() {
  kill();
  close(terminal_);
}

void Terminal::kill() {
  if (ended_) return;
  ::kill(process_, SIGKILL);
  exit_code(process_);
  ended_ = true;
}

bool Terminal::read_some(int milliseconds) {
  pollfd ready{terminal_, POLLIN, 0};
  if (poll(&ready, 1, milliseconds) <= 0) return true;
  char bytes[4096];
  const ssize_t count = read(terminal_, bytes, sizeof bytes);
  if (count <= 0) return false;  // EIO: the other end is closed.
  output_.append(bytes, static_cast<std::size_t>(count));
  return true;
}

void Terminal::expect(const std::string& text) {
  const auto until = Steady::now() + std::chrono::minutes(test::kTimeFactor);
  for (std::size_t at = output_.find(text, seen_);; at = output_.find(text, seen_)) {
    if (at != std::string::npos) {
      seen_ = at + text.size();
      return;
    }
    if (!read_some(100) || Steady::now() > until) {
      throw std::runtime_error("\"" + text + "\" did not appear in: " + output_.substr(seen_));
    }
  }
}

void Terminal::type(const std::string& keys) {
  if (write(terminal_, keys.data(), keys.size()) < 0) throw std::runtime_error("the terminal is gone");
}

Ended Terminal::finish() {
  const auto until = Steady::now() + std::chrono::minutes(2 * test::kTimeFactor);
  while (read_some(100)) {
    if (Steady::now() > until) throw std::runtime_error("it did not end: " + output_.substr(seen_));
  }
  ended_ = true;
  return {exit_code(process_), output_};
}

}  // namespace houston::tests
