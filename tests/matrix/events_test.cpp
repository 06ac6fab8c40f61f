#include "bot/matrix/events.hpp"

#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "handlers/chat/message.hpp"
#include "tests/matrix/nasty.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::matrix;
using nlohmann::json;

namespace {

constexpr const char* kBo = "@bo:example.org";
constexpr const char* kHouston = "@houston:example.org";

struct Room {
  std::map<std::string, json> events;
  Surroundings around;

  explicit Room(bool direct = false) {
    around.workspace = WorkspaceId{"hq"};
    around.self = kHouston;
    around.self_name = "Ground Control";
    around.room = RoomId{"!r:example.org"};
    around.direct = direct;
    around.at = Instant(Duration(1000));
    around.earlier = [this](const std::string& id) -> const json* {
      const auto found = events.find(id);
      return found == events.end() ? nullptr : &found->second;
    };
  }
  Room(const Room&) = delete;

  Reading read(const json& event) const { return read_event(event, around); }

  template <class What>
  What get(const json& event) const {
    const Reading reading = read(event);
    if (const auto* passed = std::get_if<PassedOver>(&reading)) FAIL("passed over: " + passed->why);
    REQUIRE(std::holds_alternative<Incoming>(reading));
    const chat::Event& what = std::get<Incoming>(reading).event;
    CHECK(what.workspace.value == "hq");
    CHECK(what.key == event.at("event_id"));
    CHECK(what.can_ask);
    CHECK_FALSE(what.forms);
    CHECK_FALSE(what.whispers);
    REQUIRE(std::holds_alternative<What>(what.what));
    return std::get<What>(what.what);
  }
  std::string passed(const json& event) const {
    const Reading reading = read(event);
    return std::holds_alternative<PassedOver>(reading) ? std::get<PassedOver>(reading).why : "taken";
  }
  std::string wanted(const json& event) const {
    const Reading reading = read(event);
    return std::holds_alternative<Wants>(reading) ? std::get<Wants>(reading).event : "nothing";
  }
};

json event(const std::string& type, json content, const std::string& sender = kBo,
           const std::string& id = "$1") {
  return {{"event_id", id}, {"type", type}, {"sender", sender}, {"content", std::move(content)}};
}
json message(const std::string& body, json more = json::object(), const std::string& sender = kBo,
             const std::string& id = "$1") {
  json content{{"msgtype", "m.text"}, {"body", body}};
  if (more.is_object()) content.update(more);
  return event("m.room.message", std::move(content), sender, id);
}
json reaction(const std::string& to, const std::string& key, const std::string& id = "$1") {
  return event("m.reaction",
               {{"m.relates_to", {{"rel_type", "m.annotation"}, {"event_id", to}, {"key", key}}}}, kBo, id);
}
json edit(const std::string& of, const std::string& body, const std::string& sender = kBo) {
  return message("* " + body,
                 {{"m.new_content", {{"msgtype", "m.text"}, {"body", body}}},
                  {"m.relates_to", {{"rel_type", "m.replace"}, {"event_id", of}}}},
                 sender);
}
json redaction(const std::string& of) {
  return event("m.room.redaction", {{"redacts", of}});
}
std::string words(const chat::Text& text) {
  return chat::plain_text(text, nullptr);
}

}  // namespace

TEST_CASE("Direct messages are said to Houston") {
  const Room room(true);
  const auto said = room.get<chat::Said>(message("fixed the build"));
  CHECK(said.room.value == "!r:example.org");
  CHECK(said.message == "$1");
  CHECK(said.direct);
  CHECK_FALSE(said.thread);
  CHECK(words(said.text) == "fixed the build");
  // The word for rooms makes a command of it here as well, whatever is being asked.
  CHECK(words(room.get<chat::Said>(message("!houston status")).text) == "houston status");
  CHECK(words(room.get<chat::Said>(message("@houston: status")).text) == "status");
}

