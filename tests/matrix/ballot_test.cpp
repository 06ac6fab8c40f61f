// A retro's ballots on a real Synapse: polls in the direct messages.
#include "tests/matrix/house.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/plain_http.hpp"

namespace houston::bot::matrix {
namespace {

using namespace std::chrono_literals;
using nlohmann::json;
using test::MatrixPerson;
using test::Synapse;

constexpr const char* kStart = "org.matrix.msc3381.poll.start";

json poll_for(MatrixPerson& who, const std::string& room, const std::string& type) {
  return who.wait(room, [&](const json& event) { return event.at("type") == type; });
}

TEST_CASE("A ballot is a poll, and what was answered last counts, through a restart, until it ends",
          "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.settings = R"([[team.ritual]]
kind = "retro"
name = "retro"
days = "mon"
at = "08:30"
close = "1h"
anonymity = "named"
grouping = "1h"
voting = "2h"
)";
  house.start();
  MatrixPerson& bo = house.person("bo");
  bo.say(house.room, "!houston retro note improve: deploys take hours");
  bo.say(house.room, "!houston retro note ideas: a canary stage");
  const std::string room = house.direct_room("bo");
  house.wait_words("bo", room, "Noted under Ideas.");
  house.pass(3h);
  const json asked = poll_for(bo, room, kStart);
  INFO(asked.dump(1));
  CHECK(asked["sender"] == house.houston());
  CHECK(asked["content"]["dev.houston.key"].is_string());
  CHECK(asked["content"][kStart]["kind"] == "org.matrix.msc3381.poll.undisclosed");
  CHECK(asked["content"][kStart]["max_selections"] == 2);
  REQUIRE(asked["content"][kStart]["answers"].size() == 2);
  CHECK(asked["content"]["body"].get<std::string>().find("• 2. a canary stage") != std::string::npos);
  const std::string poll = asked["event_id"];

  bo.vote(room, poll, {"1", "2"});
  house.wait_words("bo", room, "1 on \"deploys take hours\", 1 on \"a canary stage\". You have 3 left");
  // The stable form, of a client to come.
  bo.send(room, "m.poll.response",
          {{"m.relates_to", {{"rel_type", "m.reference"}, {"event_id", poll}}}, {"m.selections", {"2"}}});
  house.wait_words("bo", room, "Your votes now: 1 on \"a canary stage\". You have 4 left");
  bo.vote(room, poll, {});
  house.wait_words("bo", room, "None of your votes counts now.");
  // "2" is a vote, and not the second button of what was said before.
  bo.say(room, "2");
  house.wait_words("bo", room, "Your votes now: 1 on \"a canary stage\".");
  house.stop();
  bo.vote(room, poll, {"1"});
  house.start();
  house.wait_words("bo", room, "Your votes now: 1 on \"deploys take hours\".");
  bo.say(room, "1 1 2");
  house.wait_words("bo", room, "Your votes now: 2 on \"deploys take hours\", 1 on \"a canary stage\".");
  // The homeserver has all responses, for clients that count them; the two in the room are all who see them.
  CHECK(bo.related(room, poll).size() == 4);
  CHECK(bo.call("GET", "/rooms/" + test::percent(room) + "/joined_members").at("joined").size() == 2);

  house.pass(2h);
  const json end = poll_for(bo, room, "org.matrix.msc3381.poll.end");
  INFO(end.dump(1));
  CHECK(end["content"]["m.relates_to"] == json{{"rel_type", "m.reference"}, {"event_id", poll}});
  CHECK(end["content"]["body"] == "Voting is over; what came of it stands in the retro's thread.");
  house.wait_words("bo", house.room, "2 votes · 1. deploys take hours\n• 1 vote · 2. a canary stage");
  bo.vote(room, poll, {"2"});
  house.wait_words("bo", room, "There is no vote open.");
  // One poll a person, and one end, whatever happened.
  int polls = 0;
  int ends = 0;
  for (const json& event : bo.history(room)) {
    polls += event.at("type") == kStart ? 1 : 0;
    ends += event.at("type") == "org.matrix.msc3381.poll.end" ? 1 : 0;
  }
  CHECK(polls == 1);
  CHECK(ends == 1);
}

}  // namespace
}  // namespace houston::bot::matrix
