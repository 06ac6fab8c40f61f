#include "bot/slack/delivery.hpp"

#include "handlers/chat/json.hpp"
#include "tests/slack/script.hpp"
#include "tests/slack/slack_rules.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using storage::Action;
using storage::Place;
using storage::Receipt;

struct Post {
  Post()
      : network(script.network()),
        api("https://slack.example/api/", Secret("xoxb-1-script-bot"), network.http, network.sleep,
            script.metrics),
        delivery(api) {
    script.answer("conversations.open", {{"ok", true}, {"channel", {{"id", "D7"}}}});
  }

  static storage::OutboxRow row(Action action, Place::Kind kind, const std::string& id) {
    storage::OutboxRow row;
    row.id = MessageId{42};
    row.place.kind = kind;
    row.place.workspace = WorkspaceId{"acme"};
    row.place.id = id;
    row.action = action;
    row.body = chat::to_json(chat::paragraph("Good <morning> & welcome"));
    row.key = "houston-42";
    row.sending_since = Instant(1764158400123ms);
    return row;
  }

  SendOutcome send(const storage::OutboxRow& row, const Addressing& addressing = {}) {
    return script.run(delivery.send(row, addressing));
  }
  FindOutcome find(const storage::OutboxRow& row, const Addressing& addressing = {}) {
    return script.run(delivery.find(row, addressing));
  }
  void refuse(const std::string& method, const std::string& error) {
    script.answers[method].clear();
    script.answer(method, {{"ok", false}, {"error", error}});
  }

  Script script;
  Network network;
  WebApi api;
  Delivery delivery;
};

const auto to_room = Place::Kind::room;
const auto to_person = Place::Kind::person;

json posted(const std::string& channel = "C1") {
  return {{"ok", true}, {"channel", channel}, {"ts", "1764158400.000100"}};
}

net::NetError lost() {
  net::NetError error;
  error.stage = net::NetError::Stage::receive;
  error.may_have_arrived = true;
  error.message = "the answer was lost";
  return error;
}

}  // namespace

TEST_CASE("A post to a channel carries its key and cannot be marked up") {
  Post post;
  post.script.answer("chat.postMessage", posted());
  const SendOutcome outcome = post.send(Post::row(Action::post, to_room, "C1"));
  CHECK(std::get<Delivered>(outcome).receipt == Receipt{"C1", "1764158400.000100"});
  const std::vector<Sent> sent = post.script.of("chat.postMessage");
  REQUIRE(sent.size() == 1);
  const auto& parameters = sent[0].parameters;
  CHECK(parameters.at("channel") == "C1");
  CHECK(parameters.at("text") == "Good &lt;morning&gt; &amp; welcome");
  CHECK(json::parse(parameters.at("metadata")) ==
        json({{"event_type", "houston_post"}, {"event_payload", {{"key", "houston-42"}}}}));
  CHECK(broken_rules(json::parse(parameters.at("blocks")), 50).empty());
  CHECK(parameters.at("parse") == "none");
  CHECK(parameters.at("mrkdwn") == "false");
  CHECK_FALSE(parameters.count("thread_ts"));
}

TEST_CASE("A person's direct messages are opened once, the receipt names the D room") {
  Post post;
  post.script.answer("chat.postMessage", posted("D7"));
  for (int i = 0; i < 2; ++i) {
    const SendOutcome outcome = post.send(Post::row(Action::post, to_person, "U1"));
    CHECK(std::get<Delivered>(outcome).receipt->room == "D7");
  }
  REQUIRE(post.script.of("conversations.open").size() == 1);
  CHECK(post.script.of("conversations.open")[0].parameters.at("users") == "U1");
  CHECK(post.script.of("chat.postMessage")[0].parameters.at("channel") == "D7");
}

