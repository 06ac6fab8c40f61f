#include "bot/slack/events.hpp"

#include "tests/slack/envelopes.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

json message(const json& changes = json::object()) {
  json event = {{"type", "message"},           {"channel", "D1"},
                {"channel_type", "im"},        {"user", "U1"},
                {"text", "done &amp; dusted"}, {"ts", "1764158400.000100"}};
  event.update(changes);
  return event;
}

json in_channel(const json& changes = json::object()) {
  json event = message({{"channel", "C1"}, {"channel_type", "channel"}});
  event.update(changes);
  return event;
}

json edit(const std::string& before, const std::string& after, const json& changes = json::object()) {
  json event = {
      {"type", "message"},
      {"subtype", "message_changed"},
      {"hidden", true},
      {"channel", "D1"},
      {"channel_type", "im"},
      {"ts", "1764158500.000200"},
      {"message", {{"type", "message"}, {"user", "U1"}, {"text", after}, {"ts", "1764158400.000100"}}},
      {"previous_message", {{"user", "U1"}, {"text", before}, {"ts", "1764158400.000100"}}}};
  event.merge_patch(changes);
  return event;
}

}  // namespace

TEST_CASE("A direct message") {
  const Reading reading = read(events_api(message()));
  const chat::Said& said = taken<chat::Said>(reading);
  CHECK(said.room.value == "D1");
  CHECK(said.message == "1764158400.000100");
  CHECK_FALSE(said.thread);
  CHECK(said.direct);
  CHECK_FALSE(said.mentions_houston);
  CHECK(said.text == chat::plain("done & dusted"));
  const chat::Event& event = std::get<Incoming>(reading).event;
  CHECK(event.key == "Ev1");
  CHECK(event.person.value == "U1");
  CHECK(event.workspace.value == "acme");
  CHECK(event.at == noon);
  CHECK_FALSE(event.can_ask);
}

TEST_CASE("A reply in a thread names the thread, its head does not") {
  CHECK(taken<chat::Said>(read(events_api(message({{"thread_ts", "1764158000.000100"}})))).thread ==
        "1764158000.000100");
  CHECK_FALSE(taken<chat::Said>(read(events_api(message({{"thread_ts", "1764158400.000100"}})))).thread);
}

TEST_CASE("A redelivery is as good as the first delivery, with the same key") {
  json again = events_api(message());
  again["retry_attempt"] = 2;
  again["retry_reason"] = "timeout";
  again["envelope_id"] = "e-9";
  CHECK(std::get<Incoming>(read(again)).event.key == "Ev1");
}

TEST_CASE("Subtypes that are words of people, and those that are not") {
  for (const char* subtype : {"file_share", "thread_broadcast", "me_message"}) {
    INFO(subtype);
    CHECK(taken<chat::Said>(read(events_api(message({{"subtype", subtype}})))).direct);
  }
  for (const char* subtype : {"channel_join", "channel_topic", "bot_message", "reminder_add",
                              "ekm_access_denied", "never_heard_of"}) {
    INFO(subtype);
    CHECK(passed(read(events_api(message({{"subtype", subtype}})))) != "");
  }
}

TEST_CASE("A shared file is a link in what was said") {
  const Reading reading = read(events_api(message(
      {{"subtype", "file_share"},
       {"text", "see"},
       {"files", json::array({{{"title", "Plan"}, {"permalink", "https://acme.slack.example/files/1"}},
                              {{"id", "F2"}}})}})));
  CHECK(taken<chat::Said>(reading).text ==
        chat::Text{chat::Plain{"see\n"}, chat::Link{"https://acme.slack.example/files/1", "Plan"}});
}

TEST_CASE("Bots are not heard, Houston itself least of all") {
  CHECK(passed(read(events_api(message({{"bot_id", "BOTHER"}})))) != "");
  CHECK(passed(read(events_api(message({{"bot_id", "BHOUSTON"}, {"user", "UHOUSTON"}})))) != "");
  CHECK(passed(read(events_api(message({{"user", "UHOUSTON"}})))) != "");
}

TEST_CASE("In a channel only what mentions Houston is heard, without the mention") {
  CHECK(passed(read(events_api(in_channel()))) != "");
  const Reading reading = read(events_api(in_channel({{"text", "<@UHOUSTON>: status"}})));
  const chat::Said& said = taken<chat::Said>(reading);
  CHECK(said.mentions_houston);
  CHECK_FALSE(said.direct);
  CHECK(said.text == chat::plain("status"));
  CHECK(taken<chat::Said>(read(events_api(in_channel({{"text", "ask <@UHOUSTON> then"}})))).text.size() == 3);
  CHECK(taken<chat::Said>(read(events_api(in_channel({{"text", "<@UHOUSTON>"}})))).text.empty());
}

