// chat.*, conversations.*, reactions.*: what they do, what they refuse, what events they cause.
#include "tests/sandbox/fake.hpp"
#include "tests/support/catch.hpp"

using namespace houston::bot::sandbox;
using houston::bot::sandbox::tests::Fake;

namespace {

const Json kButton = Json::parse(
    R"([{"type":"actions","elements":[{"type":"button","action_id":"go","text":{"type":"plain_text","text":"Go"}}]}])");

struct Chat : Fake {
  Chat() { api.limits.enabled = false; }
  std::string post(Json arguments) {
    const Json answer = call("chat.postMessage", arguments);
    REQUIRE(answer["ok"] == true);
    return answer["ts"];
  }
  std::string refusal(Json arguments) { return error("chat.postMessage", arguments); }
};

}  // namespace

TEST_CASE("ts are unique and in order, even while the clock stands still") {
  Chat chat;
  const std::string one = chat.post({{"channel", "C0VISION01"}, {"text", "1"}});
  const std::string two = chat.post({{"channel", "#vision"}, {"text", "2"}});
  CHECK(one == "1795510800.000000");
  CHECK(two == "1795510800.000001");
}

TEST_CASE("A U id opens the direct message, a deactivated person and a bot have none") {
  Chat chat;
  const Json answer = chat.call("chat.postMessage", {{"channel", "U0BO000001"}, {"text", "x"}});
  CHECK(answer["channel"].get<std::string>().front() == 'D');
  CHECK(chat.call("conversations.open", {{"users", "U0BO000001"}})["channel"]["id"] == answer["channel"]);
  User bo = *chat.workspace.user("U0BO000001");
  bo.deleted = true;
  chat.workspace.put_user(bo, false);
  CHECK(chat.refusal({{"channel", "U0BO000001"}, {"text", "x"}}) == "channel_not_found");
  CHECK(chat.error("conversations.open", {{"users", "U0BO000001"}}) == "user_disabled");
  CHECK(chat.error("conversations.open", {{"users", "U0HOUSTON1"}}) == "cannot_dm_bot");
  CHECK(chat.error("conversations.open", {{"users", "U9"}}) == "user_not_found");
}

TEST_CASE("Posts that Slack refuses") {
  Chat chat;
  Channel lab;
  lab.name = "lab";
  lab.members = {"U0BO000001"};
  chat.workspace.put_channel(lab);
  lab.name = "old";
  lab.archived = true;
  lab.members = {chat.workspace.app.bot_user};
  chat.workspace.put_channel(lab);
  CHECK(chat.refusal({{"channel", "#nowhere"}, {"text", "x"}}) == "channel_not_found");
  CHECK(chat.refusal({{"channel", "#lab"}, {"text", "x"}}) == "not_in_channel");
  CHECK(chat.refusal({{"channel", "#old"}, {"text", "x"}}) == "is_archived");
  CHECK(chat.refusal({{"channel", "#vision"}}) == "no_text");
  CHECK(chat.refusal({{"channel", "#vision"}, {"text", "x"}, {"blocks", "{"}}) == "invalid_blocks_format");
  CHECK(chat.refusal({{"channel", "#vision"}, {"text", "x"}, {"blocks", Json::array({{{"type", "x"}}})}}) ==
        "invalid_blocks");
  CHECK(chat.refusal({{"channel", "#vision"}, {"text", "x"}, {"thread_ts", "1.000000"}}) ==
        "cannot_reply_to_message");
  CHECK(chat.refusal({{"channel", "#vision"}, {"text", "x"}, {"markdown_text", "y"}}) ==
        "markdown_text_conflict");
  CHECK(chat.refusal({{"channel", "#vision"}, {"text", "x"}, {"metadata", "{"}}) ==
        "invalid_metadata_format");
  CHECK(chat.refusal({{"channel", "#vision"}, {"text", "x"}, {"metadata", {{"event_type", "x"}}}}) ==
        "invalid_metadata_schema");
  Json long_blocks = Json::array();
  for (int i = 0; i < 5; ++i)
    long_blocks.push_back(
        {{"type", "section"}, {"text", {{"type", "mrkdwn"}, {"text", std::string(2900, 'x')}}}});
  CHECK(chat.refusal({{"channel", "#vision"}, {"text", "x"}, {"blocks", long_blocks}}) ==
        "msg_blocks_too_long");
  chat.workspace.app.messages_tab = false;
  CHECK(chat.refusal({{"channel", "U0BO000001"}, {"text", "x"}}) == "messages_tab_disabled");
}

