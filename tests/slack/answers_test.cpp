#include "bot/slack/answers.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

Answering by(Answering::By how) {
  Answering answering;
  answering.by = how;
  answering.trigger = "123.456.abc";
  answering.response_url = "https://hooks.slack.example/commands/T1/1/secret";
  answering.room = "C1";
  return answering;
}

handlers::Immediate reply(std::size_t size) {
  handlers::Immediate immediate;
  immediate.reply = chat::paragraph(std::string(size, 'x'));
  return immediate;
}

handlers::Immediate form() {
  handlers::Immediate immediate;
  immediate.form = chat::Form{"f", "s", "Title", "Save", {}, {}};
  return immediate;
}

}  // namespace

TEST_CASE("A short reply to a command rides on its acknowledgement") {
  const AnswerPlan plan = plan_answer(reply(10), by(Answering::By::command), true);
  const json payload = json::parse(plan.payload);
  CHECK(payload["response_type"] == "ephemeral");
  CHECK(payload["text"] == "xxxxxxxxxx");
  CHECK(payload["blocks"].size() == 1);
  CHECK_FALSE(plan.respond);
  CHECK_FALSE(plan.tell);
}

TEST_CASE("A long reply to a command goes by its response_url") {
  const AnswerPlan plan = plan_answer(reply(5000), by(Answering::By::command), true);
  CHECK(plan.payload.empty());
  REQUIRE(plan.respond);
  CHECK(json::parse(plan.respond->body)["response_type"] == "ephemeral");
}

TEST_CASE("Where the envelope takes no payload and there is no URL, the reply is told in the room") {
  Answering answering = by(Answering::By::command);
  answering.response_url.clear();
  const AnswerPlan plan = plan_answer(reply(10), answering, false);
  CHECK(plan.payload.empty());
  REQUIRE(plan.tell);
  CHECK(plan.tell->room == "C1");
}

TEST_CASE("A reply to a click is told in the room and thread of the button") {
  Answering answering = by(Answering::By::click);
  answering.thread = "1.000100";
  const AnswerPlan plan = plan_answer(reply(10), answering, true);
  CHECK(plan.payload.empty());
  REQUIRE(plan.tell);
  CHECK(plan.tell->room == "C1");
  CHECK(plan.tell->thread == "1.000100");
}

TEST_CASE("A form is opened with the trigger, and cannot be without one") {
  AnswerPlan plan = plan_answer(form(), by(Answering::By::click), true);
  REQUIRE(plan.open);
  CHECK(plan.open->trigger == "123.456.abc");
  CHECK(json::parse(plan.open->view)["type"] == "modal");
  Answering none = by(Answering::By::nothing);
  none.trigger.clear();
  CHECK_FALSE(plan_answer(form(), none, false).open);
}

TEST_CASE("Refused fields keep the form open, elsewhere they mean nothing") {
  handlers::Immediate immediate;
  immediate.refused = {{"q1", "Please write something"}};
  const AnswerPlan plan = plan_answer(immediate, by(Answering::By::submission), true);
  CHECK(json::parse(plan.payload)["errors"]["q1"] == "Please write something");
  CHECK(plan_answer(immediate, by(Answering::By::click), true).payload.empty());
}

TEST_CASE("Nothing to say is nothing to do") {
  const AnswerPlan plan = plan_answer({}, by(Answering::By::submission), true);
  CHECK(plan.payload.empty());
  CHECK_FALSE(plan.open);
  CHECK_FALSE(plan.respond);
  CHECK_FALSE(plan.tell);
}

}  // namespace houston::bot::slack