TEST_CASE("A reply goes to its thread's room") {
  Post post;
  post.script.answer("chat.postMessage", posted());
  storage::OutboxRow row = Post::row(Action::post, to_room, "C1");
  row.place.thread = MessageId{41};
  Addressing addressing;
  addressing.thread = Receipt{"C1", "1764158000.000100"};
  CHECK(std::holds_alternative<Delivered>(post.send(row, addressing)));
  CHECK(post.script.of("chat.postMessage")[0].parameters.at("thread_ts") == "1764158000.000100");
  CHECK(std::holds_alternative<Refused>(post.send(row)));
}

TEST_CASE("Updates, removals and home tabs") {
  Post post;
  Addressing addressing;
  addressing.target = Receipt{"D7", "1.000100"};
  SECTION("update") {
    post.script.answer("chat.update", {{"ok", true}});
    CHECK_FALSE(
        std::get<Delivered>(post.send(Post::row(Action::update, to_person, "U1"), addressing)).receipt);
    const auto parameters = post.script.of("chat.update").at(0).parameters;
    CHECK(parameters.at("channel") == "D7");
    CHECK(parameters.at("ts") == "1.000100");
    CHECK(parameters.at("parse") == "none");
    CHECK(parameters.count("blocks"));
    CHECK_FALSE(parameters.count("metadata"));  // kept as it was
  }
  SECTION("remove") {
    storage::OutboxRow row = Post::row(Action::remove, to_room, "C1");
    row.body.clear();
    post.script.answer("chat.delete", {{"ok", true}});
    CHECK(std::holds_alternative<Delivered>(post.send(row, addressing)));
    post.refuse("chat.delete", "message_not_found");
    CHECK(std::holds_alternative<Delivered>(post.send(row, addressing)));
  }
  SECTION("without a target") {
    CHECK(std::holds_alternative<Refused>(post.send(Post::row(Action::update, to_room, "C1"))));
  }
  SECTION("reactions, on and off again") {
    storage::OutboxRow row = Post::row(Action::react, to_room, "C1");
    row.body = chat::to_json(chat::Reaction{"1.000200", "sparkles", false});
    post.script.answer("reactions.add", {{"ok", true}});
    CHECK(std::holds_alternative<Delivered>(post.send(row)));
    const auto parameters = post.script.of("reactions.add").at(0).parameters;
    CHECK(parameters.at("channel") == "C1");
    CHECK(parameters.at("timestamp") == "1.000200");
    CHECK(parameters.at("name") == "sparkles");
    for (const char* error : {"already_reacted", "message_not_found"}) {
      post.refuse("reactions.add", error);
      CHECK(std::holds_alternative<Delivered>(post.send(row)));
    }
    row.body = chat::to_json(chat::Reaction{"1.000200", "sparkles", true});
    post.refuse("reactions.remove", "no_reaction");
    CHECK(std::holds_alternative<Delivered>(post.send(row)));
    row.body = "{}";
    CHECK(std::holds_alternative<Refused>(post.send(row)));
  }
  SECTION("home") {
    post.script.answer("views.publish", {{"ok", true}});
    CHECK(std::holds_alternative<Delivered>(post.send(Post::row(Action::home, to_person, "U1"))));
    const auto parameters = post.script.of("views.publish").at(0).parameters;
    CHECK(parameters.at("user_id") == "U1");
    CHECK(broken_view_rules(json::parse(parameters.at("view"))).empty());
  }
}

