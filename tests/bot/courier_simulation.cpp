// The courier on a platform that misbehaves, and that is dropped in mid-flight again and again: everything
// that was said arrives exactly once and in order.
#include <boost/asio/io_context.hpp>
#include <map>
#include <memory>
#include <set>
#include <vector>

#include "bot/courier.hpp"
#include "storage/tables.hpp"
#include "tests/bot/fake_world.hpp"
#include "tests/bot/support.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot {
namespace {

using namespace testing;
using storage::Action;
using storage::Delivery;
using storage::Place;

const WorkspaceId kAcme{"acme"};

Place room(const std::string& id) {
  return {Place::Kind::room, kAcme, id, std::nullopt};
}

/// A process: everything in it is lost in a crash.
struct Life {
  Life(const std::string& url, FakeWorld& world, const TurnHandlers& handlers, const TestClock& clock,
       Metrics& metrics, std::uint64_t seed)
      : database(open_database(url)),
        jobs(*database, handlers, clock, metrics),
        platform(io.get_executor(), world),
        courier(io.get_executor(), platform, jobs, handlers, clock, metrics, options(seed)) {
    courier.start();
  }

  static CourierOptions options(std::uint64_t seed) {
    CourierOptions options;
    options.seed = seed;
    return options;
  }

  std::unique_ptr<storage::Database> database;
  InlineJobs jobs;
  boost::asio::io_context io{1};
  FakePlatform platform;
  Courier courier;
};

struct Simulation {
  explicit Simulation(std::uint64_t seed) : world(clock, seed), seed(seed) {
    handlers.undeliverable = [this](handlers::Turn&, const storage::OutboxRow& row) { told.insert(row.id); };
    begin();
  }

  void begin() {
    life.reset();
    ++lives;
    life = std::make_unique<Life>(folder.database_url(), world, handlers, clock, metrics, seed + lives);
  }

  /// In one transaction, as a turn does.
  template <class Say>
  void turn(Say say) {
    storage::Transaction transaction(*life->database);
    storage::Outbox outbox(*life->database);
    say(outbox);
    transaction.commit();
    life->courier.wake();
  }

  std::optional<Instant> next() {
    auto waits = life->courier.waits_until();
    const auto ready = storage::Outbox(*life->database).next_ready(kAcme);
    if (!waits || (ready && *ready < *waits)) waits = ready;
    return waits;
  }

  int unfinished() { return storage::Outbox(*life->database).depth(); }

  /// One turn of the loop; moves the clock when nothing else can happen.
  void step() {
    life->io.poll_one();
    too_close += std::exchange(life->platform.too_close, 0);
    if (life->courier.busy()) return;
    const auto to = next();
    if (to) clock.advance_to(*to);
    life->courier.wake();
  }

  void run_until_delivered(double crash_probability) {
    for (int steps = 0; unfinished() > 0; ++steps) {
      REQUIRE(steps < 2'000'000);
      // depth() is a query; the loop is worth many turns between two of them.
      for (int i = 0; i < 20; ++i) {
        step();
        if (world.chance(crash_probability)) begin();
      }
    }
  }

  TestClock clock;
  FakeWorld world;
  const std::uint64_t seed;
  TemporaryFolder folder;
  Metrics metrics;
  TurnHandlers handlers = quiet_handlers();
  std::set<MessageId> told;
  int too_close = 0;
  std::uint64_t lives = 0;
  std::unique_ptr<Life> life;
};

/// What was said, to be compared with what arrived.
struct Script {
  std::vector<MessageId> posts;
  std::map<std::string, std::vector<MessageId>> by_place;
  std::map<MessageId, std::string> final_body;

