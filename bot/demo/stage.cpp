#include "bot/demo/stage.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <optional>
#include <thread>
#include <utility>

#include "bot/app.hpp"
#include "bot/demo/world.hpp"
#include "bot/hooks/signature.hpp"
#include "bot/net/http_client.hpp"
#include "bot/platforms.hpp"
#include "scheduler/clock.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

using std::chrono::milliseconds;
using Steady = std::chrono::steady_clock;

constexpr milliseconds kWatchdog{30000};
constexpr milliseconds kStep{2};  // Between looks at whether all is quiet.
constexpr Duration kApart =
    std::chrono::seconds(15);  // Messages to one place that leave one after the other.

/// The Slack client as in `houston serve`, but never through the machine's proxy: the sandbox is on loopback.
PlatformFactory on_loopback() {
  return [](PlatformParts parts) -> Result<std::unique_ptr<Platform>> {
    auto options = slack_options(parts);
    if (!options) return options.error();
    options->proxy = {};
    return slack::make_slack(parts.executor, std::move(*options), parts.metrics);
  };
}

}  // namespace

struct Stage::Impl {
  Impl(World world, Instant begin)
      : world(std::move(world)), clock(std::make_shared<scheduler::ManualClock>(begin)) {}

  World world;  // Removed last: the database is in it.
  std::shared_ptr<scheduler::ManualClock> clock;
  boost::asio::io_context io{1};
  boost::asio::signal_set signals{io, SIGINT, SIGTERM};
  bool interrupted = false;
  std::unique_ptr<sandbox::Sandbox> slack;
  std::unique_ptr<App> app;
  std::unique_ptr<net::HttpClient> http;  // Of machines that post to the hook.
  Secret hook_secret;
  std::function<void()> between;

  /// Serves what is there, or waits for it, at most `time`.
  void serve(milliseconds time) {
    io.restart();
    io.run_one_for(time);
    io.poll();
    if (interrupted) throw Left{true};
    if (between) between();
  }

  bool quiet() {
    if (!slack->idle() || !app->settled()) return false;
    // What Houston sent while it was asked is now in the kernel: take it in before believing the answer.
    io.restart();
    return io.poll() == 0 && slack->idle() && app->settled();
  }

  std::string state() {
    const auto standing = app->standing();
    std::string text = "the workspace has " + std::to_string(slack->waiting()) + " envelopes waiting on " +
                       std::to_string(slack->sockets()) + " sockets and is " +
                       (slack->idle() ? "idle" : "busy") + "; Houston ";
    text += standing ? "has " + std::to_string(standing->due) + " timers due and " +
                           std::to_string(standing->outbox) + " messages to deliver"
                     : std::string("does not answer");
    const std::string problem = app->problem();
    return text + (problem.empty() ? "" : " (" + problem + ")");
  }
};

