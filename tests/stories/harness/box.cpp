#include "tests/stories/harness/box.hpp"

#include <stdlib.h>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_future.hpp>
#include <fstream>
#include <thread>

#include "bot/net/http_client.hpp"
#include "tests/stories/harness/process.hpp"
#include "tests/support/patience.hpp"

namespace houston::tests {
namespace {

std::filesystem::path make_folder() {
  std::string name = (std::filesystem::temp_directory_path() / "houston-story-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::system_error(errno, std::generic_category(), "mkdtemp");
  return name;
}

}  // namespace

struct Box::Loop {
  boost::asio::io_context io{1};
  boost::asio::executor_work_guard<boost::asio::io_context::executor_type> work{io.get_executor()};
  std::unique_ptr<net::HttpClient> http;
  std::thread thread;
};

Box::Box(Instant start, std::uint64_t seed) : folder_(make_folder()), loop_(std::make_unique<Loop>()) {
  clock_ = std::make_shared<scheduler::FileClock>(clock_file(), start);
  loop_->http = std::make_unique<net::HttpClient>(loop_->io.get_executor(), net::client_tls({}).value(),
                                                  net::ProxySettings{});
  loop_->thread = std::thread([this] { loop_->io.run(); });
  std::promise<void> started;
  post([&] {
    try {
      bot::sandbox::SandboxOptions options;
      options.clock = clock_;
      options.seed = seed;
      sandbox_ = std::move(bot::sandbox::Sandbox::start(loop_->io.get_executor(), options).value());
      sandbox_->observe([this](const bot::sandbox::Happening&) {
        const std::lock_guard lock(happenings_);
        ++happened_;
        more_.notify_all();
      });
      started.set_value();
    } catch (...) {
      started.set_exception(std::current_exception());
    }
  });
  started.get_future().get();
  std::ofstream(folder_ / "ca.pem") << in([](auto& sandbox) { return sandbox.ca_pem(); });
}

Box::~Box() {
  std::promise<void> stopped;
  post([&] {
    loop_->http.reset();
    sandbox_->stop();
    sandbox_.reset();
    stopped.set_value();
  });
  stopped.get_future().get();
  loop_->work.reset();
  loop_->io.stop();
  loop_->thread.join();
  if (getenv("HOUSTON_KEEP") == nullptr) std::filesystem::remove_all(folder_);
}

void Box::post(std::function<void()> call) {
  boost::asio::post(loop_->io, std::move(call));
}

int Box::happened() {
  const std::lock_guard lock(happenings_);
  return happened_;
}

void Box::wait_for_more(int than, std::chrono::milliseconds most) {
  std::unique_lock lock(happenings_);
  more_.wait_for(lock, most, [&] { return happened_ > than; });
}

void Box::advance(Duration by) {
  in([&](auto& sandbox) { return sandbox.advance_clock(sandbox.now() + by).has_value(); });
}

std::filesystem::path Box::write_settings(const std::string& name, const std::string& database,
                                          const std::string& team_lines, const std::string& rituals) {
  const std::uint16_t port = health_ports_[name] = free_port();
  const auto file = folder_ / (name + ".toml");
  std::ofstream(file) << "[houston]\n"
                      << "database = \"" << database << "\"\n"
                      << "log = \"trace\"\n"
                      << "listen = \"127.0.0.1:" << port << "\"\n\n"
                      << "[[workspace]]\n"
                      << "name = \"acme\"\n"
                      << "bot_token = \"env:SLACK_BOT_TOKEN\"\n"
                      << "app_token = \"env:SLACK_APP_TOKEN\"\n"
                      << "api_url = \"" << in([](auto& sandbox) { return sandbox.api_url(); }) << "\"\n"
                      << "ca_file = \"ca.pem\"\n\n"
                      << "[[team]]\n"
                      << "name = \"vision\"\n"
                      << "workspace = \"acme\"\n"
                      << "channel = \"#vision\"\n"
                      << "time_zone = \"Europe/Warsaw\"\n"
                      << team_lines << "\n"
                      << rituals;
  return file;
}

std::map<std::string, std::string> Box::environment() {
  return in([](auto& sandbox) {
    return std::map<std::string, std::string>{{"SLACK_BOT_TOKEN", sandbox.app().bot_token},
                                              {"SLACK_APP_TOKEN", sandbox.app().app_token}};
  });
}

std::optional<net::HttpResponse> Box::ask(const std::string& name, net::HttpRequest request,
                                          const std::string& path) {
  request.url = "http://127.0.0.1:" + std::to_string(health_ports_.at(name)) + path;
  request.timeout = std::chrono::seconds(2 * test::kTimeFactor);
  auto answer =
      boost::asio::co_spawn(loop_->io, loop_->http->send(std::move(request)), boost::asio::use_future);
  const net::HttpOutcome outcome = answer.get();
  const auto* response = std::get_if<net::HttpResponse>(&outcome);
  if (response == nullptr) return std::nullopt;
  return *response;
}

std::optional<int> Box::post(const std::string& name, const std::string& path,
                             const std::vector<std::pair<std::string, std::string>>& headers,
                             const std::string& body) {
  net::HttpRequest request;
  request.method = "POST";
  request.headers = headers;
  request.body = body;
  const auto answer = ask(name, std::move(request), path);
  return answer ? std::optional<int>(answer->status) : std::nullopt;
}

std::optional<bot::sandbox::Json> Box::health(const std::string& name) {
  net::HttpRequest request;
  request.repeatable = true;
  const auto answer = ask(name, std::move(request), "/healthz");
  if (!answer) return std::nullopt;
  auto json = bot::sandbox::Json::parse(answer->body, nullptr, false);
  if (json.is_discarded()) return std::nullopt;
  return json;
}

}  // namespace houston::tests
