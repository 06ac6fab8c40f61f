#include "bot/matrix/render_message.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "bot/matrix/choices.hpp"
#include "bot/text.hpp"
#include "storage/personal.hpp"
#include "tests/matrix/html_reader.hpp"
#include "tests/matrix/nasty.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::matrix;
using nlohmann::json;

namespace {

Look look(bool direct = false) {
  Look result;
  result.direct = direct;
  result.name_of = [](const PersonId& person) {
    if (person.value == "@bo:example.org") return std::string("Bo <3");
    if (person.value == "@ana:example.org") return std::string("Ana");
    return std::string();
  };
  result.room_name = [](const RoomId& room) {
    return room.value == "!vision:example.org" ? std::string("vision") : std::string();
  };
  result.via = "example.org";
  return result;
}

json with(std::vector<chat::Block> blocks, bool direct = false) {
  return render({"The summary", std::move(blocks)}, look(direct));
}

std::string body(const json& content) {
  return content.at("body").get<std::string>();
}
std::string html(const json& content) {
  return content.at("formatted_body").get<std::string>();
}

chat::Mention bo() {
  return {PersonId{"@bo:example.org"}};
}

}  // namespace

TEST_CASE("Every block has a body that reads by itself and HTML that clients allow") {
  struct Case {
    chat::Block block;
    std::string plain;
    std::string html;
  };
  const std::vector<Case> cases{
      {chat::Heading{"Standup & co"}, "Standup & co", "<h4>Standup &amp; co</h4>"},
      {chat::Paragraph{{chat::Plain{"one\ntwo "}, chat::bold("b"), chat::italic("i"), chat::code("c<d")}},
       "one\ntwo bic<d", "<p>one<br>two <strong>b</strong><em>i</em><code>c&lt;d</code></p>"},
      {chat::List{{chat::plain("a"), chat::plain("b\nc")}}, "• a\n• b\n  c",
       "<ul><li>a</li><li>b<br>c</li></ul>"},
      {chat::List{{chat::plain("a"), chat::plain("b")}, true}, "1. a\n2. b", "<ol><li>a</li><li>b</li></ol>"},
      {chat::Fields{{{"When", chat::plain("now")}, {"What", chat::plain("a\nb")}}}, "When: now\nWhat:\na\nb",
       "<p><strong>When:</strong> now</p><p><strong>What:</strong><br>a<br>b</p>"},
      {chat::Divider{}, "———", "<hr>"},
      {chat::Context{chat::plain("small")}, "small", "<p><em>small</em></p>"},
      {chat::Image{"https://x.example/a.png", "a chart"}, "a chart (https://x.example/a.png)",
       "<p><a href=\"https://x.example/a.png\">a chart</a></p>"},
      {chat::Image{"file:///etc/passwd", "a chart"}, "a chart", "<p>a chart</p>"},
      {chat::Paragraph{{chat::Link{"https://x.example/?a=1&b=\"", "the \"page\""}}},
       "the \"page\" (https://x.example/?a=1&b=\")",
       "<p><a href=\"https://x.example/?a=1&amp;b=&quot;\">the &quot;page&quot;</a></p>"},
      {chat::Paragraph{{chat::Link{"https://x.example", ""}}}, "https://x.example",
       "<p><a href=\"https://x.example\">https://x.example</a></p>"},
      {chat::Paragraph{{chat::Link{"javascript:alert(1)", "click"}}}, "click", "<p>click</p>"},
      {chat::Paragraph{{chat::RoomLink{RoomId{"!vision:example.org"}}}}, "#vision",
       "<p><a href=\"https://matrix.to/#/!vision:example.org?via=example.org\">#vision</a></p>"},
      {chat::Paragraph{{chat::DateTime{Instant{}, "Tue 24 Nov, 09:30"}}}, "Tue 24 Nov, 09:30",
       "<p>Tue 24 Nov, 09:30</p>"},
      {chat::Paragraph{{chat::DateTime{Instant{}, "Tue 24 Nov, 09:30", "Europe/Warsaw"}}},
       "Tue 24 Nov, 09:30 (Europe/Warsaw)", "<p>Tue 24 Nov, 09:30 (Europe/Warsaw)</p>"},
      {chat::Paragraph{{chat::command("win …")}}, "!houston win …", "<p><code>!houston win …</code></p>"},
  };
  for (const Case& one : cases) {
    CAPTURE(one.html);
    const json content = with({one.block});
    CHECK(body(content) == one.plain);
    CHECK(html(content) == one.html);
    CHECK(content.at("format") == "org.matrix.custom.html");
    CHECK_NOTHROW(read_strictly(html(content)));
  }
}

TEST_CASE("A quote does not look like the message that is answered") {
  const json content = with({chat::Quote{chat::plain("a\nb")}, chat::Paragraph{chat::plain("said Bo")}});
  CHECK(body(content) == "The summary\n\n> a\n> b\n\nsaid Bo");
  CHECK(html(content) == "<p>The summary</p><blockquote>a<br>b</blockquote><p>said Bo</p>");
}

