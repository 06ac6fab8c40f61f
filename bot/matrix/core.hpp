// A Matrix account at work: its parts put together, and the loop that goes from who we are to who is there to
// what happens.
//   core_start.cpp   who we are, who is there
//   core.cpp         the loop
//   courtesy.cpp     typing, read receipts, answers for once
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <random>
#include <string>

#include "bot/matrix/delivery.hpp"
#include "bot/matrix/direct_rooms.hpp"
#include "bot/matrix/intake.hpp"
#include "bot/matrix/known.hpp"
#include "bot/matrix/matrix.hpp"
#include "bot/matrix/profile_rounds.hpp"
#include "bot/matrix/roster.hpp"
#include "bot/matrix/session.hpp"
#include "bot/matrix/sync_fsm.hpp"

namespace houston::bot::matrix {

/// Kept alive by the coroutines that use it, so that the platform may go away at any time. Belongs to its
/// executor's thread.
struct Core : std::enable_shared_from_this<Core> {
  using Steady = std::chrono::steady_clock;

  Core(boost::asio::any_io_executor executor, MatrixOptions options, Transport transport, Metrics& metrics);

  boost::asio::awaitable<void> serve(EventSink& sink);
  boost::asio::awaitable<bool> identify(EventSink& sink);
  boost::asio::awaitable<void> know_device(EventSink& sink, std::string name);
  boost::asio::awaitable<bool> first_roster(EventSink& sink);
  boost::asio::awaitable<bool> load_roster(EventSink& sink);
  boost::asio::awaitable<SyncFsm::Step> perform(EventSink& sink, SyncFsm::Step step);
  boost::asio::awaitable<SyncFsm::Step> claim(EventSink& sink, std::chrono::milliseconds time);
  boost::asio::awaitable<std::string> where_it_ended(EventSink& sink);
  boost::asio::awaitable<void> keep_roster(EventSink& sink);
  boost::asio::awaitable<void> ask_profile(EventSink& sink);
  boost::asio::awaitable<SyncFsm::Step> take(EventSink& sink, bool first);
  boost::asio::awaitable<bool> hand_on(EventSink& sink, Batch batch, std::string next);
  boost::asio::awaitable<bool> save_since(EventSink& sink, std::string next, bool at_once);
  boost::asio::awaitable<void> pause(std::chrono::milliseconds time);
  boost::asio::awaitable<SendOutcome> send(storage::OutboxRow row, Addressing addressing);
  /// "Typing", unless the timer is cancelled soon.
  std::shared_ptr<boost::asio::steady_timer> announce(const std::string& room);
  void receipt(const std::string& room, const std::string& event);
  void answer(const PersonId& person, chat::Message message);
  void complain(const std::string& why);

  static boost::asio::awaitable<void> run(std::shared_ptr<Core> self, EventSink& sink);

  boost::asio::any_io_executor executor;
  MatrixOptions options;
  Metrics& metrics;
  Api api;
  Session session;
  Known known;
  Profiles profiles;
  ProfileRounds rounds;
  DirectRooms direct;
  Delivery delivery;
  Intake intake;
  SyncFsm fsm;
  std::mt19937_64 random;
  boost::asio::steady_timer wake;
  boost::asio::cancellation_signal abandon;
  Synced synced;              // what the last poll brought
  std::string start_problem;  // why Houston does not know yet who it is
  std::optional<Steady::time_point> complained;
  Steady::time_point roster_at{};  // when it is asked for again
  bool roster_wanted = false;
  Steady::time_point saved_at{};
  std::string saved;            // the point that stands in the database
  std::int64_t read_up_to = 0;  // by the server's clock, in milliseconds: about where `since` stands
  std::map<std::string, Steady::time_point> expecting;  // direct rooms where somebody waits for an answer
  bool stopping = false;
};

}  // namespace houston::bot::matrix
