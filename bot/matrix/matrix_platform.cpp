// Puts the parts together: who we are, who is there, what happens, what is to be said.

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/system/system_error.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "bot/json_fields.hpp"
#include "bot/matrix/connect.hpp"
#include "bot/matrix/delivery.hpp"
#include "bot/matrix/direct_rooms.hpp"
#include "bot/matrix/intake.hpp"
#include "bot/matrix/known.hpp"
#include "bot/matrix/log.hpp"
#include "bot/matrix/roster.hpp"
#include "bot/matrix/session.hpp"
#include "bot/matrix/sync_fsm.hpp"
#include "bot/matrix/timeline.hpp"
#include "bot/net/backoff.hpp"

namespace houston::bot::matrix {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using Kind = ApiFailure::Kind;
using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr const char* since_note = "sync.since";
constexpr const char* device_note = "sync.device";
// Profiles are asked for one by one, and their zones change without an event: seldom enough for an idle bot,
// often enough for who moves.
constexpr std::chrono::hours roster_every{6};
constexpr std::chrono::minutes roster_again{5};
constexpr std::chrono::minutes roster_failed_wait{1};
constexpr milliseconds first_wait{1000};
constexpr milliseconds longest_wait{60000};
constexpr std::chrono::minutes complain_every{1};
// A batch without an event moves the point that was read up to; on disk it need not follow each time.
constexpr std::chrono::minutes save_every{1};
constexpr milliseconds not_ready_wait{500};
// Something waits to be done by the loop itself.
constexpr milliseconds soon{5000};
// A server that does not know where history was read up to is not asked for older than this before it.
constexpr std::chrono::hours history_margin{24};
// An answer that takes longer is announced.
constexpr milliseconds typing_after{700};
constexpr milliseconds typing_lasts{20000};
constexpr std::chrono::minutes expects_answer{1};

// Kept alive by the coroutines that use it, so that the platform may go away at any time.
struct Core : std::enable_shared_from_this<Core> {
  Core(asio::any_io_executor executor_, MatrixOptions options_, Transport transport, Metrics& metrics_)
      : executor(std::move(executor_)),
        options(std::move(options_)),
        metrics(metrics_),
        api("", transport, metrics),
        session(api, std::move(transport),
                Credentials{options.workspace.matrix, options.secret, options.reread}, options.seed),
        direct(executor, api, known, DirectRooms::Options{options.workspace.matrix.encrypted_direct_rooms}),
        delivery(executor, api, known, direct, *options.clock, options.seed),
        intake(options.workspace.name, api, known, direct, profiles, *options.clock, metrics),
        fsm(SyncFsm::Options{}, options.seed ^ 0x9E3779B97F4A7C15ULL),
        random(options.seed ^ 0xD1B54A32D192ED03ULL),
        wake(executor) {}

  awaitable<void> serve(EventSink& sink);
  awaitable<bool> identify(EventSink& sink);
  awaitable<void> know_device(EventSink& sink, std::string name);
  awaitable<bool> first_roster(EventSink& sink);
  awaitable<bool> load_roster(EventSink& sink);
  awaitable<SyncFsm::Step> perform(EventSink& sink, SyncFsm::Step step);
  awaitable<SyncFsm::Step> take(EventSink& sink, bool first);
  awaitable<bool> hand_on(EventSink& sink, Batch batch, std::string next);
  awaitable<bool> save_since(EventSink& sink, std::string next, bool at_once);
  awaitable<void> pause(milliseconds time);
  awaitable<SendOutcome> send(storage::OutboxRow row, Addressing addressing);
  void announce(const std::string& room, std::shared_ptr<asio::steady_timer> timer);
  void receipt(const std::string& room, const std::string& event);
  void answer(const PersonId& person, chat::Message message);
  void complain(const std::string& why);

  static awaitable<void> run(std::shared_ptr<Core> self, EventSink& sink);

