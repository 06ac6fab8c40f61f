// Socket Mode from the server's side: tickets, hello, acknowledgement, redelivery, disconnecting.
#include "bot/sandbox/hub.hpp"
#include "tests/sandbox/fake.hpp"
#include "tests/support/catch.hpp"

using namespace houston::bot::sandbox;
using namespace std::chrono_literals;
using houston::bot::sandbox::tests::FakeWire;

namespace {

struct Line {
  Ids ids{1};
  Hub hub{HubOptions{}, ids};
  Hub::Moment at{0ms, houston::Instant(1'795'510'800'000ms)};
  std::shared_ptr<FakeWire> connect(int* number = nullptr) {
    auto wire = std::make_shared<FakeWire>();
    const int given = hub.opened(wire, at);
    if (number) *number = given;
    return wire;
  }
  void ack(int socket, const FakeWire& wire, const Json& payload = {}) {
    Json frame = {{"envelope_id", wire.frames.back()["envelope_id"]}};
    if (!payload.is_null()) frame["payload"] = payload;
    hub.heard(socket, frame.dump(), at);
  }
  void pass(std::chrono::milliseconds real, std::chrono::milliseconds simulated) {
    at.real += real;
    at.now += simulated;
    hub.tick(at);
  }
};

}  // namespace

TEST_CASE("A ticket serves one connection, for a while") {
  Line line;
  const std::string ticket = line.hub.ticket(0ms);
  CHECK(line.hub.take_ticket(ticket, 1ms));
  CHECK(!line.hub.take_ticket(ticket, 2ms));
  CHECK(!line.hub.take_ticket(line.hub.ticket(0ms), 31s));
  CHECK(!line.hub.take_ticket("made-up", 0ms));
  line.hub.enabled = false;
  CHECK(!line.hub.take_ticket(line.hub.ticket(0ms), 1ms));
}

TEST_CASE("hello counts the connections, the eleventh is turned away") {
  Line line;
  std::vector<std::shared_ptr<FakeWire>> wires;
  for (int i = 1; i <= 10; ++i) {
    wires.push_back(line.connect());
    CHECK(wires.back()->frames[0]["type"] == "hello");
    CHECK(wires.back()->frames[0]["num_connections"] == i);
  }
  const auto eleventh = line.connect();
  CHECK(eleventh->frames[0]["reason"] == "too_many_websockets");
  CHECK(eleventh->ended == "closed");
  CHECK(line.hub.sockets() == 10);
}

TEST_CASE("An event goes to one socket, and its acknowledgement counts only from there") {
  Line line;
  int one = 0, two = 0;
  const auto first = line.connect(&one), second = line.connect(&two);
  line.hub.deliver_event({{"event_id", "Ev1"}}, line.at);
  const bool at_first = first->frames.size() == 2;
  CHECK(first->frames.size() + second->frames.size() == 3);
  const FakeWire& got = at_first ? *first : *second;
  CHECK(got.frames[1]["accepts_response_payload"] == false);
  CHECK(got.frames[1]["retry_attempt"] == 0);
  line.ack(at_first ? two : one, got);
  CHECK(line.hub.waiting() == 1);
  line.ack(at_first ? one : two, got);
  CHECK(line.hub.waiting() == 0);
}

TEST_CASE(
    "Unacknowledged: again at once, after one minute and after five of the workspace's time, then lost") {
  Line line;
  const auto wire = line.connect();
  line.hub.deliver_event({{"event_id", "Ev1"}}, line.at);
  line.pass(2999ms, 0ms);
  CHECK(wire->frames.size() == 2);
  line.pass(1ms, 0ms);  // 3 s are over: the failure and the first redelivery.
  line.pass(0ms, 0ms);
  REQUIRE(wire->frames.size() == 3);
  CHECK(wire->frames[2]["retry_attempt"] == 1);
  CHECK(wire->frames[2]["retry_reason"] == "timeout");
  CHECK(wire->frames[2]["payload"]["event_id"] == "Ev1");
  CHECK(wire->frames[2]["envelope_id"] != wire->frames[1]["envelope_id"]);
  line.pass(3000ms, 59s);
  CHECK(wire->frames.size() == 3);
  line.pass(0ms, 60s);
  REQUIRE(wire->frames.size() == 4);
  CHECK(wire->frames[3]["retry_attempt"] == 2);
  line.pass(3000ms, 0s);
  CHECK(line.hub.next_due() == line.at.now + 5min);
  line.pass(0ms, 5min);
  REQUIRE(wire->frames.size() == 5);
  CHECK(wire->frames[4]["retry_attempt"] == 3);
  line.pass(3000ms, 0s);
  CHECK(line.hub.waiting() == 0);
  CHECK(line.hub.lost() == 1);
}