TEST_CASE("A mention comes as message and as app_mention: both have one key") {
  const std::string text = "<@UHOUSTON> help";
  const Reading as_message = read(events_api(in_channel({{"text", text}}), "Ev1"));
  json mention = {{"type", "app_mention"},
                  {"user", "U1"},
                  {"text", text},
                  {"ts", "1764158400.000100"},
                  {"channel", "C1"}};
  const Reading as_mention = read(events_api(mention, "Ev2"));
  CHECK(taken<chat::Said>(as_mention).text == chat::plain("help"));
  CHECK(std::get<Incoming>(as_message).event.key == std::get<Incoming>(as_mention).event.key);
}

TEST_CASE("Edits") {
  SECTION("of a direct message") {
    const Reading reading = read(events_api(edit("dune", "done")));
    const chat::Edited& edited = taken<chat::Edited>(reading);
    CHECK(edited.message == "1764158400.000100");  // the message's ts, not the event's
    CHECK(edited.text == chat::plain("done"));
    CHECK(edited.direct);
    CHECK(std::get<Incoming>(reading).event.person.value == "U1");
  }
  SECTION("that changed no text: an unfurled link") {
    CHECK(passed(read(events_api(edit("same", "same")))) != "");
  }
  SECTION("of our own message") {
    CHECK(passed(read(events_api(edit("a", "b", {{"message", {{"bot_id", "BHOUSTON"}}}})))) != "");
  }
  SECTION("without what was before") {
    json event = edit("a", "b");
    event.erase("previous_message");
    CHECK(taken<chat::Edited>(read(events_api(event))).text == chat::plain("b"));
  }
  SECTION("in a channel only where Houston is or was mentioned") {
    const json channel = {{"channel", "C1"}, {"channel_type", "channel"}};
    CHECK(passed(read(events_api(edit("a", "b", channel)))) != "");
    CHECK(taken<chat::Edited>(read(events_api(edit("<@UHOUSTON> a", "b", channel)))).text ==
          chat::plain("b"));
    CHECK(taken<chat::Edited>(read(events_api(edit("a", "<@UHOUSTON> b", channel)))).text ==
          chat::plain("b"));
  }
  SECTION("into a tombstone are deletions") {
    CHECK(taken<chat::Deleted>(read(events_api(edit("a", "b", {{"message", {{"subtype", "tombstone"}}}}))))
              .message == "1764158400.000100");
  }
}

TEST_CASE("Deletions") {
  json event = {{"type", "message"},
                {"subtype", "message_deleted"},
                {"channel", "D1"},
                {"channel_type", "im"},
                {"ts", "1764158500.1"},
                {"deleted_ts", "1764158400.000100"},
                {"previous_message", {{"user", "U1"}, {"text", "gone"}}}};
  SECTION("of a direct message") {
    const Reading reading = read(events_api(event));
    CHECK(taken<chat::Deleted>(reading).message == "1764158400.000100");
    CHECK(std::get<Incoming>(reading).event.person.value == "U1");
  }
  SECTION("of our own") {
    event["previous_message"]["bot_id"] = "BHOUSTON";
    CHECK(passed(read(events_api(event))) != "");
  }
  SECTION("in a channel") {
    event["channel_type"] = "channel";
    event["channel"] = "C1";
    CHECK(passed(read(events_api(event))) != "");
    event["previous_message"]["text"] = "<@UHOUSTON> status";
    CHECK_FALSE(taken<chat::Deleted>(read(events_api(event))).direct);
  }
}

TEST_CASE("Reactions") {
  json event = {{"type", "reaction_added"},
                {"user", "U1"},
                {"reaction", "wave::skin-tone-3"},
                {"item", {{"type", "message"}, {"channel", "C1"}, {"ts", "1.000100"}}}};
  CHECK(taken<chat::Reacted>(read(events_api(event))).reaction == "wave");
  CHECK_FALSE(taken<chat::Reacted>(read(events_api(event))).removed);
  event["type"] = "reaction_removed";
  CHECK(taken<chat::Reacted>(read(events_api(event))).removed);
  event["user"] = "UHOUSTON";
  CHECK(passed(read(events_api(event))) != "");
  event["user"] = "U1";
  event["item"] = {{"type", "file"}, {"file", "F1"}};
  CHECK(passed(read(events_api(event))) != "");
}

