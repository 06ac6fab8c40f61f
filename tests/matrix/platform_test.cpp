// Houston and people on a real Synapse.
#include "tests/matrix/house.hpp"

#include "tests/support/catch.hpp"

namespace houston::bot::matrix {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::MatrixPerson;
using test::Synapse;

const std::string standup = R"([[team.ritual]]
kind = "standup"
name = "daily"
at = "09:30"
close = "2h"
)";

TEST_CASE("A standup from the prompt to the thread", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.settings = standup;
  house.start();
  CHECK(house.person("ana").membership(house.room, house.houston()) == "join");
  house.pass(91min);
  const std::string room = house.direct_room("bo");
  const json prompt = house.person("bo").next_message(room);
  CHECK(prompt["sender"] == house.houston());
  INFO(prompt.dump(1));
  CHECK(prompt["content"]["dev.houston.key"].is_string());
  house.person("bo").say(room, "reviewed the plan\nwrite the code\nnothing");
  house.person("bo").next_message(room);
  house.pass(120min);
  const json head = house.wait_words("ana", house.room, "tandup");
  CAPTURE(head.dump(1));
  const json answers = house.wait_words("ana", house.room, "write the code");
  CHECK(answers["content"]["m.relates_to"]["rel_type"] == "m.thread");
}

double handled(House& house, const std::string& kind) {
  return house.app().metrics().value("events", {{"kind", kind}, {"result", "handled"}});
}

/// The person writes to Houston first: a direct room of their making, unencrypted.
std::string write_first(House& house, const std::string& name) {
  MatrixPerson& who = house.person(name);
  const std::string room = who.create_room(
      {{"preset", "trusted_private_chat"}, {"is_direct", true}, {"invite", json::array({house.houston()})}});
  House::until("Houston has come", [&] { return who.membership(room, house.houston()) == "join"; });
  return room;
}

TEST_CASE("What was said before the first start is history, what was said while Houston was away is not",
          "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.settings = standup;
  MatrixPerson& bo = house.person("bo");
  bo.say(house.room, "!houston help");
  house.start();
  bo.say(house.room, "good morning");
  const std::string room = write_first(house, "bo");
  bo.say(room, "help");
  bo.next_message(room);
  CHECK(handled(house, "command") == 0);
  house.pass(91min);
  house.wait_words("bo", room, "1");
  house.stop();

  // The answer is the oldest of more than a sync brings.
  bo.say(room, "reviewed the plan\nwrite the code\nnothing");
  for (int i = 0; i < 60; ++i) bo.say(house.room, "chatter " + std::to_string(i));
  for (int i = 0; i < 60; ++i) bo.react(house.room, bo.say(house.room, "and"), "🎉");
  for (int i = 0; i < 55; ++i) bo.say(room, "help");
  house.start();
  House::until("all was taken", [&] { return handled(house, "said") >= 56; });
  CHECK(house.calls("messages") >= 2);
  CHECK(house.calls("create_room") == 0);
  CHECK(house.app().metrics().value("events", {{"kind", "said"}, {"result", "repeated"}}) == 0);
  house.pass(150min);
  house.wait_words("ana", house.room, "write the code");

  // A third life finds nothing new.
  house.stop();
  house.start();
  bo.say(room, "help");
  House::until("it was taken", [&] { return handled(house, "said") >= 1; });
  CHECK(handled(house, "said") == 1);
}

TEST_CASE("Who says in their profile where they live is asked by their own clock", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.person("bo").set_profile("m.tz", "America/New_York");
  house.settings = standup;
  house.start();
  house.pass(91min);
  house.direct_room("ana");
  CHECK(house.person("bo").invites().empty());
  house.pass(6h);
  house.direct_room("bo");
}