TEST_CASE("In rooms Houston hears its name and its word") {
  const Room room;
  CHECK(room.passed(message("hello all")) == "a room's message that does not mention Houston");
  CHECK(room.passed(message("Houston, we have a problem")) ==
        "a room's message that does not mention Houston");
  struct Case {
    std::string body;
    std::string left;
  };
  for (const Case& one : std::vector<Case>{{"@houston status", "status"},
                                           {"@Houston: status", "status"},
                                           {"houston: status", "status"},
                                           {"Ground Control: status", "status"},
                                           {"@ground control, status", "status"},
                                           {"@houston:example.org status", "status"},
                                           {"tell me, @houston", "tell me, @@houston:example.org"}}) {
    CAPTURE(one.body);
    const auto said = room.get<chat::Said>(message(one.body));
    CHECK(said.mentions_houston);
    CHECK_FALSE(said.direct);
    CHECK(words(said.text) == one.left);
  }
  for (const char* other : {"@houston2 hi", "@houston:other.example hi", "me@houston hi", "!houstonian"}) {
    CAPTURE(other);
    CHECK(room.passed(message(other)) == "a room's message that does not mention Houston");
  }
  // A pill, and a mention that nothing in the words shows.
  CHECK(words(room.get<chat::Said>(message("Ground Control: help",
                                           {{"format", "org.matrix.custom.html"},
                                            {"formatted_body",
                                             "<a href=\"https://matrix.to/#/@houston:example.org\">Ground "
                                             "Control</a>: help"}}))
                  .text) == "help");
  CHECK(
      room.get<chat::Said>(message("status", {{"m.mentions", {{"user_ids", {kHouston}}}}})).mentions_houston);
}

TEST_CASE("Commands") {
  const Room room;
  CHECK(words(room.get<chat::Command>(message("!houston win it works")).text) == "win it works");
  CHECK(words(room.get<chat::Command>(message(" !Houston: status")).text) == "status");
  CHECK(words(room.get<chat::Command>(message("/houston status")).text) == "status");
  CHECK(words(room.get<chat::Command>(message("!houston")).text).empty());
  const auto kudos = room.get<chat::Command>(message("!houston kudos @eva:example.org for it"));
  REQUIRE(kudos.text.size() == 3);
  CHECK(std::get<chat::Mention>(kudos.text[1]).person.value == "@eva:example.org");
}

TEST_CASE("Threads and replies") {
  const Room room;
  const json in_thread{{"m.relates_to",
                        {{"rel_type", "m.thread"},
                         {"event_id", "$root"},
                         {"is_falling_back", true},
                         {"m.in_reply_to", {{"event_id", "$last"}}}}}};
  CHECK(room.get<chat::Said>(message("@houston status", in_thread)).thread == "$root");
  const Reading command = room.read(message("!houston status", in_thread));
  CHECK(std::get<Incoming>(command).thread == "$root");
  // Clients mention whose message is answered: a "thanks" is no word to Houston.
  json reply{{"m.relates_to", {{"m.in_reply_to", {{"event_id", "$h"}}}}},
             {"m.mentions", {{"user_ids", {kHouston}}}}};
  CHECK(room.passed(message("> <@houston:example.org> Well done\n\nthanks", reply)) ==
        "a room's message that does not mention Houston");
  CHECK(words(room.get<chat::Said>(message("> <@houston:example.org> Hi\n\n@houston status", reply)).text) ==
        "status");
}

TEST_CASE("What else is said, and what is not") {
  const Room room(true);
  CHECK(room.passed(message("x", {}, kHouston)) == "Houston's own event");
  CHECK(room.passed(message("x", {{"msgtype", "m.notice"}})) == "a notice: what bots say");
  CHECK(words(room.get<chat::Said>(message("waves", {{"msgtype", "m.emote"}})).text) == "waves");
  CHECK(room.passed(message("x", {{"msgtype", "m.key.verification.request"}})) ==
        "a message of type m.key.verification.request");
  CHECK(room.passed(event("m.room.message", json::object())) == "a message that was redacted");
  CHECK(room.passed(event("m.sticker", {{"body", "x"}})) == "an event of type m.sticker");

  const auto file = room.get<chat::Said>(message("plan.pdf", {{"msgtype", "m.file"}, {"url", "mxc://x/y"}}));
  REQUIRE(file.text.size() == 1);
  CHECK(std::get<chat::Link>(file.text[0]) ==
        chat::Link{"https://matrix.to/#/!r:example.org/$1?via=example.org", "plan.pdf"});
  const auto captioned =
      room.get<chat::Said>(message("the plan", {{"msgtype", "m.image"}, {"filename", "plan.png"}}));
  CHECK(words(captioned.text) == "the plan\nplan.png");
}

