// The Web API's conventions: tokens, bodies, scopes, pages, rate limits, faults.
#include "tests/sandbox/fake.hpp"
#include "tests/support/catch.hpp"

using namespace houston::bot::sandbox;
using houston::bot::sandbox::tests::Fake;

namespace {

Json posted(Fake& fake, const std::string& type, const std::string& body, bool token = true) {
  api::Request request;
  request.method = "chat.postMessage";
  if (!type.empty()) request.headers["content-type"] = type;
  if (token) request.headers["authorization"] = "Bearer " + fake.workspace.app.bot_token;
  request.body = body;
  return Json::parse(fake.api.answer(request).body);
}

}  // namespace

TEST_CASE("A token must be there, right, alive and of the right kind") {
  Fake fake;
  CHECK(fake.call("auth.test", Json::object())["user_id"] == fake.workspace.app.bot_user);
  CHECK(fake.call("auth.test", Json::object(), "xoxb-wrong")["error"] == "invalid_auth");
  CHECK(fake.call("users.list", Json::object(), fake.workspace.app.app_token)["error"] ==
        "not_allowed_token_type");
  CHECK(fake.error("apps.connections.open", Json::object()) == "not_allowed_token_type");
  CHECK(fake.call("apps.connections.open", Json::object(), fake.workspace.app.app_token)["url"] ==
        "wss://x/");
  CHECK(posted(fake, "application/x-www-form-urlencoded", "channel=vision&text=x", false)["error"] ==
        "not_authed");
  CHECK(posted(fake, "application/json; charset=utf-8",
               Json({{"token", fake.workspace.app.bot_token}, {"channel", "vision"}, {"text", "x"}}).dump(),
               false)["error"] == "not_authed");
  fake.workspace.app.token_revoked = true;
  CHECK(fake.error("auth.test", Json::object()) == "token_revoked");
}

TEST_CASE("A scope that is missing is named, and the headers name what there is") {
  Fake fake;
  fake.workspace.app.scopes = {"users:read"};
  const Json answer = fake.call("chat.postMessage", {{"channel", "#vision"}, {"text", "x"}});
  CHECK(answer["error"] == "missing_scope");
  CHECK(answer["needed"] == "chat:write");
  CHECK(answer["provided"] == "users:read");
  CHECK(fake.reply.headers["x-oauth-scopes"] == "users:read");
  CHECK(fake.reply.headers["x-accepted-oauth-scopes"] == "chat:write");
  CHECK(!fake.reply.headers["x-slack-req-id"].empty());
}

TEST_CASE("Bodies: form and JSON, with Slack's warnings and refusals") {
  Fake fake;
  fake.api.limits.enabled = false;
  const std::string json = R"({"channel":"#vision","text":"x","thread_ts":null})";
  CHECK(posted(fake, "application/json; charset=utf-8", json)["ok"] == true);
  CHECK(posted(fake, "application/json", json)["warning"] == "missing_charset");
  const Json warned =
      posted(fake, "application/x-www-form-urlencoded; charset=utf-8", "channel=%23vision&text=a+b");
  CHECK(warned["response_metadata"]["warnings"][0] == "superfluous_charset");
  CHECK(warned["message"]["text"] == "a b");
  CHECK(posted(fake, "application/json; charset=utf-8", "{")["error"] == "invalid_json");
  CHECK(posted(fake, "application/json; charset=utf-8", "[]")["error"] == "json_not_object");
  CHECK(posted(fake, "application/json; charset=koi8-r", json)["error"] == "invalid_charset");
  CHECK(posted(fake, "text/plain", json)["error"] == "invalid_post_type");
  CHECK(posted(fake, "", json)["error"] == "missing_post_type");
  CHECK(posted(fake, "application/x-www-form-urlencoded", "channel=vision&text=%FF")["error"] ==
        "invalid_form_data");
  CHECK(fake.error("chat.shout", Json::object()) == "unknown_method");
}

TEST_CASE("A read does not look at a JSON body") {
  Fake fake;
  api::Request request;
  request.method = "conversations.info";
  request.headers = {{"content-type", "application/json; charset=utf-8"},
                     {"authorization", "Bearer " + fake.workspace.app.bot_token}};
  request.body = R"({"channel":"C0VISION01"})";
  CHECK(Json::parse(fake.api.answer(request).body)["error"] == "channel_not_found");
  CHECK(fake.call("conversations.info", {{"channel", "C0VISION01"}})["channel"]["is_member"] == true);
}

