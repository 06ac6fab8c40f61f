// Who we are, and who is there.

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "bot/matrix/core.hpp"
#include "bot/matrix/log.hpp"
#include "bot/net/backoff.hpp"

namespace houston::bot::matrix {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using Kind = ApiFailure::Kind;
using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

constexpr const char* device_note = "sync.device";
// All that changes is told by events; this is for what an event did not reach us of.
constexpr std::chrono::hours roster_every{6};
constexpr std::chrono::minutes roster_again{5};
constexpr milliseconds first_wait{1000};
constexpr milliseconds longest_wait{60000};
constexpr std::chrono::minutes complain_every{1};

}  // namespace

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
  rounds.know(known.roster.people, known.self, Steady::now());
  // The one whose turn it is to read knows better what has happened since.
  if (!fsm.stands_by()) {
    chat::Event event;
    event.workspace = options.workspace.name;
    event.at = options.clock->now();
    event.forms = false;
    event.whispers = false;
    event.what = neutral(known.roster, options.workspace.name);
    EventSink::Taken taken = co_await sink.take(std::move(event));
    if (!taken.kept) co_return false;
  }
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
    Outcome<Done> refreshed = co_await direct.refresh();
    if (const auto* failure = std::get_if<ApiFailure>(&refreshed)) {
      complain(failure->what);
    } else {
      const bool loaded = co_await load_roster(sink);
      if (loaded) co_return true;
    }
    if (stopping) break;
    co_await pause(backoff.next());
  }
  co_return false;
}

}  // namespace houston::bot::matrix
