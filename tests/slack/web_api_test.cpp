#include "bot/slack/web_api.hpp"

#include "bot/slack/roster.hpp"
#include "tests/slack/script.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

WebApi api_of(Script& script) {
  const Network network = script.network();
  return {"https://slack.example/api/", Secret("xoxb-1-script-bot"), network.http, network.sleep,
          script.metrics};
}

ApiFailure failure_of(const ApiOutcome& outcome) {
  return std::get<ApiFailure>(outcome);
}

net::NetError lost(bool may_have_arrived) {
  net::NetError error;
  error.stage = may_have_arrived ? net::NetError::Stage::receive : net::NetError::Stage::connect;
  error.may_have_arrived = may_have_arrived;
  error.message = "slack.example: connection reset";
  return error;
}

}  // namespace

TEST_CASE("A call is a form with the token in its header and nowhere else") {
  Script script;
  script.answer("chat.postMessage", {{"ok", true}, {"ts", "1.2"}});
  WebApi api = api_of(script);
  const Parameters parameters{{"channel", "C1"}, {"blocks", R"([{"type":"divider"}])"}, {"text", "a&b=c +ż"}};
  const ApiOutcome outcome = script.run(api.call("chat.postMessage", parameters));
  CHECK(std::get<ApiAnswer>(outcome).body["ts"] == "1.2");
  REQUIRE(script.sent.size() == 1);
  CHECK(script.sent[0].parameters == parameters);
  CHECK(script.sent[0].authorization == "Bearer xoxb-1-script-bot");
  CHECK(script.sent[0].body.find("xoxb") == std::string::npos);
  CHECK(script.metrics.value("slack_calls", {{"method", "chat.postMessage"}, {"outcome", "ok"}}) == 1);
}

TEST_CASE("What an HTTP answer means") {
  struct Row {
    net::HttpResponse response;
    Verdict verdict;
    const char* code;
    std::chrono::milliseconds wait;
  };
  const std::vector<Row> rows{
      {http(429, "", {{"retry-after", "30"}}), Verdict::wait, "ratelimited", 30s},
      {http(429, "", {{"retry-after", "0"}}), Verdict::wait, "ratelimited", 1s},
      {http(429, "", {{"retry-after", "99999999"}}), Verdict::wait, "ratelimited", 1h},
      {http(429, "", {{"retry-after", "Fri, 31 Dec 1999 23:59:59 GMT"}}), Verdict::wait, "ratelimited", 5s},
      {http(429, ""), Verdict::wait, "ratelimited", 5s},
      {http(500, "oops"), Verdict::doubt, "http_500", 0s},
      {http(503, R"({"ok":false,"error":"x"})"), Verdict::doubt, "http_503", 0s},
      {http(302, ""), Verdict::retry, "http_302", 0s},
      {http(404, "not here"), Verdict::retry, "http_404", 0s},
      {http(200, "<html>"), Verdict::doubt, "not_json", 0s},
      {http(200, ""), Verdict::doubt, "not_json", 0s},
      {http(200, "[]"), Verdict::doubt, "not_json", 0s},
      {http(200, R"({"ok":"yes"})"), Verdict::doubt, "not_json", 0s},
      {http(200, R"({"ok":false})"), Verdict::give_up, "", 0s},
      {http(200, R"({"ok":false,"error":"ratelimited"})", {{"retry-after", "7"}}), Verdict::wait,
       "ratelimited", 7s},
      {http(200, R"({"ok":false,"error":"invalid_auth"})"), Verdict::operate, "invalid_auth", 0s},
      {http(200, R"({"ok":false,"error":"missing_scope","needed":"chat:write"})"), Verdict::operate,
       "missing_scope", 0s},
      {http(200, R"({"ok":false,"error":"internal_error"})"), Verdict::doubt, "internal_error", 0s},
      {http(200, R"({"ok":false,"error":"service_unavailable"})"), Verdict::retry, "service_unavailable", 0s},
      {http(200, R"({"ok":false,"error":"is_archived"})"), Verdict::give_up, "is_archived", 0s},
      {http(200, R"({"ok":false,"error":"message_not_found"})"), Verdict::drop, "message_not_found", 0s},
      {http(200, R"({"ok":false,"error":"brand_new"})"), Verdict::give_up, "brand_new", 0s},
      {http(200, R"({"ok":false,"error":"evil\nline <b>"})"), Verdict::give_up, "evil?line??b?", 0s},
  };
  for (const Row& row : rows) {
    INFO(row.response.status << " " << row.response.body);
    const ApiFailure failure = failure_of(read_answer("chat.update", row.response));
    CHECK(failure.verdict == row.verdict);
    CHECK(failure.code == row.code);
    CHECK(failure.wait == row.wait);
    CHECK_FALSE(failure.why.empty());
  }
  CHECK(
      failure_of(read_answer("x", http(200, R"({"ok":false,"error":"missing_scope","needed":"chat:write"})")))
          .why.find("chat:write") != std::string::npos);
}

TEST_CASE("Errors that mean success") {
  CHECK(std::holds_alternative<ApiAnswer>(
      read_answer("reactions.add", http(200, R"({"ok":false,"error":"already_reacted"})"))));
  CHECK(std::holds_alternative<ApiAnswer>(
      read_answer("chat.delete", http(200, R"({"ok":false,"error":"message_not_found"})"))));
}

