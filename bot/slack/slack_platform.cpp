// Puts the parts together: who we are, the roster now and then, envelopes in, rows out.

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "bot/json_fields.hpp"
#include "bot/net/backoff.hpp"
#include "bot/slack/answers.hpp"
#include "bot/slack/connect.hpp"
#include "bot/slack/delivery.hpp"
#include "bot/slack/incoming.hpp"
#include "bot/slack/log.hpp"
#include "bot/slack/roster.hpp"
#include "bot/slack/text.hpp"
#include "config/reactions.hpp"

namespace houston::bot::slack {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using Handled = SocketModeDoors::Handled;

constexpr std::chrono::hours roster_every{1};
constexpr std::chrono::milliseconds first_wait{1000};
constexpr std::chrono::milliseconds longest_wait{60000};
constexpr std::chrono::minutes complain_every{1};

// Kept alive by the coroutines that use it, so that the platform may go away at any time.
struct Core : std::enable_shared_from_this<Core> {
  Core(asio::any_io_executor executor_, SlackOptions options_, Network network_, Metrics& metrics_)
      : executor(std::move(executor_)),
        options(std::move(options_)),
        network(std::move(network_)),
        metrics(metrics_),
        api(options.workspace.api_url, options.bot_token, network.http, network.sleep, metrics),
        app_api(options.workspace.api_url, options.app_token, network.http, network.sleep, metrics),
        delivery(api),
        random(options.seed ^ 0x9E3779B97F4A7C15ULL),
        roster_wake(executor) {
    api.listen([this](const std::string& method, const ApiOutcome& outcome) { note(method, outcome); });
  }

  // What a refused token or scope means for health(); the same method's success clears it.
  void note(const std::string& method, const ApiOutcome& outcome) {
    const auto* failure = std::get_if<ApiFailure>(&outcome);
    if (failure == nullptr) {
      if (method == problem_method) token_problem.clear();
    } else if (failure->verdict == Verdict::operate) {
      if (failure->why != token_problem) log_error(failure->why);
      token_problem = failure->why;
      problem_method = method;
    }
  }

  bool means_something(const chat::Reacted& reacted) const {
    return !reacted.removed &&
           std::any_of(options.reactions.begin(), options.reactions.end(),
                       [&](const std::string& one) { return config::same_reaction(one, reacted.reaction); });
  }

  awaitable<SocketModeDoors::Url> ask_url();
  awaitable<Handled> handle(EventSink& sink, Envelope envelope);
  awaitable<void> answer(AnswerPlan plan, std::string person, Answering answering);
  awaitable<bool> identify();
  awaitable<void> rosters(EventSink& sink);
  awaitable<bool> load_once(EventSink& sink);
  static awaitable<void> run(std::shared_ptr<Core> self, EventSink& sink);

