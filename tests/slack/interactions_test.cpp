#include "bot/slack/interactions.hpp"

#include "tests/slack/envelopes.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

json click(const json& changes = json::object()) {
  json payload = {
      {"type", "block_actions"},
      {"user", {{"id", "U1"}}},
      {"trigger_id", "1.2.abc"},
      {"response_url", "https://hooks.slack.example/actions/1"},
      {"channel", {{"id", "D1"}}},
      {"container", {{"type", "message"}, {"message_ts", "1.000100"}, {"channel_id", "D1"}}},
      {"message", {{"ts", "1.000100"}, {"thread_ts", "0.000100"}}},
      {"actions",
       json::array({{{"type", "button"}, {"action_id", "standup.write"}, {"value", "vision/daily"}}})}};
  payload.merge_patch(changes);
  return payload;
}

}  // namespace

TEST_CASE("A slash command") {
  const json envelope = {{"type", "slash_commands"},
                         {"envelope_id", "e-3"},
                         {"accepts_response_payload", true},
                         {"payload",
                          {{"command", "/houston"},
                           {"text", "away for <@U2|ben> &amp; <#C2|general>"},
                           {"user_id", "U1"},
                           {"channel_id", "C1"},
                           {"is_enterprise_install", "false"},
                           {"response_url", "https://hooks.slack.example/commands/1"},
                           {"trigger_id", "1.2.abc"}}}};
  const Reading reading = read(envelope);
  CHECK(taken<chat::Command>(reading).text == chat::Text{chat::Plain{"away for "},
                                                         chat::Mention{PersonId{"U2"}}, chat::Plain{" & "},
                                                         chat::RoomLink{RoomId{"C2"}}});
  const Incoming& incoming = std::get<Incoming>(reading);
  CHECK(incoming.event.key == "envelope:e-3");
  CHECK(incoming.event.can_ask);
  CHECK(incoming.answering.by == Answering::By::command);
  CHECK(incoming.answering.room == "C1");
  CHECK(incoming.answering.response_url == "https://hooks.slack.example/commands/1");
}

TEST_CASE("A button of a message") {
  const Reading reading = read(interactive(click()));
  const chat::Clicked& clicked = taken<chat::Clicked>(reading);
  CHECK(clicked.action == "standup.write");
  CHECK(clicked.value == "vision/daily");
  CHECK(clicked.room == RoomId{"D1"});
  CHECK(clicked.message == "1.000100");
  const Incoming& incoming = std::get<Incoming>(reading);
  CHECK(incoming.event.can_ask);
  CHECK(incoming.event.key == "envelope:e-2");
  CHECK(incoming.answering.thread == "0.000100");
}

TEST_CASE("The second button of one action, and a choice") {
  CHECK(taken<chat::Clicked>(read(interactive(click({{"actions", json::array({{{"action_id", "a.b#2"}}})}}))))
            .action == "a.b");
  const json choice = json::array({{{"action_id", "a.b"}, {"selected_option", {{"value", "chosen"}}}}});
  CHECK(taken<chat::Clicked>(read(interactive(click({{"actions", choice}})))).value == "chosen");
}

TEST_CASE("A button of the home tab is in no room") {
  json payload =
      click({{"container",
              {{"type", "view"}, {"view_id", "V1"}, {"channel_id", nullptr}, {"message_ts", nullptr}}}});
  payload.erase("channel");
  payload.erase("message");
  const Reading reading = read(interactive(payload));
  CHECK_FALSE(taken<chat::Clicked>(reading).room);
  CHECK_FALSE(taken<chat::Clicked>(reading).message);
}

TEST_CASE("A submitted form gives every field's value") {
  json payload = {
      {"type", "view_submission"},
      {"user", {{"id", "U1"}}},
      {"trigger_id", "1.2.abc"},
      {"view",
       {{"private_metadata", R"({"form":"standup.answers","state":"vision/daily/2026-11-24"})"},
        {"state",
         {{"values",
           {{"q1", {{"value", {{"type", "plain_text_input"}, {"value", "wrote <!channel> & tests"}}}}},
            {"q2", {{"value", {{"type", "plain_text_input"}, {"value", nullptr}}}}},
            {"mood", {{"value", {{"type", "static_select"}, {"selected_option", {{"value", "good"}}}}}}},
            {"none", {{"value", {{"type", "static_select"}, {"selected_option", nullptr}}}}},
            {"until", {{"value", {{"type", "datepicker"}, {"selected_date", "2026-12-01"}}}}}}}}}}}};
  const Reading reading = read(interactive(payload));
  const chat::Submitted& submitted = taken<chat::Submitted>(reading);
  CHECK(submitted.form == "standup.answers");
  CHECK(submitted.state == "vision/daily/2026-11-24");
  const std::map<std::string, std::string> values{{"q1", "wrote <!channel> & tests"},
                                                  {"q2", ""},
                                                  {"mood", "good"},
                                                  {"none", ""},
                                                  {"until", "2026-12-01"}};
  CHECK(submitted.values == values);
  CHECK(std::get<Incoming>(reading).answering.by == Answering::By::submission);
  payload["view"]["private_metadata"] = "not ours";
  CHECK(passed(read(interactive(payload))) != "");
}

TEST_CASE("Shortcuts, global and of a message") {
  CHECK_FALSE(
      taken<chat::ShortcutUsed>(
          read(interactive({{"type", "shortcut"}, {"callback_id", "kudos"}, {"user", {{"id", "U1"}}}})))
          .room);
  const Reading reading = read(interactive({{"type", "message_action"},
                                            {"callback_id", "kudos"},
                                            {"user", {{"id", "U1"}}},
                                            {"channel", {{"id", "C1"}}},
                                            {"message_ts", "1.000100"},
                                            {"message", {{"user", "U2"}, {"text", "it &lt;works&gt;"}}}}));
  CHECK(taken<chat::ShortcutUsed>(reading).quoted->author == PersonId{"U2"});
  CHECK(taken<chat::ShortcutUsed>(reading).quoted->text == chat::plain("it <works>"));
  CHECK(taken<chat::ShortcutUsed>(reading).room == RoomId{"C1"});
  CHECK(taken<chat::ShortcutUsed>(reading).message == "1.000100");
}

TEST_CASE("What asks nothing of Houston, or is broken, is passed over") {
  CHECK(passed(read(interactive({{"type", "view_closed"}, {"user", {{"id", "U1"}}}}))) != "");
  const std::vector<json> rows{
      interactive(json::object()),
      interactive({{"type", "block_actions"}}),
      interactive(click({{"actions", nullptr}})),
      interactive(click({{"actions", json::array()}})),
      interactive(click({{"actions", json::array({5})}})),
      interactive(click({{"user", nullptr}})),
      interactive({{"type", "brand_new"}, {"user", {{"id", "U1"}}}}),
      interactive({{"type", "shortcut"}, {"user", {{"id", "U1"}}}}),
      interactive({{"type", "view_submission"}, {"user", {{"id", "U1"}}}, {"view", 7}}),
      {{"type", "slash_commands"}, {"payload", {{"text", "x"}}}}};
  for (const json& row : rows) {
    INFO(row.dump());
    const Reading reading = read(row);
    REQUIRE(std::holds_alternative<PassedOver>(reading));
    CHECK(std::get<PassedOver>(reading).strange);
  }
}

}  // namespace houston::bot::slack