TEST_CASE("Text is kept as Slack keeps it") {
  Chat chat;
  const std::string ts =
      chat.post({{"channel", "#vision"}, {"text", "a & b < c <@U0BO000001> &lt; https://x.org/a?b=1 ok"}});
  CHECK(chat.workspace.message("C0VISION01", ts)->text ==
        "a &amp; b &lt; c <@U0BO000001> &lt; <https://x.org/a?b=1> ok");
  const Json cut = chat.call("chat.postMessage", {{"channel", "#vision"}, {"text", std::string(40001, 'x')}});
  CHECK(cut["warning"] == "message_truncated");
  CHECK(cut["message"]["text"].get<std::string>().size() == 40000);
}

TEST_CASE("chat.update: what stays and what goes") {
  Chat chat;
  const Json metadata = {{"event_type", "houston_post"}, {"event_payload", {{"key", "1"}}}};
  const std::string ts =
      chat.post({{"channel", "#vision"}, {"text", "x"}, {"blocks", kButton}, {"metadata", metadata}});
  const Message& message = *chat.workspace.message("C0VISION01", ts);
  const auto update = [&](Json arguments) {
    arguments["channel"] = "C0VISION01";
    arguments["ts"] = ts;
    return chat.call("chat.update", arguments);
  };
  CHECK(update({{"blocks", kButton}})["ok"] == true);
  CHECK(message.text == "x");
  CHECK(message.edited_ts.empty());
  CHECK(update({{"text", "y"}})["ok"] == true);
  CHECK(message.blocks.empty());
  CHECK(!message.edited_ts.empty());
  CHECK(message.metadata == metadata);
  CHECK(update({{"text", "y"}, {"metadata", Json::object()}})["ok"] == true);
  CHECK(message.metadata.is_null());
  CHECK(update({{"text", std::string(4001, 'x')}})["error"] == "msg_too_long");
  CHECK(update(Json::object())["error"] == "no_text");
  CHECK(chat.error("chat.update", {{"channel", "C0VISION01"}, {"ts", "1.000000"}, {"text", "x"}}) ==
        "message_not_found");
  CHECK(chat.error("chat.update", {{"channel", "U0BO000001"}, {"ts", ts}, {"text", "x"}}) ==
        "channel_not_found");
  Message theirs;
  theirs.channel = "C0VISION01";
  theirs.user = "U0BO000001";
  theirs.text = "mine";
  const std::string other = chat.workspace.post(theirs).ts;
  CHECK(chat.error("chat.update", {{"channel", "C0VISION01"}, {"ts", other}, {"text", "x"}}) ==
        "cant_update_message");
  CHECK(chat.error("chat.delete", {{"channel", "C0VISION01"}, {"ts", other}}) == "cant_delete_message");
}

TEST_CASE(
    "History has no replies and is newest first; replies begin with the head; metadata is given when asked "
    "for") {
  Chat chat;
  const Json metadata = {{"event_type", "houston_post"}, {"event_payload", {{"key", "1"}}}};
  const std::string head = chat.post({{"channel", "#vision"}, {"text", "head"}, {"metadata", metadata}});
  const std::string reply = chat.post({{"channel", "#vision"}, {"text", "reply"}, {"thread_ts", head}});
  const std::string nested = chat.post({{"channel", "#vision"}, {"text", "nested"}, {"thread_ts", reply}});
  const std::string last = chat.post({{"channel", "#vision"}, {"text", "last"}});
  const Json history = chat.call("conversations.history", {{"channel", "C0VISION01"}});
  REQUIRE(history["messages"].size() == 2);
  CHECK(history["messages"][0]["ts"] == last);
  CHECK(history["messages"][1]["reply_count"] == 2);
  CHECK(!history["messages"][1].contains("metadata"));
  const Json replies = chat.call("conversations.replies",
                                 {{"channel", "C0VISION01"}, {"ts", head}, {"include_all_metadata", true}});
  REQUIRE(replies["messages"].size() == 3);
  CHECK(replies["messages"][0]["metadata"] == metadata);
  CHECK(replies["messages"][2]["ts"] == nested);
  CHECK(replies["messages"][2]["thread_ts"] == head);
  const Json since = chat.call("conversations.history", {{"channel", "C0VISION01"}, {"oldest", head}});
  CHECK(since["messages"].size() == 1);
  CHECK(chat.call("conversations.history",
                  {{"channel", "C0VISION01"}, {"oldest", head}, {"inclusive", true}})["messages"]
            .size() == 2);
  CHECK(chat.error("conversations.replies", {{"channel", "C0VISION01"}, {"ts", "1.000000"}}) ==
        "thread_not_found");
  CHECK(chat.call("chat.delete", {{"channel", "C0VISION01"}, {"ts", head}})["ok"] == true);
  CHECK(chat.call("conversations.replies",
                  {{"channel", "C0VISION01"}, {"ts", head}})["messages"][0]["subtype"] == "tombstone");
}