  MessageId say(storage::Outbox& outbox, const Place& place, const std::string& body, Instant now) {
    const MessageId id = outbox.add(place, Action::post, std::nullopt, body, now);
    posts.push_back(id);
    by_place[place.id].push_back(id);
    final_body[id] = body;
    return id;
  }
  void revise(storage::Outbox& outbox, const Place& place, MessageId id, const std::string& body,
              Instant now) {
    outbox.add(place, Action::update, id, body, now);
    final_body[id] = body;
  }
};

void say_a_lot(Simulation& simulation, Script& script) {
  simulation.turn([&](storage::Outbox& outbox) {
    const Instant now = simulation.clock.now();
    const Place channel = room("C1");
    const MessageId head = script.say(outbox, channel, "head", now);
    for (int person = 0; person < 12; ++person) {
      const Place direct{Place::Kind::person, kAcme, "U" + std::to_string(person), std::nullopt};
      script.say(outbox, direct, "prompt " + std::to_string(person), now);
      Place thread = channel;
      thread.thread = head;
      script.say(outbox, thread, "answer " + std::to_string(person), now);
      script.revise(outbox, channel, head, "head, " + std::to_string(person + 1) + " answers", now);
      outbox.add(direct, Action::home, std::nullopt, "home", now);
    }
  });
}

void check_exactly_once(Simulation& simulation, const Script& script) {
  storage::Outbox outbox(*simulation.life->database);
  std::map<std::string, int> arrived;
  std::map<std::string, std::vector<std::string>> order;
  for (const auto& posted : simulation.world.posts) {
    ++arrived[posted.key];
    order[posted.place].push_back(posted.key);
  }
  CHECK(arrived.size() == script.posts.size());
  for (const MessageId id : script.posts) {
    const auto row = outbox.find(id);
    REQUIRE(row);
    CHECK(row->delivery == Delivery::sent);
    CHECK(arrived[row->key] == 1);
    REQUIRE(row->receipt);
    for (const auto& posted : simulation.world.posts) {
      if (posted.key != row->key) continue;
      CHECK(posted.receipt == *row->receipt);
      CHECK(posted.body == script.final_body.at(id));
    }
  }
  for (const auto& [place, ids] : script.by_place) {
    std::vector<std::string> said;
    for (const MessageId id : ids) said.push_back(outbox.find(id)->key);
    CHECK(order[place] == said);
  }
}

TEST_CASE("On a good day everything arrives once, in order, spaced, and several places at a time") {
  Simulation simulation(1);
  simulation.world.trouble = 0;
  Script script;
  say_a_lot(simulation, script);
  int most = 0;
  for (int i = 0; i < 100000 && simulation.unfinished() > 0; ++i) {
    simulation.step();
    most = std::max(most, simulation.life->platform.most_at_once);
  }
  check_exactly_once(simulation, script);
  CHECK(simulation.too_close == 0);
  CHECK(most > 1);
  CHECK(most <= 8);
}

TEST_CASE("On a platform that limits, fails and loses answers everything arrives once and in order") {
  const auto seed = GENERATE(11, 12, 13, 14, 15);
  INFO("seed " << seed);
  Simulation simulation(static_cast<std::uint64_t>(seed));
  Script script;
  say_a_lot(simulation, script);
  simulation.run_until_delivered(0);
  check_exactly_once(simulation, script);
  CHECK(simulation.too_close == 0);
}

TEST_CASE("Dropped in mid-flight again and again, everything arrives once and in order") {
  const auto seed = GENERATE(21, 22, 23, 24, 25, 26, 27, 28);
  INFO("seed " << seed);
  Simulation simulation(static_cast<std::uint64_t>(seed));
  Script script;
  say_a_lot(simulation, script);
  simulation.run_until_delivered(0.01);
  check_exactly_once(simulation, script);
  CHECK(simulation.lives > 3);
}

TEST_CASE("What is refused is given up once, told, and does not hold up its place") {
  Simulation simulation(31);
  simulation.world.trouble = 0;
  simulation.world.refused_places = {"C9"};
  MessageId lost, reply, kept;
  simulation.turn([&](storage::Outbox& outbox) {
    const Instant now = simulation.clock.now();
    lost = outbox.add(room("C9"), Action::post, std::nullopt, "lost", now);
    Place thread = room("C9");
    thread.thread = lost;
    reply = outbox.add(thread, Action::post, std::nullopt, "lost with it", now);
    kept = outbox.add(room("C1"), Action::post, std::nullopt, "kept", now);
  });
  simulation.run_until_delivered(0);
  storage::Outbox outbox(*simulation.life->database);
  CHECK(outbox.find(lost)->delivery == Delivery::failed);
  CHECK(outbox.find(lost)->error == "there is no such place");
  CHECK(outbox.find(reply)->delivery == Delivery::failed);
  CHECK(outbox.find(kept)->delivery == Delivery::sent);
  CHECK(simulation.told == std::set<MessageId>{lost});
}

TEST_CASE("A limit on a method is stored, and rows of its kind then wait for it together") {
  Simulation simulation(41);
  simulation.world.trouble = 0;
  simulation.world.limited["chat.postMessage"] = simulation.clock.now() + std::chrono::seconds(20);
  simulation.turn([&](storage::Outbox& outbox) {
    for (int i = 0; i < 30; ++i) {
      outbox.add(room("C" + std::to_string(i)), Action::post, std::nullopt, "x", simulation.clock.now());
    }
  });
  simulation.run_until_delivered(0);
  CHECK(simulation.world.posts.size() == 30);
  // Those that were on their way when the limit became known, and no more.
  CHECK(simulation.world.limit_broken <= 8);
}

TEST_CASE("A clean stop leaves nothing leased and nothing in doubt") {
  Simulation simulation(51);
  simulation.world.trouble = 0;
  Script script;
  say_a_lot(simulation, script);
  for (int i = 0; i < 200; ++i) simulation.step();
  simulation.life->courier.stop();
  for (int i = 0; i < 10000 && !simulation.life->courier.stopped(); ++i) simulation.life->io.poll_one();
  REQUIRE(simulation.life->courier.stopped());
  CHECK(storage::Outbox(*simulation.life->database)
            .take_in_doubt(kAcme, "other", Instant::max(), Instant::max(), 100)
            .empty());
  simulation.begin();
  simulation.run_until_delivered(0);
  check_exactly_once(simulation, script);
}

}  // namespace
}  // namespace houston::bot
