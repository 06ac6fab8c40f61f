// The database thread: groups, turns that fail, a database that is away, full or damaged.
#include "bot/worker.hpp"

#include <chrono>
#include <future>
#include <memory>
#include <set>
#include <vector>

#include "storage/tables.hpp"
#include "tests/bot/support.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot {
namespace {

using namespace testing;
using Kind = storage::DatabaseError::Kind;

const WorkspaceId kAcme{"acme"};

chat::Event said(const std::string& key, const std::string& text, bool direct = true) {
  chat::Event event;
  event.workspace = kAcme;
  event.key = key;
  event.person = PersonId{"U1"};
  chat::Said what;
  what.room = RoomId{"D1"};
  what.text = chat::plain(text);
  what.direct = direct;
  what.mentions_houston = !direct;
  event.what = what;
  return event;
}

std::string text_of(const chat::Event& event) {
  return std::get<chat::Plain>(std::get<chat::Said>(event.what).text.front()).text;
}

/// A worker with a database, whose handler records keys and does what `on_event` says.
struct Bench {
  Bench() {
    handlers.handle = [this](handlers::Turn& turn, const chat::Event& event) {
      if (!turn.tables().inbox.record(event.workspace, event.key, turn.now())) return false;
      if (on_event) on_event(turn, event);
      return true;
    };
    handlers.fire = [this](handlers::Turn& turn, const storage::Timer& timer) {
      if (on_timer) on_timer(turn, timer);
    };
  }

  void start(WorkerOptions options = {}) {
    options.probe_every = std::chrono::milliseconds(1);
    options.reconnect_first = std::chrono::milliseconds(1);
    options.reconnect_ceiling = std::chrono::milliseconds(2);
    auto made = Worker::create(open_database(folder.database_url()), handlers, clock, metrics, options);
    REQUIRE(made.has_value());
    worker = std::move(*made);
    worker->start();
  }

  std::future<EventEnd> post(chat::Event event) {
    auto promise = std::make_shared<std::promise<EventEnd>>();
    auto future = promise->get_future();
    worker->post(event_job(std::move(event), handlers, clock, metrics,
                           [promise](EventEnd end) { promise->set_value(std::move(end)); }));
    return future;
  }

  /// Runs `look` on the database thread.
  void with_tables(std::function<void(storage::Tables&)> look) {
    std::promise<JobEnd> done;
    Job job;
    job.name = "test";
    job.run = [&](storage::Database& database) {
      storage::Tables tables(database);
      look(tables);
    };
    job.done = [&](JobEnd end) { done.set_value(end); };
    worker->post(std::move(job));
    REQUIRE(done.get_future().get() == JobEnd::committed);
  }

  int outbox_depth() {
    int depth = 0;
    with_tables([&](storage::Tables& tables) { depth = tables.outbox.depth(); });
    return depth;
  }

