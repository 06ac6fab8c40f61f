#include "bot/demo/read_blocks.hpp"

#include "tests/support/catch.hpp"

using namespace houston::bot::demo;
using houston::bot::sandbox::Json;
using SlackMessage = houston::bot::sandbox::Message;
using Style = Line::Style;

namespace {

std::string name_of(const std::string& id) {
  return id == "U1" ? "Bo" : id == "C1" ? "vision" : id;
}

SlackMessage with(const char* blocks) {
  SlackMessage message;
  message.text = "fallback";
  message.blocks = Json::parse(blocks);
  return message;
}

}  // namespace

TEST_CASE("blocks are read line by line") {
  const SlackMessage message = with(R"([
    {"type":"header","text":{"type":"plain_text","text":"Standup · Mon 9 Nov"}},
    {"type":"rich_text","elements":[{"type":"rich_text_section","elements":[
      {"type":"text","text":"for "},{"type":"user","user_id":"U1"},{"type":"text","text":" in "},
      {"type":"channel","channel_id":"C1"},{"type":"text","text":"\nbold","style":{"bold":true}},
      {"type":"text","text":"\nhalf "},{"type":"text","text":"bold","style":{"bold":true}}]}]},
    {"type":"rich_text","elements":[{"type":"rich_text_list","style":"ordered","elements":[
      {"type":"rich_text_section","elements":[{"type":"text","text":"What?"}]},
      {"type":"rich_text_section","elements":[{"type":"text","text":"And then?"}]}]}]},
    {"type":"rich_text","elements":[{"type":"rich_text_quote","elements":[{"type":"text","text":"a plan"}]}]},
    {"type":"actions","elements":[
      {"type":"button","text":{"type":"plain_text","text":"Write it"},"action_id":"w","value":"v/1"},
      {"type":"button","text":{"type":"plain_text","text":"Skip today"},"action_id":"s"}]},
    {"type":"context","elements":[{"type":"mrkdwn","text":"until <!date^1^{time}|12:30>"}]}])");
  const std::vector<Line> expected{{Style::strong, "Standup · Mon 9 Nov"},
                                   {Style::plain, "for @Bo in #vision"},
                                   {Style::strong, "bold"},
                                   {Style::plain, "half bold"},
                                   {Style::plain, "1. What?"},
                                   {Style::plain, "2. And then?"},
                                   {Style::quote, "a plan"},
                                   {Style::buttons, "[Write it] [Skip today]"},
                                   {Style::small, "until 12:30"}};
  CHECK(read_message(message, name_of) == expected);
  const auto buttons = buttons_of(message);
  REQUIRE(buttons.size() == 2);
  REQUIRE(find_button(buttons, "w") != nullptr);
  CHECK(find_button(buttons, "w")->value == "v/1");
  CHECK(find_button(buttons, "x") == nullptr);
}

TEST_CASE("mrkdwn is read as Slack shows it") {
  CHECK(read_mrkdwn("*bold* _it_ `code` 2*3 snake_case", name_of) == "bold it code 2*3 snake_case");
  CHECK(read_mrkdwn("a &lt;b&gt; &amp;amp; c", name_of) == "a <b> &amp; c");
  CHECK(read_mrkdwn("<@U1>, see <https://example.com|there> or <https://example.org> in <#C1|vision>",
                    name_of) == "@Bo, see there or https://example.org in #vision");
  CHECK(read_mrkdwn("<!channel> 1 < 2", name_of) == "@channel 1 < 2");
}

TEST_CASE("a message without blocks is its text") {
  SlackMessage message;
  message.text = "one\ntwo";
  CHECK(read_message(message, name_of) == std::vector<Line>{{Style::plain, "one"}, {Style::plain, "two"}});
}
