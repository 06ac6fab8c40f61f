#include "bot/slack/render_message.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "bot/slack/escape.hpp"
#include "bot/slack/text.hpp"
#include "tests/slack/nasty.hpp"
#include "tests/slack/slack_rules.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using nlohmann::json;

json blocks_of(const chat::Message& message) {
  return json::parse(render(message).blocks);
}

json blocks_of(std::vector<chat::Block> blocks) {
  return blocks_of(chat::Message{"summary", std::move(blocks)});
}

const std::vector<std::string> nothing;

std::string without_blanks(std::string text) {
  std::erase_if(text, [](char c) { return c == ' ' || c == '\n' || c == '\t'; });
  return text;
}

std::size_t count_of(const json& blocks, const std::string& type) {
  return static_cast<std::size_t>(
      std::count_if(blocks.begin(), blocks.end(), [&](const json& b) { return b["type"] == type; }));
}

chat::Button button(std::string label, std::string action = "standup.write", std::string value = "v") {
  return {std::move(label), std::move(action), std::move(value), chat::Button::Style::usual};
}

}  // namespace

TEST_CASE("A message with every kind of block") {
  chat::Message message;
  message.summary = "Standup & more";
  message.blocks = {
      chat::Heading{"Standup"},
      chat::Paragraph{{chat::Plain{"Good morning, "}, chat::Mention{PersonId{"U1"}}, chat::bold("!")}},
      chat::List{{chat::plain("one"), {chat::Link{"https://x.example", "two"}}}, true},
      chat::Quote{chat::plain("said")},
      chat::Fields{{{"Zone", chat::plain("Europe/Warsaw")}, {"Room", {chat::RoomLink{RoomId{"C1"}}}}}},
      chat::Buttons{{{"Write it", "standup.write", "vision/daily", chat::Button::Style::primary},
                     {"Skip", "standup.skip", "", chat::Button::Style::danger}}},
      chat::Divider{},
      chat::Context{chat::plain("small print")},
      chat::Image{"https://x.example/a.png", "a picture"}};
  const Rendered rendered = render(message);
  CHECK(rendered.text == "Standup &amp; more");
  const json blocks = json::parse(rendered.blocks);
  CHECK(broken_rules(blocks, 50) == nothing);
  const json expected = json::parse(R"J([
    {"type":"header","text":{"type":"plain_text","text":"Standup","emoji":true}},
    {"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
      {"type":"text","text":"Good morning, "},{"type":"user","user_id":"U1"},
      {"type":"text","text":"!","style":{"bold":true}}]}]},
    {"type":"rich_text","elements":[{"type":"rich_text_list","style":"ordered","elements":[
      {"type":"rich_text_section","elements":[{"type":"text","text":"one"}]},
      {"type":"rich_text_section","elements":[{"type":"link","url":"https://x.example","text":"two"}]}]}]},
    {"type":"rich_text","elements":[{"type":"rich_text_quote","elements":[{"type":"text","text":"said"}]}]},
    {"type":"section","fields":[
      {"type":"mrkdwn","text":"*Zone*\nEurope/Warsaw","verbatim":true},
      {"type":"mrkdwn","text":"*Room*\n<#C1>","verbatim":true}]},
    {"type":"actions","elements":[
      {"type":"button","text":{"type":"plain_text","text":"Write it","emoji":true},"action_id":"standup.write",
       "value":"vision/daily","style":"primary"},
      {"type":"button","text":{"type":"plain_text","text":"Skip","emoji":true},"action_id":"standup.skip",
       "style":"danger"}]},
    {"type":"divider"},
    {"type":"context","elements":[{"type":"plain_text","text":"small print","emoji":true}]},
    {"type":"image","image_url":"https://x.example/a.png","alt_text":"a picture"}])J");
  CHECK(blocks == expected);
}

