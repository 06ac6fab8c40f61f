#include "bot/demo/stage.hpp"

#include <algorithm>
#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <optional>
#include <thread>
#include <utility>

#include "bot/app.hpp"
#include "bot/demo/matrix_chat.hpp"
#include "bot/demo/slack_chat.hpp"
#include "bot/demo/world.hpp"
#include "bot/hooks/signature.hpp"
#include "bot/net/http_client.hpp"
#include "handlers/random.hpp"
#include "scheduler/clock.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot::demo {
namespace {

using std::chrono::milliseconds;

constexpr milliseconds kWatchdog{30000};
constexpr milliseconds kStep{2};  // Between looks at whether Houston has ended.
constexpr Duration kApart =
    std::chrono::seconds(15);  // Messages to one place that leave one after the other.

}  // namespace

struct Stage::Impl {
  Impl(World world, Instant begin)
      : world(std::move(world)), clock(std::make_shared<scheduler::ManualClock>(begin)) {}

  World world;  // Removed last: databases are in it.
  std::shared_ptr<scheduler::ManualClock> clock;
  Pump pump;
  std::unique_ptr<Chat> chat;
  std::unique_ptr<App> app;
  std::unique_ptr<net::HttpClient> http;  // Of machines that post to the hook.
  Secret hook_secret{handlers::Random::key()};

  Result<void> open(const std::optional<SynapseProgram>& synapse, std::uint64_t seed);
  Result<std::unique_ptr<App>> make_app(std::uint64_t seed);

  bool quiet() {
    return chat->quiet({[this] { return app->settled(); },
                        [this] {
                          return app->metrics().value("deliveries", {{"result", "sent"}});
                        }});
  }

  std::string state() {
    const auto standing = app->standing();
    std::string text = chat->state() + "; Houston ";
    text += standing ? "has " + std::to_string(standing->due) + " timers due and " +
                           std::to_string(standing->outbox) + " messages to deliver"
                     : std::string("does not answer");
    const std::string problem = app->problem();
    return text + (problem.empty() ? "" : " (" + problem + ")");
  }
};

Result<std::unique_ptr<App>> Stage::Impl::make_app(std::uint64_t seed) {
  auto settings = world.settings(chat->surroundings());
  if (!settings) return settings.error();
  AppParts parts;
  parts.settings = std::move(*settings);
  parts.clock = clock.get();
  parts.read_secret = [this](const config::SecretSource& source) -> Result<Secret> {
    return source.where == kHookSecretName ? hook_secret : chat->secret(source.where);
  };
  parts.make_platform = chat->platform();
  parts.seed = seed;
  return App::create(std::move(parts));
}

Result<void> Stage::Impl::open(const std::optional<SynapseProgram>& synapse, std::uint64_t seed) {
  auto made =
      synapse ? make_matrix_chat(pump, clock, *synapse, world.folder()) : make_slack_chat(pump, clock, seed);
  if (!made) return made.error();
  chat = std::move(*made);
  auto created = make_app(seed);
  if (!created) return created.error();
  app = std::move(*created);
  app->start();
  if (!pump.serve_until([this] { return app->connected(); }, kWatchdog)) {
    const std::string problem = app->problem();
    return Error{"Houston did not connect within 30 s" +
                 (problem.empty() ? std::string(".") : ": " + problem)};
  }
  return {};
}

Stage::Stage(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}

Stage::~Stage() {
  close();
}

Result<std::unique_ptr<Stage>> Stage::open(const std::optional<SynapseProgram>& synapse, Instant begin,
                                           std::uint64_t seed) {
  auto world = World::make();
  if (!world) return world.error();
  std::unique_ptr<Stage> stage(new Stage(std::make_unique<Impl>(std::move(*world), begin)));
  if (const auto opened = stage->impl_->open(synapse, seed); !opened) return opened.error();
  stage->settle();
  return stage;
}

Chat& Stage::chat() {
  return *impl_->chat;
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
    impl_->http = std::make_unique<net::HttpClient>(impl_->pump.io().get_executor(), std::move(*tls),
                                                    net::ProxySettings{});
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
  boost::asio::co_spawn(impl_->pump.io(), impl_->http->send(std::move(request)),
                        [outcome](std::exception_ptr, net::HttpOutcome came) { *outcome = std::move(came); });
  if (!serve_until([&] { return outcome->has_value(); }, kWatchdog)) return "no answer within 30 s";
  if (const auto* failed = std::get_if<net::NetError>(&**outcome)) return failed->message;
  const auto& answer = std::get<net::HttpResponse>(**outcome);
  return answer.status == 202 ? "" : std::to_string(answer.status) + " " + answer.body;
}

bool Stage::serve_until(const std::function<bool()>& done, milliseconds limit) {
  return impl_->pump.serve_until(done, limit);
}

void Stage::linger(milliseconds time) {
  impl_->pump.linger(time);
}

void Stage::between(std::function<void()> callback) {
  impl_->pump.between(std::move(callback));
}

int Stage::close() {
  if (!impl_->app) return 0;
  impl_->app->stop();
  // wait() blocks, and Houston says goodbye to a chat that has to go on answering.
  int code = 0;
  std::atomic<bool> ended = false;
  std::thread waiter([&] {
    code = impl_->app->wait();
    ended = true;
  });
  while (!ended) impl_->pump.finish(kStep);
  waiter.join();
  impl_->app.reset();
  return code;
}

}  // namespace houston::bot::demo