TEST_CASE("What is encrypted cannot be read, and that is said") {
  const Room room(true);
  const Reading reading =
      room.read(event("m.room.encrypted", {{"algorithm", "m.megolm.v1.aes-sha2"}, {"ciphertext", "x"}}));
  REQUIRE(std::holds_alternative<Unreadable>(reading));
  CHECK(std::get<Unreadable>(reading).person.value == kBo);
}

TEST_CASE("Edits are the author's, and point to the original") {
  Room room(true);
  CHECK(room.wanted(edit("$0", "better")) == "$0");
  room.events["$0"] = message("worse", {}, kBo, "$0");
  const auto edited = room.get<chat::Edited>(edit("$0", "better"));
  CHECK(edited.message == "$0");
  CHECK(edited.direct);
  CHECK(words(edited.text) == "better");
  CHECK(room.passed(edit("$0", "forged", "@eve:example.org")) == "an edit of somebody else's message");
  CHECK(room.passed(edit("$0", "mine", kHouston)) == "Houston's own event");
  room.events["$e"] = edit("$0", "good");
  CHECK(room.get<chat::Edited>(edit("$e", "best")).message == "$0");
  room.events["$gone"] = json();
  CHECK(room.passed(edit("$gone", "x")) == "an edit of somebody else's message");

  Room channel;
  channel.events["$0"] = message("worse", {}, kBo, "$0");
  CHECK(channel.passed(edit("$0", "better")) == "a room's message was edited that does not mention Houston");
  CHECK(words(channel.get<chat::Edited>(edit("$0", "@houston better")).text) == "better");
}

TEST_CASE("What was redacted is deleted, be it a message or a reaction") {
  Room room(true);
  CHECK(room.wanted(redaction("$0")) == "$0");
  json old = event("m.room.redaction", json::object());
  old["redacts"] = "$0";  // room versions before 11
  CHECK(room.wanted(old) == "$0");
  room.events["$0"] = event("m.room.message", json::object(), "@eva:example.org", "$0");
  const auto deleted = room.get<chat::Deleted>(redaction("$0"));
  CHECK(deleted.message == "$0");
  CHECK(deleted.direct);
  CHECK(std::get<Incoming>(room.read(redaction("$0"))).event.person.value == "@eva:example.org");
  CHECK(room.passed(event("m.room.redaction", json::object())) == "a redaction without an event");

  // As the server shows a reaction afterwards: nothing tells what it was on.
  room.events["$r"] = event("m.reaction", json::object(), kBo, "$r");
  CHECK(room.get<chat::Deleted>(redaction("$r")).message == "$r");
  room.events["$own"] = message("x", {}, kHouston, "$own");
  CHECK(room.passed(redaction("$own")) == "something of Houston's was redacted");
}

TEST_CASE("Reactions go by their names and bring what was reacted to") {
  Room room;
  CHECK(room.wanted(reaction("$m", "🏆")) == "$m");
  room.events["$m"] = message("it works", {}, "@eva:example.org", "$m");
  for (const auto& [key, name] : std::vector<std::pair<std::string, std::string>>{{"🏆", "trophy"},
                                                                                  {"🏆\uFE0F", "trophy"},
                                                                                  {"👍", "+1"},
                                                                                  {"👍🏿", "+1"},
                                                                                  {"🦩", "🦩"},
                                                                                  {"lol", "lol"}}) {
    CAPTURE(key);
    CHECK(room.get<chat::Reacted>(reaction("$m", key)).reaction == name);
  }
  const auto reacted = room.get<chat::Reacted>(reaction("$m", "🏆", "$r"));
  CHECK(reacted.id == "$r");
  REQUIRE(reacted.quoted);
  CHECK(reacted.quoted->author.value == "@eva:example.org");
  CHECK(words(reacted.quoted->text) == "it works");
  room.events["$m"]["unsigned"]["m.relations"]["m.replace"] =
      edit("$m", "it really works", "@eva:example.org");
  CHECK(words(room.get<chat::Reacted>(reaction("$m", "🏆")).quoted->text) == "it really works");
  room.events["$m"]["unsigned"]["m.relations"]["m.replace"] = edit("$m", "forged", kBo);
  CHECK(words(room.get<chat::Reacted>(reaction("$m", "🏆")).quoted->text) == "it works");
  room.events["$m"] = event("m.room.encrypted", {{"ciphertext", "x"}}, "@eva:example.org", "$m");
  CHECK_FALSE(room.get<chat::Reacted>(reaction("$m", "🏆")).quoted);
  room.events["$m"] = json();
  CHECK_FALSE(room.get<chat::Reacted>(reaction("$m", "🏆")).quoted);
}

