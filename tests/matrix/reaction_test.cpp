// Wins by reaction on a real Synapse: put down, and taken back.
#include <algorithm>

#include "tests/matrix/house.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::matrix {
namespace {

using nlohmann::json;
using test::MatrixPerson;
using test::Synapse;

TEST_CASE("A win goes when the last reaction is taken back, after a restart as well", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  House house(Synapse::shared(), {"ana", "bo"});
  house.settings = "[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\nreaction = \"🏆\"\n";
  house.start();
  MatrixPerson& ana = house.person("ana");
  MatrixPerson& bo = house.person("bo");
  const std::string message = bo.say(house.room, "The loader is twice as fast");
  const std::string trophy = ana.react(house.room, message, "🏆");
  const auto own = [&](const json& event) {
    return event.at("sender") == house.houston() && event.at("type") == "m.reaction" &&
           event.at("content").contains("m.relates_to") &&
           event.at("content").at("m.relates_to").at("event_id") == message;
  };
  const std::string quiet = ana.wait(house.room, own).at("event_id");
  const auto reacted = [&] {
    return house.app().metrics().value("events", {{"kind", "reacted"}, {"result", "handled"}});
  };
  House::until("it is counted", [&] { return reacted() == 1; });
  // What means nothing makes nothing.
  bo.react(house.room, message, "🍕");
  house.stop();
  house.start();
  ana.redact(house.room, trophy);
  ana.wait(house.room, [&](const json& event) {
    if (event.at("type") != "m.room.redaction" || event.at("sender") != house.houston()) return false;
    return event.value("redacts", event.at("content").value("redacts", "")) == quiet;
  });
  CHECK(reacted() == 0);
  bo.say(house.room, "!houston wins");
  const std::string room = house.direct_room("bo");
  CHECK(bo.next_message(room)["content"]["body"].get<std::string>().find("twice as fast") ==
        std::string::npos);
}

}  // namespace
}  // namespace houston::bot::matrix