  asio::any_io_executor executor;
  SlackOptions options;
  Network network;
  Metrics& metrics;
  WebApi api;
  WebApi app_api;
  Delivery delivery;
  std::mt19937_64 random;
  Identity self_;
  std::unique_ptr<SocketMode> sockets;
  std::string token_problem;   // of the bot token: what only the operator can mend
  std::string problem_method;  // that met it
  std::string start_problem;   // why Houston does not know yet who it is
  bool stopping = false;
  // The roster's coroutine.
  asio::steady_timer roster_wake;
  asio::cancellation_signal roster_abandon;
  bool roster_wanted = false;
  bool roster_fetching = false;  // and may be interrupted
  bool roster_done = false;
  std::optional<std::chrono::steady_clock::time_point> roster_complained;
  asio::cancellation_signal identify_abandon;
};

awaitable<SocketModeDoors::Url> Core::ask_url() {
  std::string method = "apps.connections.open";
  Parameters parameters;
  ApiOutcome outcome = co_await app_api.call(method, parameters);
  if (auto* failure = std::get_if<ApiFailure>(&outcome)) co_return std::move(*failure);
  std::string url = text_of(std::get<ApiAnswer>(outcome).body, "url");
  if (url.empty()) {
    co_return ApiFailure{
        Verdict::retry, "no_url", "Slack's answer to apps.connections.open names no URL", {}};
  }
  co_return url;
}

awaitable<Handled> Core::handle(EventSink& sink, Envelope envelope) {
  const Instant now = options.clock->now();
  Reading reading = read_envelope(envelope.whole, self_, options.workspace.name, now);
  if (const auto* passed = std::get_if<PassedOver>(&reading)) {
    log_debug("passed over: " + passed->why);
    metrics.count("slack_passed_over", {{"strange", passed->strange ? "yes" : "no"}});
    co_return Handled{true, {}, {}};
  }
  Incoming incoming = std::get<Incoming>(std::move(reading));
  const std::string person = incoming.event.person.value;
  const bool added = std::holds_alternative<chat::JoinedRoom>(incoming.event.what) && person == self_.user;
  if (auto* reacted = std::get_if<chat::Reacted>(&incoming.event.what);
      reacted != nullptr && means_something(*reacted)) {
    std::string room = reacted->room.value;
    std::string message = reacted->message;
    std::optional<chat::Quoted> quoted = co_await delivery.quote(std::move(room), std::move(message));
    reacted->quoted = std::move(quoted);
  }
  EventSink::Taken taken = co_await sink.take(std::move(incoming.event));
  if (!taken.kept) co_return Handled{};
  if (added) {
    roster_wanted = true;
    roster_wake.cancel();
  }
  Handled handled;
  handled.acknowledge = true;
  if (taken.immediate.empty()) co_return handled;
  AnswerPlan plan;
  try {
    plan = plan_answer(taken.immediate, incoming.answering, envelope.takes_payload);
  } catch (const std::length_error& error) {
    log_error(std::string("an immediate answer cannot be shown in Slack: ") + error.what());
    co_return handled;
  }
  handled.payload = plan.payload;
  auto self = shared_from_this();
  const Answering answering = incoming.answering;
  handled.after = [self, plan, person, answering] { return self->answer(plan, person, answering); };
  co_return handled;
}

awaitable<void> Core::answer(AnswerPlan plan, std::string person, Answering answering) {
  if (plan.open) {
    std::string method = "views.open";
    Parameters parameters{{"trigger_id", plan.open->trigger}, {"view", plan.open->view}};
    ApiOutcome outcome = co_await api.call(method, parameters);
    if (const auto* failure = std::get_if<ApiFailure>(&outcome)) {
      log_warning("a form was not opened: " + failure->why);
      const bool opened_before =
          failure->code == "exchanged_trigger_id" || failure->code == "trigger_exchanged";
      if (!opened_before) {
        Rendered words = render(try_again());
        co_await delivery.tell(person, answering.room, answering.thread, std::move(words));
      }
    }
  }
  if (plan.respond) {
    std::string url = plan.respond->url;
    std::string body = plan.respond->body;
    co_await api.respond(std::move(url), std::move(body));
  }
  if (plan.tell) {
    std::string room = plan.tell->room;
    std::string thread = plan.tell->thread;
    Rendered message = plan.tell->message;
    co_await delivery.tell(person, std::move(room), std::move(thread), std::move(message));
  }
}

// auth.test until it works; false when it never will, or when stopped.
awaitable<bool> Core::identify() {
  net::Backoff backoff(first_wait, longest_wait, random);
  std::optional<std::chrono::steady_clock::time_point> complained;
  while (!stopping) {
    std::string method = "auth.test";
    Parameters parameters;
    ApiOutcome outcome = co_await api.call(method, parameters);
    if (stopping) co_return false;
    if (const auto* answer = std::get_if<ApiAnswer>(&outcome)) {
      self_ = {text_of(answer->body, "user_id"), text_of(answer->body, "bot_id"),
               text_of(answer->body, "team_id")};
      start_problem.clear();
      log_info("workspace " + options.workspace.name.value + ": Houston is " + self_.user);
      co_return true;
    }
    const auto& failure = std::get<ApiFailure>(outcome);
    if (failure.verdict == Verdict::operate) co_return false;
    start_problem = failure.why;
    const auto now = std::chrono::steady_clock::now();
    if (!complained || now - *complained >= complain_every) {
      log_warning(unstopped(failure.why) + "; Houston keeps trying");
      complained = now;
    }
    roster_wake.expires_after(std::max(failure.wait, backoff.next()));
    co_await roster_wake.async_wait(asio::as_tuple(asio::use_awaitable));
  }
  co_return false;
}

awaitable<bool> Core::load_once(EventSink& sink) {
  WorkspaceId workspace = options.workspace.name;
  std::vector<std::string> channels = options.channels;
  roster_fetching = true;
  RosterOutcome outcome = co_await fetch_roster(api, std::move(workspace), std::move(channels));
  roster_fetching = false;
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) {
    const auto now = std::chrono::steady_clock::now();
    if (!roster_complained || now - *roster_complained >= complain_every) {
      log_warning("who is there could not be read: " + unstopped(failure->why) + "; Houston keeps trying");
      roster_complained = now;
    }
    co_return false;
  }
  roster_complained.reset();
  chat::Event event;
  event.workspace = options.workspace.name;
  event.at = options.clock->now();
  event.what = std::get<chat::RosterLoaded>(std::move(outcome));
  EventSink::Taken taken = co_await sink.take(std::move(event));
  co_return taken.kept;
}

