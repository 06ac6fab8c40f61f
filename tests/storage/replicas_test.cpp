// Several replicas over one PostgreSQL: the work is shared, nothing is done twice or out of order.
#include <algorithm>
#include <atomic>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

namespace {

constexpr int kReplicas = 4;

/// One of them failed: the others need not wait for its share.
std::atomic<bool> broken = false;

/// Runs `work(replica, tables, database)` in a thread and with a connection each.
template <class Work>
void replicas(const FreshDatabase& fresh, Work work) {
  std::vector<std::thread> threads;
  std::vector<std::string> failed(kReplicas);
  for (int replica = 0; replica < kReplicas; ++replica)
    threads.emplace_back([&, replica] {
      try {
        auto database = fresh.open();
        Tables tables(*database);
        work(replica, tables, *database);
      } catch (const std::exception& error) {
        failed[static_cast<std::size_t>(replica)] = error.what();
        broken = true;
      }
    });
  for (std::thread& thread : threads) thread.join();
  for (const std::string& why : failed) CHECK(why == "");
}

}  // namespace

TEST_CASE("a timer that one replica is firing is passed over by the other", "[storage]") {
  HOUSTON_NEED(Engine::postgresql);
  Given one(Engine::postgresql);
  auto second = one.fresh.open();
  Tables other(*second);
  one.tables.timers.set({"prompt", "a"}, at(1));
  one.tables.timers.set({"prompt", "b"}, at(2));
  Transaction mine(*one.database);
  CHECK(one.tables.timers.take_due(at(9))->key.subject == "a");
  {
    Transaction theirs(*second);
    CHECK(other.timers.take_due(at(9))->key.subject == "b");
    CHECK_FALSE(other.timers.take_due(at(9)).has_value());
    theirs.commit();
  }
  mine.commit();
  CHECK(one.tables.timers.next_due() == std::nullopt);
}

TEST_CASE("replicas that fire timers at once fire each once", "[storage]") {
  HOUSTON_NEED(Engine::postgresql);
  Given given(Engine::postgresql);
  constexpr int kTimers = 200;
  for (int i = 0; i < kTimers; ++i) given.tables.timers.set({"prompt", std::to_string(i)}, at(i % 7));
  std::mutex mutex;
  std::multiset<std::string> fired;
  replicas(given.fresh, [&](int, Tables& tables, Database& database) {
    for (int i = 0;; ++i) {
      Transaction transaction(database);
      const auto timer = tables.timers.take_due(at(100));
      if (!timer) return;
      if (i % 5 == 4) continue;  // This turn fails: the timer is given back.
      transaction.commit();
      const std::lock_guard lock(mutex);
      fired.insert(timer->key.subject);
    }
  });
  // A replica may have left while another still held a timer that it then gave back.
  while (const auto timer = given.tables.timers.take_due(at(100))) fired.insert(timer->key.subject);
  CHECK(fired.size() == kTimers);
  CHECK(std::set<std::string>(fired.begin(), fired.end()).size() == kTimers);
}

TEST_CASE("replicas that are told the same event take it once", "[storage]") {
  HOUSTON_NEED(Engine::postgresql);
  FreshDatabase fresh(Engine::postgresql);
  fresh.open();
  std::atomic<int> taken = 0;
  replicas(fresh, [&](int, Tables& tables, Database& database) {
    for (int i = 0; i < 50; ++i) {
      Transaction transaction(database);
      const bool first = tables.inbox.record(kAcme, "Ev" + std::to_string(i), at(0));
      transaction.commit();
      if (first) ++taken;
    }
  });
  CHECK(taken == 50);
}

TEST_CASE("couriers share the places, and every place keeps its order", "[storage]") {
  HOUSTON_NEED(Engine::postgresql);
  Given given(Engine::postgresql);
  constexpr int kRooms = 5;
  constexpr int kMessages = 100;
  {
    Transaction transaction(*given.database);
    for (int i = 0; i < kMessages; ++i) given.post(room("C" + std::to_string(i % kRooms)));
    transaction.commit();
  }
  std::mutex mutex;
  std::map<std::string, std::vector<MessageId>> arrived;
  replicas(given.fresh, [&](int replica, Tables& tables, Database&) {
    const std::string owner = "replica " + std::to_string(replica);
    while (!broken && tables.outbox.depth() > 0) {
      for (const OutboxRow& row : tables.outbox.claim(kAcme, owner, at(0), at(60'000), 2)) {
        {
          // It arrives before anybody is told that it did.
          const std::lock_guard lock(mutex);
          arrived[row.place.id].push_back(row.id);
        }
        // Now and then the platform asks to come back: the place must wait for that row.
        if (row.attempts == 1 && row.id.value % 7 == 0) {
          {
            const std::lock_guard lock(mutex);
            arrived[row.place.id].pop_back();
          }
          tables.outbox.postpone(row.id, at(0), "rate limit");
        } else {
          tables.outbox.sent(row.id, Receipt{row.place.id, std::to_string(row.id.value)}, at(0));
        }
      }
    }
  });
  std::size_t all = 0;
  for (const auto& [place, messages] : arrived) {
    CHECK(std::is_sorted(messages.begin(), messages.end()));
    CHECK(std::adjacent_find(messages.begin(), messages.end()) == messages.end());
    all += messages.size();
  }
  CHECK(all == kMessages);
}

TEST_CASE("replicas that open the same occurrence create one", "[storage]") {
  HOUSTON_NEED(Engine::postgresql);
  FreshDatabase fresh(Engine::postgresql);
  fresh.open();
  std::atomic<int> created = 0;
  replicas(fresh, [&](int, Tables& tables, Database& database) {
    for (unsigned day = 1; day <= 20; ++day) {
      Transaction transaction(database);
      if (tables.occurrences.create(kVision, kDaily, november(day), at(day))) ++created;
      transaction.commit();
    }
  });
  CHECK(created == 20);
}