TEST_CASE("Pages: a cursor goes on where the last page ended, and a made-up one is refused") {
  Fake fake;
  std::vector<std::string> names;
  std::string cursor;
  do {
    const Json page = fake.call("users.list", {{"limit", 3}, {"cursor", cursor}});
    REQUIRE(page["ok"] == true);
    CHECK(page["members"].size() <= 3);
    for (const Json& member : page["members"]) names.push_back(member["name"]);
    cursor = page["response_metadata"]["next_cursor"];
    CHECK((cursor.empty() || cursor.back() == '='));
  } while (!cursor.empty());
  CHECK(names.size() == 7);
  CHECK(fake.error("users.list", {{"cursor", "bm9uc2Vuc2U="}}) == "invalid_cursor");
  CHECK(fake.error("users.list", {{"limit", "-1"}}) == "invalid_limit");
}

TEST_CASE("Posts: a burst, then one a second a channel, other channels and methods go on") {
  Fake fake;
  const Json post = {{"channel", "#vision"}, {"text", "x"}};
  for (int i = 0; i < 4; ++i) CHECK(fake.call("chat.postMessage", post)["ok"] == true);
  CHECK(fake.error("chat.postMessage", post) == "ratelimited");
  CHECK(fake.reply.status == 429);
  CHECK(fake.reply.headers["retry-after"] == "1");
  CHECK(fake.call("chat.postMessage", {{"channel", "U0BO000001"}, {"text", "x"}})["ok"] == true);
  CHECK(fake.call("conversations.info", {{"channel", "C0VISION01"}})["ok"] == true);
  fake.pass(std::chrono::seconds(1));
  CHECK(fake.call("chat.postMessage", post)["ok"] == true);
  CHECK(fake.error("chat.postMessage", post) == "ratelimited");
  for (int i = 0; i < 20; ++i) CHECK(fake.call("users.list", Json::object())["ok"] == true);
  CHECK(fake.error("users.list", Json::object()) == "ratelimited");
  fake.api.limits.enabled = false;
  CHECK(fake.call("users.list", Json::object())["ok"] == true);
}

TEST_CASE("Faults: what is done, what is answered, and how often") {
  Fake fake;
  fake.api.limits.enabled = false;
  const auto meet = [&](Fault::Kind kind) {
    Fault fault;
    fault.kind = kind;
    fault.method = "chat.postMessage";
    fake.faults.add(fault);
    const auto* before = fake.workspace.history("C0VISION01");
    const std::size_t had = before ? before->size() : 0;
    fake.call("chat.postMessage", {{"channel", "#vision"}, {"text", "x"}});
    const auto* after = fake.workspace.history("C0VISION01");
    const bool done = (after ? after->size() : 0) > had;
    CHECK(fake.calls.back().done == done);
    return done;
  };
  CHECK(!meet(Fault::Kind::ratelimit));
  CHECK(fake.reply.status == 429);
  CHECK(!meet(Fault::Kind::http_500));
  CHECK(fake.reply.status == 500);
  CHECK(!meet(Fault::Kind::html_502));
  CHECK(fake.reply.body.front() == '<');
  CHECK(!meet(Fault::Kind::drop_before));
  CHECK(fake.reply.hang_up);
  CHECK(meet(Fault::Kind::drop_after));
  CHECK(fake.reply.hang_up);
  CHECK(meet(Fault::Kind::delay));
  CHECK(fake.reply.delay == std::chrono::milliseconds(100));
  CHECK(meet(Fault::Kind::internal_error));
  CHECK(Json::parse(fake.reply.body)["error"] == "internal_error");
  CHECK(!meet(Fault::Kind::api_error));
  CHECK(fake.call("chat.postMessage", {{"channel", "#vision"}, {"text", "x"}})["ok"] == true);
  Fault half;
  half.kind = Fault::Kind::http_500;
  half.count = std::nullopt;
  half.probability = 0.5;
  fake.faults.add(half);
  int failed = 0;
  for (int i = 0; i < 200; ++i) {
    fake.call("auth.test", Json::object());
    failed += fake.reply.status == 500;
  }
  CHECK(failed > 70);
  CHECK(failed < 130);
}
