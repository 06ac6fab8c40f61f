// Rows out: what a homeserver's answer makes of them, and how one that is in doubt is found.
#include "bot/matrix/delivery.hpp"

#include "handlers/chat/json.hpp"
#include "tests/matrix/script.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::matrix {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;

net::HttpResponse json_http(int status, const json& body) {
  return matrix::http(status, body.dump());
}

// A homeserver that is a function of the test's.
struct Script {
  std::function<net::HttpOutcome(const net::HttpRequest&)> answer;
  std::vector<net::HttpRequest> sent;
  boost::asio::io_context context;
  Metrics metrics;
  scheduler::ManualClock clock{Instant(std::chrono::hours(500000))};
  Known known;
  Api api{"https://hs.example", [this](net::HttpRequest request) { return reply(std::move(request)); },
          metrics};
  DirectRooms direct{context.get_executor(), api, known, {}};
  Delivery delivery{context.get_executor(), api, known, direct, clock, 1};

  Script() {
    known.self = "@houston:x";
    known.joined = {"!team:x", "!bo:x"};
    known.book.add("@bo:x", "!bo:x");
  }
  boost::asio::awaitable<net::HttpOutcome> reply(net::HttpRequest request) {
    sent.push_back(request);
    co_return answer(request);
  }
  template <class T>
  T run(boost::asio::awaitable<T> work) {
    return matrix::run(context, std::move(work));
  }
  int asked(const std::string& part) const {
    int count = 0;
    for (const auto& request : sent) count += request.url.find(part) != std::string::npos ? 1 : 0;
    return count;
  }
  storage::OutboxRow row(storage::Action action = storage::Action::post) const {
    storage::OutboxRow row;
    row.id = MessageId{7};
    row.place = {storage::Place::Kind::room, WorkspaceId{"acme"}, "!team:x", {}};
    row.action = action;
    row.body = chat::to_json(chat::paragraph("Good morning"));
    row.key = "inst-7";
    row.created = clock.now();
    return row;
  }
};

net::NetError lost(bool may_have_arrived) {
  net::NetError error;
  error.may_have_arrived = may_have_arrived;
  error.message = "hs.example: connection reset";
  return error;
}

json joined(const std::string& who) {
  return {{"type", "m.room.member"}, {"state_key", who}, {"content", {{"membership", "join"}}}};
}

const Addressing nothing{};

}  // namespace

TEST_CASE("A post carries its key as transaction and in its content") {
  Script script;
  script.answer = [](const auto&) { return json_http(200, {{"event_id", "$1"}}); };
  const auto outcome = script.run(script.delivery.send(script.row(), nothing));
  CHECK(std::get<Delivered>(outcome).receipt == storage::Receipt{"!team:x", "$1"});
  CHECK(script.sent.at(0).url.ends_with("/send/m.room.message/inst-7"));
  CHECK(json::parse(script.sent.at(0).body)["dev.houston.key"] == "inst-7");
}

TEST_CASE("What an answer makes of a post") {
  Script script;
  const auto outcome = [&](net::HttpOutcome answer) {
    script.answer = [answer](const auto&) { return answer; };
    return script.run(script.delivery.send(script.row(), nothing));
  };
  SECTION("no answer") {
    CHECK(std::holds_alternative<InDoubt>(outcome(lost(true))));
    CHECK(std::holds_alternative<TryLater>(outcome(lost(false))));
    CHECK(std::holds_alternative<InDoubt>(outcome(json_http(502, "<html>"))));
  }
  SECTION("the token") {
    const auto later = std::get<TryLater>(outcome(json_http(401, {{"errcode", "M_UNKNOWN_TOKEN"}})));
    CHECK(later.wait == 60s);
    CHECK(later.scope.empty());
  }
  SECTION("no right to write") {
    CHECK(std::get<Refused>(outcome(json_http(403, {{"errcode", "M_FORBIDDEN"}}))).why.find("power level") !=
          std::string::npos);
    script.known.joined.clear();
    CHECK(std::get<Refused>(outcome(json_http(403, {{"errcode", "M_FORBIDDEN"}}))).why.find("invite") !=
          std::string::npos);
  }
  SECTION("too long") {
    CHECK(std::holds_alternative<Refused>(outcome(json_http(413, {{"errcode", "M_TOO_LARGE"}}))));
  }
}

