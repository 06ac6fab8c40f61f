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

}  // namespace
}  // namespace houston::bot::matrix
