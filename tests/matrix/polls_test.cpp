#include "bot/matrix/polls.hpp"

#include "bot/matrix/events.hpp"
#include "tests/matrix/nasty.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::matrix;
using nlohmann::json;

namespace {

constexpr const char* kHouston = "@houston:example.org";

Look direct() {
  Look look;
  look.direct = true;
  return look;
}

chat::Poll poll(int answers = 3) {
  chat::Poll poll{"What shall we <b>talk</b> about?", "retro.ballot", "vision/retro/17", {}};
  for (int i = 1; i <= answers; ++i) {
    poll.answers.push_back({std::to_string(i), std::to_string(i) + ". topic @room"});
  }
  poll.most = 2;
  return poll;
}

chat::Message message(chat::Poll poll) {
  return {"The vote", {std::move(poll), chat::Context{chat::plain("vision/retro")}}};
}

json response(json content) {
  content["m.relates_to"] = {{"rel_type", "m.reference"}, {"event_id", "$poll"}};
  return content;
}
json unstable(const json& answers) {
  return response({{"org.matrix.msc3381.poll.response", {{"answers", answers}}}});
}

/// Of the poll, as it stands in the room.
std::vector<std::string> chosen(const json& response, const json& poll) {
  const auto voted = read_response(response, poll);
  REQUIRE(voted.has_value());
  return voted->answers;
}

using Ids = std::vector<std::string>;

}  // namespace

TEST_CASE("A poll is sent as clients show it, with all of it as text") {
  const Outgoing sent = new_event(message(poll()), direct());
  CHECK(sent.type == "org.matrix.msc3381.poll.start");
  const json& start = sent.content.at("org.matrix.msc3381.poll.start");
  CHECK(start.at("kind") == "org.matrix.msc3381.poll.undisclosed");
  CHECK(start.at("max_selections") == 2);
  CHECK(start.at("question").at("org.matrix.msc1767.text") == "What shall we <b>talk</b> about?");
  CHECK(start.at("answers").size() == 3);
  CHECK(start.at("answers")[1].at("id") == "2");
  CHECK(start.at("answers")[1].at("org.matrix.msc1767.text").get<std::string>().find("2. topic") == 0);
  CHECK(sent.content.at("m.mentions") == json::object());
  const std::string text = sent.content.at("org.matrix.msc1767.text").get<std::string>();
  CHECK(text.find("What shall we <b>talk</b> about?\n• 1. topic") == 0);
  CHECK(text.find("• 3. topic") != std::string::npos);
  CHECK(text.find("vision/retro") != std::string::npos);
  CHECK(text.find("@room") == std::string::npos);
  CHECK(sent.content.at("body") == text);
  // Nobody may choose more answers than there are.
  chat::Poll greedy = poll(1);
  greedy.most = 5;
  CHECK(new_event(message(greedy), direct()).content["org.matrix.msc3381.poll.start"]["max_selections"] == 1);
}

TEST_CASE("What is no poll, or more than one holds, is a message") {
  CHECK(new_event(chat::paragraph(std::string("Good morning")), direct()).type == "m.room.message");
  CHECK(new_event(message(poll(20)), direct()).type == "org.matrix.msc3381.poll.start");
  const Outgoing many = new_event(message(poll(21)), direct());
  CHECK(many.type == "m.room.message");
  CHECK(many.content.at("body").get<std::string>().find("• 21. topic") != std::string::npos);
  CHECK(new_event(message(poll(0)), direct()).type == "m.room.message");
  CHECK(changing_event(message(poll(21)), direct(), "$m").type == "m.room.message");
  CHECK(changing_event(chat::paragraph(std::string("Good evening")), direct(), "$m")
            .content.contains("m.new_content"));
}

TEST_CASE("A poll is changed as a whole, and ended with a sentence") {
  const Outgoing changed = changing_event(message(poll(2)), direct(), "$poll");
  CHECK(changed.type == "org.matrix.msc3381.poll.start");
  CHECK(changed.content.at("m.relates_to") == json{{"rel_type", "m.replace"}, {"event_id", "$poll"}});
  CHECK(changed.content.at("m.new_content").at("org.matrix.msc3381.poll.start").at("answers").size() == 2);
  chat::Poll over{"Voting is over.", "", "", {}};
  over.closed = true;
  const Outgoing ended = changing_event({"Over", {over}}, direct(), "$poll");
  CHECK(ended.type == "org.matrix.msc3381.poll.end");
  CHECK(ended.content.at("m.relates_to") == json{{"rel_type", "m.reference"}, {"event_id", "$poll"}});
  CHECK(ended.content.at("org.matrix.msc3381.poll.end") == json::object());
  CHECK(ended.content.at("org.matrix.msc1767.text") == "Voting is over.");
}

