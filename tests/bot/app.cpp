// App in this process, with a platform that the test plays: events in, messages out, health, draining.
#include "bot/app.hpp"

#include <atomic>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <functional>
#include <future>
#include <memory>
#include <mutex>
#include <thread>
#include <vector>

#include "scheduler/zone.hpp"
#include "tests/bot/support.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot {
namespace {

using namespace testing;
using boost::asio::awaitable;

/// A workspace of one channel and one person. Belongs to the App's network thread, but for what is atomic.
class PlayedPlatform final : public Platform {
 public:
  struct Stage {
    std::atomic<bool> connected{true};
    std::atomic<bool> gives_up{false};
    std::atomic<int> posts{0};
    std::function<SendOutcome(const storage::OutboxRow&)> on_send;
    std::promise<PlayedPlatform*> playing;
  };

  PlayedPlatform(boost::asio::any_io_executor executor, WorkspaceId workspace, Stage& stage)
      : executor_(executor), workspace_(std::move(workspace)), stage_(stage), end_(executor) {}

  const WorkspaceId& workspace() const override { return workspace_; }
  awaitable<void> run(EventSink& sink) override {
    sink_ = &sink;
    stage_.playing.set_value(this);
    if (stage_.gives_up) co_return;
    end_.expires_at(std::chrono::steady_clock::time_point::max());
    if (stopped_) co_return;
    boost::system::error_code ended;
    co_await end_.async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ended));
  }
  void stop() override {
    stopped_ = true;
    end_.cancel();
  }
  Health health() const override {
    if (stage_.gives_up) return {false, "The bot token xoxb-1-REVOKED was revoked: install the app again"};
    return {stage_.connected, stage_.connected ? "" : "slack.com cannot be reached"};
  }
  awaitable<SendOutcome> send(const storage::OutboxRow& row, const Addressing&) override {
    const SendOutcome outcome = stage_.on_send ? stage_.on_send(row) : SendOutcome(Delivered{receipt()});
    co_return outcome;
  }
  awaitable<FindOutcome> find(const storage::OutboxRow&, const Addressing&) override { co_return NotThere{}; }
  std::chrono::milliseconds spacing() const override { return std::chrono::milliseconds(0); }

  /// From the test's thread: gives an event to Houston and waits for its end.
  EventSink::Taken give(chat::Event event) {
    std::promise<EventSink::Taken> taken;
    auto future = taken.get_future();
    const auto hand_over = [](EventSink& sink, chat::Event event,
                              std::promise<EventSink::Taken>& taken) -> awaitable<void> {
      EventSink::Taken result = co_await sink.take(std::move(event));
      taken.set_value(std::move(result));
    };
    boost::asio::co_spawn(executor_, hand_over(*sink_, std::move(event), taken), [](std::exception_ptr) {});
    return future.get();
  }

  /// From the test's thread: what the platform finds under the name, after keeping `value` where there is
  /// one.
  std::optional<std::string> note(std::string name, std::optional<std::string> value = {}) {
    std::promise<std::optional<std::string>> found;
    auto future = found.get_future();
    const auto look = [](EventSink& sink, std::string name, std::optional<std::string> value,
                         std::promise<std::optional<std::string>>& found) -> awaitable<void> {
      if (value) {
        const bool kept = co_await sink.keep_note(name, *value);
        if (!kept) found.set_exception(std::make_exception_ptr(std::runtime_error("not kept")));
        if (!kept) co_return;
      }
      std::optional<std::string> there = co_await sink.note(name);
      found.set_value(std::move(there));
    };
    boost::asio::co_spawn(executor_, look(*sink_, std::move(name), std::move(value), found),
                          [](std::exception_ptr) {});
    return future.get();
  }

 private:
  storage::Receipt receipt() { return {"D1", std::to_string(++stage_.posts)}; }

  boost::asio::any_io_executor executor_;
  WorkspaceId workspace_;
  Stage& stage_;
  boost::asio::steady_timer end_;
  EventSink* sink_ = nullptr;
  bool stopped_ = false;
};

