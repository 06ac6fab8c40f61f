// Delivers outbox rows to a homeserver, and finds posts that are in doubt.
//
// The row's key is the transaction id, so the homeserver itself drops a repeat from the same device. It
// forgets transactions after a while (Synapse: half an hour in memory, a day in its database), so the key
// stands in the event's content as well, and what is in doubt for longer is looked up in the room.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>

#include "bot/matrix/api.hpp"
#include "bot/matrix/direct_rooms.hpp"
#include "bot/matrix/known.hpp"
#include "bot/matrix/lane.hpp"
#include "bot/matrix/render_message.hpp"
#include "bot/platform.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::matrix {

/// Belongs to its executor's thread.
class Delivery {
 public:
  Delivery(boost::asio::any_io_executor executor, Api& api, Known& known, DirectRooms& direct,
           const scheduler::Clock& clock, std::uint64_t seed);

  boost::asio::awaitable<SendOutcome> send(const storage::OutboxRow& row, const Addressing& addressing);
  boost::asio::awaitable<FindOutcome> find(const storage::OutboxRow& row, const Addressing& addressing);

  /// Not durable: said to the person alone, in their direct room.
  boost::asio::awaitable<void> tell(std::string person, chat::Message message);

  /// Transactions of before that moment were made by another device: repeating them is no repeat.
  void device_since(Instant at) { device_since_ = at; }

 private:
  struct Where {
    std::string room;
    std::string thread;  ///< "" for none.
    bool direct = false;
  };
  using Found = std::variant<Where, SendOutcome>;

  boost::asio::awaitable<Found> place_of(const storage::OutboxRow& row, const Addressing& addressing);
  boost::asio::awaitable<SendOutcome> post(const storage::OutboxRow& row, const Addressing& addressing);
  boost::asio::awaitable<SendOutcome> update(const storage::OutboxRow& row, const Addressing& addressing);
  boost::asio::awaitable<SendOutcome> remove(const storage::OutboxRow& row, const Addressing& addressing);
  boost::asio::awaitable<SendOutcome> react(const storage::OutboxRow& row);
  boost::asio::awaitable<FindOutcome> look_up(const storage::OutboxRow& row, const Addressing& addressing);

  /// The one door by which content goes out. A layer that encrypts stands here: it turns (type, content)
  /// into m.room.encrypted for rooms that ask for it.
  boost::asio::awaitable<Outcome<std::string>> put(std::string room, std::string type,
                                                   std::string transaction, nlohmann::json content);
  /// A call that counts against the limit on messages: while the server limits, one at a time, and none
  /// before the time it named.
  template <class Work>
  boost::asio::awaitable<Outcome<std::string>> limited(Work work);

  Look look(bool direct) const;
  SendOutcome outcome_of(const ApiFailure& failure, bool repeatable, const std::string& room) const;

  Api& api_;
  Known& known_;
  DirectRooms& direct_;
  const scheduler::Clock& clock_;
  std::string life_;  ///< Begins the transaction ids of what is not durable.
  int told_ = 0;
  Instant device_since_{};
  Lane lane_;
  std::chrono::steady_clock::time_point closed_until_{};
  std::chrono::steady_clock::time_point one_at_a_time_until_{};
};

}  // namespace houston::bot::matrix