  asio::any_io_executor executor;
  MatrixOptions options;
  Metrics& metrics;
  Api api;
  Session session;
  Known known;
  Profiles profiles;
  DirectRooms direct;
  Delivery delivery;
  Intake intake;
  SyncFsm fsm;
  std::mt19937_64 random;
  asio::steady_timer wake;
  asio::cancellation_signal abandon;
  Synced synced;              // what the last poll brought
  std::string start_problem;  // why Houston does not know yet who it is
  std::optional<Steady::time_point> complained;
  Steady::time_point roster_at{};  // when it is asked for again
  bool roster_wanted = false;
  Steady::time_point saved_at{};
  std::string saved;            // the point that stands in the database
  std::int64_t read_up_to = 0;  // by the server's clock, in milliseconds: about where `since` stands
  std::map<std::string, Steady::time_point> expecting;  // direct rooms in which somebody waits for an answer
  bool stopping = false;
};

void Core::complain(const std::string& why) {
  start_problem = why;
  const auto now = Steady::now();
  if (complained && now - *complained < complain_every) return;
  log_warning(why + "; Houston keeps trying");
  complained = now;
}

awaitable<void> Core::pause(milliseconds time) {
  wake.expires_after(time);
  co_await wake.async_wait(asio::as_tuple(asio::use_awaitable));
}

// --- at the start ---

// Since when transactions are this device's.
awaitable<void> Core::know_device(EventSink& sink, std::string device) {
  std::string name = device_note;
  const std::optional<std::string> kept = co_await sink.note(name);
  device += ' ';
  if (kept && kept->starts_with(device)) {
    const std::string since = kept->substr(device.size());
    delivery.device_since(Instant(milliseconds(std::strtoll(since.c_str(), nullptr, 10))));
    co_return;
  }
  const Instant now = options.clock->now();
  // A first device has no predecessor whose sends could be in doubt.
  const Instant from = kept ? now : Instant{};
  delivery.device_since(from);
  std::string value = device + std::to_string(from.time_since_epoch().count());
  co_await sink.keep_note(std::move(name), std::move(value));
}

// Until there is a session; false when stopped.
awaitable<bool> Core::identify(EventSink& sink) {
  net::Backoff backoff(first_wait, longest_wait, random);
  while (!stopping) {
    Notes notes = notes_of(sink);
    Outcome<Whoami> outcome = co_await session.renew(std::move(notes));
    if (stopping) co_return false;
    if (const auto* who = std::get_if<Whoami>(&outcome)) {
      known.self = who->user_id;
      log_info("workspace " + options.workspace.name.value + ": Houston is " + who->user_id);
      co_await know_device(sink, who->device_id);
      co_return true;
    }
    const auto& failure = std::get<ApiFailure>(outcome);
    complain(failure.what);
    milliseconds wait = std::max(failure.retry_after, backoff.next());
    if (failure.kind == Kind::operate || failure.kind == Kind::refuse) wait = longest_wait;
    co_await pause(wait);
  }
  co_return false;
}

awaitable<bool> Core::load_roster(EventSink& sink) {
  RosterQuestion question;
  question.workspace = options.workspace.name;
  question.self = known.self;
  question.channels = options.channels;
  question.people = options.people;
  if (Steady::now() >= roster_at) profiles.clear();  // it was for the sake of these
  Outcome<Roster> outcome = co_await fetch_roster(api, std::move(question), profiles);
  if (const auto* failure = std::get_if<ApiFailure>(&outcome)) {
    complain("who is there could not be read: " + failure->what);
    co_return false;
  }
  known.roster = std::get<Roster>(std::move(outcome));
  bool missing = !known.roster.unread.empty();
  for (TeamRoom& room : known.roster.rooms) {
    if (room.id.empty() || !room.joined) missing = true;
    for (const auto& [old, next] : known.replaced) {
      const bool listed = std::find(room.replaced.begin(), room.replaced.end(), old) != room.replaced.end();
      if (known.current(old) == room.id && !listed) room.replaced.push_back(old);
    }
    for (const std::string& old : room.replaced) known.replaced.emplace(old, room.id);
    if (room.joined) known.joined.insert(room.id);
  }
  chat::Event event;
  event.workspace = options.workspace.name;
  event.at = options.clock->now();
  event.forms = false;
  event.whispers = false;
  event.what = neutral(known.roster, options.workspace.name);
  EventSink::Taken taken = co_await sink.take(std::move(event));
  if (!taken.kept) co_return false;
  roster_wanted = false;
  start_problem.clear();
  complained.reset();
  const std::chrono::minutes next = missing ? roster_again : roster_every;
  roster_at = Steady::now() + next;
  co_return true;
}

awaitable<bool> Core::first_roster(EventSink& sink) {
  net::Backoff backoff(first_wait, longest_wait, random);
  while (!stopping) {
    std::string type = "m.direct";
    Outcome<nlohmann::json> book = co_await api.account_data(known.self, std::move(type));
    if (const auto* failure = std::get_if<ApiFailure>(&book)) {
      complain(failure->what);
    } else {
      known.book = DirectBook(std::get<nlohmann::json>(book));
      Outcome<std::vector<std::string>> joined = co_await api.joined_rooms();
      if (const auto* rooms = std::get_if<std::vector<std::string>>(&joined)) {
        known.joined.insert(rooms->begin(), rooms->end());
        const bool loaded = co_await load_roster(sink);
        if (loaded) co_return true;
      } else {
        complain(std::get<ApiFailure>(joined).what);
      }
    }
    if (stopping) break;
    co_await pause(backoff.next());
  }
  co_return false;
}

// --- the loop ---

awaitable<void> Core::serve(EventSink& sink) {
  co_await intake.recall(sink);
  const bool identified = co_await identify(sink);
  if (!identified) co_return;
  std::string name = since_note;
  const std::optional<std::string> kept = co_await sink.note(std::move(name));
  if (kept) {
    // "MILLISECONDS TOKEN"
    const std::size_t blank = kept->find(' ');
    read_up_to = std::strtoll(kept->c_str(), nullptr, 10);
    saved = blank == std::string::npos ? std::string() : kept->substr(blank + 1);
  }
  const bool known_who = co_await first_roster(sink);
  if (!known_who) co_return;
  SyncFsm::Step step = fsm.start(saved);
  while (!stopping && !std::holds_alternative<SyncFsm::End>(step)) {
    if (const auto say = fsm.take_say()) {
      if (say->level == SyncFsm::Say::Level::info) log_info(say->text);
      if (say->level == SyncFsm::Say::Level::warning) log_warning(say->text);
      if (say->level == SyncFsm::Say::Level::error) log_error(say->text);
    }
    if (fsm.connected() && (roster_wanted || Steady::now() >= roster_at)) {
      const bool loaded = co_await load_roster(sink);
      if (!loaded) {
        roster_wanted = false;
        roster_at = Steady::now() + roster_failed_wait;
      }
      if (stopping) break;
    }
    step = co_await perform(sink, std::move(step));
  }
  if (!fsm.since().empty()) co_await save_since(sink, fsm.since(), true);
}

awaitable<SyncFsm::Step> Core::perform(EventSink& sink, SyncFsm::Step step) {
  if (const auto* poll = std::get_if<SyncFsm::Poll>(&step)) {
    std::string filter = sync_filter(!poll->since.empty());
    const milliseconds timeout = intake.waits() ? std::min(poll->timeout, soon) : poll->timeout;
    Outcome<Synced> outcome = co_await api.sync(poll->since, std::move(filter), timeout);
    if (stopping) co_return fsm.stop();
    if (const auto* failure = std::get_if<ApiFailure>(&outcome))
      co_return fsm.failed(*failure, Steady::now());
    synced = std::get<Synced>(std::move(outcome));
    co_return fsm.polled(synced.next_batch, Steady::now());
  }
  if (const auto* batch = std::get_if<SyncFsm::Take>(&step)) {
    const bool first = batch->first;
    SyncFsm::Step next = co_await take(sink, first);
    co_return next;
  }
  if (std::holds_alternative<SyncFsm::Renew>(step)) {
    Notes notes = notes_of(sink);
    Outcome<Whoami> outcome = co_await session.renew(std::move(notes));
    if (stopping) co_return fsm.stop();
    if (const auto* who = std::get_if<Whoami>(&outcome)) {
      co_await know_device(sink, who->device_id);
      co_return fsm.renewed(nullptr, Steady::now());
    }
    co_return fsm.renewed(&std::get<ApiFailure>(outcome), Steady::now());
  }
  if (const auto* wait = std::get_if<SyncFsm::Wait>(&step)) {
    co_await pause(wait->time);
    if (stopping) co_return fsm.stop();
    co_return fsm.waited();
  }
  co_return SyncFsm::End{};
}

awaitable<SyncFsm::Step> Core::take(EventSink& sink, bool first) {
  const auto now =
      std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch());
  const std::int64_t margin = std::chrono::duration_cast<milliseconds>(history_margin).count();
  const std::int64_t asked_before = read_up_to == 0 ? 0 : read_up_to - margin;
  std::string next = synced.next_batch;
  std::string since = fsm.since();
  Outcome<Batch> read = co_await intake.read(sink, std::move(synced), std::move(since), first, asked_before);
  synced = {};
  if (stopping) co_return fsm.stop();
  if (const auto* failure = std::get_if<ApiFailure>(&read)) {
    roster_wanted = true;  // what was taken up on the way is not told: all of it is, then
    co_return fsm.failed(*failure, Steady::now());
  }
  Batch batch = std::get<Batch>(std::move(read));
  if (batch.roster_wanted) {
    const bool loaded = co_await load_roster(sink);
    if (!loaded) roster_wanted = true;
    if (stopping) co_return fsm.stop();
  }
  read_up_to = now.count();
  const bool kept = co_await hand_on(sink, std::move(batch), std::move(next));
  if (stopping) co_return fsm.stop();
  co_return fsm.taken(kept, Steady::now());
}

