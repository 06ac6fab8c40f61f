// The platform as a whole against a scripted Slack.
#include <algorithm>

#include "tests/slack/envelopes.hpp"
#include "tests/slack/script.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using namespace std::chrono_literals;
using boost::asio::awaitable;
using nlohmann::json;

const Instant morning{1764158400s};

struct Sink final : EventSink {
  awaitable<Taken> take(chat::Event event) override {
    events.push_back(event);
    Taken taken;
    taken.kept = keep;
    if (!std::holds_alternative<chat::RosterLoaded>(event.what)) taken.immediate = immediate;
    co_return taken;
  }
  template <class What>
  std::size_t count() const {
    return static_cast<std::size_t>(std::count_if(events.begin(), events.end(), [](const chat::Event& event) {
      return std::holds_alternative<What>(event.what);
    }));
  }
  awaitable<std::optional<std::string>> note(std::string) override { co_return std::nullopt; }
  awaitable<bool> keep_note(std::string, std::string) override { co_return true; }
  awaitable<Turn> hold(std::string, std::chrono::milliseconds) override { co_return Turn::ours; }
  std::vector<chat::Event> events;
  bool keep = true;
  handlers::Immediate immediate;
};

struct Workspace {
  Workspace() {
    script.answer("auth.test",
                  {{"ok", true}, {"user_id", "UHOUSTON"}, {"bot_id", "BHOUSTON"}, {"team_id", "T1"}});
    script.answer("apps.connections.open", {{"ok", true}, {"url", "wss://wss.example/link/?ticket=secret"}});
    script.answer("users.list", {{"ok", true}, {"members", json::array({{{"id", "U1"}, {"name", "ana"}}})}});
    script.answer(
        "conversations.list",
        {{"ok", true}, {"channels", json::array({{{"id", "C1"}, {"name", "vision"}, {"is_member", true}}})}});
    script.answer("conversations.members", {{"ok", true}, {"members", json::array({"U1"})}});
    script.answer("conversations.open", {{"ok", true}, {"channel", {{"id", "D1"}}}});
    script.answer("chat.postMessage", {{"ok", true}, {"channel", "D1"}, {"ts", "1.1"}});
    script.answer("chat.postEphemeral", {{"ok", true}});
    script.answer("views.open", {{"ok", true}});
  }
  ~Workspace() { stop(); }

  void start() {
    SlackOptions options = script_options(clock);
    options.reactions = {"trophy"};
    platform =
        make_slack(script.context.get_executor(), std::move(options), script.network(), script.metrics);
    boost::asio::co_spawn(script.context, platform->run(sink), [this](const std::exception_ptr& error) {
      ended = true;
      failure = error;
    });
  }
  void connect() {
    start();
    REQUIRE(script.until([&] { return script.sockets.size() == 2; }));
    for (const auto& socket : script.sockets) socket->hello();
    REQUIRE(
        script.until([&] { return platform->health().connected && sink.count<chat::RosterLoaded>() == 1; }));
  }
  void stop() {
    if (!platform || ended) return;
    platform->stop();
    REQUIRE(script.until([&] { return ended; }));
  }
  // Delivers the envelope and waits for its acknowledgement.
  json acknowledged(const json& envelope, std::size_t socket = 0) {
    auto& link = *script.sockets[socket];
    const std::size_t before = link.received.size();
    link.text(envelope);
    if (!script.until([&] { return link.received.size() > before; })) return json();
    return link.received.back();
  }

  scheduler::ManualClock clock{morning};
  Script script;
  Sink sink;
  std::unique_ptr<Platform> platform;
  bool ended = false;
  std::exception_ptr failure;
};

json command(const std::string& text) {
  return {{"type", "slash_commands"},
          {"envelope_id", "e-cmd"},
          {"accepts_response_payload", true},
          {"payload",
           {{"user_id", "U1"},
            {"channel_id", "C1"},
            {"text", text},
            {"trigger_id", "t.1"},
            {"response_url", "https://hooks.slack.example/secret"}}}};
}

json click(const std::string& room) {
  return interactive({{"type", "block_actions"},
                      {"user", {{"id", "U1"}}},
                      {"trigger_id", "t.2"},
                      {"channel", {{"id", room}}},
                      {"container", {{"type", "message"}, {"message_ts", "1.1"}}},
                      {"actions", json::array({{{"action_id", "a.b"}, {"value", "v"}}})}});
}