TEST_CASE("Reactions that mean nothing to Houston are passed over, but those that press buttons") {
  Room room;
  const std::vector<std::string> names{"trophy"};
  room.around.reactions = &names;
  room.events["$m"] = message("it works", {}, "@eva:example.org", "$m");
  CHECK(room.get<chat::Reacted>(reaction("$m", "🏆")).reaction == "trophy");
  CHECK(room.passed(reaction("$m", "🎉")) == "a reaction that means nothing to Houston");
  const std::vector<Choice> choices{{"🎉", "Reached", "milestones.reached", "v/1"}};
  room.events["$h"] = message("x", {{"dev.houston.buttons", to_json(choices)}}, kHouston, "$h");
  CHECK(room.get<chat::Clicked>(reaction("$h", "🎉")).action == "milestones.reached");
}

TEST_CASE("A sign on a message of Houston's presses its button") {
  Room room;
  const std::vector<Choice> choices{{"👍️", "As planned", "standup.same", "v/1"}};
  room.events["$h"] = message("x", {{"dev.houston.buttons", to_json(choices)}}, kHouston, "$h");
  const auto clicked = room.get<chat::Clicked>(reaction("$h", "👍🏽"));
  CHECK(clicked.action == "standup.same");
  CHECK(clicked.value == "v/1");
  CHECK(clicked.message == "$h");
  CHECK(clicked.room->value == "!r:example.org");
  CHECK_FALSE(clicked.typed);
  CHECK(room.get<chat::Reacted>(reaction("$h", "🏆")).reaction == "trophy");
  // Somebody else's event cannot offer anything.
  room.events["$f"] = message("x", {{"dev.houston.buttons", to_json(choices)}}, "@eve:example.org", "$f");
  CHECK(room.get<chat::Reacted>(reaction("$f", "👍")).reaction == "+1");
  // What was edited away can no longer be chosen, and what came can.
  room.events["$h"]["unsigned"]["m.relations"]["m.replace"] = edit("$h", "done", kHouston);
  CHECK(room.get<chat::Reacted>(reaction("$h", "👍")).reaction == "+1");
}

TEST_CASE("In direct messages a number or the words press a button, too") {
  Room room(true);
  room.around.offer = Offer{"$h", {{"1️⃣", "Write it", "w", "v"}, {"⏭️", "Skip today", "s", "v"}}};
  const auto clicked = room.get<chat::Clicked>(message("2"));
  CHECK(clicked.action == "s");
  CHECK(clicked.message == "$h");
  REQUIRE(clicked.typed);
  CHECK(words(clicked.typed->text) == "2");
  CHECK(clicked.typed->message == "$1");
  CHECK(room.get<chat::Clicked>(message("skip today")).action == "s");
  CHECK(words(room.get<chat::Said>(message("I wrote 2 tests")).text) == "I wrote 2 tests");
  CHECK(words(room.get<chat::Said>(message("!houston 2")).text) == "houston 2");
  room.around.direct = false;
  CHECK(room.passed(message("2")) == "a room's message that does not mention Houston");
}

