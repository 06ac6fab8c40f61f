#include "bot/matrix/read_text.hpp"

#include <nlohmann/json.hpp>

#include "bot/matrix/from_html.hpp"
#include "bot/matrix/ids.hpp"
#include "tests/matrix/nasty.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::matrix;
using nlohmann::json;

namespace {

json content(const std::string& body, const std::string& html = "") {
  json result{{"msgtype", "m.text"}, {"body", body}};
  if (!html.empty()) {
    result["format"] = "org.matrix.custom.html";
    result["formatted_body"] = html;
  }
  return result;
}

const chat::Mention bo{PersonId{"@bo:example.org"}};
const chat::Mention eva{PersonId{"@eva:example.org"}};
const std::string bo_pill = "<a href=\"https://matrix.to/#/@bo:example.org\">Bo</a>";

}  // namespace

TEST_CASE("What was typed is the body, the HTML tells which of its words are pills") {
  struct Case {
    std::string body;
    std::string html;
    chat::Text text;
  };
  const std::vector<Case> cases{
      {"**done** & <dusted>", "<strong>done</strong> &amp; &lt;dusted&gt;",
       chat::plain("**done** & <dusted>")},
      {"Bob and Bo: hi", "Bob and " + bo_pill + ": hi", {chat::Plain{"Bob and "}, bo, chat::Plain{": hi"}}},
      {"thanks Bo",
       "thanks <a href='https://matrix.to/#/%40bo%3Aexample.org'>@Bo</a>",
       {chat::Plain{"thanks "}, bo}},
      {"[Bo](https://matrix.to/#/@bo:example.org) hi", bo_pill + " hi", {bo, chat::Plain{" hi"}}},
      {"[Bo](<https://matrix.to/#/@bo:example.org>)", "", {bo}},
      {"see https://matrix.to/#/@bo:example.org.", "", {chat::Plain{"see "}, bo, chat::Plain{"."}}},
      {"kudos @bo:example.org, @eva:example.org: well done",
       "",
       {chat::Plain{"kudos "}, bo, chat::Plain{", "}, eva, chat::Plain{": well done"}}},
      {"mail bo@example.org: at 9:30", "", chat::plain("mail bo@example.org: at 9:30")},
      {"in #vision:example.org",
       "in <a href=\"https://matrix.to/#/#vision:example.org\">#vision:example.org</a>",
       {chat::Plain{"in "}, chat::RoomLink{RoomId{"#vision:example.org"}}}},
      // A body that does not show the pill: the HTML says it all.
      {"hi there",
       "hi <em>" + bo_pill + "</em><br>and <a href=\"https://x.example\">x</a>",
       {chat::Plain{"hi "}, bo, chat::Plain{"\nand "}, chat::Link{"https://x.example", "x"}}},
      {"a", "<mx-reply>" + bo_pill + "</mx-reply>a", chat::plain("a")},
      {"", "", {}},
  };
  for (const Case& one : cases) {
    CAPTURE(one.body, one.html);
    CHECK(read_text(content(one.body, one.html), false) == one.text);
  }
}

TEST_CASE("The words that are answered are left out, where there are any") {
  const std::string body = "> <@bo:example.org> What?\n> Now?\n\n> mine\nyes";
  CHECK(read_text(content(body), true) == chat::plain("> mine\nyes"));
  CHECK(read_text(content("> <@bo:example.org> What?"), true).empty());
  CHECK(read_text(content("> quoted by myself"), false) == chat::plain("> quoted by myself"));
}

TEST_CASE("Ids and addresses") {
  CHECK(is_user("@bo:example.org"));
  CHECK(is_user("@bo:[::1]:8448"));
  for (const char* odd : {"", "@", "@bo", "@:example.org", "@bo:", "bo:example.org", "@b o:example.org",
                          "@bo:exa\nmple", "@bo\x7F:example.org", "@\xFF:example.org"}) {
    CAPTURE(odd);
    CHECK_FALSE(is_user(odd));
  }
  CHECK(is_room("!abc:example.org"));
  CHECK(is_room("!31hneApxJ_1o-63DmFrpeqnkFfWppnzWso1JvH3ogLM"));
  CHECK_FALSE(is_room("C024BE7LR"));
  CHECK(localpart("@bo:example.org") == "bo");
  CHECK(server_of("@bo:example.org:8448") == "example.org:8448");
  CHECK(link_to(PersonId{"@b/o\":example.org"}) == "https://matrix.to/#/@b%2Fo%22:example.org");
  CHECK(link_to_event(RoomId{"!r:x"}, "$e", "x") == "https://matrix.to/#/!r:x/$e?via=x");
  const auto whom = [](std::string_view url) {
    const auto found = linked(url);
    if (!found) return std::string("nobody");
    return std::visit([](const auto& id) { return id.value; }, *found);
  };
  CHECK(whom("https://matrix.to/#/@b%2Fo:example.org?via=x") == "@b/o:example.org");
  CHECK(whom("matrix:u/bo:example.org") == "@bo:example.org");
  CHECK(whom("matrix:roomid/abc:example.org") == "!abc:example.org");
  CHECK(whom("https://matrix.to/#/!r:x/$e") == "nobody");
  CHECK(whom("https://matrix.to.example/#/@bo:example.org") == "nobody");
  CHECK(safe_url("https://x.example/?q=\"<>"));
  for (const char* odd : {"javascript:alert(1)", "https:", "https://", "mailto:", "ftp://x", "https://x y",
                          "https://x\ny", "data:text/html,x", " https://x"}) {
    CAPTURE(odd);
    CHECK_FALSE(safe_url(odd));
  }
}

TEST_CASE("Any text and any HTML can be read, and nothing is lost of a body without pills") {
  std::mt19937_64 random(4);
  for (int round = 0; round < 500; ++round) {
    CAPTURE(round);
    const std::string body = nasty(random, 20);
    const std::string html = nasty(random, 20);
    CHECK_NOTHROW(read_html(html));
    CHECK_NOTHROW(read_text(content(body, html), round % 2 == 0));
    // dump and parse: as it comes from the network, where everything is valid UTF-8
    for (const chat::Span& span : read_text(content(body, html), false)) {
      if (const auto* mention = std::get_if<chat::Mention>(&span)) CHECK(is_user(mention->person.value));
      CHECK_FALSE(std::holds_alternative<chat::DateTime>(span));
      CHECK_FALSE(std::holds_alternative<chat::Invocation>(span));
    }
  }
  const std::string words = "1 < 2 && \"x\" **y**\n\n  z";
  CHECK(read_text(content(words, "<b>whatever</b>"), false) == chat::plain(words));
}
