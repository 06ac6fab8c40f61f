// What is polite: that somebody sees that they were read, and that an answer is on its way. None of it is
// worth an error.

#include <algorithm>
#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>

#include "bot/matrix/core.hpp"
#include "bot/matrix/log.hpp"

namespace houston::bot::matrix {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using Steady = std::chrono::steady_clock;
using std::chrono::milliseconds;

// An answer that takes longer is announced.
constexpr milliseconds typing_after{700};
constexpr milliseconds typing_lasts{20000};
constexpr std::chrono::minutes expects_answer{1};

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

}  // namespace

std::shared_ptr<asio::steady_timer> Core::announce(const std::string& room) {
  auto timer = std::make_shared<asio::steady_timer>(executor, typing_after);
  asio::co_spawn(executor, announce_later(shared_from_this(), room, timer), log_lost);
  return timer;
}

void Core::receipt(const std::string& room, const std::string& event) {
  asio::co_spawn(executor, send_receipt(shared_from_this(), room, event), log_lost);
}

void Core::answer(const PersonId& person, chat::Message message) {
  asio::co_spawn(executor, give_answer(shared_from_this(), person.value, std::move(message)), log_lost);
}

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

}  // namespace houston::bot::matrix