TEST_CASE("A lost connection is in doubt once the request may have arrived") {
  Script script;
  WebApi api = api_of(script);
  script.answer_http("chat.postMessage", lost(true));
  CHECK(failure_of(script.run(api.call("chat.postMessage", {}))).verdict == Verdict::doubt);
  script.answers.clear();
  script.answer_http("chat.postMessage", lost(false));
  CHECK(failure_of(script.run(api.call("chat.postMessage", {}))).verdict == Verdict::retry);
}

TEST_CASE("Reads are patient: they wait as asked, and give up in the end") {
  Script script;
  WebApi api = api_of(script);
  SECTION("a rate limit, a lost answer, then the answer") {
    script.answer_http("users.list", http(429, "", {{"retry-after", "20"}}));
    script.answer_http("users.list", lost(true));
    script.answer("users.list", {{"ok", true}});
    CHECK(std::holds_alternative<ApiAnswer>(script.run(api.ask("users.list", {}))));
    CHECK(script.slept == std::vector<std::chrono::milliseconds>{20s, 2s});
  }
  SECTION("four times") {
    script.answer_http("users.list", http(500, ""));
    CHECK(failure_of(script.run(api.ask("users.list", {}))).code == "http_500");
    CHECK(script.sent.size() == 4);
  }
  SECTION("not for long waits") {
    script.answer_http("users.list", http(429, "", {{"retry-after", "600"}}));
    CHECK(failure_of(script.run(api.ask("users.list", {}))).wait == 600s);
    CHECK(script.slept.empty());
  }
  SECTION("not where waiting does not help") {
    script.answer("users.list", {{"ok", false}, {"error", "invalid_auth"}});
    CHECK(failure_of(script.run(api.ask("users.list", {}))).verdict == Verdict::operate);
    CHECK(script.sent.size() == 1);
  }
}

TEST_CASE("Who is there is read page by page, short and empty pages too") {
  Script script;
  script.answer("users.list",
                {{"ok", true},
                 {"members", json::array({{{"id", "U1"}, {"name", "ana"}, {"tz", "Europe/Warsaw"}}})},
                 {"response_metadata", {{"next_cursor", "dXNlcjo="}}}});
  script.answer("users.list",
                {{"ok", true}, {"members", json::array()}, {"response_metadata", {{"next_cursor", "b"}}}});
  script.answer("users.list", {{"ok", true},
                               {"members", json::array({{{"id", "U2"}, {"name", "ben"}, {"is_bot", true}}})},
                               {"response_metadata", {{"next_cursor", ""}}}});
  script.answer("conversations.list",
                {{"ok", true},
                 {"channels", json::array({{{"id", "C1"}, {"name", "vision"}, {"is_member", true}},
                                           {{"id", "C2"}, {"name", "general"}, {"is_member", false}},
                                           {{"id", "C3"}, {"name", "other"}, {"is_member", true}},
                                           {{"id", "C4"}, {"name", "wanted"}, {"is_member", false}}})}});
  script.answer("conversations.members", {{"ok", true}, {"members", json::array({"U1", "U2"})}});
  WebApi api = api_of(script);
  const RosterOutcome outcome = script.run(fetch_roster(api, WorkspaceId{"acme"}, {"#Vision", "C4"}));
  const auto& roster = std::get<chat::RosterLoaded>(outcome);
  REQUIRE(roster.people.size() == 2);
  CHECK(roster.people[0].time_zone == "Europe/Warsaw");
  REQUIRE(roster.rooms.size() == 3);
  CHECK(roster.rooms[0].members == std::vector<PersonId>{PersonId{"U1"}, PersonId{"U2"}});
  CHECK_FALSE(roster.rooms[1].members);  // in it, but no team's
  CHECK_FALSE(roster.rooms[2].members);  // a team's, but not in it
  const std::vector<Sent> pages = script.of("users.list");
  REQUIRE(pages.size() == 3);
  CHECK(pages[0].parameters.at("limit") == "200");
  CHECK(pages[1].parameters.at("cursor") == "dXNlcjo=");
  CHECK(script.of("conversations.members").size() == 1);
}

TEST_CASE("A channel that vanishes while it is read does not spoil the rest") {
  Script script;
  script.answer("users.list", {{"ok", true}, {"members", json::array()}});
  script.answer(
      "conversations.list",
      {{"ok", true}, {"channels", json::array({{{"id", "C1"}, {"name", "vision"}, {"is_member", true}}})}});
  WebApi api = api_of(script);
  SECTION("gone") {
    script.answer("conversations.members", {{"ok", false}, {"error", "channel_not_found"}});
    const RosterOutcome outcome = script.run(fetch_roster(api, WorkspaceId{"acme"}, {"vision"}));
    CHECK_FALSE(std::get<chat::RosterLoaded>(outcome).rooms.at(0).members);
  }
  SECTION("a token that was revoked does") {
    script.answer("conversations.members", {{"ok", false}, {"error", "token_revoked"}});
    const RosterOutcome outcome = script.run(fetch_roster(api, WorkspaceId{"acme"}, {"vision"}));
    CHECK(std::get<ApiFailure>(outcome).verdict == Verdict::operate);
  }
}

}  // namespace houston::bot::slack