json said(const std::string& id = "Ev1") {
  return events_api({{"type", "message"},
                     {"channel", "D1"},
                     {"channel_type", "im"},
                     {"user", "U1"},
                     {"text", "hi"},
                     {"ts", "1.000100"}},
                    id);
}

}  // namespace

TEST_CASE("Connecting: who we are, two sockets, who is there") {
  Workspace workspace;
  workspace.connect();
  CHECK(workspace.platform->health().problem.empty());
  CHECK(workspace.script.of("apps.connections.open").size() == 2);
  CHECK(workspace.script.of("apps.connections.open")[0].authorization == "Bearer xapp-1-script-app");
  CHECK(workspace.script.of("auth.test")[0].authorization == "Bearer xoxb-1-script-bot");
  const chat::Event& event = workspace.sink.events.at(0);
  CHECK(event.key.empty());
  CHECK(event.at == morning);
  CHECK(std::get<chat::RosterLoaded>(event.what).people.size() == 1);
  CHECK(workspace.platform->spacing() == 1s);
  workspace.stop();
  CHECK_FALSE(workspace.failure);
}

TEST_CASE("An event is acknowledged on the socket that brought it, once it is kept") {
  Workspace workspace;
  workspace.connect();
  CHECK(workspace.acknowledged(said(), 1) == json({{"envelope_id", "e-1"}}));
  CHECK(workspace.script.sockets[0]->received.empty());
  CHECK(workspace.sink.events.back().at == morning);
  CHECK(std::get<chat::Said>(workspace.sink.events.back().what).text == chat::plain("hi"));
}

TEST_CASE("What cannot be kept is not acknowledged") {
  Workspace workspace;
  workspace.connect();
  workspace.sink.keep = false;
  workspace.script.sockets[0]->text(said());
  REQUIRE(workspace.script.until([&] { return workspace.sink.count<chat::Said>() == 1; }));
  REQUIRE(workspace.script.until([&] {
    return workspace.script.metrics.value("slack_acks", {{"outcome", "withheld"}}) == 1;
  }));
  CHECK(workspace.script.sockets[0]->received.empty());
}

TEST_CASE("What is no business of ours is acknowledged and goes no further") {
  Workspace workspace;
  workspace.connect();
  CHECK(workspace.acknowledged(events_api({{"type", "brand_new"}})) == json({{"envelope_id", "e-1"}}));
  CHECK(workspace.sink.events.size() == 1);  // the roster
}

TEST_CASE("Frames that make no sense are counted and survived") {
  Workspace workspace;
  workspace.connect();
  auto& socket = *workspace.script.sockets[0];
  socket.push(net::WebSocket::Text{"{not json"});
  socket.push(net::WebSocket::Text{"[]"});
  socket.text({{"type", "brand_new"}});
  socket.push(net::WebSocket::Oversize{5000000});
  CHECK(workspace.acknowledged(said()) == json({{"envelope_id", "e-1"}}));
  for (const char* type : {"not_json", "not_an_object", "unknown_type", "oversize"}) {
    INFO(type);
    CHECK(workspace.script.metrics.value("slack_frames", {{"type", type}}) == 1);
  }
}

TEST_CASE("A command is answered in its acknowledgement") {
  Workspace workspace;
  workspace.connect();
  workspace.sink.immediate.reply = chat::paragraph("All is well");
  const json ack = workspace.acknowledged(command("status"));
  CHECK(ack["payload"]["text"] == "All is well");
  CHECK(ack["payload"]["response_type"] == "ephemeral");
}

TEST_CASE("A long answer to a command follows by its response_url") {
  Workspace workspace;
  workspace.connect();
  workspace.script.answer_http("https://hooks.slack.example/secret", http(200, "ok"));
  workspace.sink.immediate.reply = chat::paragraph(std::string(5000, 'x'));
  CHECK(workspace.acknowledged(command("plan")) == json({{"envelope_id", "e-cmd"}}));
  REQUIRE(workspace.script.until(
      [&] { return !workspace.script.of("https://hooks.slack.example/secret").empty(); }));
  CHECK(workspace.script.of("https://hooks.slack.example/secret")[0].authorization.empty());
}