TEST_CASE("A response chooses among the poll's answers, whatever form it has") {
  const json asked = new_event(message(poll()), direct()).content;
  const auto voted = read_response(unstable({"3", "1"}), asked);
  REQUIRE(voted.has_value());
  CHECK(voted->action == "retro.ballot");
  CHECK(voted->value == "vision/retro/17");
  CHECK(voted->answers == Ids{"3", "1"});
  CHECK(chosen(response({{"m.selections", {"2"}}}), asked) == Ids{"2"});
  CHECK(chosen(response({{"m.poll.response", {{"answers", {"2"}}}}}), asked) == Ids{"2"});
  // Taken back.
  CHECK(chosen(unstable(json::array()), asked).empty());
  CHECK(chosen(response(json::object()), asked).empty());
  // No more than there are, than are allowed, and each once.
  CHECK(chosen(unstable({"1", "1", "9", "2", "3"}), asked) == Ids{"1", "2"});
  CHECK(chosen(unstable({1, nullptr, "2"}), asked) == Ids{"2"});
  // What is no poll of Houston's has no answers.
  CHECK_FALSE(read_response(unstable({"1"}), json::object()));
  CHECK_FALSE(read_response(unstable({"1"}), json()));
}

TEST_CASE("Responses to Houston's polls are votes, and other polls are not its business") {
  std::map<std::string, json> events;
  Surroundings around;
  around.workspace = WorkspaceId{"hq"};
  around.self = kHouston;
  around.room = RoomId{"!d:example.org"};
  around.direct = true;
  around.earlier = [&](const std::string& id) -> const json* {
    const auto found = events.find(id);
    return found == events.end() ? nullptr : &found->second;
  };
  const auto event = [](const std::string& type, const json& content) {
    return json{{"event_id", "$1"}, {"type", type}, {"sender", "@bo:example.org"}, {"content", content}};
  };
  const Outgoing sent = new_event(message(poll()), direct());
  for (const char* type : {"org.matrix.msc3381.poll.response", "m.poll.response"}) {
    events.clear();
    const json vote = event(type, unstable({"2"}));
    REQUIRE(std::holds_alternative<Wants>(read_event(vote, around)));
    CHECK(std::get<Wants>(read_event(vote, around)).event == "$poll");
    events["$poll"] = {
        {"event_id", "$poll"}, {"type", sent.type}, {"sender", kHouston}, {"content", sent.content}};
    const Reading reading = read_event(vote, around);
    REQUIRE(std::holds_alternative<Incoming>(reading));
    const chat::Event& what = std::get<Incoming>(reading).event;
    CHECK(what.key == "$1");
    CHECK(what.person.value == "@bo:example.org");
    REQUIRE(std::holds_alternative<chat::Voted>(what.what));
    CHECK(std::get<chat::Voted>(what.what).answers == Ids{"2"});
    // Changed since: what it offers now counts.
    events["$poll"]["unsigned"] = {
        {"m.relations",
         {{"m.replace",
           {{"sender", kHouston},
            {"content", changing_event(message(poll(1)), direct(), "$poll").content}}}}}};
    CHECK(std::get<chat::Voted>(std::get<Incoming>(read_event(vote, around)).event.what).answers.empty());
    events["$poll"]["sender"] = "@ana:example.org";
    CHECK(std::holds_alternative<PassedOver>(read_event(vote, around)));
    events["$poll"] = nullptr;
    CHECK(std::holds_alternative<PassedOver>(read_event(vote, around)));
  }
  // Redacted, or about nothing.
  CHECK(std::holds_alternative<PassedOver>(read_event(event("m.poll.response", json::object()), around)));
  for (const char* type :
       {"m.poll.start", "org.matrix.msc3381.poll.start", "m.poll.end", "org.matrix.msc3381.poll.end"}) {
    const Reading reading = read_event(event(type, json::object()), around);
    REQUIRE(std::holds_alternative<PassedOver>(reading));
    CHECK_FALSE(std::get<PassedOver>(reading).strange);
  }
}