awaitable<void> Core::rosters(EventSink& sink) {
  net::Backoff backoff(first_wait, longest_wait, random);
  while (!stopping) {
    roster_wanted = false;
    const bool loaded = co_await load_once(sink);
    if (stopping) break;
    std::chrono::milliseconds wait = roster_every;
    if (loaded) {
      backoff.reset();
    } else {
      wait = backoff.next();
    }
    if (roster_wanted && loaded) continue;
    roster_wake.expires_after(wait);
    co_await roster_wake.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

// These hold the core for as long as they run, and it does not hold them.
awaitable<SocketModeDoors::Url> ask_url_of(std::shared_ptr<Core> core) {
  if (!core) co_return ApiFailure{Verdict::retry, "gone", "Houston is stopping", {}};
  SocketModeDoors::Url url = co_await core->ask_url();
  co_return url;
}

awaitable<Handled> handle_by(std::shared_ptr<Core> core, EventSink& sink, Envelope envelope) {
  if (!core) co_return Handled{};
  Handled handled = co_await core->handle(sink, std::move(envelope));
  co_return handled;
}

awaitable<void> Core::run(std::shared_ptr<Core> self, EventSink& sink) {
  bool known = false;
  try {
    known = co_await asio::co_spawn(
        self->executor, self->identify(),
        asio::bind_cancellation_slot(self->identify_abandon.slot(), asio::use_awaitable));
  } catch (const boost::system::system_error&) {
    if (!self->stopping) throw;
  }
  if (!known || self->stopping) co_return;
  SocketModeDoors doors;
  const std::weak_ptr<Core> core = self;
  doors.ask_url = [core] { return ask_url_of(core.lock()); };
  doors.connect = self->network.websocket;
  doors.handle = [core, &sink](Envelope envelope) {
    return handle_by(core.lock(), sink, std::move(envelope));
  };
  SocketModeFsm::Options fsm_options;
  fsm_options.sockets = std::clamp(self->options.sockets, 1, fsm_options.most_sockets - 1);
  self->sockets = std::make_unique<SocketMode>(self->executor, std::move(doors), fsm_options,
                                               self->options.seed, self->metrics);
  asio::co_spawn(
      self->executor, self->rosters(sink),
      asio::bind_cancellation_slot(self->roster_abandon.slot(), [self](const std::exception_ptr& error) {
        self->roster_done = true;
        self->roster_wake.cancel();
        try {
          if (error && !self->stopping) std::rethrow_exception(error);
        } catch (const std::exception& e) {
          log_error(std::string("who is there is no longer read: ") + e.what());
        }
      }));
  co_await self->sockets->run();
  // Given up or stopped: the roster ends as well.
  self->stopping = true;
  self->roster_wake.cancel();
  if (self->roster_fetching) self->roster_abandon.emit(asio::cancellation_type::terminal);
  while (!self->roster_done) {
    self->roster_wake.expires_at(std::chrono::steady_clock::time_point::max());
    co_await self->roster_wake.async_wait(asio::as_tuple(asio::use_awaitable));
  }
}

class Slack final : public Platform {
 public:
  explicit Slack(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  const WorkspaceId& workspace() const override { return core_->options.workspace.name; }

  awaitable<void> run(EventSink& sink) override { return Core::run(core_, sink); }

  void stop() override {
    core_->stopping = true;
    if (core_->sockets) {
      core_->sockets->stop();
    } else {
      core_->roster_wake.cancel();
      core_->identify_abandon.emit(asio::cancellation_type::terminal);
    }
  }

  Health health() const override {
    Health health;
    health.connected = core_->sockets && core_->sockets->up() > 0;
    health.problem = core_->token_problem;
    if (health.problem.empty() && core_->sockets) health.problem = core_->sockets->problem();
    if (health.problem.empty()) health.problem = core_->start_problem;
    return health;
  }

  awaitable<SendOutcome> send(const storage::OutboxRow& row, const Addressing& addressing) override {
    return core_->delivery.send(row, addressing);
  }

  awaitable<FindOutcome> find(const storage::OutboxRow& row, const Addressing& addressing) override {
    return core_->delivery.find(row, addressing);
  }

  // Slack's rule: about one message a second in each channel.
  std::chrono::milliseconds spacing() const override { return std::chrono::milliseconds(1000); }

 private:
  std::shared_ptr<Core> core_;
};

}  // namespace

std::unique_ptr<Platform> make_slack(asio::any_io_executor executor, SlackOptions options, Network network,
                                     Metrics& metrics) {
  if (options.clock == nullptr) throw std::invalid_argument("make_slack needs a clock");
  return std::make_unique<Slack>(
      std::make_shared<Core>(std::move(executor), std::move(options), std::move(network), metrics));
}

}  // namespace houston::bot::slack
