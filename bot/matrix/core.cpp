// The loop: polls, takes what they bring, keeps up to where.

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "bot/matrix/core.hpp"
#include "bot/matrix/log.hpp"
#include "bot/matrix/timeline.hpp"

namespace houston::bot::matrix {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr const char* since_note = "sync.since";
constexpr const char* sync_turn = "sync";
constexpr std::chrono::minutes roster_failed_wait{1};
// A batch without an event moves the point that was read up to; on disk it need not follow each time.
constexpr std::chrono::minutes save_every{1};
// Something waits to be done by the loop itself.
constexpr milliseconds soon{5000};
// A server that does not know where history was read up to is not asked for older than this before it.
constexpr std::chrono::hours history_margin{24};

}  // namespace

Core::Core(asio::any_io_executor executor_, MatrixOptions options_, Transport transport, Metrics& metrics_)
    : executor(std::move(executor_)),
      options(std::move(options_)),
      metrics(metrics_),
      api("", transport, metrics),
      session(api, std::move(transport),
              Credentials{options.workspace.matrix, options.secret, options.reread}, options.seed),
      direct(executor, api, known, DirectRooms::Options{options.workspace.matrix.encrypted_direct_rooms}),
      delivery(executor, api, known, direct, *options.clock, options.seed),
      intake(options.workspace.name, options.reactions, api, known, direct, profiles, *options.clock,
             metrics),
      fsm(SyncFsm::Options{}, options.seed ^ 0x9E3779B97F4A7C15ULL),
      random(options.seed ^ 0xD1B54A32D192ED03ULL),
      wake(executor) {}

awaitable<void> Core::serve(EventSink& sink) {
  co_await intake.recall(sink);
  const bool identified = co_await identify(sink);
  if (!identified) co_return;
  const bool known_who = co_await first_roster(sink);
  if (!known_who) co_return;
  SyncFsm::Step step = fsm.start(Steady::now());
  while (!stopping && !std::holds_alternative<SyncFsm::End>(step)) {
    if (const auto say = fsm.take_say()) {
      if (say->level == SyncFsm::Say::Level::info) log_info(say->text);
      if (say->level == SyncFsm::Say::Level::warning) log_warning(say->text);
      if (say->level == SyncFsm::Say::Level::error) log_error(say->text);
    }
    if (fsm.connected()) co_await keep_roster(sink);
    if (stopping) break;
    step = co_await perform(sink, std::move(step));
  }
  if (fsm.our_turn() && !fsm.since().empty()) co_await save_since(sink, fsm.since(), true);
}

awaitable<void> Core::keep_roster(EventSink& sink) {
  if (!roster_wanted && Steady::now() < roster_at) {
    if (fsm.our_turn()) co_await ask_profile(sink);
    co_return;
  }
  const bool loaded = co_await load_roster(sink);
  if (loaded) co_return;
  roster_wanted = false;
  roster_at = Steady::now() + roster_failed_wait;
}

awaitable<void> Core::ask_profile(EventSink& sink) {
  const std::optional<std::string> who = rounds.next(Steady::now());
  if (!who) co_return;
  Outcome<Profile> asked = co_await api.profile(*who);
  auto* profile = std::get_if<Profile>(&asked);
  if (stopping || profile == nullptr) co_return;  // their turn comes again
  Batch changes;
  intake.take_profile(*who, std::move(*profile), changes);
  for (Batch::One& one : changes.events) {
    const EventSink::Taken taken = co_await sink.take(std::move(one.event));
    if (!taken.kept) roster_wanted = true;
  }
}

// "MILLISECONDS TOKEN"
awaitable<std::string> Core::where_it_ended(EventSink& sink) {
  std::string name = since_note;
  const std::optional<std::string> kept = co_await sink.note(std::move(name));
  const std::size_t blank = kept ? kept->find(' ') : std::string::npos;
  read_up_to = kept ? std::strtoll(kept->c_str(), nullptr, 10) : 0;
  saved = blank == std::string::npos ? std::string() : kept->substr(blank + 1);
  co_return saved;
}

awaitable<SyncFsm::Step> Core::claim(EventSink& sink, milliseconds time) {
  const auto asked = Steady::now();
  std::string name = sync_turn;
  const EventSink::Turn turn = co_await sink.hold(std::move(name), time);
  if (stopping) co_return fsm.stop();
  std::string since;
  if (turn == EventSink::Turn::ours && !fsm.our_turn()) since = co_await where_it_ended(sink);
  const bool stood_by = fsm.stands_by();
  if (turn == EventSink::Turn::others || stood_by) {
    // What the one whose turn it is (or was) has learnt meanwhile.
    co_await intake.recall(sink);
    direct.look_again();
  }
  if (turn == EventSink::Turn::ours && stood_by) {
    roster_wanted = true;
    Outcome<Done> refreshed = co_await direct.refresh();
    if (const auto* failure = std::get_if<ApiFailure>(&refreshed)) co_return fsm.failed(*failure, asked);
  }
  if (stopping) co_return fsm.stop();
  co_return fsm.claimed(turn, std::move(since), asked);
}

awaitable<SyncFsm::Step> Core::perform(EventSink& sink, SyncFsm::Step step) {
  if (const auto* turn = std::get_if<SyncFsm::Claim>(&step)) {
    const milliseconds time = turn->time;
    SyncFsm::Step next = co_await claim(sink, time);
    co_return next;
  }
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
    co_return fsm.waited(Steady::now());
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
    const bool is_direct = one.direct;
    std::shared_ptr<asio::steady_timer> slow;
    if (one.waits && is_direct) {
      expecting[one.room] = Steady::now();
      slow = announce(one.room);
    }
    if (one.waits) rounds.wrote(person.value, Steady::now());
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

awaitable<void> Core::run(std::shared_ptr<Core> self, EventSink& sink) {
  try {
    co_await asio::co_spawn(self->executor, self->serve(sink),
                            asio::bind_cancellation_slot(self->abandon.slot(), asio::use_awaitable));
  } catch (const std::exception&) {
    // Called off, or the database is being closed.
    if (!self->stopping) throw;
  }
}

}  // namespace houston::bot::matrix