TEST_CASE("A click opens a form, when that comes too late the person is told") {
  Workspace workspace;
  workspace.connect();
  workspace.sink.immediate.form = chat::Form{"f", "s", "Title", "Save", {}, {}};
  SECTION("in time") {
    CHECK(workspace.acknowledged(click("D1")) == json({{"envelope_id", "e-2"}}));
    REQUIRE(workspace.script.until([&] { return !workspace.script.of("views.open").empty(); }));
    CHECK(workspace.script.of("views.open")[0].parameters.at("trigger_id") == "t.2");
  }
  SECTION("late, in a channel") {
    workspace.script.answers["views.open"].clear();
    workspace.script.answer("views.open", {{"ok", false}, {"error", "expired_trigger_id"}});
    workspace.acknowledged(click("C1"));
    REQUIRE(workspace.script.until([&] { return !workspace.script.of("chat.postEphemeral").empty(); }));
    CHECK(workspace.script.of("chat.postEphemeral")[0].parameters.at("user") == "U1");
  }
}

TEST_CASE("A reply to a click: to their eyes alone in a channel, said in direct messages") {
  Workspace workspace;
  workspace.connect();
  workspace.sink.immediate.reply = chat::paragraph("Skipped");
  SECTION("channel") {
    workspace.acknowledged(click("C1"));
    REQUIRE(workspace.script.until([&] { return !workspace.script.of("chat.postEphemeral").empty(); }));
  }
  SECTION("direct messages") {
    workspace.acknowledged(click("D1"));
    REQUIRE(workspace.script.until([&] { return !workspace.script.of("chat.postMessage").empty(); }));
    CHECK(workspace.script.of("chat.postMessage")[0].parameters.at("channel") == "D1");
  }
}

TEST_CASE("A refused submission keeps the form open") {
  Workspace workspace;
  workspace.connect();
  workspace.sink.immediate.refused = {{"q1", "Please write something"}};
  const json ack =
      workspace.acknowledged(interactive({{"type", "view_submission"},
                                          {"user", {{"id", "U1"}}},
                                          {"view", {{"private_metadata", R"({"form":"f","state":"s"})"}}}}));
  CHECK(ack["payload"]["response_action"] == "errors");
  CHECK(ack["payload"]["errors"]["q1"] == "Please write something");
}

TEST_CASE("At a refresh there is never a moment without a socket") {
  Workspace workspace;
  workspace.connect();
  workspace.script.sockets[0]->text({{"type", "disconnect"}, {"reason", "refresh_requested"}});
  REQUIRE(workspace.script.until([&] { return workspace.script.sockets.size() == 3; }));
  CHECK_FALSE(workspace.script.sockets[0]->closing);
  CHECK(workspace.acknowledged(said("Ev2"), 0) ==
        json({{"envelope_id", "e-1"}}));  // the old one still serves
  workspace.script.sockets[2]->hello();
  CHECK(workspace.acknowledged(said("Ev3"), 2) == json({{"envelope_id", "e-1"}}));
  CHECK_FALSE(workspace.script.sockets[0]->closing);
  workspace.script.sockets[0]->push(net::WebSocket::Closed{1000, "by Slack", false});
  CHECK(workspace.acknowledged(said("Ev4"), 1) == json({{"envelope_id", "e-1"}}));
  CHECK(workspace.platform->health().connected);
  CHECK(workspace.script.sockets.size() == 3);
}

TEST_CASE("A reaction that means something brings what the message says, others ask nothing") {
  Workspace workspace;
  workspace.script.answer(
      "conversations.history",
      {{"ok", true},
       {"messages", json::array({{{"ts", "1.000200"}, {"user", "U2"}, {"text", "It works"}}})}});
  workspace.connect();
  const auto react = [&](const std::string& name, const std::string& type, const std::string& id) {
    workspace.acknowledged(
        events_api({{"type", type},
                    {"user", "U1"},
                    {"reaction", name},
                    {"item", {{"type", "message"}, {"channel", "C1"}, {"ts", "1.000200"}}}},
                   id));
    return std::get<chat::Reacted>(workspace.sink.events.back().what);
  };
  CHECK(react("trophy", "reaction_added", "Ev1").quoted->text == chat::plain("It works"));
  CHECK_FALSE(react("wave", "reaction_added", "Ev2").quoted);
  CHECK_FALSE(react("trophy", "reaction_removed", "Ev3").quoted);
  CHECK(workspace.script.of("conversations.history").size() == 1);
  // A message that cannot be read is no reason to lose the event.
  workspace.script.answers["conversations.history"].clear();
  workspace.script.answer("conversations.history", {{"ok", false}, {"error", "not_in_channel"}});
  CHECK_FALSE(react("trophy", "reaction_added", "Ev4").quoted);
}

