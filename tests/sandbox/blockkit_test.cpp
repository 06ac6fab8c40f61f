// Block Kit as Slack judges it. The cases stand in blockkit_cases.json; check_cases.py holds them to the
// schema.
#include <fstream>

#include "bot/sandbox/blockkit/inputs.hpp"
#include "bot/sandbox/blockkit/validator.hpp"
#include "tests/support/catch.hpp"

using namespace houston::bot::sandbox;
using namespace houston::bot::sandbox::blockkit;

namespace {

Json cases() {
  std::ifstream file(HOUSTON_BLOCKKIT_CASES);
  return Json::parse(file);
}

const Validator& validator() {
  static const Validator one;
  return one;
}

blockkit::Faults judge(const Json& entry) {
  return entry.contains("view") ? validator().view(entry["view"]) : validator().blocks(entry["blocks"]);
}

std::string all(const blockkit::Faults& faults) {
  std::string out;
  for (const std::string& fault : faults) out += fault + "\n";
  return out;
}

}  // namespace

TEST_CASE("Messages and views within Slack's rules are accepted") {
  const Json listed = cases()["valid"];
  for (const Json& entry : listed) {
    INFO(entry["name"].get<std::string>());
    CHECK(all(judge(entry)) == "");
  }
}

TEST_CASE("What breaks one of Slack's rules is refused, with words and a pointer") {
  const Json listed = cases()["refused"];
  for (const Json& entry : listed) {
    INFO(entry["name"].get<std::string>());
    const std::string wanted = fault(entry["says"], entry["at"]);
    const blockkit::Faults faults = judge(entry);
    INFO(all(faults));
    CHECK(std::find(faults.begin(), faults.end(), wanted) != faults.end());
  }
}

TEST_CASE("Metadata: a name and flat values") {
  CHECK(validator().metadata({{"event_type", "houston_post"}, {"event_payload", {{"key", "1"}}}}).empty());
  CHECK(!validator().metadata({{"event_type", "houston_post"}}).empty());
  CHECK(!validator().metadata({{"event_type", "has blanks"}, {"event_payload", Json::object()}}).empty());
  CHECK(!validator().metadata({{"event_type", "x"}, {"event_payload", {{"key", nullptr}}}}).empty());
}

TEST_CASE("What may answer a view_submission") {
  CHECK(validator().submission_ack({{"response_action", "clear"}}).empty());
  CHECK(validator().submission_ack({{"response_action", "errors"}, {"errors", {{"b", "no"}}}}).empty());
  CHECK(!validator().submission_ack({{"response_action", "errors"}}).empty());
  CHECK(!validator().submission_ack({{"response_action", "shout"}}).empty());
  CHECK(!validator().submission_ack({{"response_action", "update"}, {"view", {{"type", "home"}}}}).empty());
}

TEST_CASE("A form is filled by block_id or action_id, as Slack's client would let one") {
  const Json blocks = Json::parse(R"([
    {"type":"input","block_id":"b","label":{"type":"plain_text","text":"L"},
     "element":{"type":"plain_text_input","action_id":"a","max_length":5}},
    {"type":"input","block_id":"c","optional":true,"label":{"type":"plain_text","text":"L"},
     "element":{"type":"static_select","action_id":"s","options":[{"text":{"type":"plain_text","text":"One"},"value":"1"}]}}])");
  const Json fresh = initial_values(blocks);
  CHECK(fresh["b"]["a"] == Json({{"type", "plain_text_input"}, {"value", nullptr}}));
  const auto filled = fill(blocks, fresh, {{"a", "héllo"}, {"c", "1"}});
  REQUIRE(filled.has_value());
  CHECK((*filled)["b"]["a"]["value"] == "héllo");
  CHECK((*filled)["c"]["s"]["selected_option"]["value"] == "1");
  CHECK(fill(blocks, fresh, Json::object()).error().message == "b must be filled in.");
  CHECK(fill(blocks, fresh, {{"a", "sixsix"}}).error().message == "a is too long.");
  CHECK(fill(blocks, fresh, {{"a", "x"}, {"c", "2"}}).error().message == "\"2\" is no option of s.");
  CHECK(fill(blocks, fresh, {{"a", "x"}, {"z", "2"}}).error().message == "The form has no field \"z\".");
}
