// A sandbox on a thread of its own, and a folder for a Houston that talks to it.
#pragma once

#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <type_traits>

#include "bot/sandbox/sandbox.hpp"
#include "scheduler/clock.hpp"

namespace houston::tests {

class Box {
 public:
  /// Starts the sandbox with a file clock at `start`; the default world. Throws when it cannot.
  Box(Instant start, std::uint64_t seed);
  ~Box();
  Box(const Box&) = delete;
  Box& operator=(const Box&) = delete;

  /// Runs `call` with the sandbox on the sandbox's thread and returns what it returns.
  template <class Call>
  auto in(Call call) {
    using Value = std::invoke_result_t<Call, bot::sandbox::Sandbox&>;
    std::packaged_task<Value()> task([&] { return call(*sandbox_); });
    auto result = task.get_future();
    post([&] { task(); });
    return result.get();
  }

  const std::filesystem::path& folder() const { return folder_; }
  std::filesystem::path clock_file() const { return folder_ / "clock"; }
  Instant now() const { return clock_->now(); }
  void advance(Duration by);

  /// Writes NAME.toml for the default world with these lines of its team and its rituals. A Houston that
  /// serves from it listens for health(NAME).
  std::filesystem::path write_settings(const std::string& name, const std::string& database,
                                       const std::string& team_lines, const std::string& rituals);
  /// SLACK_BOT_TOKEN and SLACK_APP_TOKEN.
  std::map<std::string, std::string> environment();

  /// What GET /healthz answers: nothing while that Houston does not listen.
  std::optional<bot::sandbox::Json> health(const std::string& name);

 private:
  void post(std::function<void()> call);
  struct Loop;
  std::filesystem::path folder_;
  std::shared_ptr<scheduler::FileClock> clock_;
  std::unique_ptr<Loop> loop_;
  std::unique_ptr<bot::sandbox::Sandbox> sandbox_;
  std::map<std::string, std::uint16_t> health_ports_;  ///< By name of the settings.
};

}  // namespace houston::tests