TEST_CASE("Who moves is asked by the new place's clock as soon as they have written", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.settings = standup;
  house.start();
  const std::string room = write_first(house, "bo");
  const double persons = handled(house, "person");
  house.person("bo").set_profile("m.tz", "America/New_York");
  house.person("bo").say(room, "help");
  house.person("bo").next_message(room);
  House::until("Houston knows", [&] { return handled(house, "person") > persons; });
  const double asked = house.calls("profile");
  house.person("bo").say(room, "help");
  house.person("bo").next_message(room);
  house.pass(91min);
  house.direct_room("ana");
  CHECK(house.calls("profile") == asked);  // not each time
  CHECK(handled(house, "person") == persons + 1);
  int messages = 0;
  for (const json& event : house.person("bo").history(room))
    messages += event.at("sender") == house.houston() && event.at("type") == "m.room.message";
  CHECK(messages == 2);
  house.pass(6h);
  house.wait_words("bo", room, "1");
}

TEST_CASE("A room for two without a name is direct messages, though nobody said so, until a third comes",
          "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo", "cy"});
  house.settings = standup;
  house.start();
  MatrixPerson& bo = house.person("bo");
  const auto invite = [&](json request) {
    request["invite"] = json::array({house.houston()});
    const std::string room = bo.create_room(request);
    House::until("Houston has come", [&] { return bo.membership(room, house.houston()) == "join"; });
    return room;
  };
  const std::string room = invite(json::object());
  bo.say(room, "help");
  house.wait_words("bo", room, "away");
  CHECK(house.self().account_data("m.direct").at(bo.id()) == json::array({room}));
  house.pass(91min);
  house.wait_words("bo", room, "1");
  CHECK(bo.invites().empty());
  // A room with a name is none.
  const std::string named = invite({{"name", "Plans"}});
  bo.say(named, "help");
  bo.say(named, "!houston help");
  House::until("the command was taken", [&] { return handled(house, "command") == 1; });
  CHECK(handled(house, "said") == 1);
  // Answers are private: with Cy in it, it is a room like others.
  bo.invite(room, house.person("cy").id());
  house.person("cy").join(room);
  const double said = handled(house, "said");
  const double commands = handled(house, "command");
  bo.say(room, "reviewed the plan");
  bo.say(room, "!houston help");
  House::until("the command was taken", [&] { return handled(house, "command") > commands; });
  CHECK(handled(house, "said") == said);
  house.person("cy").leave(room);
  bo.say(room, "write the code");
  House::until("it was taken", [&] { return handled(house, "said") > said; });
}

TEST_CASE("A direct room that was upgraded while Houston was away is followed", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.settings = standup;
  house.start();
  MatrixPerson& bo = house.person("bo");
  const std::string room = write_first(house, "bo");
  bo.say(room, "help");
  bo.next_message(room);
  house.stop();
  const std::string next = bo.upgrade(room, "11");
  SECTION("with the invitation before the start") {
    bo.invite(next, house.houston());
    house.start();
  }
  SECTION("with the invitation later, after a further start") {
    house.start();
    house.stop();
    house.start();
    bo.invite(next, house.houston());
  }
  House::until("Houston is in", [&] { return bo.membership(next, house.houston()) == "join"; });
  bo.say(next, "help");
  house.wait_words("bo", next, "away");
  house.pass(91min);
  house.wait_words("bo", next, "1");
  CHECK(bo.invites().empty());
}

TEST_CASE("The settings may name any of a room's addresses", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.settings = standup;
  house.start();
  house.stop();
  house.alias.insert(1, "second-");
  house.person("ana").call("PUT", "/directory/room/%23" + house.alias.substr(1), {{"room_id", house.room}});
  house.start();
  house.pass(91min);
  const std::string room = house.direct_room("bo");
  house.wait_words("bo", room, "1");
  house.person("bo").say(room, "reviewed the plan\nwrite the code\nnothing");
  house.person("bo").next_message(room);
  house.pass(150min);
  house.wait_words("ana", house.room, "write the code");
}