TEST_CASE("What people typed as :emoji: is shown as one") {
  const json blocks =
      blocks_of({chat::Paragraph{chat::plain("done :tada: at 10:30:45 :wave::skin-tone-3: :+1: a:b:c")}});
  CHECK(broken_rules(blocks, 50) == nothing);
  json names = json::array();
  for (const json& element : blocks[0]["elements"][0]["elements"]) {
    if (element["type"] == "emoji") names.push_back(element["name"]);
  }
  CHECK(names == json::array({"tada", "wave::skin-tone-3", "+1"}));
  CHECK(shown(blocks) == "done :tada: at 10:30:45 :wave::skin-tone-3: :+1: a:b:c");
  CHECK(blocks_of({chat::Paragraph{{chat::code(":tada:")}}})[0]["elements"][0]["elements"][0]["type"] ==
        "text");
}

TEST_CASE("Blocks that show nothing are left out") {
  const json blocks = blocks_of({chat::Heading{" "}, chat::Paragraph{{}}, chat::Paragraph{chat::plain("\n")},
                                 chat::List{}, chat::List{{chat::plain("")}, false}, chat::Quote{},
                                 chat::Fields{}, chat::Buttons{}, chat::Context{chat::plain("")}});
  CHECK(blocks == json::array());
}

TEST_CASE("Long texts become several blocks and nothing of them is lost") {
  std::string words;
  for (int i = 0; i < 1000; ++i) words += "word" + std::to_string(i) + (i % 10 == 9 ? "\n" : " ");
  const auto kind = GENERATE(0, 1, 2, 3);
  chat::Block block;
  if (kind == 0) block = chat::Paragraph{chat::plain(words)};
  if (kind == 1) block = chat::Quote{chat::plain(words)};
  if (kind == 2) block = chat::Context{chat::plain(words)};
  if (kind == 3) block = chat::Paragraph{{chat::Link{"https://x.example", words}}};
  const json blocks = blocks_of({block});
  CHECK(broken_rules(blocks, 50) == nothing);
  CHECK(blocks.size() >= 3);
  if (kind == 3) return;  // the words stand in link elements
  CHECK(without_blanks(shown(blocks)) == without_blanks(words));
}

TEST_CASE("A long heading is shown whole") {
  const std::string words(400, 'h');
  const json blocks = blocks_of({chat::Heading{words}});
  CHECK(broken_rules(blocks, 50) == nothing);
  CHECK(shown(blocks) == words);
}

TEST_CASE("Long lists go on in further blocks") {
  chat::List list;
  for (int i = 1; i <= 120; ++i) list.items.push_back(chat::plain("item " + std::to_string(i)));
  SECTION("bulleted") {
    const json blocks = blocks_of({list});
    CHECK(broken_rules(blocks, 50) == nothing);
    CHECK(blocks.size() == 3);
  }
  SECTION("numbered ones keep counting") {
    list.numbered = true;
    const json blocks = blocks_of({list});
    CHECK(broken_rules(blocks, 50) == nothing);
    CHECK(shown(blocks).find("120. item 120") != std::string::npos);
  }
}

TEST_CASE("A message too large ends in a line that says so, and keeps its buttons") {
  chat::Message message{"summary", {}};
  for (int i = 0; i < 80; ++i)
    message.blocks.emplace_back(chat::Paragraph{chat::plain("answer " + std::to_string(i))});
  message.blocks.emplace_back(chat::Buttons{{button("Write it")}});
  SECTION("by the number of blocks") {}
  SECTION("by characters") {
    for (int i = 0; i < 10; ++i) message.blocks[i] = chat::Paragraph{chat::plain(std::string(2600, 'x'))};
  }
  const json blocks = blocks_of(message);
  CHECK(broken_rules(blocks, 50) == nothing);
  CHECK(blocks.back()["type"] == "actions");
  const std::string line = shown(json::array({blocks[blocks.size() - 2]}));
  CHECK(line.find("… and ") == 0);
  CHECK(line.find(" more parts") != std::string::npos);
}