config::Settings settings(const TemporaryFolder& folder) {
  const std::string text = "[houston]\ndatabase = \"" + folder.database_url() + R"("
[[workspace]]
name = "acme"
bot_token = "env:BOT"
app_token = "env:APP"
[[team]]
name = "vision"
workspace = "acme"
channel = "#vision"
time_zone = "Europe/Warsaw"
leads = ["@ana"]
[[team.ritual]]
kind = "standup"
name = "daily"
close = "3h"
)";
  auto loaded = config::parse(text, folder.path(), {scheduler::zone_exists, nullptr});
  for (const auto& problem : loaded.problems) FAIL(problem.message);
  return loaded.settings;
}

struct Played {
  Result<std::unique_ptr<App>> create() {
    AppParts parts;
    parts.settings = settings(folder);
    parts.clock = &clock;
    parts.read_secret = [](const config::SecretSource& source) -> Result<Secret> {
      return Secret("xoxb-token-of-" + source.where);
    };
    parts.make_platform = [this](PlatformParts parts) -> Result<std::unique_ptr<Platform>> {
      return std::unique_ptr<Platform>(
          std::make_unique<PlayedPlatform>(parts.executor, parts.workspace.name, stage));
    };
    return App::create(std::move(parts));
  }

  void start() {
    auto created = create();
    if (!created) FAIL(created.error().message);
    app = std::move(*created);
    app->start();
    platform = stage.playing.get_future().get();
  }

  chat::Event roster() const {
    chat::RosterLoaded loaded;
    loaded.people.push_back(
        {WorkspaceId{"acme"}, PersonId{"U1"}, "Ana", "ana", "", "Europe/Warsaw", false, false, true});
    loaded.rooms.push_back(
        {{WorkspaceId{"acme"}, RoomId{"C1"}, "vision", false, true}, std::vector<PersonId>{PersonId{"U1"}}});
    chat::Event event;
    event.workspace = WorkspaceId{"acme"};
    event.at = clock.now();
    event.what = std::move(loaded);
    return event;
  }

  chat::Event said(const std::string& key, const std::string& text) const {
    chat::Said what;
    what.room = RoomId{"D1"};
    what.message = key;
    what.text = chat::plain(text);
    what.direct = true;
    chat::Event event;
    event.workspace = WorkspaceId{"acme"};
    event.key = key;
    event.person = PersonId{"U1"};
    event.at = clock.now();
    event.what = what;
    return event;
  }

  /// Until nothing can happen before the clock moves.
  Standing settle() {
    while (true) {
      const auto standing = app->standing();
      REQUIRE(standing.has_value());
      if (standing->settled) return *standing;
      std::this_thread::yield();
    }
  }

  TemporaryFolder folder;
  TestClock clock;
  PlayedPlatform::Stage stage;
  std::unique_ptr<App> app;
  PlayedPlatform* platform = nullptr;
};

TEST_CASE("What a person says in a direct message is answered there, once, although the event comes twice") {
  Played played;
  played.start();
  CHECK(played.platform->give(played.roster()).kept);
  CHECK(played.platform->give(played.said("E1", "help")).kept);
  CHECK(played.platform->give(played.said("E1", "help")).kept);
  const Standing standing = played.settle();
  CHECK(standing.outbox == 0);
  CHECK(played.stage.posts == 1);
  CHECK(standing.next.has_value());
  played.app->stop();
  CHECK(played.app->wait() == kExitClean);
}

TEST_CASE("A platform finds what it kept, and nothing else") {
  Played played;
  played.start();
  CHECK_FALSE(played.platform->note("since").has_value());
  CHECK(played.platform->note("since", "s1_2") == "s1_2");
  CHECK(played.platform->note("since") == "s1_2");
  CHECK_FALSE(played.platform->note("since", "").has_value());
}

TEST_CASE("A driver that moves the clock from one due thing to the next sees prompts go out") {
  Played played;
  played.start();
  CHECK(played.platform->give(played.roster()).kept);
  const Instant end = played.clock.now() + std::chrono::hours(24 * 4);
  while (true) {
    const Standing standing = played.settle();
    if (!standing.next || *standing.next > end) break;
    played.clock.advance_to(*standing.next);
  }
  CHECK(played.stage.posts > 0);
  CHECK(played.app->problem().empty());
}