TEST_CASE("Who comes, goes and is called otherwise") {
  const auto member = [](const std::string& now, const std::string& before, const std::string& name,
                         const std::string& whom) {
    json one = event("m.room.member", {{"membership", now}, {"displayname", name}});
    one["state_key"] = whom;
    if (!before.empty()) {
      one["unsigned"] = {{"prev_content", {{"membership", before}, {"displayname", "Eva"}}}};
    }
    return one;
  };
  Room room;
  CHECK(room.get<chat::JoinedRoom>(member("join", "invite", "Eva", "@eva:example.org")).room.value ==
        "!r:example.org");
  CHECK(std::get<Incoming>(room.read(member("join", "", "Eva", "@eva:example.org"))).event.person.value ==
        "@eva:example.org");
  room.get<chat::LeftRoom>(member("leave", "join", "Eva", "@eva:example.org"));
  room.get<chat::LeftRoom>(member("ban", "join", "Eva", "@eva:example.org"));
  CHECK(room.passed(member("leave", "invite", "Eva", "@eva:example.org")) ==
        "a membership that is neither joining nor leaving");
  CHECK(room.passed(member("join", "join", "Eva", "@eva:example.org")) == "a member's picture");

  const auto renamed = room.get<chat::PersonChanged>(member("join", "join", "Evi", "@eva:example.org"));
  CHECK(renamed.person.id.value == "@eva:example.org");
  CHECK(renamed.person.name == "Evi");
  CHECK(renamed.person.handle == "eva");
  room.around.person = [](const PersonId& id) -> std::optional<storage::Person> {
    storage::Person known = person_of(WorkspaceId{"hq"}, id.value, "Eva");
    known.time_zone = "Europe/Warsaw";
    return known;
  };
  CHECK(room.get<chat::PersonChanged>(member("join", "join", "Evi", "@eva:example.org")).person.time_zone ==
        "Europe/Warsaw");
  const Room direct(true);
  CHECK(direct.passed(member("leave", "join", "Eva", "@eva:example.org")) == "a membership of a direct room");
}

namespace {

// The same JSON with one thing in it made odd.
json odd(json value, std::mt19937_64& random) {
  json* at = &value;
  while (at->is_structured() && !at->empty() && random() % 4 != 0) {
    auto step = at->begin();
    std::advance(step, static_cast<std::ptrdiff_t>(random() % at->size()));
    at = &*step;
  }
  switch (random() % 7) {
    case 0:
      *at = nullptr;
      break;
    case 1:
      *at = 7;
      break;
    case 2:
      *at = json::array({1, "x", json::object()});
      break;
    case 3:
      *at = json::object({{"event_id", 3}});
      break;
    case 4:
      *at = nasty(random, 8);
      break;
    case 5:
      *at = true;
      break;
    default:
      *at = "";
  }
  return value;
}

}  // namespace

TEST_CASE("No event is so odd that it cannot be read") {
  std::mt19937_64 random(20261124);
  Room room;
  const std::vector<Choice> choices{{"👍️", "As planned", "a", "v"}};
  const std::vector<json> good{
      message("@houston hi", {{"m.mentions", {{"user_ids", {kHouston}}}},
                              {"format", "org.matrix.custom.html"},
                              {"formatted_body", "<a href=\"https://matrix.to/#/@bo:x\">Bo</a>"},
                              {"m.relates_to",
                               {{"rel_type", "m.thread"},
                                {"event_id", "$root"},
                                {"is_falling_back", true},
                                {"m.in_reply_to", {{"event_id", "$x"}}}}}}),
      message("x", {{"dev.houston.buttons", to_json(choices)}}, kHouston, "$h"),
      edit("$1", "better"),
      reaction("$1", "👍"),
      redaction("$1"),
      message("plan", {{"msgtype", "m.image"}, {"filename", "plan.png"}}),
      {{"event_id", "$1"},
       {"type", "m.room.member"},
       {"sender", kBo},
       {"state_key", kBo},
       {"content", {{"membership", "join"}, {"displayname", "Bo"}}},
       {"unsigned", {{"prev_content", {{"membership", "join"}, {"displayname", "B"}}}}}}};
  for (int round = 0; round < 6000; ++round) {
    json one = good[random() % good.size()];
    json earlier = good[random() % good.size()];
    if (random() % 3 == 0) earlier["unsigned"]["m.relations"]["m.replace"] = good[random() % good.size()];
    for (std::uint64_t i = random() % 4; i > 0; --i) one = odd(std::move(one), random);
    for (std::uint64_t i = random() % 3; i > 0; --i) earlier = odd(std::move(earlier), random);
    room.events["$1"] = earlier;
    room.around.direct = random() % 2 == 0;
    room.around.offer = random() % 2 == 0 ? std::optional(Offer{"$h", choices}) : std::nullopt;
    CHECK_NOTHROW(room.read(one));
  }
  CHECK_NOTHROW(read_event(json(), Surroundings{}));
  CHECK_NOTHROW(read_event(reaction("$1", "x"), Surroundings{}));
}
