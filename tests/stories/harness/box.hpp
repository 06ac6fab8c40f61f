// A sandbox on a thread of its own, and a folder for a Houston that talks to it.
#pragma once

#include <chrono>
#include <condition_variable>
#include <filesystem>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

#include "bot/net/http_client.hpp"
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

  /// How much has happened in the sandbox.
  int happened();
  /// Returns when more than that has happened, and at the latest after `most`.
  void wait_for_more(int than, std::chrono::milliseconds most);

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

  /// The status of the answer to a POST of JSON: nothing while that Houston does not listen.
  std::optional<int> post(const std::string& name, const std::string& path,
                          const std::vector<std::pair<std::string, std::string>>& headers,
                          const std::string& body);
  /// What GET /healthz answers: nothing while that Houston does not listen.
  std::optional<bot::sandbox::Json> health(const std::string& name);

 private:
  void post(std::function<void()> call);
  /// To the Houston that serves from NAME.toml.
  std::optional<net::HttpResponse> ask(const std::string& name, net::HttpRequest request,
                                       const std::string& path);
  struct Loop;
  std::filesystem::path folder_;
  std::shared_ptr<scheduler::FileClock> clock_;
  std::unique_ptr<Loop> loop_;
  std::unique_ptr<bot::sandbox::Sandbox> sandbox_;
  std::mutex happenings_;
  std::condition_variable more_;
  int happened_ = 0;
  std::map<std::string, std::uint16_t> health_ports_;  ///< By name of the settings.
};

}  // namespace houston::tests