TEST_CASE("A message that shows nothing says its summary") {
  CHECK(body(with({})) == "The summary");
  CHECK(body(with({chat::Paragraph{chat::plain(" \n")}})) == "The summary");
  CHECK(body(render({"", {}}, look())) == "A message from Houston");
}

TEST_CASE("Only those whom Houston mentions are notified") {
  const json content = with({chat::Paragraph{{bo(), chat::Plain{" and @ana:example.org, @room"}}}});
  CHECK(content.at("m.mentions") == json{{"user_ids", {"@bo:example.org"}}});
  CHECK(body(content) == "Bo <3 and @ana:example.org, @\u2060room");
  CHECK(html(content) ==
        "<p><a href=\"https://matrix.to/#/@bo:example.org\">Bo &lt;3</a> and @ana:example.org, "
        "@\u2060room</p>");
  // A client that knows no m.mentions looks for names in the body when it is missing: it never is.
  CHECK(with({chat::Paragraph{chat::plain("hi")}}).at("m.mentions") == json::object());
}

TEST_CASE("Ids of other platforms and former members are words") {
  const json content = with({chat::Paragraph{{chat::Mention{PersonId{"U024BE7LH"}}, chat::Plain{" "},
                                              chat::Mention{PersonId{std::string(storage::kFormer) + "1"}},
                                              chat::Plain{" "}, chat::RoomLink{RoomId{"C024BE7LR"}}}}});
  CHECK(body(content) == "U024BE7LH a former member C024BE7LR");
  CHECK(content.at("m.mentions") == json::object());
  CHECK(read_strictly(html(content)).links.empty());
}

TEST_CASE("What is meant for somebody notifies, what is only shown in a room does not") {
  CHECK(with({chat::Paragraph{chat::plain("x")}}, true).at("msgtype") == "m.text");
  CHECK(with({chat::Paragraph{{bo()}}}).at("msgtype") == "m.text");
  CHECK(with({chat::Paragraph{chat::plain("x")}}).at("msgtype") == "m.notice");
}

TEST_CASE("Commands are given with the word that is heard everywhere") {
  const std::vector<chat::Block> blocks{chat::Paragraph{{chat::command("help")}}};
  CHECK(body(with(blocks, true)) == "!houston help");
  CHECK(body(with(blocks)) == "!houston help");
}

TEST_CASE("Buttons are signs to react with") {
  const std::vector<chat::Block> blocks{
      chat::Paragraph{chat::plain("How are you?")},
      chat::Buttons{{{"Write <it>", "standup.write", "v/1"},
                     {"Skip today", "standup.skip", "v/2"},
                     {"Forget me…", "privacy.ask", "", chat::Button::Style::danger}}}};
  const json direct = with(blocks, true);
  CHECK(body(direct) ==
        "How are you?\n1️⃣ Write <it> · ⏭️ Skip today · 3️⃣ Forget me…\nReact with a sign to "
        "choose, "
        "or "
        "answer "
        "with its number or the words beside it.");
  CHECK(
      html(direct) ==
      "<p>How are you?</p><p>1️⃣ <strong>Write &lt;it&gt;</strong> · ⏭️ <strong>Skip today</strong> "
      "· "
      "3️⃣ "
      "<strong>Forget me…</strong></p><p><em>React with a sign to choose, or answer with its number or the "
      "words beside it.</em></p>");
  CHECK(direct.at("dev.houston.buttons") ==
        json::array(
            {{{"key", "1️⃣"}, {"label", "Write <it>"}, {"action", "standup.write"}, {"value", "v/1"}},
             {{"key", "⏭️"}, {"label", "Skip today"}, {"action", "standup.skip"}, {"value", "v/2"}},
             {{"key", "3️⃣"}, {"label", "Forget me…"}, {"action", "privacy.ask"}, {"value", ""}}}));
  CHECK(body(with(blocks)).ends_with("React with a sign to choose."));
}

TEST_CASE("What is chosen in secret is not offered as a reaction in a room") {
  chat::Buttons ballot{{{"Vote", "retro.vote", "x", chat::Button::Style::primary, "retro vote 2"},
                        {"Take back", "retro.unvote", "x", chat::Button::Style::usual, "retro unvote 2"}},
                       true};
  const json room = with({chat::Paragraph{chat::plain("2. Tests")}, ballot});
  CHECK(
      body(room) ==
      "2. Tests\nretro vote 2 · retro unvote 2\nType your choice to me in our direct messages: there nobody "
      "else sees it.");
  CHECK_FALSE(room.contains("dev.houston.buttons"));
  CHECK(with({ballot}, true).contains("dev.houston.buttons"));
}

TEST_CASE("An edit replaces everything and notifies nobody again") {
  const chat::Message message{
      "s", {chat::Paragraph{{bo(), chat::Plain{" is done"}}}, chat::Buttons{{{"Done", "a", "b"}}}}};
  const json content = render_edit(message, look(), "$1");
  CHECK(content.at("m.new_content") == render(message, look()));
  CHECK(content.at("m.relates_to") == json{{"rel_type", "m.replace"}, {"event_id", "$1"}});
  CHECK(content.at("m.mentions") == json::object());
  CHECK(body(content).starts_with("* Bo <3 is done\n"));
  CHECK(read_choices(content).size() == 1);
}