TEST_CASE("While the server limits, nothing is asked before the time it named") {
  Script script;
  script.answer = [](const auto&) {
    return json_http(429, {{"errcode", "M_LIMIT_EXCEEDED"}, {"retry_after_ms", 60000}});
  };
  const auto first = std::get<TryLater>(script.run(script.delivery.send(script.row(), nothing)));
  CHECK(first.wait == 60s);
  CHECK(first.scope == "send");
  const auto second = std::get<TryLater>(script.run(script.delivery.send(script.row(), nothing)));
  CHECK(second.wait > 50s);
  CHECK(second.scope == "send");
  CHECK(script.sent.size() == 1);
}

TEST_CASE("What is in doubt for a moment is asked for by repeating the transaction") {
  Script script;
  script.answer = [](const auto&) { return json_http(200, {{"event_id", "$1"}}); };
  auto row = script.row();
  row.sending_since = script.clock.now() - 1min;
  CHECK(std::get<storage::Receipt>(script.run(script.delivery.find(row, nothing))).message == "$1");
  CHECK(script.asked("/send/m.room.message/inst-7") == 1);
  SECTION("not when another device began it") {
    script.delivery.device_since(script.clock.now());
    script.answer = [](const auto&) { return json_http(200, {{"chunk", json::array()}}); };
    CHECK(std::holds_alternative<NotThere>(script.run(script.delivery.find(row, nothing))));
    CHECK(script.asked("/send/") == 1);
    CHECK(script.asked("/messages") == 1);
  }
  SECTION("no answer again") {
    script.answer = [](const auto&) { return lost(true); };
    CHECK(std::holds_alternative<TryLater>(script.run(script.delivery.find(row, nothing))));
  }
}

TEST_CASE("What is in doubt for long is looked up in the room by its key") {
  Script script;
  auto row = script.row();
  row.sending_since = script.clock.now() - 2h;
  const auto at = [&](Instant when, const std::string& id, const std::string& key) {
    return json{{"event_id", id},
                {"origin_server_ts", when.time_since_epoch().count()},
                {"content", {{"dev.houston.key", key}}}};
  };
  const Instant now = script.clock.now();
  json pages = json::array();
  pages.push_back({{"chunk", {at(now, "$9", "inst-9"), at(now - 1h, "$8", "inst-8")}}, {"end", "p2"}});
  SECTION("there") {
    pages.push_back({{"chunk", {at(now - 2h, "$7", "inst-7")}}, {"end", "p3"}});
    int page = 0;
    script.answer = [&](const auto&) { return json_http(200, pages.at(page++)); };
    CHECK(std::get<storage::Receipt>(script.run(script.delivery.find(row, nothing))) ==
          storage::Receipt{"!team:x", "$7"});
  }
  SECTION("not there: looks no further back than it can be") {
    pages.push_back({{"chunk", {at(now - 3h, "$6", "inst-6")}}, {"end", "p3"}});
    int page = 0;
    script.answer = [&](const auto&) { return json_http(200, pages.at(page++)); };
    CHECK(std::holds_alternative<NotThere>(script.run(script.delivery.find(row, nothing))));
    CHECK(page == 2);
  }
  SECTION("the server is away") {
    script.answer = [](const auto&) { return lost(false); };
    CHECK(std::holds_alternative<TryLater>(script.run(script.delivery.find(row, nothing))));
  }
  CHECK(script.asked("/send/") == 0);
}

