#include "bot/demo/read_html.hpp"

#include "tests/support/catch.hpp"

using namespace houston::bot::demo;
using Style = Line::Style;

namespace {

std::vector<Line> lines(const std::string& html) {
  std::vector<Line> all;
  for (const HtmlLine& one : read_html(html)) all.push_back(one.line);
  return all;
}

}  // namespace

TEST_CASE("a message's HTML is read line by line") {
  const std::vector<Line> expected{{Style::strong, "Standup · Mon 9 Nov"},
                                   {Style::plain, "for @Bo in #vision & <us>"},
                                   {Style::strong, "bold"},
                                   {Style::plain, "half bold"},
                                   {Style::plain, "1. What?"},
                                   {Style::plain, "2. And then?"},
                                   {Style::plain, "• a point"},
                                   {Style::quote, "a plan"},
                                   {Style::quote, "and more"},
                                   {Style::small, "────────"},
                                   {Style::small, "until 12:30"}};
  CHECK(lines("<h4>Standup · Mon 9 Nov</h4>"
              "<p>for <a href=\"https://matrix.to/#/@bo:localhost\">Bo</a> in "
              "<a href=\"https://matrix.to/#/%23vision:localhost\">#vision</a> &amp; &lt;us&gt;<br>"
              "<strong>bold</strong><br>half <strong>bold</strong></p>"
              "<ol><li>What?</li><li>And then?</li></ol><ul><li>a point</li></ul>"
              "<blockquote>a plan<br>and more</blockquote><hr><p><em>until 12:30</em></p>") == expected);
  CHECK(lines("").empty());
  CHECK(lines("<p></p><p> </p>").empty());
  CHECK(lines("a <b") == std::vector<Line>{{Style::plain, "a "}});
}

TEST_CASE("signs and commands that stand alone are what can be pressed") {
  const std::vector<Sign> signs{{"✏️", "Write it", "standup.write", "v/1"},
                                {"⏭️", "Skip today", "standup.skip", "v/1"},
                                {"👍", "Yes", "yes", "2"}};
  Message message;
  read_choices(
      read_html(
          "<p>What is next?</p><p>✏️ <strong>Write it</strong> · ⏭️ <strong>Skip today</strong></p>"
          "<p>Did it happen?</p><p>👍 <strong>Yes</strong></p>"
          "<p>GPU queue</p><p><code>retro vote 2</code> · <code>retro unvote 2</code></p>"
          "<p>✏️ is a pencil, and <code>code</code> is code.</p>"),
      signs, message);
  REQUIRE(message.buttons.size() == 5);
  const SeenButton* skip = find_button(message.buttons, "standup.skip");
  REQUIRE(skip != nullptr);
  CHECK(skip->label == "Skip today");
  CHECK(skip->value == "v/1");
  CHECK(skip->beside == "What is next?");
  CHECK(find_button(message.buttons, "yes")->beside == "Did it happen?");
  const SeenButton* vote = find_button(message.buttons, "retro.vote");
  REQUIRE(vote != nullptr);
  CHECK(vote->value == "retro vote 2");
  CHECK(vote->beside == "GPU queue");
  CHECK(vote->typed);
  CHECK_FALSE(skip->typed);
  CHECK(message.lines[1] == Line{Style::buttons, "✏️ Write it · ⏭️ Skip today"});
  CHECK(message.lines.back().style == Style::plain);
}