TEST_CASE("An ephemeral message is seen by one, and is in no history") {
  Chat chat;
  const Json answer =
      chat.call("chat.postEphemeral", {{"channel", "C0VISION01"}, {"user", "U0BO000001"}, {"text", "psst"}});
  const std::string ts = answer["message_ts"];
  CHECK(chat.call("conversations.history", {{"channel", "C0VISION01"}})["messages"].empty());
  CHECK(chat.error("chat.update", {{"channel", "C0VISION01"}, {"ts", ts}, {"text", "x"}}) ==
        "message_not_found");
  CHECK(chat.events.empty());
  User fred;
  fred.handle = "fred";
  const std::string id = chat.workspace.put_user(fred, false).id;
  CHECK(chat.error("chat.postEphemeral", {{"channel", "C0VISION01"}, {"user", id}, {"text", "x"}}) ==
        "user_not_in_channel");
}

TEST_CASE("Reactions: once each, well named") {
  Chat chat;
  const std::string ts = chat.post({{"channel", "#vision"}, {"text", "x"}});
  const auto react = [&](const char* name) {
    return chat.error("reactions.add", {{"channel", "C0VISION01"}, {"timestamp", ts}, {"name", name}});
  };
  CHECK(react("tada") == "");
  CHECK(react("tada") == "already_reacted");
  CHECK(react(":tada:") == "invalid_name");
  CHECK(react("wave::skin-tone-2") == "");
  CHECK(chat.error("reactions.remove", {{"channel", "C0VISION01"}, {"timestamp", ts}, {"name", "nope"}}) ==
        "no_reaction");
  CHECK(chat.error("reactions.add", {{"channel", "C0VISION01"}, {"timestamp", "1.000000"}, {"name", "a"}}) ==
        "message_not_found");
}

TEST_CASE(
    "Events: own posts come back with bot_id, a mention comes twice, what the bot may not hear does not "
    "come") {
  Chat chat;
  chat.post({{"channel", "#vision"}, {"text", "x"}});
  REQUIRE(chat.events.size() == 1);
  CHECK(chat.events[0]["bot_id"] == chat.workspace.app.bot_id);
  CHECK(!chat.events[0].contains("subtype"));
  Message said;
  said.channel = "C0VISION01";
  said.user = "U0BO000001";
  said.text = "<@U0HOUSTON1> hi";
  chat.events.clear();
  Message& mention = chat.workspace.post(said);
  REQUIRE(chat.events.size() == 2);
  CHECK(chat.events[0]["type"] == "message");
  CHECK(chat.events[0]["channel_type"] == "channel");
  CHECK(chat.events[1]["type"] == "app_mention");
  CHECK(chat.events[1]["ts"] == chat.events[0]["ts"]);
  chat.events.clear();
  chat.workspace.update(
      mention, [](Message& changed) { changed.text = "new"; }, true);
  REQUIRE(chat.events.size() == 1);
  CHECK(chat.events[0]["subtype"] == "message_changed");
  CHECK(chat.events[0]["message"]["text"] == "new");
  CHECK(chat.events[0]["previous_message"]["text"] == "<@U0HOUSTON1> hi");
  CHECK(!chat.events[0]["message"].contains("channel"));
  chat.events.clear();
  said.channel = chat.workspace.open_dm("U0BO000001").id;
  chat.workspace.post(said);
  REQUIRE(chat.events.size() == 1);
  CHECK(chat.events[0]["channel_type"] == "im");
  chat.events.clear();
  chat.workspace.app.scopes.erase("im:history");
  chat.workspace.post(said);
  chat.workspace.leave(*chat.workspace.channel("C0VISION01"), chat.workspace.app.bot_user);
  chat.events.clear();
  said.channel = "C0VISION01";
  chat.workspace.post(said);
  CHECK(chat.events.empty());
}

TEST_CASE(
    "users.info: a deleted user has no zone, an address needs its scope, Slackbot is no bot and nowhere") {
  Fake fake;
  const Json ana = fake.call("users.info", {{"user", "U0ANA00001"}})["user"];
  CHECK(ana["tz"] == "Europe/Warsaw");
  CHECK(ana["tz_offset"] == 3600);
  CHECK(ana["is_admin"] == true);
  CHECK(ana["profile"]["email"] == "ana@example.com");
  fake.workspace.app.scopes.erase("users:read.email");
  CHECK(!fake.call("users.info", {{"user", "U0ANA00001"}})["user"]["profile"].contains("email"));
  User gone = *fake.workspace.user("U0ANA00001");
  gone.deleted = true;
  fake.workspace.put_user(gone, true);
  CHECK(fake.events.back()["type"] == "user_change");
  CHECK(!fake.call("users.info", {{"user", "U0ANA00001"}})["user"].contains("tz"));
  CHECK(fake.call("users.info", {{"user", "USLACKBOT"}})["user"]["tz"].is_null());
  CHECK(fake.error("users.info", {{"user", "U9"}}) == "user_not_found");
}
