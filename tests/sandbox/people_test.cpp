// People at the screen: commands, clicks, forms, the home tab, response_urls.
#include "bot/sandbox/api/response_url.hpp"
#include "tests/sandbox/fake.hpp"
#include "tests/support/catch.hpp"

using namespace houston::bot::sandbox;
using namespace std::chrono_literals;
using houston::bot::sandbox::tests::Fake;
using houston::bot::sandbox::tests::FakeWire;

namespace {

const char* kBo = "U0BO000001";

Json form(const std::string& title = "Standup") {
  Json view = Json::parse(
      R"({"type":"modal","callback_id":"s","notify_on_close":true,"submit":{"type":"plain_text","text":"OK"},
          "blocks":[{"type":"input","block_id":"done","label":{"type":"plain_text","text":"Done?"},
                     "element":{"type":"plain_text_input","action_id":"text"}}]})");
  view["title"] = {{"type", "plain_text"}, {"text", title}};
  return view;
}

// A workspace with one connected app.
struct Desk : Fake {
  Desk() {
    quiet = false;
    api.limits.enabled = false;
    socket = hub.opened(wire, moment());
  }
  const Json& last() const { return wire->frames.back(); }
  Json payload() const { return last()["payload"]; }
  void ack(const Json& answer = {}) {
    Json frame = {{"envelope_id", last()["envelope_id"]}};
    if (!answer.is_null()) frame["payload"] = answer;
    hub.heard(socket, frame.dump(), moment());
  }
  OnAnswer keep() {
    return [this](const Answer& given) { answer = given; };
  }
  std::string trigger() {
    REQUIRE(interactions.shortcut(kBo, "kudos", "", "", {}).has_value());
    const std::string id = payload()["trigger_id"];
    ack();
    return id;
  }
  std::shared_ptr<FakeWire> wire = std::make_shared<FakeWire>();
  int socket = 0;
  Answer answer;
};

}  // namespace

TEST_CASE("A command: payload as Slack's, its answer for the sender alone or for all") {
  Desk desk;
  REQUIRE(desk.interactions.command(kBo, "C0VISION01", "/houston", "a & b", desk.keep()).has_value());
  CHECK(desk.last()["type"] == "slash_commands");
  CHECK(desk.payload()["text"] == "a &amp; b");
  CHECK(desk.payload()["is_enterprise_install"] == "false");
  desk.ack({{"text", "hi"}});
  CHECK(desk.answer.acknowledged);
  CHECK(desk.happenings.back().message.ephemeral_to == kBo);
  REQUIRE(desk.interactions.command(kBo, "C0VISION01", "/houston", "", desk.keep()).has_value());
  desk.ack({{"text", "hi"}, {"response_type", "in_channel"}});
  CHECK(desk.wire->frames.back()["payload"]["event"]["text"] == "hi");
  REQUIRE(desk.interactions.command(kBo, "C0VISION01", "/houston", "", desk.keep()).has_value());
  desk.ack({{"blocks", Json::array({{{"type", "shout"}}})}});
  CHECK(desk.answer.outcome == "refused");
  REQUIRE(desk.interactions.command(kBo, "C0VISION01", "/houston", "", desk.keep()).has_value());
  desk.real += 3s;
  desk.hub.tick(desk.moment());
  CHECK(!desk.answer.acknowledged);
  CHECK(!desk.answer.problem.empty());
}

