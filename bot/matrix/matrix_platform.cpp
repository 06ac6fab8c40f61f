// A Core as a Platform.

#include <stdexcept>
#include <utility>

#include "bot/matrix/connect.hpp"
#include "bot/matrix/core.hpp"

namespace houston::bot::matrix {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::milliseconds;

constexpr milliseconds not_ready_wait{500};

class Matrix final : public Platform {
 public:
  explicit Matrix(std::shared_ptr<Core> core) : core_(std::move(core)) {}

  const WorkspaceId& workspace() const override { return core_->options.workspace.name; }

  awaitable<void> run(EventSink& sink) override { return Core::run(core_, sink); }

  void stop() override {
    core_->stopping = true;
    core_->fsm.stop();
    core_->wake.cancel();
    core_->abandon.emit(asio::cancellation_type::terminal);
  }

  Health health() const override {
    Health health;
    health.connected = core_->fsm.connected() && core_->fsm.caught_up();
    health.problem = core_->fsm.problem();
    if (health.problem.empty()) health.problem = core_->start_problem;
    return health;
  }

  awaitable<SendOutcome> send(const storage::OutboxRow& row, const Addressing& addressing) override {
    if (!core_->fsm.caught_up()) return not_ready<SendOutcome>();
    return core_->send(row, addressing);
  }

  awaitable<FindOutcome> find(const storage::OutboxRow& row, const Addressing& addressing) override {
    if (!core_->fsm.caught_up()) return not_ready<FindOutcome>();
    return core_->delivery.find(row, addressing);
  }

  // The homeserver's limit is one for all places, and it says when.
  milliseconds spacing() const override { return milliseconds(0); }

 private:
  // Until what was waiting has been read, it is not known which rooms there are.
  template <class T>
  static awaitable<T> not_ready() {
    co_return TryLater{not_ready_wait, "", "there is no connection to the homeserver yet"};
  }

  std::shared_ptr<Core> core_;
};

}  // namespace

std::unique_ptr<Platform> make_matrix(asio::any_io_executor executor, MatrixOptions options,
                                      Transport transport, Metrics& metrics) {
  if (options.clock == nullptr) throw std::invalid_argument("make_matrix needs a clock");
  return std::make_unique<Matrix>(
      std::make_shared<Core>(std::move(executor), std::move(options), std::move(transport), metrics));
}

awaitable<Result<chat::RosterLoaded>> load_roster(MatrixOptions options, Transport transport,
                                                  Metrics& metrics) {
  const std::string about = "workspace " + options.workspace.name.value + ": ";
  Api api("", transport, metrics);
  Session session(api, std::move(transport),
                  Credentials{options.workspace.matrix, options.secret, options.reread}, options.seed);
  Notes notes = no_notes();
  Outcome<Whoami> who = co_await session.begin(std::move(notes));
  if (const auto* failure = std::get_if<ApiFailure>(&who)) co_return Error{about + failure->what};
  RosterQuestion question;
  question.workspace = options.workspace.name;
  question.self = std::get<Whoami>(who).user_id;
  question.channels = options.channels;
  question.people = options.people;
  question.join = false;
  Profiles profiles;
  Outcome<Roster> outcome = co_await fetch_roster(api, std::move(question), profiles);
  co_await session.leave();
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) co_return Error{about + failure->what};
  co_return neutral(std::get<Roster>(outcome), options.workspace.name);
}

}  // namespace houston::bot::matrix