awaitable<bool> Core::save_since(EventSink& sink, std::string next, bool at_once) {
  if (next == saved) co_return true;
  if (!at_once && !saved.empty() && Steady::now() - saved_at < save_every) co_return true;
  std::string name = since_note;
  std::string value = std::to_string(read_up_to) + " " + next;
  const bool kept = co_await sink.keep_note(std::move(name), std::move(value));
  if (kept) {
    saved = next;
    saved_at = Steady::now();
  }
  co_return kept;
}

awaitable<bool> Core::hand_on(EventSink& sink, Batch batch, std::string next) {
  if (batch.events.empty()) {
    const bool kept = co_await save_since(sink, std::move(next), false);
    co_return kept;
  }
  std::map<std::string, std::string> seen;  // the last in each direct room
  for (std::size_t i = 0; i < batch.events.size(); ++i) {
    Batch::One& one = batch.events[i];
    const bool last = i + 1 == batch.events.size();
    if (last) one.event.notes[since_note] = std::to_string(read_up_to) + " " + next;
    const PersonId person = one.event.person;
    const bool is_direct = known.book.direct(one.room);
    std::shared_ptr<asio::steady_timer> slow;
    if (one.waits && is_direct) {
      expecting[one.room] = Steady::now();
      slow = std::make_shared<asio::steady_timer>(executor, typing_after);
      announce(one.room, slow);
    }
    EventSink::Taken taken = co_await sink.take(std::move(one.event));
    if (slow) slow->cancel();
    if (!taken.kept) co_return false;
    if (last) {
      saved = next;
      saved_at = Steady::now();
    }
    if (is_direct && !one.id.empty()) seen[one.room] = one.id;
    if (one.waits && !is_direct && !one.id.empty()) seen[one.room] = one.id;
    if (taken.immediate.reply) answer(person, std::move(*taken.immediate.reply));
    if (stopping && !last) co_return false;
  }
  for (const auto& [room, event] : seen) receipt(room, event);
  co_return true;
}

