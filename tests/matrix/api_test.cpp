#include "bot/matrix/api.hpp"

#include "tests/matrix/script.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::matrix {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using Kind = ApiFailure::Kind;

// One answer for whatever is asked; what was asked is kept.
struct Script {
  net::HttpOutcome answer = http(200, "{}");
  std::vector<net::HttpRequest> sent;
  boost::asio::io_context context;
  Metrics metrics;
  Api api{"https://hs.example/", [this](net::HttpRequest request) { return reply(std::move(request)); },
          metrics};

  Script() { api.use_token(Secret("syt_secret_token")); }
  boost::asio::awaitable<net::HttpOutcome> reply(net::HttpRequest request) {
    sent.push_back(std::move(request));
    co_return answer;
  }
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    return matrix::run(context, std::move(work));
  }
};

std::string authorization(const net::HttpRequest& request) {
  for (const auto& [name, value] : request.headers) {
    if (name == "Authorization") return value;
  }
  return {};
}

}  // namespace

TEST_CASE("What an HTTP answer of a homeserver means") {
  struct Row {
    net::HttpResponse response;
    Kind kind;
    const char* errcode;
    std::chrono::milliseconds wait;
    bool soft;
  };
  const std::vector<Row> rows{
      {http(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":4686})", {{"retry-after", "5"}}),
       Kind::wait, "M_LIMIT_EXCEEDED", 4686ms, false},
      {http(429, R"({"errcode":"M_LIMIT_EXCEEDED"})", {{"retry-after", "5"}}), Kind::wait, "M_LIMIT_EXCEEDED",
       5s, false},
      {http(429, "<html>slow down</html>"), Kind::wait, "http_429", 5s, false},
      {http(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":99999999999})"), Kind::wait,
       "M_LIMIT_EXCEEDED", 1h, false},
      {http(429, R"({"errcode":"M_LIMIT_EXCEEDED","retry_after_ms":-3})"), Kind::wait, "M_LIMIT_EXCEEDED", 5s,
       false},
      {http(502, "<html><body>Bad Gateway</body></html>"), Kind::doubt, "http_502", 0s, false},
      {http(503, R"({"errcode":"M_UNKNOWN"})", {{"retry-after", "30"}}), Kind::doubt, "M_UNKNOWN", 30s,
       false},
      {http(504, ""), Kind::doubt, "http_504", 0s, false},
      {http(200, "<html>"), Kind::doubt, "not_json", 0s, false},
      {http(200, "17"), Kind::doubt, "not_json", 0s, false},
      {http(401, R"({"errcode":"M_UNKNOWN_TOKEN","soft_logout":true})"), Kind::operate, "M_UNKNOWN_TOKEN", 0s,
       true},
      {http(401, R"({"errcode":"M_UNKNOWN_TOKEN","soft_logout":false})"), Kind::operate, "M_UNKNOWN_TOKEN",
       0s, false},
      {http(401, R"({"errcode":"M_MISSING_TOKEN"})"), Kind::operate, "M_MISSING_TOKEN", 0s, false},
      {http(403, R"({"errcode":"M_FORBIDDEN","error":"User not in room","soft_logout":true})"), Kind::refuse,
       "M_FORBIDDEN", 0s, false},
      {http(404, R"({"errcode":"M_NOT_FOUND"})"), Kind::refuse, "M_NOT_FOUND", 0s, false},
      {http(404, "not here"), Kind::retry, "http_404", 0s, false},
      {http(302, ""), Kind::retry, "http_302", 0s, false},
      {http(413, R"({"errcode":"M_TOO_LARGE"})"), Kind::refuse, "M_TOO_LARGE", 0s, false},
      {http(400, R"({"errcode":"evil\ncode <b>"})"), Kind::refuse, "evil?code??b?", 0s, false},
  };
  for (const Row& row : rows) {
    INFO(row.response.status << " " << row.response.body);
    const auto outcome = read_answer("send", row.response);
    REQUIRE(std::holds_alternative<ApiFailure>(outcome));
    const auto& failure = std::get<ApiFailure>(outcome);
    CHECK(failure.kind == row.kind);
    CHECK(failure.errcode == row.errcode);
    CHECK(failure.retry_after == row.wait);
    CHECK(failure.soft_logout == row.soft);
    CHECK(failure.status == row.response.status);
    CHECK(!failure.what.empty());
    CHECK(failure.what.find("<html>") == std::string::npos);
    CHECK(failure.what.find('\n') == std::string::npos);
  }
}

