// The demo on Matrix as people start it: the real program, with a real Synapse of its own.
#include <poll.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <fstream>
#include <stdexcept>

#include "tests/demo/program.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/patience.hpp"
#include "tests/support/synapse.hpp"

using houston::tests::Ended;
using houston::tests::run_houston;
using houston::tests::Scratch;
using houston::tests::Terminal;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The demo's Synapse, while there is a demo.
class Child {
 public:
  explicit Child(int parent) {
    const std::string process = "/proc/" + std::to_string(parent);
    std::ifstream(process + "/task/" + std::to_string(parent) + "/children") >> pid_;
    if (pid_ > 0) file_ = static_cast<int>(syscall(SYS_pidfd_open, pid_, 0));
    if (file_ < 0) throw std::runtime_error("the demo has no child");
  }
  ~Child() { close(file_); }
  Child(const Child&) = delete;
  Child& operator=(const Child&) = delete;

  /// Returns as soon as it has; false after a while.
  bool ends() const {
    pollfd gone{file_, POLLIN, 0};
    return poll(&gone, 1, 30000 * houston::test::kTimeFactor) == 1;
  }

 private:
  int pid_ = -1;
  int file_ = -1;
};

}  // namespace

TEST_CASE("on Matrix a week comes out right", "[synapse]") {
  HOUSTON_NEED_SYNAPSE();
  const Scratch scratch;
  const Ended ended = run_houston({"demo", "--platform", "matrix", "--headless"}, scratch);
  CAPTURE(ended.output);
  CHECK(ended.code == 0);
  for (const char* part :
       {"A Matrix homeserver on this machine", "Houston → Devi · 09:30 in Kolkata", "A friendly reminder",
        "Standup · Mon 9 Nov · 5 of 5", "!houston away until 2026-11-13", "presses [Write it]",
        "edits a message", "Houston reacts with ✨", "Milestone reached: The model converges",
        "The vote is counted", "# Retro of vision", "Did your 1:1 with Bo", "Happy birthday, @Devi",
        "It came out right: 4 standups and 1 public holiday, 18 prompts"}) {
    CAPTURE(part);
    CHECK(has(ended.output, part));
  }
  CHECK_FALSE(has(ended.output, "password"));
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("on Matrix people are told how to take part, and Ctrl-C leaves nothing behind", "[synapse]") {
  HOUSTON_NEED_SYNAPSE();
  const Scratch scratch;
  Terminal terminal({"demo", "--platform", "matrix", "--days", "1", "--speed", "0"}, scratch);
  terminal.expect("Element: homeserver http://127.0.0.1:");
  terminal.expect("#vision:localhost");
  const Child synapse(terminal.process());
  terminal.expect("What did you get done?");
  terminal.expect("Bo> ");
  terminal.type("\x03");
  const Ended ended = terminal.finish();
  CAPTURE(ended.output);
  CHECK(ended.code == 130);
  CHECK(synapse.ends());
  CHECK(std::filesystem::is_empty(scratch.path()));
}

TEST_CASE("a demo that is killed takes its Synapse with it", "[synapse]") {
  HOUSTON_NEED_SYNAPSE();
  const Scratch scratch;
  Terminal terminal({"demo", "--platform", "matrix", "--days", "1", "--speed", "0"}, scratch);
  terminal.expect("Element: homeserver");
  const Child synapse(terminal.process());
  terminal.kill();
  CHECK(synapse.ends());
}
