// The chat vocabulary: messages survive the outbox as JSON, and read well as plain text.
#include "handlers/chat/json.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::chat;

namespace {

Message everything() {
  return {"Everything there is",
          {Heading{"Standup & <friends>"},
           Paragraph{{Plain{"Hello "}, Mention{PersonId{"U1"}}, bold(" bold"), italic(" italic"), code(" x"),
                      Link{"https://example.com/?a=1&b=2", "a link"}, RoomLink{RoomId{"C1"}},
                      DateTime{Instant(Duration(1795509000123)), "Tue 24 Nov, 09:30", "Europe/Warsaw"},
                      command("help")}},
           List{{plain("one"), plain("two\nlines")}, false}, List{{plain("first")}, true},
           Quote{plain("said\nso")}, Fields{{{"Plan", plain("rest")}}},
           Buttons{{{"Write it", "standup.write", "v/d/2026-11-24", Button::Style::primary},
                    {"Stop", "x", "", Button::Style::danger},
                    {"Other", "y", "z", Button::Style::usual, "other 2"}},
                   true},
           Divider{}, Context{plain("small")}, Image{"https://example.com/a.png", "a picture"},
           Poll{"Which?", "retro.ballot", "v/r/1", {{"2", "2. Deploys"}, {"3", "3. Tests"}}, 2, true}}};
}

std::string name_of(const PersonId& person) {
  return person.value == "U1" ? "Ana" : person.value;
}

}  // namespace

TEST_CASE("every kind of block and span comes back from JSON as it was") {
  const auto back = message_from_json(to_json(everything()));
  REQUIRE(back.has_value());
  CHECK(*back == everything());
}

TEST_CASE("bytes that are not UTF-8 do not stop a message") {
  const auto back = message_from_json(to_json(paragraph(std::string("bad \xff byte"))));
  REQUIRE(back.has_value());
  CHECK(back->summary == "bad \xEF\xBF\xBD byte");
}

TEST_CASE("what is not a message is refused without repeating it") {
  for (const std::string bad :
       {"", "[]", "nonsense secret", R"({"summary":7})", R"({"blocks":{}})", R"({"blocks":[{"t":"secret"}]})",
        R"({"blocks":[{"t":"paragraph","text":[{"t":"secret"}]}]})", R"({"blocks":[7]})",
        R"({"blocks":[{"t":"list","items":["secret"]}]})"}) {
    const auto message = message_from_json(bad);
    REQUIRE(message.has_error());
    CHECK(message.error().message.find("secret") == std::string::npos);
    CHECK(message.error().message.find("stored message") != std::string::npos);
  }
}

TEST_CASE("keys that a later version adds do not disturb, missing ones take their defaults") {
  const auto message =
      message_from_json(R"({"summary":"s","new":1,"blocks":[{"t":"list","shade":"blue","items":[]}]})");
  REQUIRE(message.has_value());
  CHECK(*message == Message{"s", {List{}}});
}

TEST_CASE("a message as plain text") {
  CHECK(plain_text(everything(), name_of) ==
        "Standup & <friends>\n"
        "Hello @Ana bold italic xa link#C1Tue 24 Nov, 09:30/houston help\n"
        "• one\n"
        "• two\n  lines\n"
        "1. first\n"
        "> said\n> so\n"
        "Plan: rest\n"
        "[Write it] [Stop] [Other]\n"
        "---\n"
        "small\n"
        "[a picture]\n"
        "Which?\n( ) 2. Deploys\n( ) 3. Tests");
  CHECK(plain_text(Message{"only a summary", {}}, name_of) == "only a summary");
}

TEST_CASE("a paragraph's summary is its text") {
  CHECK(paragraph(Text{Plain{"Hi "}, bold("there")}).summary == "Hi there");
}

TEST_CASE("a form that is filled in step by step is read back as it was written") {
  chat::Form form{"retro.action", "vision/retro/7", "An action", "Add", chat::plain("About: the loader"), {}};
  form.fields.push_back({"what", "What?", "In a line", chat::FormField::Kind::line, "x", false, 500, {}});
  form.fields.push_back({"owner",
                         "Who?",
                         "",
                         chat::FormField::Kind::choice,
                         "UBo",
                         true,
                         80,
                         {{"UAna", "Ana"}, {"UBo", "Bo"}}});
  form.fields.push_back({"due", "When?", "", chat::FormField::Kind::date, "2026-11-24", true, 10, {}, true});
  form.fields.push_back({"more", "More?", "", chat::FormField::Kind::lines, "", true, 3000, {}});
  form.traceless = true;
  const auto read = chat::form_from_json(chat::to_json(form));
  REQUIRE(read.has_value());
  CHECK(*read == form);
  CHECK_FALSE(chat::form_from_json("[]").has_value());
  CHECK_FALSE(chat::form_from_json("{\"fields\":[7]}").has_value());
}
