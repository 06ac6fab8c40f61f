// What rooms say of themselves, and where Houston's part of them begins.
#include "bot/matrix/direct_book.hpp"
#include "bot/matrix/direct_rooms.hpp"
#include "bot/matrix/known.hpp"
#include "bot/matrix/room_state.hpp"
#include "bot/matrix/roster.hpp"
#include "bot/matrix/timeline.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::matrix {
namespace {

using nlohmann::json;

json state(const std::string& type, json content, const std::string& key = "",
           const std::string& sender = "@ana:x") {
  return {{"type", type}, {"state_key", key}, {"content", std::move(content)}, {"sender", sender}};
}

json member(const std::string& who, const std::string& membership, const std::string& before = "") {
  json event = state("m.room.member", {{"membership", membership}}, who);
  event["event_id"] = "$" + who + membership;
  if (!before.empty()) event["unsigned"]["prev_content"]["membership"] = before;
  return event;
}

json said(const std::string& id) {
  return {{"type", "m.room.message"}, {"event_id", id}, {"sender", "@bo:x"}};
}

}  // namespace

TEST_CASE("m.direct is merged, whatever stands in it") {
  const json content = json::parse(R"({"@bo:x":["!1:x",17,"!2:x"],"@cy:x":"odd","@di:x":["!3:x"]})");
  DirectBook book(content);
  CHECK(book.rooms_of("@bo:x") == std::vector<std::string>{"!1:x", "!2:x"});
  CHECK(book.rooms_of("@cy:x").empty());
  CHECK(book.person_of("!3:x") == "@di:x");
  CHECK_FALSE(book.direct("!4:x"));
  CHECK(book.add("@bo:x", "!4:x"));
  CHECK_FALSE(book.add("@bo:x", "!4:x"));
  json expected = content;
  expected["@bo:x"].push_back("!9:x");
  CHECK(DirectBook::merged(content, "@bo:x", "!9:x") == expected);
  CHECK(DirectBook::merged(expected, "@bo:x", "!9:x") == expected);
  CHECK(DirectBook::merged(nullptr, "@bo:x", "!9:x") == json({{"@bo:x", json::array({"!9:x"})}}));
  CHECK(DirectBook::merged(content, "@cy:x", "!9:x")["@cy:x"] == json::array({"!9:x"}));
  for (const json& odd : {json(), json(1), json::array(), json("x")})
    CHECK_FALSE(DirectBook(odd).direct("!1:x"));
}

TEST_CASE("Who leads a room") {
  RoomState room;
  room.apply(state("m.room.create", {{"room_version", "10"}}));
  CHECK(room.leads("@ana:x"));  // as long as no levels are told
  CHECK_FALSE(room.leads("@bo:x"));
  room.apply(state("m.room.power_levels",
                   {{"users", {{"@bo:x", 50}, {"@cy:x", 49}, {"@di:x", "100"}, {"@ed:x", json::array()}}}}));
  CHECK_FALSE(room.leads("@ana:x"));
  CHECK(room.leads("@bo:x"));
  CHECK_FALSE(room.leads("@cy:x"));
  CHECK(room.leads("@di:x"));
  CHECK_FALSE(room.leads("@ed:x"));
  room.apply(state("m.room.power_levels", {{"users_default", 50}}));
  CHECK(room.leads("@anybody:x"));

  RoomState twelve;
  twelve.apply(
      state("m.room.create", {{"room_version", "12"}, {"additional_creators", json::array({"@bo:x", 3})}}));
  twelve.apply(state("m.room.power_levels", {{"users", json::object()}}));
  CHECK(twelve.leads("@ana:x"));
  CHECK(twelve.leads("@bo:x"));
  CHECK_FALSE(twelve.leads("@cy:x"));
  CHECK(creators_reign("org.matrix.hydra.11"));
  CHECK_FALSE(creators_reign("11"));
  CHECK_FALSE(creators_reign("strange"));
}

TEST_CASE("What the state of a room says") {
  const RoomState room = read_room_state(
      {member("@ana:x", "join"), member("@bo:x", "invite"), member("@cy:x", "join"), member("@cy:x", "leave"),
       state("m.room.encryption", {{"algorithm", "m.megolm.v1.aes-sha2"}}),
       state("m.room.tombstone", {{"replacement_room", "!next:x"}}),
       state("m.room.create", {{"predecessor", {{"room_id", "!before:x"}}}}), json(17),
       json({{"type", "m.room.member"}}), state("m.room.power_levels", "odd")});
  CHECK(room.joined.size() == 1);
  CHECK(room.joined.count("@ana:x") == 1);
  CHECK(room.invited.count("@bo:x") == 1);
  CHECK(room.encrypted);
  CHECK(room.replacement == "!next:x");
  CHECK(room.predecessor == "!before:x");
}