TEST_CASE("A thread's reply stays in its thread, unless the room was upgraded") {
  Script script;
  script.answer = [](const auto&) { return json_http(200, {{"event_id", "$2"}}); };
  auto row = script.row();
  row.place.thread = MessageId{1};
  Addressing addressing;
  addressing.thread = storage::Receipt{"!team:x", "$1"};
  script.run(script.delivery.send(row, addressing));
  CHECK(json::parse(script.sent.at(0).body)["m.relates_to"]["event_id"] == "$1");
  script.known.replaced["!team:x"] = "!next:x";
  script.run(script.delivery.send(row, addressing));
  CHECK_FALSE(json::parse(script.sent.at(1).body).contains("m.relates_to"));
  CHECK(script.asked("%21next%3Ax") == 1);
  CHECK(std::holds_alternative<Refused>(script.run(script.delivery.send(row, nothing))));
}

TEST_CASE("Edits, removals and reactions may be sent twice and are never in doubt") {
  Script script;
  Addressing addressing;
  addressing.target = storage::Receipt{"!team:x", "$1"};
  script.answer = [](const auto&) { return lost(true); };
  auto reaction = script.row(storage::Action::react);
  reaction.body = chat::to_json(chat::Reaction{"$1", "trophy", false});
  CHECK(std::holds_alternative<TryLater>(
      script.run(script.delivery.send(script.row(storage::Action::update), addressing))));
  CHECK(std::holds_alternative<TryLater>(
      script.run(script.delivery.send(script.row(storage::Action::remove), addressing))));
  CHECK(std::holds_alternative<TryLater>(script.run(script.delivery.send(reaction, nothing))));
  script.answer = [](const auto&) { return json_http(400, {{"errcode", "M_DUPLICATE_ANNOTATION"}}); };
  CHECK(std::holds_alternative<Delivered>(script.run(script.delivery.send(reaction, nothing))));
  script.answer = [](const auto&) { return json_http(404, {{"errcode", "M_NOT_FOUND"}}); };
  CHECK(std::holds_alternative<Delivered>(
      script.run(script.delivery.send(script.row(storage::Action::remove), addressing))));
}

TEST_CASE("Of two direct rooms with a person always the same is used, and none with others in it") {
  Script script;
  script.known.joined.insert({"!crowd:x", "!second:x"});
  DirectBook book;
  for (const char* room : {"!crowd:x", "!bo:x", "!second:x", "!left:x"}) book.add("@bo:x", room);
  script.known.book = book;
  script.answer = [](const net::HttpRequest& request) -> net::HttpOutcome {
    if (request.url.ends_with("/state")) {
      json state = json::array({joined("@houston:x"), joined("@bo:x")});
      if (request.url.find("crowd") != std::string::npos) state.push_back(joined("@cy:x"));
      return json_http(200, state);
    }
    return json_http(404, {{"errcode", "M_NOT_FOUND"}});
  };
  CHECK(std::get<std::string>(script.run(script.direct.room_for("@bo:x"))) == "!bo:x");
  const auto requests = script.sent.size();
  CHECK(std::get<std::string>(script.run(script.direct.room_for("@bo:x"))) == "!bo:x");
  CHECK(script.sent.size() == requests);
  script.known.joined.erase("!bo:x");
  script.direct.changed("!bo:x");
  CHECK(std::get<std::string>(script.run(script.direct.room_for("@bo:x"))) == "!second:x");
}

TEST_CASE("A room that could not be made for now is not asked for again and again") {
  Script script;
  script.answer = [](const net::HttpRequest& request) {
    if (request.method == "GET") return json_http(200, json::object());
    return json_http(429, {{"errcode", "M_LIMIT_EXCEEDED"}, {"retry_after_ms", 60000}});
  };
  auto row = script.row();
  row.place = {storage::Place::Kind::person, WorkspaceId{"acme"}, "@cy:x", {}};
  CHECK(std::get<TryLater>(script.run(script.delivery.send(row, nothing))).scope.empty());
  row.place.id = "@di:x";
  CHECK(std::get<TryLater>(script.run(script.delivery.send(row, nothing))).wait > 50s);
  CHECK(script.asked("createRoom") == 1);
}

}  // namespace houston::bot::matrix