TEST_CASE("More than 25 buttons take several blocks, an action may come twice") {
  chat::Buttons buttons;
  for (int i = 0; i < 60; ++i)
    buttons.buttons.push_back(button("Button " + std::to_string(i), "a.b", std::to_string(i)));
  const json blocks = blocks_of({buttons});
  CHECK(broken_rules(blocks, 50) == nothing);
  CHECK(count_of(blocks, "actions") == 3);
  for (const json& block : blocks) {
    for (const json& element : block["elements"]) CHECK(action_of(element["action_id"]) == "a.b");
  }
}

TEST_CASE("An action is read back from its action_id") {
  CHECK(action_of("standup.write") == "standup.write");
  CHECK(action_of("standup.write#12") == "standup.write");
  CHECK(action_of("a#b") == "a#b");
  CHECK(action_of("a#") == "a#");
}

TEST_CASE("A button that breaks its promises is refused, not sent") {
  CHECK_THROWS_AS(blocks_of({chat::Buttons{{button("x", "")}}}), std::length_error);
  CHECK_THROWS_AS(blocks_of({chat::Buttons{{button("x", std::string(251, 'a'))}}}), std::length_error);
  CHECK_THROWS_AS(blocks_of({chat::Buttons{{button("x", "a", std::string(2001, 'v'))}}}), std::length_error);
}

TEST_CASE("Fields that mrkdwn would change are shown as rich text") {
  const json blocks = blocks_of({chat::Fields{{{"Plain", chat::plain("a & b")},
                                               {"Stars", chat::plain("2 * 3 * 4")},
                                               {"Long", chat::plain(std::string(4000, 'x'))}}}});
  CHECK(broken_rules(blocks, 50) == nothing);
  CHECK(blocks[0]["fields"].size() == 1);
  CHECK(shown(blocks).find("2 * 3 * 4") != std::string::npos);
}

TEST_CASE("The home tab has a view's limits") {
  chat::Message home{"Home", {}};
  for (int i = 0; i < 150; ++i) home.blocks.emplace_back(chat::Paragraph{chat::plain("p")});
  const json view = json::parse(render_home(home));
  CHECK(broken_view_rules(view) == nothing);
  CHECK(view["blocks"].size() == 100);
  CHECK(broken_view_rules(json::parse(render_home({"Nothing yet", {}}))) == nothing);
}

TEST_CASE("A summary is one escaped line") {
  CHECK(render({"a\nb <!channel>", {}}).text == "a b &lt;!channel&gt;");
  CHECK(render({" \n", {}}).text == "A message from Houston");
  CHECK(length(render({std::string(9000, '&'), {}}).text) <= 3600);
}

TEST_CASE("Whatever is typed: Slack's rules hold, nothing mentions, links or formats, nothing is lost") {
  std::mt19937_64 random(20261124);
  for (int round = 0; round < 400; ++round) {
    const auto words = [&] { return nasty(random, round % 10 == 0 ? 900 : 40); };
    const std::string paragraph = words();
    std::vector<chat::Block> blocks{chat::Heading{words()},
                                    chat::List{{chat::plain(words()), chat::plain(words())}, round % 2 == 0},
                                    chat::Quote{chat::plain(words())},
                                    chat::Fields{{{words(), chat::plain(words())}}},
                                    chat::Buttons{{button(words())}},
                                    chat::Context{{chat::Plain{words()}, chat::italic("x")}},
                                    chat::Context{chat::plain(words())},
                                    chat::Image{"https://x.example/" + words(), words()}};
    const Rendered rendered = render({words(), blocks});
    const json all = json::parse(rendered.blocks);
    REQUIRE(broken_rules(all, 50) == nothing);
    REQUIRE(live_elements(all) == nothing);
    REQUIRE(rendered.text.find_first_of("<>\n") == std::string::npos);
    for (const std::string& text : mrkdwn_texts(all))
      REQUIRE(text.find_first_of("<>`~") == std::string::npos);

    const json one = blocks_of({chat::Paragraph{chat::plain(paragraph)}});
    REQUIRE(broken_rules(one, 50) == nothing);
    REQUIRE(without_blanks(shown(one)) == without_blanks(clean(paragraph)));
  }
}

}  // namespace houston::bot::slack