TEST_CASE("A click in a message carries value, block, state and a trigger") {
  Desk desk;
  const Json blocks = Json::parse(
      R"([{"type":"actions","block_id":"row","elements":[
            {"type":"button","action_id":"go","value":"42","text":{"type":"plain_text","text":"Go"}},
            {"type":"static_select","action_id":"pick","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}]}])");
  const std::string ts =
      desk.call("chat.postMessage", {{"channel", "C0VISION01"}, {"text", "x"}, {"blocks", blocks}})["ts"];
  desk.ack();
  REQUIRE(desk.interactions.click_message(kBo, "C0VISION01", ts, "pick", "1", {}).has_value());
  CHECK(desk.payload()["actions"][0]["selected_option"]["value"] == "1");
  desk.ack();
  REQUIRE(desk.interactions.click_message(kBo, "C0VISION01", ts, "go", "", {}).has_value());
  const Json click = desk.payload();
  CHECK(click["type"] == "block_actions");
  CHECK(click["actions"][0]["value"] == "42");
  CHECK(click["actions"][0]["block_id"] == "row");
  CHECK(click["container"]["message_ts"] == ts);
  CHECK(click["state"]["values"]["row"]["pick"]["selected_option"]["value"] == "1");
  CHECK(desk.interactions.click_message(kBo, "C0VISION01", ts, "nope", "", {}).error().message ==
        "There is nothing with the action_id \"nope\" to click; there is: go, pick.");
  CHECK(!desk.interactions.click_message(kBo, "C0VISION01", ts, "pick", "9", {}).has_value());
}

TEST_CASE("Of buttons that share an action_id, each in its block, the value says which is clicked") {
  Desk desk;
  const Json blocks = Json::parse(
      R"([{"type":"actions","block_id":"a","elements":[
            {"type":"button","action_id":"vote","value":"1","text":{"type":"plain_text","text":"Vote"}}]},
          {"type":"actions","block_id":"b","elements":[
            {"type":"button","action_id":"vote","value":"2","text":{"type":"plain_text","text":"Vote"}}]}])");
  const std::string ts =
      desk.call("chat.postMessage", {{"channel", "C0VISION01"}, {"text", "x"}, {"blocks", blocks}})["ts"];
  desk.ack();
  for (const auto& [asked, given, block] : {std::tuple("2", "2", "b"), {"1", "1", "a"}, {"", "1", "a"}}) {
    REQUIRE(desk.interactions.click_message(kBo, "C0VISION01", ts, "vote", asked, {}).has_value());
    CHECK(desk.payload()["actions"][0]["value"] == given);
    CHECK(desk.payload()["actions"][0]["block_id"] == block);
    desk.ack();
  }
}

TEST_CASE("A trigger serves once and for three seconds") {
  Desk desk;
  const std::string used = desk.trigger(), late = desk.trigger();
  CHECK(desk.call("views.open", {{"trigger_id", used}, {"view", form()}})["ok"] == true);
  CHECK(desk.error("views.open", {{"trigger_id", used}, {"view", form()}}) == "exchanged_trigger_id");
  CHECK(desk.error("views.open", {{"trigger_id", "made-up"}, {"view", form()}}) == "invalid_trigger_id");
  desk.real += 3001ms;
  CHECK(desk.error("views.open", {{"trigger_id", late}, {"view", form()}}) == "expired_trigger_id");
}

TEST_CASE("Submitting: errors keep the form open, update, push, clear and nothing do what they say") {
  Desk desk;
  const auto open = [&] {
    REQUIRE(desk.call("views.open", {{"trigger_id", desk.trigger()}, {"view", form()}})["ok"] == true);
  };
  const auto submit = [&](const Json& answer) {
    REQUIRE(desk.interactions.submit(kBo, "", {{"done", "all"}}, desk.keep()).has_value());
    CHECK(desk.payload()["view"]["state"]["values"]["done"]["text"]["value"] == "all");
    desk.ack(answer);
    return desk.answer.outcome;
  };
  const auto titles = [&] {
    std::string out;
    for (const View& view : desk.workspace.stack(kBo))
      out += view.body["title"]["text"].get<std::string>() + " ";
    return out;
  };
  open();
  CHECK(submit({{"response_action", "errors"}, {"errors", {{"done", "no"}}}}) == "errors");
  CHECK(submit({{"response_action", "errors"}, {"errors", {{"other", "no"}}}}) == "refused");
  CHECK(submit({{"response_action", "update"}, {"view", form("New")}}) == "updated");
  CHECK(titles() == "New ");
  CHECK(submit({{"response_action", "push"}, {"view", form("Two")}}) == "pushed");
  CHECK(submit({{"response_action", "push"}, {"view", form("Three")}}) == "pushed");
  CHECK(submit({{"response_action", "push"}, {"view", form("Four")}}) == "refused");
  CHECK(titles() == "New Two Three ");
  CHECK(submit(Json()) == "closed");
  CHECK(titles() == "New Two ");
  CHECK(submit({{"response_action", "clear"}}) == "cleared");
  CHECK(titles() == "");
  CHECK(!desk.interactions.submit(kBo, "", Json::object(), {}).has_value());
  open();
  CHECK(desk.interactions.submit(kBo, "", Json::object(), {}).error().message == "done must be filled in.");
  REQUIRE(desk.interactions.close_view(kBo, "", {}).has_value());
  CHECK(desk.payload()["type"] == "view_closed");
}