TEST_CASE("Being added to a channel reads anew who is there") {
  Workspace workspace;
  workspace.connect();
  workspace.acknowledged(
      events_api({{"type", "member_joined_channel"}, {"user", "UHOUSTON"}, {"channel", "C1"}}));
  CHECK(workspace.script.until([&] { return workspace.sink.count<chat::RosterLoaded>() == 2; }));
}

TEST_CASE("Socket Mode switched off ends run() and is told by health()") {
  Workspace workspace;
  workspace.connect();
  workspace.script.sockets[1]->text({{"type", "disconnect"}, {"reason", "link_disabled"}});
  REQUIRE(workspace.script.until([&] { return workspace.ended; }));
  CHECK_FALSE(workspace.platform->health().connected);
  CHECK(workspace.platform->health().problem.find("Socket Mode is switched off") == 0);
}

TEST_CASE("A token that is refused ends run() and is told by health()") {
  Workspace workspace;
  SECTION("the bot's") {
    workspace.script.answers["auth.test"].clear();
    workspace.script.answer("auth.test", {{"ok", false}, {"error", "invalid_auth"}});
  }
  SECTION("the app's") {
    workspace.script.answers["apps.connections.open"].clear();
    workspace.script.answer("apps.connections.open", {{"ok", false}, {"error", "invalid_auth"}});
  }
  workspace.start();
  REQUIRE(workspace.script.until([&] { return workspace.ended; }));
  CHECK(workspace.platform->health().problem.find("install the app again") != std::string::npos);
  CHECK(workspace.platform->health().problem.find("script-") == std::string::npos);
}

TEST_CASE("A scope that is missing later is a problem until the method works again") {
  Workspace workspace;
  workspace.connect();
  workspace.script.answers["chat.postMessage"].clear();
  workspace.script.answer("chat.postMessage",
                          {{"ok", false}, {"error", "missing_scope"}, {"needed", "chat:write"}});
  workspace.script.answer("chat.postMessage", {{"ok", true}, {"channel", "C1"}, {"ts", "1.1"}});
  storage::OutboxRow row;
  row.place.id = "C1";
  row.body = R"({"summary":"x","blocks":[]})";
  row.key = "k";
  CHECK(workspace.script.run(workspace.platform->send(row, {})).index() != 0);
  CHECK(workspace.platform->health().problem.find("chat:write") != std::string::npos);
  workspace.script.run(workspace.platform->send(row, {}));
  CHECK(workspace.platform->health().problem.empty());
}

TEST_CASE("Stopping while Slack is away returns at once") {
  Workspace workspace;
  workspace.script.answers["auth.test"].clear();
  workspace.script.answer_http("auth.test", http(503, ""));
  workspace.start();
  REQUIRE(workspace.script.until([&] { return !workspace.platform->health().problem.empty(); }));
  const auto before = std::chrono::steady_clock::now();
  workspace.stop();
  CHECK(std::chrono::steady_clock::now() - before < 2s);
  CHECK_FALSE(workspace.failure);
}

TEST_CASE("Stopping abandons connections that are on their way") {
  Workspace workspace;
  workspace.script.hang = true;
  workspace.start();
  REQUIRE(workspace.script.until([&] { return workspace.script.hanging == 2; }));
  const auto before = std::chrono::steady_clock::now();
  workspace.stop();
  CHECK(std::chrono::steady_clock::now() - before < 2s);
  CHECK_FALSE(workspace.failure);
}

TEST_CASE("What was taken before the stop is still acknowledged") {
  Workspace workspace;
  workspace.connect();
  auto& socket = *workspace.script.sockets[0];
  socket.text(said());
  REQUIRE(workspace.script.until([&] { return workspace.sink.count<chat::Said>() == 1; }));
  workspace.stop();
  CHECK(socket.received.size() == 1);
  CHECK(socket.closing);
}

TEST_CASE("A roster that the sink cannot keep yet is offered again") {
  Workspace workspace;
  workspace.sink.keep = false;
  workspace.start();
  REQUIRE(workspace.script.until([&] { return workspace.sink.count<chat::RosterLoaded>() == 1; }));
  workspace.sink.keep = true;
  CHECK(workspace.script.until([&] { return workspace.sink.count<chat::RosterLoaded>() == 2; }));
}

}  // namespace houston::bot::slack