Stage::Stage(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Stage::~Stage() {
  close();
}

Result<std::unique_ptr<Stage>> Stage::open(Instant begin, std::uint64_t seed) {
  auto world = World::make();
  if (!world) return world.error();
  auto impl = std::make_unique<Impl>(std::move(*world), begin);
  impl->signals.async_wait([raw = impl.get()](const boost::system::error_code& failed, int) {
    if (!failed) raw->interrupted = true;
  });

  sandbox::SandboxOptions options;
  options.clock = impl->clock;
  options.seed = seed;
  auto slack = sandbox::Sandbox::start(impl->io.get_executor(), std::move(options));
  if (!slack) return slack.error();
  impl->slack = std::move(*slack);

  auto settings = impl->world.settings(impl->slack->api_url(), impl->slack->ca_pem());
  if (!settings) return settings.error();
  AppParts parts;
  parts.settings = std::move(*settings);
  parts.clock = impl->clock.get();
  const sandbox::App& tokens = impl->slack->app();
  // The sandbox's tokens are drawn by chance, so one of them serves the hook as well.
  impl->hook_secret = Secret(tokens.app_token);
  parts.read_secret = [bot = tokens.bot_token,
                       other = tokens.app_token](const config::SecretSource& source) -> Result<Secret> {
    return Secret(source.where == kBotTokenName ? bot : other);
  };
  parts.make_platform = on_loopback();
  parts.seed = seed;
  auto app = App::create(std::move(parts));
  if (!app) return app.error();
  impl->app = std::move(*app);
  impl->app->start();

  std::unique_ptr<Stage> stage(new Stage(std::move(impl)));
  const auto connected = [&] { return stage->impl_->app->connected(); };
  if (!stage->serve_until(connected, kWatchdog)) {
    const std::string problem = stage->impl_->app->problem();
    return Error{"Houston did not connect to the simulated workspace within 30 s" +
                 (problem.empty() ? std::string(".") : ": " + problem)};
  }
  stage->settle();
  return stage;
}

sandbox::Sandbox& Stage::slack() {
  return *impl_->slack;
}

Instant Stage::now() const {
  return impl_->clock->now();
}

void Stage::settle() {
  if (serve_until([this] { return impl_->quiet(); }, kWatchdog)) return;
  throw Stuck("Nothing came to rest within 30 s at " + scheduler::rfc3339(now()) + ": " + impl_->state() +
              ".");
}

void Stage::settle_soon() {
  settle();
  const Instant most = now() + kApart;
  for (auto standing = impl_->app->standing();
       standing && standing->outbox > 0 && standing->next && *standing->next <= most;
       standing = impl_->app->standing()) {
    impl_->clock->advance_to(std::max(*standing->next, now()));
    settle();
  }
}

void Stage::advance_to(Instant to, const std::function<void()>& quiet) {
  while (now() < to) {
    const auto standing = impl_->app->standing();
    if (!standing) throw Stuck("Houston's database thread does not answer.");
    // What is due already and yet did not happen comes a moment later; never stand still.
    const Instant next = standing->next ? std::max(*standing->next, now() + milliseconds(1)) : to;
    impl_->clock->advance_to(std::min(next, to));
    settle();
    quiet();
  }
}

std::string Stage::post_to_hook(const std::string& json) {
  if (!impl_->http) {
    auto tls = net::client_tls({});
    if (!tls) return tls.error().message;
    impl_->http =
        std::make_unique<net::HttpClient>(impl_->io.get_executor(), std::move(*tls), net::ProxySettings{});
  }
  net::HttpRequest request;
  request.method = "POST";
  request.url = "http://127.0.0.1:" + std::to_string(impl_->app->listen_port()) + "/hooks/" + kHookName;
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now().time_since_epoch()).count();
  const std::string time = std::to_string(seconds);
  request.headers = {
      {"X-Houston-Timestamp", time},
      {"X-Houston-Signature", "sha256=" + hooks::hmac_sha256(impl_->hook_secret, time + "." + json)}};
  request.body = json;
  const auto outcome = std::make_shared<std::optional<net::HttpOutcome>>();
  boost::asio::co_spawn(impl_->io, impl_->http->send(std::move(request)),
                        [outcome](std::exception_ptr, net::HttpOutcome came) { *outcome = std::move(came); });
  if (!serve_until([&] { return outcome->has_value(); }, kWatchdog)) return "no answer within 30 s";
  if (const auto* failed = std::get_if<net::NetError>(&**outcome)) return failed->message;
  const auto& answer = std::get<net::HttpResponse>(**outcome);
  return answer.status == 202 ? "" : std::to_string(answer.status) + " " + answer.body;
}

bool Stage::serve_until(const std::function<bool()>& done, milliseconds limit) {
  const auto until = Steady::now() + limit;
  while (!done()) {
    if (Steady::now() >= until) return false;
    impl_->serve(kStep);
  }
  return true;
}

void Stage::linger(milliseconds time) {
  const auto until = Steady::now() + time;
  for (auto now = Steady::now(); now < until; now = Steady::now()) {
    impl_->serve(std::min(std::chrono::ceil<milliseconds>(until - now), milliseconds(20)));
  }
}

void Stage::between(std::function<void()> callback) {
  impl_->between = std::move(callback);
}

int Stage::close() {
  if (!impl_->app) return 0;
  impl_->between = nullptr;
  impl_->app->stop();
  // wait() blocks, and Houston says goodbye to a workspace that has to go on answering.
  int code = 0;
  std::atomic<bool> ended = false;
  std::thread waiter([&] {
    code = impl_->app->wait();
    ended = true;
  });
  while (!ended) {
    impl_->io.restart();
    impl_->io.run_one_for(kStep);
  }
  waiter.join();
  impl_->app.reset();
  return code;
}

}  // namespace houston::bot::demo