TEST_CASE("A person with a '/' in their name takes part", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo/b"});
  house.settings = standup;
  house.start();
  house.pass(91min);
  const std::string room = house.direct_room("bo/b");
  house.wait_words("bo/b", room, "1");
  house.person("bo/b").say(room, "reviewed the plan\nwrite the code\nnothing");
  house.person("bo/b").next_message(room);
  house.pass(150min);
  house.wait_words("ana", house.room, "write the code");
}

TEST_CASE("Stopping does not wait for the long poll", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana"});
  house.start();
  House::until("it polls", [&] { return house.calls("sync") >= 1; });
  const auto before = std::chrono::steady_clock::now();
  house.stop();
  CHECK(std::chrono::steady_clock::now() - before < 3s);
}

TEST_CASE("Invitations of members are accepted, of strangers declined", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  MatrixPerson stranger(Synapse::shared().url(), Synapse::shared().account("stranger"));
  // One of each from before the first start.
  const json asked = {{"invite", json::array({house.houston()})}};
  const std::string early = house.person("bo").create_room(asked);
  const std::string early_trap = stranger.create_room(asked);
  house.start();
  const std::string late = house.person("ana").create_room(asked);
  const std::string late_trap = stranger.create_room(asked);
  House::until("members' are accepted", [&] {
    return house.person("bo").membership(early, house.houston()) == "join" &&
           house.person("ana").membership(late, house.houston()) == "join";
  });
  House::until("strangers' are declined", [&] {
    return stranger.membership(early_trap, house.houston()) == "leave" &&
           stranger.membership(late_trap, house.houston()) == "leave";
  });
}

TEST_CASE("A room that Houston cannot enter by itself is entered when somebody invites it", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.person("ana").set_state(house.room, "m.room.join_rules", {{"join_rule", "invite"}});
  house.settings = standup;
  house.start();
  CHECK(house.person("ana").membership(house.room, house.houston()) != "join");
  house.person("ana").invite(house.room, house.houston());
  House::until("Houston is in",
               [&] { return house.person("ana").membership(house.room, house.houston()) == "join"; });
  House::until("the roster is known", [&] { return handled(house, "roster") >= 2; });
  house.pass(91min);
  house.direct_room("bo");
}

TEST_CASE("Who left the direct room is invited to it again with the next message", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.settings = standup;
  house.start();
  house.pass(91min);
  const std::string room = house.direct_room("bo");
  house.wait_words("bo", room, "1");
  const double polls = house.calls("sync");
  house.person("bo").leave(room);
  House::until("Houston has seen it", [&] { return house.calls("sync") > polls; });
  house.pass(24h);
  CHECK(house.person("bo").wait_for_invite(house.houston()) == room);
  CHECK(house.calls("create_room") == 2);  // Ana's and Bo's
}

TEST_CASE("An upgraded room is followed", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.settings = standup;
  house.start();
  const std::string next = house.person("ana").upgrade(house.room, "11");
  House::until("Houston is in",
               [&] { return house.person("ana").membership(next, house.houston()) == "join"; });
  House::until("the roster is known", [&] { return handled(house, "roster") >= 2; });
  house.person("bo").join(next);
  house.person("bo").say(next, "!houston help");
  House::until("Houston has seen him come", [&] { return handled(house, "command") == 1; });
  const std::string room = house.direct_room("bo");
  house.wait_words("bo", room, "away");
  house.pass(91min);
  house.wait_words("bo", room, "1");
  house.person("bo").say(room, "reviewed the plan\nwrite the code\nnothing");
  house.person("bo").next_message(room);
  house.pass(150min);
  house.wait_words("ana", next, "write the code");
}