TEST_CASE("A postponed message counts as something that is due later, and leaves then") {
  Played played;
  std::atomic<int> attempts{0};
  played.stage.on_send = [&](const storage::OutboxRow&) -> SendOutcome {
    if (++attempts == 1) return TryLater{std::chrono::seconds(30), "", "slow down"};
    return Delivered{storage::Receipt{"D1", "1"}};
  };
  played.start();
  CHECK(played.platform->give(played.said("E1", "help")).kept);
  Standing standing = played.settle();
  CHECK(standing.outbox == 1);
  REQUIRE(standing.next.has_value());
  CHECK(*standing.next <= played.clock.now() + std::chrono::seconds(30));
  played.clock.advance(std::chrono::seconds(30));
  standing = played.settle();
  CHECK(standing.outbox == 0);
  CHECK(attempts == 2);
}

TEST_CASE("A message in doubt is looked up again after three seconds of the clock, and sent again") {
  Played played;
  std::atomic<int> attempts{0};
  played.stage.on_send = [&](const storage::OutboxRow&) -> SendOutcome {
    if (++attempts == 1) return InDoubt{"no answer"};
    return Delivered{storage::Receipt{"D1", "1"}};
  };
  played.start();
  CHECK(played.platform->give(played.said("E1", "help")).kept);
  const Standing standing = played.settle();
  CHECK(attempts == 1);
  REQUIRE(standing.next.has_value());
  CHECK(*standing.next == played.clock.now() + std::chrono::seconds(3));
  played.clock.advance_to(*standing.next);
  CHECK(played.settle().outbox == 0);
  CHECK(attempts == 2);
}

TEST_CASE("A platform that cannot go on leaves the App up, with the reason and without the token") {
  Played played;
  played.stage.gives_up = true;
  played.start();
  while (played.app->problem().empty()) std::this_thread::yield();
  CHECK(played.app->problem() == "workspace acme: The bot token [secret] was revoked: install the app again");
  CHECK_FALSE(played.app->connected());
  CHECK(played.app->standing().has_value());
  played.app->stop();
  CHECK(played.app->wait() == kExitClean);
}

TEST_CASE("What was not delivered before a stop is delivered in the next life") {
  Played first;
  first.stage.on_send = [](const storage::OutboxRow&) -> SendOutcome {
    return TryLater{std::chrono::seconds(1), "", "503"};
  };
  first.start();
  CHECK(first.platform->give(first.said("E1", "help")).kept);
  first.settle();
  first.app.reset();

  PlayedPlatform::Stage stage;
  AppParts parts;
  parts.settings = settings(first.folder);
  parts.clock = &first.clock;
  parts.read_secret = [](const config::SecretSource&) -> Result<Secret> { return Secret("xoxb-1-another"); };
  parts.make_platform = [&](PlatformParts parts) -> Result<std::unique_ptr<Platform>> {
    return std::unique_ptr<Platform>(
        std::make_unique<PlayedPlatform>(parts.executor, parts.workspace.name, stage));
  };
  first.clock.advance(std::chrono::seconds(2));
  auto second = App::create(std::move(parts));
  REQUIRE(second.has_value());
  (*second)->start();
  while (true) {
    const auto standing = (*second)->standing();
    REQUIRE(standing.has_value());
    if (standing->settled && standing->outbox == 0) break;
    std::this_thread::yield();
  }
  CHECK(stage.posts == 1);
}

TEST_CASE("An App that was never started stops at once, and two cannot share a database") {
  Played played;
  auto first = played.create();
  REQUIRE(first.has_value());
  auto second = played.create();
  REQUIRE(second.has_error());
  CHECK(second.error().message.find("Another Houston") != std::string::npos);
  (*first)->stop();
  CHECK((*first)->wait() == kExitClean);
}

TEST_CASE("A secret that cannot be read names workspace and key") {
  Played played;
  AppParts parts;
  parts.settings = settings(played.folder);
  parts.clock = &played.clock;
  parts.read_secret = config::read_secret;
  parts.settings.workspaces.front().bot_token.where = "HOUSTON_TEST_NO_SUCH_VARIABLE";
  parts.make_platform = [](PlatformParts) -> Result<std::unique_ptr<Platform>> {
    return Error{"not reached"};
  };
  auto app = App::create(std::move(parts));
  REQUIRE(app.has_error());
  CHECK(app.error().message.find("Workspace acme, bot_token") != std::string::npos);
  CHECK(app.error().message.find("HOUSTON_TEST_NO_SUCH_VARIABLE") != std::string::npos);
}

}  // namespace
}  // namespace houston::bot