TEST_CASE("What a message says that somebody reacted to") {
  Post post;
  const auto page = [](const json& messages) { return json{{"ok", true}, {"messages", messages}}; };
  const json wanted{
      {"ts", "1.000200"}, {"user", "U2"}, {"text", "It <https://x.example|converges> &amp; holds"}};
  SECTION("in the channel itself") {
    post.script.answer("conversations.history", page(json::array({wanted})));
    const auto quoted = post.script.run(post.delivery.quote("C1", "1.000200"));
    REQUIRE(quoted.has_value());
    CHECK(quoted->author == PersonId{"U2"});
    CHECK(quoted->text == chat::Text{chat::Plain{"It "}, chat::Link{"https://x.example", "converges"},
                                     chat::Plain{" & holds"}});
    const auto parameters = post.script.of("conversations.history").at(0).parameters;
    CHECK(parameters.at("latest") == "1.000200");
    CHECK(parameters.at("inclusive") == "true");
    CHECK(parameters.at("limit") == "1");
  }
  SECTION("in a thread, which history does not list") {
    post.script.answer("conversations.history", page(json::array({{{"ts", "1.000100"}, {"user", "U1"}}})));
    post.script.answer("conversations.replies",
                       page(json::array({{{"ts", "1.000100"}, {"user", "U1"}}, wanted})));
    const auto quoted = post.script.run(post.delivery.quote("C1", "1.000200"));
    REQUIRE(quoted.has_value());
    CHECK(quoted->author == PersonId{"U2"});
    CHECK(post.script.of("conversations.replies").at(0).parameters.at("ts") == "1.000200");
  }
  SECTION("gone, or not to be seen") {
    post.script.answer("conversations.history", page(json::array()));
    post.script.answer("conversations.replies", {{"ok", false}, {"error", "thread_not_found"}});
    CHECK_FALSE(post.script.run(post.delivery.quote("C1", "1.000200")).has_value());
    post.refuse("conversations.history", "not_in_channel");
    CHECK_FALSE(post.script.run(post.delivery.quote("C1", "1.000200")).has_value());
  }
}

TEST_CASE("What becomes of a post that failed") {
  struct Row {
    net::HttpOutcome answer;
    std::size_t outcome;  // index in SendOutcome: 0 delivered, 1 later, 2 in doubt, 3 refused
    const char* scope;
  };
  const std::vector<Row> rows{
      {http(429, "", {{"retry-after", "3"}}), 1, "chat.postMessage"},
      {http(200, R"({"ok":false,"error":"message_limit_exceeded"})"), 1, "chat.postMessage"},
      {http(500, ""), 2, ""},
      {http(200, "garbage"), 2, ""},
      {lost(), 2, ""},
      {http(200, R"({"ok":false,"error":"internal_error"})"), 2, ""},
      {http(200, R"({"ok":false,"error":"fatal_error"})"), 2, ""},
      {http(200, R"({"ok":true})"), 2, ""},  // no ts
      {net::NetError{}, 1, ""},
      {http(200, R"({"ok":false,"error":"service_unavailable"})"), 1, ""},
      {http(200, R"({"ok":false,"error":"token_revoked"})"), 1, ""},  // waits for the operator
      {http(200, R"({"ok":false,"error":"not_in_channel"})"), 3, ""},
      {http(200, R"({"ok":false,"error":"invalid_blocks"})"), 3, ""}};
  for (std::size_t i = 0; i < rows.size(); ++i) {
    INFO(i);
    Post post;
    post.script.answer_http("chat.postMessage", rows[i].answer);
    const SendOutcome outcome = post.send(Post::row(Action::post, to_room, "C1"));
    CHECK(outcome.index() == rows[i].outcome);
    if (const auto* later = std::get_if<TryLater>(&outcome)) CHECK(later->scope == rows[i].scope);
  }
}

TEST_CASE("What may be repeated is never in doubt") {
  Post post;
  Addressing addressing;
  addressing.target = Receipt{"C1", "1.000100"};
  post.script.answer_http("chat.update", lost());
  CHECK(std::holds_alternative<TryLater>(post.send(Post::row(Action::update, to_room, "C1"), addressing)));
  post.script.answers["conversations.open"].clear();
  post.script.answer_http("conversations.open", lost());
  CHECK(std::holds_alternative<TryLater>(post.send(Post::row(Action::post, to_person, "U9"))));
}

TEST_CASE("An update of a message that somebody deleted is let be") {
  Post post;
  Addressing addressing;
  addressing.target = Receipt{"C1", "1.000100"};
  post.refuse("chat.update", "message_not_found");
  CHECK(std::holds_alternative<Delivered>(post.send(Post::row(Action::update, to_room, "C1"), addressing)));
}

