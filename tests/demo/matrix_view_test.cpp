// What the demo's people see on a homeserver.
#include "bot/demo/matrix_view.hpp"

#include <nlohmann/json.hpp>

#include "bot/demo/matrix_pills.hpp"
#include "tests/support/catch.hpp"

using namespace houston::bot::demo;
using houston::Instant;
using nlohmann::json;

namespace {

class Watcher {
 public:
  std::optional<Happening> sees(const std::string& room, const json& event, const std::string& who = "bo") {
    return view.see(who, room, event, Instant{});
  }
  static json event(const std::string& id, const std::string& sender, const std::string& type, json content) {
    return {{"event_id", id}, {"sender", sender}, {"type", type}, {"content", std::move(content)}};
  }
  static json said(const std::string& id, const std::string& sender, const std::string& body) {
    return event(id, sender, "m.room.message", {{"msgtype", "m.text"}, {"body", body}});
  }

  MatrixView view{"@houston:localhost", {{"@bo:localhost", "bo"}, {"@eva:localhost", "eva"}}, "!team"};
};

}  // namespace

TEST_CASE("a message is seen once, whoever sees it, in the room or in somebody's direct messages") {
  Watcher watcher;
  const json event = Watcher::said("$1", "@eva:localhost", "Good morning");
  const auto first = watcher.sees("!team", event);
  REQUIRE(first);
  CHECK(first->kind == Happening::Kind::posted);
  CHECK(first->message.place == kTeamRoom);
  CHECK(first->message.author == "Eva");
  CHECK_FALSE(first->message.from_houston);
  CHECK_FALSE(watcher.sees("!team", event, "eva"));
  json asked = Watcher::said("$2", "@houston:localhost", "What is next?");
  asked["content"]["dev.houston.key"] = "k7";
  asked["content"]["formatted_body"] = "<p>What is next?</p><p>✏️ <strong>Write it</strong></p>";
  asked["content"]["dev.houston.buttons"] = json::array(
      {{{"key", "✏️"}, {"label", "Write it"}, {"action", "standup.write"}, {"value", "v/1"}}});
  REQUIRE(watcher.sees("!direct", asked, "eva"));
  const Message& message = watcher.view.messages().back();
  CHECK(message.place == "eva");
  CHECK(message.author == "Houston");
  CHECK(message.key == "k7");
  REQUIRE(message.buttons.size() == 1);
  CHECK(watcher.view.sign_of("$2", message.buttons.front()) == "✏️");
  CHECK(watcher.view.room_of("$2") == "!direct");
  CHECK(watcher.view.sign_of("$1", message.buttons.front()) == "");
}

TEST_CASE("edits, redactions and reactions are seen for what they change") {
  Watcher watcher;
  watcher.sees("!team", Watcher::said("$1", "@eva:localhost", "before"));
  const json edit = {{"body", "* after"},
                     {"m.new_content", {{"body", "after"}}},
                     {"m.relates_to", {{"rel_type", "m.replace"}, {"event_id", "$1"}}}};
  CHECK_FALSE(watcher.sees("!team", Watcher::event("$2", "@bo:localhost", "m.room.message", edit)));
  const auto edited = watcher.sees("!team", Watcher::event("$3", "@eva:localhost", "m.room.message", edit));
  REQUIRE(edited);
  CHECK(edited->kind == Happening::Kind::updated);
  CHECK(edited->before.first_line() == "before");
  CHECK(edited->message.first_line() == "after");

  const auto like = [](const std::string& key) {
    return json{{"m.relates_to", {{"rel_type", "m.annotation"}, {"event_id", "$1"}, {"key", key}}}};
  };
  CHECK_FALSE(watcher.sees("!team", Watcher::event("$4", "@bo:localhost", "m.reaction", like("🏆"))));
  const auto sign =
      watcher.sees("!team", Watcher::event("$5", "@houston:localhost", "m.reaction", like("✨")));
  REQUIRE(sign);
  CHECK(sign->kind == Happening::Kind::reacted);
  CHECK(sign->reaction == "✨");
  CHECK(watcher.view.messages().front().reactions == std::vector<std::string>{"🏆", "✨"});

  json gone = Watcher::event("$6", "@bo:localhost", "m.room.redaction", {{"redacts", "$4"}});
  CHECK_FALSE(watcher.sees("!team", gone));
  CHECK(watcher.view.messages().front().reactions == std::vector<std::string>{"✨"});
  gone = Watcher::event("$7", "@eva:localhost", "m.room.redaction", {{"redacts", "$1"}});
  const auto deleted = watcher.sees("!team", gone);
  REQUIRE(deleted);
  CHECK(deleted->kind == Happening::Kind::deleted);
  CHECK(watcher.view.messages().front().deleted);
}

TEST_CASE("a reply in a thread knows its thread") {
  Watcher watcher;
  json reply = Watcher::said("$2", "@houston:localhost", "Eva");
  reply["content"]["m.relates_to"] = {{"rel_type", "m.thread"}, {"event_id", "$1"}};
  watcher.sees("!team", reply);
  CHECK(watcher.view.messages().front().thread == "$1");
}

TEST_CASE("names of the cast are sent as pills, others as they are") {
  const json content = with_pills("kudos @devi for <code>, not @zoe");
  CHECK(content["body"] == "kudos Devi for <code>, not @zoe");
  CHECK(content["formatted_body"] ==
        "kudos <a href=\"https://matrix.to/#/@devi:localhost\">Devi</a> for &lt;code&gt;, not @zoe");
  CHECK(content["m.mentions"]["user_ids"] == json::array({"@devi:localhost"}));
  CHECK_FALSE(with_pills("a@b and @zoe").contains("formatted_body"));
}