TEST_CASE("Houston says once that it cannot read an encrypted room, there and to the lead", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.start();
  MatrixPerson& bo = house.person("bo");
  const std::string secret = bo.create_encrypted_direct(house.houston());
  house.wait_words("bo", secret, "encrypted");
  const std::string open = house.direct_room("bo");
  CHECK(open != secret);
  house.wait_words("bo", open, "I can read");
  bo.send(secret, "m.room.encrypted", {{"algorithm", "m.megolm.v1.aes-sha2"}, {"ciphertext", "x"}});
  bo.say(open, "help");
  house.wait_words("bo", open, "standup");
  const std::string lead = house.direct_room("ana");
  house.pass(24h);
  house.wait_words("ana", lead, "encrypted");
  house.stop();
  house.start();
  bo.send(secret, "m.room.encrypted", {{"algorithm", "m.megolm.v1.aes-sha2"}, {"ciphertext", "x"}});
  bo.say(open, "help");
  house.wait_words("bo", open, "standup");
  int times = 0;
  for (const json& event : bo.history(secret))
    times += event.at("sender") == house.houston() && event.at("type") == "m.room.message";
  CHECK(times == 1);
}

TEST_CASE("A token that is not known: Houston says so and keeps trying", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana"});
  const std::string good = house.token;
  SECTION("from the start") {
    house.token = "syt_no_such_token";
    house.begin();
    House::until("it says so",
                 [&] { return house.app().problem().find("access token") != std::string::npos; });
    CHECK(house.app().problem().find("syt_no") == std::string::npos);
    CHECK_FALSE(house.app().connected());
  }
  SECTION("while it runs") {
    house.start();
    house.self().call("POST", "/logout", json::object());
    House::until("it says so",
                 [&] { return house.app().problem().find("access token") != std::string::npos; });
    CHECK(house.app().problem().find(good) == std::string::npos);
  }
}

TEST_CASE("A homeserver that goes away and comes back: nothing is lost", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  Synapse synapse;
  House house(synapse, {"ana", "bo"});
  house.settings = standup;
  house.start();
  MatrixPerson& bo = house.person("bo");
  const std::string room = write_first(house, "bo");
  synapse.kill();
  House::until("it is noticed", [&] { return !house.app().connected(); });
  house.pass(91min);
  synapse.start();
  bo.say(room, "reviewed the plan\nwrite the code\nnothing");
  House::until("connected again", [&] { return house.app().connected(); });
  // What could not leave waits by the clock.
  House::until("the prompt is there", [&] {
    house.clock().advance_to(house.clock().now() + 1s);
    for (const json& event : bo.history(room)) {
      if (event.at("sender") == house.houston() && event.at("content").contains("dev.houston.key"))
        return true;
    }
    return false;
  });
  bo.say(room, "help");
  house.wait_words("bo", room, "away");
}

TEST_CASE("With Synapse's own limits every prompt arrives, once", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  Synapse::Options limits;
  limits.default_limits = true;
  Synapse synapse(limits);
  std::vector<std::string> names;
  for (int i = 0; i < 13; ++i) names.push_back("p" + std::to_string(i));
  House house(synapse, names, false);
  house.settings = standup;
  house.start();
  // Ten rooms are of the people's making, so that the limit on making rooms is not what is tested.
  std::vector<std::string> rooms;
  for (const std::string& name : names) rooms.push_back(write_first(house, name));
  house.pass(91min);
  const auto prompts = [&](std::size_t i) {
    int count = 0;
    for (const json& event : house.person(names[i]).history(rooms[i]))
      count += event.at("sender") == house.houston() && event.at("type") == "m.room.message";
    return count;
  };
  // The server's limit is one of real time, and Houston waits by its clock.
  const Instant asked = house.clock().now();
  const auto began = std::chrono::steady_clock::now();
  House::until(
      "everybody is asked",
      [&] {
        house.clock().advance_to(
            asked + std::chrono::duration_cast<Duration>(std::chrono::steady_clock::now() - began));
        return house.app().standing() && house.app().standing()->outbox == 0;
      },
      120s);
  for (std::size_t i = 0; i < names.size(); ++i) CHECK(prompts(i) == 1);
  // Polite: it is not asked again and again while the server said to wait.
  CHECK(house.calls("send", "M_LIMIT_EXCEEDED") >= 1);
  CHECK(house.calls("send", "M_LIMIT_EXCEEDED") <= 20);
}

}  // namespace
}  // namespace houston::bot::matrix
