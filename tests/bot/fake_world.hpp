// A platform that answers when it likes: it limits, fails, loses requests and answers, and shows a message in
// its history only after a while. What was delivered outlives the courier that delivered it.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <map>
#include <optional>
#include <random>
#include <set>
#include <string>
#include <vector>

#include "bot/platform.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::testing {

class FakeWorld {
 public:
  struct Posted {
    std::string key;
    std::string place;
    std::string body;  ///< As last updated.
    Instant at;
    Instant visible;  ///< In the history.
    storage::Receipt receipt;
    bool removed = false;
  };

  FakeWorld(const scheduler::Clock& clock, std::uint64_t seed) : clock(clock), random(seed) {}

  bool chance(double probability) { return std::bernoulli_distribution(probability)(random); }

  const scheduler::Clock& clock;
  std::mt19937_64 random;
  std::vector<Posted> posts;
  std::set<std::string> refused_places;    ///< Whatever is posted there is refused.
  double trouble = 0.3;                    ///< Of each request.
  std::map<std::string, Instant> limited;  ///< Scope → until when.
  int limit_broken = 0;                    ///< Requests in spite of a limit that had been told.
  int requests = 0;
};

/// One life's connection to the world.
class FakePlatform final : public Platform {
 public:
  FakePlatform(boost::asio::any_io_executor executor, FakeWorld& world)
      : executor_(executor), world_(world) {}

  const WorkspaceId& workspace() const override { return workspace_; }
  boost::asio::awaitable<void> run(EventSink&) override { co_return; }
  void stop() override {}
  Health health() const override { return {true, ""}; }
  boost::asio::awaitable<SendOutcome> send(const storage::OutboxRow& row,
                                           const Addressing& addressing) override;
  boost::asio::awaitable<FindOutcome> find(const storage::OutboxRow& row,
                                           const Addressing& addressing) override;
  std::chrono::milliseconds spacing() const override { return std::chrono::milliseconds(1000); }

  std::map<std::string, Instant> last_post;  ///< By place, in this life.
  int too_close = 0;                         ///< Posts closer together than spacing().
  int most_at_once = 0;

 private:
  boost::asio::awaitable<void> pass();
  std::optional<SendOutcome> fault(const std::string& scope);
  SendOutcome act(const storage::OutboxRow& row, const Addressing& addressing);

  boost::asio::any_io_executor executor_;
  FakeWorld& world_;
  WorkspaceId workspace_{"acme"};
  int under_way_ = 0;
};

}  // namespace houston::bot::testing