TEST_CASE("What the lack of an answer means") {
  net::NetError error;
  error.message = "hs.example: connection refused";
  CHECK(read_failure(error).kind == Kind::retry);
  error.may_have_arrived = true;
  error.timed_out = true;
  CHECK(read_failure(error).kind == Kind::doubt);
  CHECK(read_failure(error).errcode == "timeout");
  error.stage = net::NetError::Stage::cancelled;
  CHECK(read_failure(error).errcode == "cancelled");
}

TEST_CASE("Ids go percent-encoded into the path, the token into its header alone") {
  Script script;
  script.answer = http(200, R"({"event_id":"$abc"})");
  const auto outcome =
      script.run(script.api.send("!room:hs.example", "m.room.message", "inst-17/x#", {{"body", "ż"}}));
  CHECK(std::get<std::string>(outcome) == "$abc");
  REQUIRE(script.sent.size() == 1);
  CHECK(script.sent[0].method == "PUT");
  CHECK(script.sent[0].url ==
        "https://hs.example/_matrix/client/v3/rooms/%21room%3Ahs.example/send/m.room.message/inst-17%2Fx%23");
  CHECK(json::parse(script.sent[0].body)["body"] == "ż");
  CHECK(script.sent[0].repeatable);
  CHECK(authorization(script.sent[0]) == "Bearer syt_secret_token");
  CHECK(script.sent[0].url.find("syt_") == std::string::npos);
  CHECK(script.metrics.value("matrix_calls", {{"call", "send"}, {"outcome", "ok"}}) == 1);
}

TEST_CASE("A server that quotes the token does not make Houston say it") {
  Script script;
  script.answer = http(401, R"({"errcode":"M_STRANGE","error":"bad syt_secret_token"})");
  const auto outcome = script.run(script.api.whoami());
  const auto& failure = std::get<ApiFailure>(outcome);
  CHECK(failure.what.find("syt_secret_token") == std::string::npos);
}

TEST_CASE("Text that is not UTF-8 is sent all the same") {
  Script script;
  script.answer = http(200, R"({"event_id":"$abc"})");
  CHECK(std::holds_alternative<std::string>(
      script.run(script.api.send("!r:x", "m.room.message", "t", {{"body", "a\xff"}}))));
}

TEST_CASE("A long poll waits longer than the server") {
  Script script;
  script.answer = http(200, R"({"next_batch":"s1","rooms":{"join":{"!a:x":{"timeline":{"limited":true,
      "prev_batch":"p","events":[{"event_id":"$1"},17]},"state":{"events":"no"}}},"invite":{"!b:x":{"invite_state":
      {"events":[{"type":"m.room.member"}]}}},"leave":[]},"account_data":{"events":[{"type":"m.direct"}]}})");
  const auto outcome = script.run(script.api.sync("s0", "{}", 30s));
  const auto& synced = std::get<Synced>(outcome);
  CHECK(synced.next_batch == "s1");
  REQUIRE(synced.joined.count("!a:x") == 1);
  CHECK(synced.joined.at("!a:x").timeline.limited);
  CHECK(synced.joined.at("!a:x").timeline.events.size() == 1);
  CHECK(synced.joined.at("!a:x").state.empty());
  CHECK(synced.invited.at("!b:x").size() == 1);
  CHECK(synced.left.empty());
  CHECK(synced.account_data.size() == 1);
  CHECK(script.sent[0].timeout > 30s);
  CHECK(script.sent[0].url.find("timeout=30000") != std::string::npos);
  CHECK(script.sent[0].url.find("since=s0") != std::string::npos);
  CHECK(script.sent[0].url.find("set_presence=offline") != std::string::npos);
}

TEST_CASE("An answer that lacks what it is for is in doubt") {
  Script script;
  script.answer = http(200, "{}");
  CHECK(std::get<ApiFailure>(script.run(script.api.send("!r:x", "t", "1", json::object()))).kind ==
        Kind::doubt);
  CHECK(std::get<ApiFailure>(script.run(script.api.sync("", "", 0s))).kind == Kind::doubt);
}

TEST_CASE("Account data that was never set is empty") {
  Script script;
  script.answer = http(404, R"({"errcode":"M_NOT_FOUND"})");
  CHECK(std::get<json>(script.run(script.api.account_data("@h:x", "m.direct"))) == json::object());
}

}  // namespace houston::bot::matrix