// --- politeness; none of it is worth an error ---

awaitable<void> announce_later(std::shared_ptr<Core> core, std::string room,
                               std::shared_ptr<asio::steady_timer> timer) {
  const auto [cancelled] = co_await timer->async_wait(asio::as_tuple(asio::use_awaitable));
  if (cancelled || core->stopping) co_return;
  co_await core->api.typing(room, core->known.self, true, typing_lasts);
}

awaitable<void> send_receipt(std::shared_ptr<Core> core, std::string room, std::string event) {
  co_await core->api.read_receipt(std::move(room), std::move(event));
}

awaitable<void> type_for(std::shared_ptr<Core> core, std::string room, milliseconds time) {
  co_await core->api.typing(room, core->known.self, true, time);
}

awaitable<void> give_answer(std::shared_ptr<Core> core, std::string person, chat::Message message) {
  co_await core->delivery.tell(std::move(person), std::move(message));
}

void log_lost(const std::exception_ptr& error) {
  try {
    if (error) std::rethrow_exception(error);
  } catch (const std::exception& e) {
    log_error(std::string("something failed on the side: ") + e.what());
  }
}

void Core::announce(const std::string& room, std::shared_ptr<asio::steady_timer> timer) {
  asio::co_spawn(executor, announce_later(shared_from_this(), room, std::move(timer)), log_lost);
}

void Core::receipt(const std::string& room, const std::string& event) {
  asio::co_spawn(executor, send_receipt(shared_from_this(), room, event), log_lost);
}

void Core::answer(const PersonId& person, chat::Message message) {
  asio::co_spawn(executor, give_answer(shared_from_this(), person.value, std::move(message)), log_lost);
}

// --- as a Platform ---

awaitable<SendOutcome> Core::send(storage::OutboxRow row, Addressing addressing) {
  SendOutcome outcome = co_await delivery.send(row, addressing);
  const auto* later = std::get_if<TryLater>(&outcome);
  if (later == nullptr || later->wait < typing_after || row.place.kind != storage::Place::Kind::person)
    co_return outcome;
  // Somebody waits and the server makes us wait: they see that it is on its way.
  for (const std::string& room : known.book.rooms_of(row.place.id)) {
    const auto asked = expecting.find(room);
    if (asked == expecting.end() || Steady::now() - asked->second > expects_answer) continue;
    expecting.erase(asked);
    asio::co_spawn(executor, type_for(shared_from_this(), room, std::min(later->wait, typing_lasts)),
                   log_lost);
    break;
  }
  co_return outcome;
}

awaitable<void> Core::run(std::shared_ptr<Core> self, EventSink& sink) {
  try {
    co_await asio::co_spawn(self->executor, self->serve(sink),
                            asio::bind_cancellation_slot(self->abandon.slot(), asio::use_awaitable));
  } catch (const std::exception&) {
    // Called off, or the database is being closed.
    if (!self->stopping) throw;
  }
}

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