TEST_CASE("A stored message that cannot be read or shown is refused with the reason") {
  Post post;
  storage::OutboxRow row = Post::row(Action::post, to_room, "C1");
  row.body = "{broken";
  CHECK(std::holds_alternative<Refused>(post.send(row)));
  chat::Message message = chat::paragraph("x");
  message.blocks.emplace_back(chat::Buttons{{chat::Button{"x", "", "", chat::Button::Style::usual}}});
  row.body = chat::to_json(message);
  CHECK(std::holds_alternative<Refused>(post.send(row)));
  CHECK(post.script.sent.empty());
}

TEST_CASE("A post in doubt is found by its key, on a later page too") {
  Post post;
  const auto message = [](const std::string& key, const std::string& ts) {
    return json{{"ts", ts},
                {"metadata", {{"event_type", "houston_post"}, {"event_payload", {{"key", key}}}}}};
  };
  post.script.answer("conversations.history",
                     {{"ok", true},
                      {"messages", json::array({{{"ts", "9.9"}, {"text", "houston-42"}},
                                                message("houston-41", "5.5"),
                                                {{"ts", "4.4"}, {"metadata", {{"event_type", "other"}}}}})},
                      {"response_metadata", {{"next_cursor", "more"}}}});
  post.script.answer("conversations.history",
                     {{"ok", true}, {"messages", json::array({message("houston-42", "3.3")})}});
  const FindOutcome outcome = post.find(Post::row(Action::post, to_room, "C1"));
  CHECK(std::get<Receipt>(outcome) == Receipt{"C1", "3.3"});
  const auto parameters = post.script.of("conversations.history").at(0).parameters;
  CHECK(parameters.at("include_all_metadata") == "true");
  CHECK(parameters.at("limit") == "15");
  CHECK(parameters.at("oldest") == "1764158340.123000");
}

TEST_CASE("A reply is looked up in its thread, a direct message in its D room") {
  Post post;
  storage::OutboxRow row = Post::row(Action::post, to_room, "C1");
  SECTION("thread") {
    row.place.thread = MessageId{41};
    Addressing addressing;
    addressing.thread = Receipt{"C1", "1.1"};
    post.script.answer("conversations.replies", {{"ok", true}, {"messages", json::array()}});
    CHECK(std::holds_alternative<NotThere>(post.find(row, addressing)));
    CHECK(post.script.of("conversations.replies").at(0).parameters.at("ts") == "1.1");
    CHECK(std::holds_alternative<NotThere>(post.find(row)));
  }
  SECTION("direct message") {
    post.script.answer("conversations.history", {{"ok", true}, {"messages", json::array()}});
    CHECK(std::holds_alternative<NotThere>(post.find(Post::row(Action::post, to_person, "U1"))));
    CHECK(post.script.of("conversations.history").at(0).parameters.at("channel") == "D7");
  }
}

TEST_CASE("A look-up that fails is no answer") {
  Post post;
  const storage::OutboxRow row = Post::row(Action::post, to_room, "C1");
  SECTION("rate limit") {
    post.script.answer_http("conversations.history", http(429, "", {{"retry-after", "60"}}));
    const FindOutcome outcome = post.find(row);
    CHECK(std::get<TryLater>(outcome).wait == 60s);
    CHECK(std::get<TryLater>(outcome).scope == "conversations.history");
    CHECK(post.script.slept.empty());
  }
  SECTION("missing scope: waits for the operator rather than post twice") {
    post.refuse("conversations.history", "missing_scope");
    CHECK(std::holds_alternative<TryLater>(post.find(row)));
  }
  SECTION("lost") {
    post.script.answer_http("conversations.history", lost());
    CHECK(std::holds_alternative<TryLater>(post.find(row)));
  }
  SECTION("a channel that cannot be seen holds no post of ours") {
    post.refuse("conversations.history", "channel_not_found");
    CHECK(std::holds_alternative<NotThere>(post.find(row)));
  }
}

TEST_CASE("Instants as Slack writes them") {
  CHECK(timestamp(Instant(1764158400123ms)) == "1764158400.123000");
  CHECK(timestamp(Instant(0ms)) == "0.000000");
}

}  // namespace houston::bot::slack