TEST_CASE("A room in which Houston has just come begins with its coming") {
  const std::string self = "@houston:x";
  const std::vector<json> room{said("$1"), member(self, "invite"), said("$2"), member(self, "join", "invite"),
                               said("$3")};
  CHECK(own_beginning(room, self, false) == std::size_t{4});
  CHECK(own_beginning(room, self, true) == std::size_t{2});  // in direct messages from the invitation on
  CHECK_FALSE(own_beginning({said("$1"), member(self, "join", "join")}, self, false).has_value());
  CHECK_FALSE(own_beginning({said("$1"), member("@bo:x", "join")}, self, true).has_value());
}

TEST_CASE("Upgraded rooms lead to the one in use, and circles end") {
  Known known;
  known.replaced = {{"!1", "!2"}, {"!2", "!3"}, {"!a", "!b"}, {"!b", "!a"}};
  CHECK(known.current("!1") == "!3");
  CHECK(known.current("!9") == "!9");
  CHECK(!known.current("!a").empty());
}

TEST_CASE("People and rooms in neutral words") {
  const WorkspaceId acme{"acme"};
  const auto bo = make_person(acme, "@houston:x", "@Bo:x", "", {"Bo B", "Europe/Paris"}, true);
  CHECK(bo.name == "Bo B");
  CHECK(bo.handle == "bo");
  CHECK(bo.time_zone == "Europe/Paris");
  CHECK(bo.admin);
  CHECK_FALSE(bo.bot);
  CHECK(make_person(acme, "@houston:x", "@bo:far.org", "Bobby", {"Bo B", ""}, false).handle == "bo:far.org");
  CHECK(make_person(acme, "@houston:x", "@bo:x", "Bobby", {"Bo B", ""}, false).name == "Bobby");
  CHECK(make_person(acme, "@houston:x", "@bo:x", "", {}, false).name == "bo");
  CHECK(make_person(acme, "@houston:x", "@houston:x", "", {}, false).bot);

  Roster roster;
  TeamRoom room;
  room.setting = "#Vision:x";
  room.id = "!new:x";
  room.joined = true;
  room.replaced = {"!old:x"};
  room.state.apply(member("@bo:x", "join"));
  roster.rooms.push_back(room);
  TeamRoom unknown;
  unknown.setting = "#nowhere:x";
  roster.rooms.push_back(unknown);
  const auto loaded = neutral(roster, acme);
  REQUIRE(loaded.rooms.size() == 2);
  CHECK(loaded.rooms[0].room.name == "vision:x");
  CHECK(loaded.rooms[0].room.joined);
  CHECK(loaded.rooms[0].members == std::vector<PersonId>{PersonId{"@bo:x"}});
  CHECK(loaded.rooms[1].room.id.value == "!old:x");
  CHECK(loaded.rooms[1].room.archived);
  CHECK_FALSE(loaded.rooms[1].members.has_value());
}

TEST_CASE("A direct room is made for two, and encrypted only when the settings say so") {
  const json plain = direct_room_request("@bo:x", false);
  CHECK(plain["preset"] == "trusted_private_chat");
  CHECK(plain["is_direct"] == true);
  CHECK(plain["invite"] == json::array({"@bo:x"}));
  CHECK_FALSE(plain.contains("initial_state"));
  CHECK(direct_room_request("@bo:x", true)["initial_state"][0]["type"] == "m.room.encryption");
}

TEST_CASE("The sync filter asks for nothing that Houston does not use") {
  const json filter = json::parse(sync_filter(true));
  CHECK(filter["presence"]["types"].empty());
  CHECK(filter["room"]["ephemeral"]["types"].empty());
  CHECK(filter["room"]["account_data"]["types"].empty());
  CHECK(filter["account_data"]["types"] == json::array({"m.direct"}));
  CHECK(filter["room"]["state"]["lazy_load_members"] == true);
  CHECK(filter["room"]["timeline"]["types"] == json::parse(history_filter())["types"]);
  CHECK(json::parse(sync_filter(false))["room"]["timeline"]["limit"] == 1);
}

}  // namespace houston::bot::matrix
