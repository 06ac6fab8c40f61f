// What a Courier is made of, for the two rooms it is written in: courier.cpp claims rows and waits for more,
// courier_deliver.cpp carries one out. Internal to Courier.
#pragma once

#include <atomic>
#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/steady_timer.hpp>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "bot/courier.hpp"
#include "bot/courier_fsm.hpp"

namespace houston::bot {

/// A row that is this courier's to deliver.
struct Claim {
  storage::OutboxRow row;
  Addressing addressing;
  bool in_doubt = false;
};

struct Batch {
  std::vector<Claim> claims;
  std::optional<Instant> next;  ///< When there may be more.
};

using Scopes = std::map<storage::Action, std::set<std::string>>;

/// A person or a room, whatever the thread: what the platform's spacing is about.
using SpacedPlace = std::pair<storage::Place::Kind, std::string>;

struct Courier::Impl : std::enable_shared_from_this<Impl> {
  Impl(boost::asio::any_io_executor executor, Platform& platform, Jobs& jobs, const TurnHandlers& handlers,
       const scheduler::Clock& clock, Metrics& metrics, CourierOptions options)
      : executor(executor),
        platform(platform),
        jobs(jobs),
        handlers(handlers),
        clock(clock),
        metrics(metrics),
        options(std::move(options)),
        random(this->options.seed),
        bell(executor) {}

  // The executor's thread.
  boost::asio::awaitable<void> serve();
  boost::asio::awaitable<Batch> claim(int wanted, bool first, bool& refused);
  boost::asio::awaitable<void> await_news(std::optional<Instant> next, std::chrono::milliseconds at_most);
  void begin(Claim claim);
  boost::asio::awaitable<void> deliver(Claim claim);
  boost::asio::awaitable<Step> perform(const step::Send&, Delivery& delivery, const Claim& claim);
  boost::asio::awaitable<Step> perform(const step::Find&, Delivery& delivery, const Claim& claim);
  boost::asio::awaitable<Step> perform(const step::Wait& wait, Delivery& delivery, const Claim& claim);
  boost::asio::awaitable<void> write_down(const Step& end, const Claim& claim);
  boost::asio::awaitable<void> commit(std::string name, std::function<void(storage::Database&)> run,
                                      std::function<void(storage::Database&, const std::string&)> instead);
  Instant slot_for(const storage::OutboxRow& row);
  void keep_distance(const storage::OutboxRow& row);
  void ring();
  void note(const char* result, const Claim& claim, const std::string& why);

  void tell_activity() { ++activity; }
  void set_busy(int by) {
    busy += by;
    ++activity;
  }

  const boost::asio::any_io_executor executor;
  Platform& platform;
  Jobs& jobs;
  const TurnHandlers& handlers;
  const scheduler::Clock& clock;
  Metrics& metrics;
  const CourierOptions options;
  std::mt19937_64 random;

  boost::asio::steady_timer bell;  ///< What serve() waits on; ring() cancels it.
  bool rung = false;
  bool stopping = false;
  std::set<MessageId> underway;
  std::set<boost::asio::steady_timer*> waiting;  ///< Deliveries that wait for the Clock.
  std::map<SpacedPlace, Instant> next_slot;
  Scopes scopes;

  // Any thread.
  std::atomic<int> busy{0};
  std::atomic<std::uint64_t> activity{0};
  std::atomic<bool> serving{false};
  std::atomic<bool> woken{false};
  mutable std::mutex mutex;
  std::multiset<Instant> waits;
};

}  // namespace houston::bot