  TemporaryFolder folder;
  TestClock clock;
  Metrics metrics;
  TurnHandlers handlers = quiet_handlers();
  std::function<void(handlers::Turn&, const chat::Event&)> on_event;
  std::function<void(handlers::Turn&, const storage::Timer&)> on_timer;
  std::unique_ptr<Worker> worker;
};

TEST_CASE("An event is acknowledged when its turn has committed, and a redelivery changes nothing") {
  Bench bench;
  int handled = 0;
  bench.on_event = [&](handlers::Turn& turn, const chat::Event&) {
    ++handled;
    turn.reply(chat::paragraph("Noted"));
  };
  bench.start();
  CHECK(bench.post(said("E1", "hello")).get().kept);
  const EventEnd again = bench.post(said("E1", "hello")).get();
  CHECK(again.kept);
  CHECK(again.immediate.empty());
  CHECK(handled == 1);
  CHECK(bench.metrics.value("events", {{"kind", "said"}, {"result", "repeated"}}) == 1);
}

TEST_CASE("What answers a direct message is said there durably, elsewhere it is immediate") {
  Bench bench;
  bench.on_event = [](handlers::Turn& turn, const chat::Event&) { turn.reply(chat::paragraph("Noted")); };
  bench.start();
  CHECK(bench.post(said("E1", "hello", true)).get().immediate.empty());
  CHECK(bench.outbox_depth() == 1);
  CHECK(bench.post(said("E2", "hello", false)).get().immediate.reply.has_value());
  CHECK(bench.outbox_depth() == 1);
}

TEST_CASE("A turn that throws fails alone, after three tries it is acknowledged and its person told") {
  Bench bench;
  int tries = 0;
  bench.on_event = [&](handlers::Turn& turn, const chat::Event& event) {
    turn.say({storage::Place::Kind::person, kAcme, "U2", std::nullopt}, chat::paragraph("half done"));
    if (text_of(event) == "poison") {
      ++tries;
      throw std::runtime_error("no such thing");
    }
  };
  bench.start();
  auto before = bench.post(said("E1", "fine"));
  auto poison = bench.post(said("E2", "poison", false));
  auto after = bench.post(said("E3", "fine"));
  CHECK(before.get().kept);
  const EventEnd end = poison.get();
  CHECK(end.kept);
  REQUIRE(end.immediate.reply.has_value());
  CHECK(end.immediate.reply->summary.find("something went wrong") != std::string::npos);
  CHECK(after.get().kept);
  CHECK(tries == 3);
  // Nothing of the failed turn was kept, all of the others'.
  CHECK(bench.outbox_depth() == 2);
  // And it does not come back.
  CHECK(bench.post(said("E2", "poison", false)).get().kept);
  CHECK(tries == 3);
}

TEST_CASE(
    "What a platform is to find again is kept with the turn of its event, once or given up, or not at all") {
  Bench bench;
  bench.start();
  const auto since = [&] {
    std::optional<std::string> found;
    bench.with_tables([&](storage::Tables& tables) { found = tables.platform_notes.find(kAcme, "since"); });
    return found;
  };
  const auto post = [&](const std::string& key, const std::string& mark) {
    chat::Event event = said(key, "hello");
    event.notes["since"] = mark;
    return bench.post(std::move(event)).get().kept;
  };
  std::optional<std::string> during;
  bench.on_event = [&](handlers::Turn& turn, const chat::Event&) {
    during = turn.tables().platform_notes.find(kAcme, "since");
  };
  CHECK(post("E1", "s1"));
  CHECK(since() == "s1");
  CHECK_FALSE(during.has_value());
  // A redelivery, with what the platform read since.
  CHECK(post("E1", "s2"));
  CHECK(since() == "s2");
  bench.on_event = [](handlers::Turn&, const chat::Event&) { throw std::runtime_error("a mistake"); };
  CHECK(post("E2", "s3"));
  CHECK(since() == "s3");
  CHECK(post("E3", ""));
  CHECK_FALSE(since().has_value());
}

TEST_CASE("A broken invariant of one turn is not taken for trouble with the database") {
  Bench bench;
  bench.on_event = [&](handlers::Turn&, const chat::Event&) {
    throw storage::DatabaseError(Kind::conflict, "a unique key refused the row");
  };
  bench.start();
  CHECK(bench.post(said("E1", "x")).get().kept);
  CHECK(bench.worker->problem().empty());
}

TEST_CASE("When the database goes away, everything is rolled back and done again") {
  Bench bench;
  int failures = 3;
  bench.on_event = [&](handlers::Turn& turn, const chat::Event&) {
    turn.reply(chat::paragraph("Noted"));
    if (failures-- > 0) throw storage::DatabaseError(Kind::unavailable, "connection lost");
  };
  bench.start();
  auto first = bench.post(said("E1", "x"));
  auto second = bench.post(said("E2", "x"));
  CHECK(first.get().kept);
  CHECK(second.get().kept);
  CHECK(bench.outbox_depth() == 2);
  CHECK(bench.worker->problem().empty());
  CHECK(bench.metrics.value("database_errors", {{"kind", "unavailable"}}) == 3);
}

TEST_CASE("A full disk refuses events, keeps what must be kept, and carries on when there is space") {
  Bench bench;
  std::atomic<bool> full{true};
  std::atomic<int> refused_jobs{0};
  bench.on_event = [&](handlers::Turn&, const chat::Event&) {
    if (full) throw storage::DatabaseError(Kind::full, "database or disk is full");
  };
  bench.start();
  CHECK_FALSE(bench.post(said("E1", "x")).get().kept);

  // The courier's transition waits.
  std::promise<JobEnd> kept;
  Job job;
  job.name = "sent";
  job.must_keep = true;
  job.run = [&](storage::Database&) {
    if (full) throw storage::DatabaseError(Kind::full, "database or disk is full");
  };
  job.done = [&](JobEnd end) { kept.set_value(end); };
  bench.worker->post(std::move(job));
  full = false;
  CHECK(kept.get_future().get() == JobEnd::committed);
  CHECK(bench.post(said("E1", "x")).get().kept);
  CHECK(bench.worker->problem().empty());
}

TEST_CASE("A damaged database stops the worker, and nothing is acknowledged any more") {
  Bench bench;
  std::promise<std::string> broken;
  WorkerOptions options;
  options.broken = [&](const std::string& why) { broken.set_value(why); };
  bench.on_event = [](handlers::Turn&, const chat::Event&) {
    throw storage::DatabaseError(Kind::corrupt, "database disk image is malformed");
  };
  bench.start(options);
  CHECK_FALSE(bench.post(said("E1", "x")).get().kept);
  CHECK(broken.get_future().get().find("malformed") != std::string::npos);
  bench.worker->wait();
  CHECK_FALSE(bench.post(said("E2", "x")).get().kept);
  CHECK(bench.worker->problem().find("cannot be used any more") != std::string::npos);
}

TEST_CASE("Stopping finishes what was posted") {
  Bench bench;
  bench.start();
  std::vector<std::future<EventEnd>> ends;
  for (int i = 0; i < 300; ++i) ends.push_back(bench.post(said("E" + std::to_string(i), "x")));
  bench.worker->stop();
  bench.worker->wait();
  for (auto& end : ends) CHECK(end.get().kept);
  CHECK(bench.worker->pending() == 0);
}

TEST_CASE("Due timers fire when the clock says so, each once, with the next one in the same turn") {
  Bench bench;
  std::promise<void> third;
  int fired = 0;
  bench.handlers.start = [](handlers::Turn& turn) {
    turn.wake(turn.now() + std::chrono::minutes(1), {"tick", "x"});
  };
  bench.on_timer = [&](handlers::Turn& turn, const storage::Timer& timer) {
    CHECK(timer.due <= turn.now());
    if (++fired < 3) {
      turn.wake(timer.due + std::chrono::minutes(1), timer.key);
    } else {
      third.set_value();
    }
  };
  bench.start();
  bench.with_tables([](storage::Tables& tables) { CHECK(tables.timers.next_due().has_value()); });
  CHECK(fired == 0);
  bench.clock.advance(std::chrono::hours(1));
  third.get_future().wait();
  bench.worker->stop();
  bench.worker->wait();
  CHECK(fired == 3);
}

TEST_CASE("A timer that cannot be fired is set back, neither lost nor in the way of others") {
  Bench bench;
  std::promise<void> other;
  bench.handlers.start = [](handlers::Turn& turn) {
    turn.wake(turn.now(), {"a.poison", "x"});
    turn.wake(turn.now(), {"b.fine", "x"});
  };
  bench.on_timer = [&](handlers::Turn&, const storage::Timer& timer) {
    if (timer.key.kind == "a.poison") throw std::runtime_error("no such ritual");
    other.set_value();
  };
  bench.start();
  other.get_future().wait();
  std::optional<Instant> again;
  bench.with_tables([&](storage::Tables& tables) { again = tables.timers.find({"a.poison", "x"}); });
  REQUIRE(again.has_value());
  CHECK(*again == bench.clock.now() + std::chrono::minutes(1));
  CHECK(bench.metrics.value("timers_set_back") == 1);
}

TEST_CASE("The first look may fail, and then nothing starts") {
  Bench bench;
  bench.handlers.start = [](handlers::Turn&) { throw storage::DatabaseError(Kind::full, "read-only"); };
  auto made = Worker::create(open_database(bench.folder.database_url()), bench.handlers, bench.clock,
                             bench.metrics, {});
  REQUIRE(made.has_error());
  CHECK(made.error().message.find("read-only") != std::string::npos);
}

}  // namespace
}  // namespace houston::bot