TEST_CASE("With Delayed Events an event goes on hourly instead of being lost") {
  Line line;
  line.hub.options().delayed_events = true;
  line.hub.deliver_event({{"event_id", "Ev1"}}, line.at);
  for (int i = 0; i < 4; ++i) line.pass(0ms, 10min);
  CHECK(line.hub.lost() == 0);
  CHECK(line.hub.waiting() == 1);
  line.pass(0ms, 1h);
  const auto wire = line.connect();
  line.pass(0ms, 1h);
  CHECK(wire->frames.size() == 2);
}

TEST_CASE("Without a socket an event waits for its next redelivery, a command fails at once") {
  Line line;
  line.hub.deliver_event({{"event_id", "Ev1"}}, line.at);
  bool answered = false;
  line.hub.deliver(
      "slash_commands", Json::object(), [&](bool done, const Json&) { answered = !done; }, line.at);
  CHECK(answered);
  line.pass(0ms, 0ms);
  const auto wire = line.connect();
  line.pass(0ms, 1min);
  REQUIRE(wire->frames.size() == 2);
  CHECK(wire->frames[1]["retry_attempt"] == 2);
}

TEST_CASE("A connection that drops gives its events to the others") {
  Line line;
  int number = 0;
  const auto wire = line.connect(&number);
  line.hub.deliver_event({{"event_id", "Ev1"}}, line.at);
  line.hub.closed(number, line.at);
  const auto other = line.connect();
  line.pass(0ms, 0ms);
  REQUIRE(other->frames.size() == 2);
  CHECK(other->frames[1]["retry_attempt"] == 1);
}

TEST_CASE("The payload of an acknowledgement reaches who waits for it, rubbish harms nobody") {
  Line line;
  int number = 0;
  const auto wire = line.connect(&number);
  Json payload;
  line.hub.deliver(
      "interactive", Json::object(), [&](bool, const Json& given) { payload = given; }, line.at);
  CHECK(wire->frames[1]["accepts_response_payload"] == true);
  CHECK(!wire->frames[1].contains("retry_attempt"));
  for (const char* rubbish : {"", "{", "[]", "{}", R"({"envelope_id":1})", R"({"envelope_id":"made-up"})"})
    line.hub.heard(number, rubbish, line.at);
  CHECK(line.hub.waiting() == 1);
  line.ack(number, *wire, {{"response_action", "clear"}});
  CHECK(payload["response_action"] == "clear");
}

TEST_CASE("Pings, warnings, refreshes, half-open connections") {
  Line line;
  const auto wire = line.connect();
  CHECK(line.hub.next_real() == 5000ms);
  line.pass(5000ms, 0ms);
  CHECK(wire->pings.size() == 1);
  CHECK(line.hub.disconnect(SocketFault::warning, 0, line.at) == 1);
  CHECK(wire->frames.back()["reason"] == "warning");
  line.pass(9999ms, 0ms);
  CHECK(wire->ended == "");
  line.pass(1ms, 0ms);
  CHECK(wire->ended == "closed");
  const auto frozen = line.connect();
  line.hub.disconnect(SocketFault::freeze, 0, line.at);
  CHECK(frozen->ended == "frozen");
  line.pass(60000ms, 0ms);
  CHECK(frozen->pings.empty());
  CHECK(frozen->ended == "aborted");
  line.hub.disconnect(SocketFault::link_disabled, 0, line.at);
  CHECK(!line.hub.enabled);
}