TEST_CASE("Coming and going, Houston's own too") {
  const Reading joined = read(events_api(
      {{"type", "member_joined_channel"}, {"user", "UHOUSTON"}, {"channel", "C1"}, {"team", "T1"}}));
  CHECK(taken<chat::JoinedRoom>(joined).room.value == "C1");
  CHECK(std::get<Incoming>(joined).event.person.value == "UHOUSTON");
  CHECK(taken<chat::LeftRoom>(
            read(events_api({{"type", "member_left_channel"}, {"user", "U1"}, {"channel", "C1"}})))
            .room.value == "C1");
}

TEST_CASE("People as Slack describes them") {
  json user = {{"id", "U1"},
               {"name", "Ana.B"},
               {"deleted", false},
               {"tz", "Europe/Warsaw"},
               {"tz_offset", 3600},
               {"is_admin", true},
               {"is_bot", false},
               {"profile", {{"display_name", "Ana"}, {"real_name", "Ana B"}, {"email", "Ana@Example.com"}}}};
  const Reading reading = read(events_api({{"type", "user_change"}, {"user", user}}));
  const storage::Person& ana = taken<chat::PersonChanged>(reading).person;
  CHECK(ana.id.value == "U1");
  CHECK(ana.workspace.value == "acme");
  CHECK(ana.name == "Ana");
  CHECK(ana.handle == "ana.b");
  CHECK(ana.email == "ana@example.com");
  CHECK(ana.time_zone == "Europe/Warsaw");
  CHECK(ana.admin);
  CHECK_FALSE(ana.bot);

  user["profile"] = {{"display_name", ""}, {"real_name", "Ben <b>&Co"}};
  user["tz"] = nullptr;
  user["deleted"] = true;
  const storage::Person ben = read_person(user, WorkspaceId{"acme"});
  CHECK(ben.name == "Ben <b>&Co");  // raw: escaped where it is shown
  CHECK(ben.time_zone.empty());
  CHECK(ben.deactivated);
  CHECK(read_person({{"id", "USLACKBOT"}, {"is_bot", false}}, WorkspaceId{"acme"}).bot);
  CHECK(read_person({{"id", "U2"}, {"name", "eve"}}, WorkspaceId{"acme"}).name == "eve");
  CHECK(read_person(json(5), WorkspaceId{"acme"}).id.value.empty());
  CHECK(
      taken<chat::PersonChanged>(read(events_api({{"type", "team_join"}, {"user", user}}))).person.id.value ==
      "U1");
  CHECK(passed(read(events_api({{"type", "user_change"}, {"user", "U1"}}))) != "");
}

TEST_CASE("The home tab, and only it") {
  CHECK(std::holds_alternative<Incoming>(
      read(events_api({{"type", "app_home_opened"}, {"user", "U1"}, {"tab", "home"}}))));
  CHECK(passed(read(events_api({{"type", "app_home_opened"}, {"user", "U1"}, {"tab", "messages"}}))) != "");
}

TEST_CASE("A timestamp that is a number is not guessed at") {
  CHECK(passed(read(events_api(message({{"ts", 1764158400.0001}})))) != "");
  CHECK(passed(read(events_api(message({{"ts", 1764158400}})))) != "");
}

TEST_CASE("What is unknown or broken is survived and called strange") {
  const std::vector<json> rows{
      json(),
      json(5),
      json::array(),
      json::object(),
      {{"type", "events_api"}},
      {{"type", "events_api"}, {"payload", "x"}},
      {{"type", "events_api"}, {"payload", {{"type", "app_rate_limited"}, {"minute_rate_limited", 1}}}},
      {{"type", "brand_new"}, {"envelope_id", "e"}, {"payload", json::object()}},
      events_api({{"type", "brand_new_event"}}),
      events_api(json::object()),
      events_api(message(), ""),
      events_api(message({{"channel", nullptr}})),
      events_api(message({{"user", 7}})),
      events_api({{"type", "reaction_added"}, {"item", {{"type", "message"}}}}),
      events_api({{"type", "member_joined_channel"}}),
      events_api({{"type", "message"}, {"subtype", "message_changed"}}),
      events_api({{"type", "app_home_opened"}})};
  for (const json& row : rows) {
    INFO(row.dump());
    const Reading reading = read(row);
    REQUIRE(std::holds_alternative<PassedOver>(reading));
    CHECK(std::get<PassedOver>(reading).strange);
  }
}

}  // namespace houston::bot::slack