TEST_CASE("Threads and reactions") {
  json content = with({});
  put_in_thread(content, "$root");
  CHECK(content.at("m.relates_to") == json{{"rel_type", "m.thread"},
                                           {"event_id", "$root"},
                                           {"is_falling_back", true},
                                           {"m.in_reply_to", {{"event_id", "$root"}}}});
  const auto key = [](std::string_view name) {
    return render_reaction("$1", name).at("m.relates_to").at("key").get<std::string>();
  };
  CHECK(key("sparkles") == "✨️");
  CHECK(key("🦩") == "🦩");
  CHECK(key("our-own") == ":our-own:");
}

TEST_CASE("What does not fit is left out with a word, and buttons stay") {
  chat::Message message{"s", {}};
  for (int i = 0; i < 40; ++i) {
    message.blocks.push_back(chat::Paragraph{chat::plain(std::string(1900, '"'))});
  }
  message.blocks.push_back(chat::Buttons{{{"Done", "a", "b"}}});
  const json content = render(message, look(true));
  const json edit = render_edit(message, look(true), "$1");
  CHECK(content.dump().size() < content_limit);
  CHECK(edit.dump().size() < content_limit);
  CHECK(body(content).find("more parts, too long to show here") != std::string::npos);
  CHECK(read_choices(content).size() == 1);
  CHECK(body(content).find("✅️ Done") != std::string::npos);
  CHECK_NOTHROW(read_strictly(html(content)));

  chat::Message many{"s", {chat::Buttons{}}};
  for (int i = 0; i < 60; ++i) {
    std::get<chat::Buttons>(many.blocks[0]).buttons.push_back({"Choose", "a", std::string(2000, 'x')});
  }
  const json offered = render(many, look(true));
  const std::size_t shown = read_choices(offered).size();
  CHECK(shown > 5);
  CHECK(body(offered).find("… and " + std::to_string(60 - shown) + " more to choose from") !=
        std::string::npos);
  CHECK(render_edit(many, look(true), "$1").dump().size() < content_limit);
}

TEST_CASE("A long text is divided nowhere that shows") {
  const std::string words = std::string(3000, 'x') + " " + std::string(3000, 'y');
  const json content = with({chat::Paragraph{chat::plain(words)}});
  CHECK(body(content) == words);
  CHECK(html(content) == "<p>" + words + "</p>");
}

TEST_CASE("Whatever people type: no tag, no link, no mention, body and HTML agree, it fits an event") {
  std::mt19937_64 random(20261124);
  for (int round = 0; round < 400; ++round) {
    CAPTURE(round);
    const int most = round % 40 == 0 ? 12000 : 12;
    const auto words = [&] { return nasty(random, most); };
    chat::Message message{words(), {}};
    switch (round % 7) {
      case 0:
        message.blocks.push_back(chat::Heading{words()});
        [[fallthrough]];
      case 1:
        message.blocks.push_back(
            chat::Paragraph{{chat::Plain{words()}, chat::bold(words()), chat::code(words()),
                             chat::Mention{PersonId{words()}}, chat::RoomLink{RoomId{words()}}}});
        break;
      case 2:
        message.blocks.push_back(chat::List{{chat::plain(words()), {chat::italic(words())}}, round % 2 == 0});
        break;
      case 3:
        message.blocks.push_back(chat::Fields{{{words(), chat::plain(words())}}});
        break;
      case 4:
        message.blocks.push_back(chat::Context{{chat::Plain{words()}, chat::DateTime{Instant{}, words()}}});
        break;
      case 5:
        message.blocks.push_back(chat::Buttons{{{words(), words(), words()}, {words(), "b", words()}}});
        break;
      default:
        message.blocks.push_back(chat::Paragraph{{chat::Link{words(), words()}, chat::command(words())}});
        message.blocks.push_back(chat::Image{words(), words()});
    }
    Look here = look(round % 2 == 0);
    here.name_of = [&](const PersonId&) { return words(); };
    here.room_name = [&](const RoomId&) { return words(); };
    const json content = render(message, here);
    const json edit = render_edit(message, here, "$1");
    CHECK(content.dump().size() < content_limit);
    CHECK(edit.dump().size() < content_limit);
    CHECK_FALSE(content.at("m.mentions").contains("room"));
    const std::string low = bot::lower(body(content) + html(content));
    CHECK(low.find("@room") == std::string::npos);
    HtmlRead read;
    REQUIRE_NOTHROW(read = read_strictly(html(content)));
    // Links are there where a Link or Mention was; people's words alone made none.
    if (round % 7 >= 2 && round % 7 <= 5) {
      CHECK(read.links.empty());
      CHECK(content.at("m.mentions") == json::object());
    }
    if (round % 7 != 6 && round % 7 != 2) {
      const auto plain = words_of(body(content));
      CHECK(plain == words_of(read.text));
    }
    std::set<std::string> keys;
    for (const Choice& choice : read_choices(content)) CHECK(keys.insert(choice.key).second);
  }
}