TEST_CASE("views.update and views.publish: hashes, external ids, what was typed stays") {
  Desk desk;
  Json view = form();
  view["external_id"] = "e";
  const Json opened = desk.call("views.open", {{"trigger_id", desk.trigger()}, {"view", view}})["view"];
  CHECK(desk.error("views.open", {{"trigger_id", desk.trigger()}, {"view", view}}) ==
        "duplicate_external_id");
  CHECK(desk.error("views.update", {{"view_id", opened["id"]}, {"hash", "old"}, {"view", view}}) ==
        "hash_conflict");
  CHECK(desk.error("views.update", {{"view_id", "V9"}, {"view", view}}) == "not_found");
  desk.workspace.stack(kBo)[0].values["done"]["text"]["value"] = "typed";
  const Json updated =
      desk.call("views.update", {{"external_id", "e"}, {"hash", opened["hash"]}, {"view", view}})["view"];
  CHECK(updated["state"]["values"]["done"]["text"]["value"] == "typed");
  CHECK(updated["hash"] != opened["hash"]);
  const Json home = Json::parse(R"({"type":"home","blocks":[{"type":"divider"}]})");
  CHECK(desk.call("views.publish", {{"user_id", kBo}, {"view", home}})["ok"] == true);
  CHECK(desk.error("views.publish", {{"user_id", kBo}, {"view", home}, {"hash", "old"}}) == "hash_conflict");
  CHECK(desk.error("views.publish", {{"user_id", kBo}, {"view", form()}}) == "invalid_arguments");
  REQUIRE(desk.interactions.open_home(kBo, "home").has_value());
  CHECK(desk.payload()["event"]["view"]["type"] == "home");
}

TEST_CASE("A response_url: five posts in half an hour, it can replace and delete its message") {
  Desk desk;
  REQUIRE(desk.interactions.command(kBo, "C0VISION01", "/houston", "", {}).has_value());
  const std::string url = desk.payload()["response_url"],
                    id = url.substr(std::string("https://sandbox/commands/").size());
  desk.ack();
  const auto post = [&](const Json& body) {
    return api::post_response_url(desk.workspace, desk.validator, id, body.dump());
  };
  CHECK(post({{"text", "psst"}}).body == "ok");
  CHECK(desk.happenings.back().message.ephemeral_to == kBo);
  CHECK(post({{"text", "all"}, {"response_type", "in_channel"}}).body == "ok");
  CHECK(post({{"blocks", Json::array({{{"type", "shout"}}})}}).body.find("invalid_blocks") !=
        std::string::npos);
  CHECK(post(Json::array()).status == 400);
  for (int i = 0; i < 3; ++i) CHECK(post({{"text", "x"}}).status == 200);
  CHECK(post({{"text", "x"}}).body.find("used_url") != std::string::npos);
  const std::string late = desk.workspace.make_response_url(kBo, "C0VISION01", "");
  desk.pass(31min);
  CHECK(api::post_response_url(desk.workspace, desk.validator, late.substr(25), R"({"text":"x"})")
            .body.find("expired_url") != std::string::npos);
}
