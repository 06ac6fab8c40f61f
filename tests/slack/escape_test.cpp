#include "bot/slack/escape.hpp"

#include "bot/slack/text.hpp"
#include "tests/slack/nasty.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using chat::DateTime;
using chat::Link;
using chat::Mention;
using chat::Plain;
using chat::RoomLink;
using chat::Text;

Instant at(std::int64_t seconds) {
  return Instant(std::chrono::seconds(seconds));
}

}  // namespace

TEST_CASE("Exactly three characters are escaped, once") {
  CHECK(escape("a & b < c > d") == "a &amp; b &lt; c &gt; d");
  CHECK(escape("&amp;") == "&amp;amp;");
  CHECK(escape("<!channel>") == "&lt;!channel&gt;");
  CHECK(escape("*_~`") == "*_~`");
}

TEST_CASE("An escaped summary is cut between entities") {
  CHECK(escape_cut("plain", 10) == "plain");
  const std::string cut = escape_cut(std::string(100, '&'), 23);
  CHECK(cut == "&amp;&amp;&amp;&amp;…");
  for (std::size_t limit = 1; limit < 60; ++limit)
    CHECK(length(escape_cut("a<b>&c👋 and more of it", limit)) <= limit);
}

TEST_CASE("What people wrote is decoded into spans") {
  struct Row {
    const char* escaped;
    Text text;
  };
  const std::vector<Row> rows{
      {"", {}},
      {"hello", {Plain{"hello"}}},
      {"a &amp; b &lt;c&gt;", {Plain{"a & b <c>"}}},
      {"&amp;lt;", {Plain{"&lt;"}}},  // unescaped once
      {"hi <@U1>!", {Plain{"hi "}, Mention{PersonId{"U1"}}, Plain{"!"}}},
      {"<@U1|ana>", {Mention{PersonId{"U1"}}}},
      {"<@W12AB>", {Mention{PersonId{"W12AB"}}}},
      {"<@not an id>", {Plain{"<@not an id>"}}},
      {"in <#C1|general> or <#C2>",
       {Plain{"in "}, RoomLink{RoomId{"C1"}}, Plain{" or "}, RoomLink{RoomId{"C2"}}}},
      {"<https://x.example/?a=1&amp;b=2|here>", {Link{"https://x.example/?a=1&b=2", "here"}}},
      {"<https://x.example>", {Link{"https://x.example", "https://x.example"}}},
      {"<mailto:a@b.example|a@b.example>", {Link{"mailto:a@b.example", "a@b.example"}}},
      {"<javascript:alert(1)|click>", {Plain{"click"}}},
      {"<slack://open>", {Plain{"<slack://open>"}}},
      {"<!channel> look", {Plain{"@channel look"}}},
      {"<!here|here>", {Plain{"@here"}}},
      {"<!everyone>", {Plain{"@everyone"}}},
      {"<!subteam^S1|@crew>", {Plain{"@crew"}}},
      {"<!subteam^S1>", {Plain{"@subteam^S1"}}},
      {"<!something|shown>", {Plain{"shown"}}},
      {"<!date^1392734382^{date} at {time}^https://x.example|18 Feb>", {DateTime{at(1392734382), "18 Feb"}}},
      {"<!date^soon^{date}|later>", {Plain{"later"}}},
      {"<!date^99999999999999999999^{date}|later>", {Plain{"later"}}},
      {"1 < 2", {Plain{"1 < 2"}}},  // not what Slack sends; survived
      {"<", {Plain{"<"}}},
      {"<>", {Plain{"<>"}}},
      {"<unclosed\nline>", {Plain{"<unclosed\nline>"}}},
      {"<a<@U1>", {Plain{"<a"}, Mention{PersonId{"U1"}}}},
      {"*bold* _it_ `code`", {Plain{"*bold* _it_ `code`"}}},
  };
  for (const Row& row : rows) {
    INFO(row.escaped);
    CHECK(decode(row.escaped) == row.text);
  }
}

TEST_CASE("Whatever is typed, escaped and sent back by Slack, is decoded to itself") {
  std::mt19937_64 random(7);
  for (int round = 0; round < 3000; ++round) {
    const std::string typed = clean(nasty(random, 30));
    const Text text = decode(escape(typed));
    if (typed.empty()) {
      REQUIRE(text.empty());
    } else {
      REQUIRE(text == Text{Plain{typed}});
    }
  }
}

TEST_CASE("Any escaped text is decoded without harm") {
  std::mt19937_64 random(8);
  for (int round = 0; round < 3000; ++round) {
    const std::string wire = nasty(random, 30);
    for (const chat::Span& span : decode(wire)) {
      if (const auto* link = std::get_if<Link>(&span)) REQUIRE(safe_url(link->url));
      if (const auto* mention = std::get_if<Mention>(&span)) REQUIRE(is_id(mention->person.value));
    }
  }
}

TEST_CASE("mrkdwn of our own spans") {
  CHECK(mrkdwn({chat::bold("Ana"), Plain{" is "}, chat::italic("away")}) == "*Ana* is _away_");
  CHECK(mrkdwn({chat::code("x")}) == "`x`");
  CHECK(mrkdwn({chat::bold(" two\nlines ")}) == " *two*\n*lines* ");
  CHECK(mrkdwn({Mention{PersonId{"U1"}}, Plain{" in "}, RoomLink{RoomId{"C1"}}}) == "<@U1> in <#C1>");
  CHECK(mrkdwn({Link{"https://x.example/?a&b", "a|b>"}}) == "<https://x.example/?a&amp;b|a/b&gt;>");
  CHECK(mrkdwn({Link{"javascript:x", "click"}}) == "click");
  CHECK(mrkdwn({Mention{PersonId{"U1> <!channel"}}}) == "@U1&gt; &lt;!channel");
  CHECK(mrkdwn({DateTime{at(60), "09:30 ^|>"}}) == "<!date^60^{date_short_pretty}, {time}|09:30 //&gt;>");
}

TEST_CASE("Nothing in a plain span can mention, link or format in mrkdwn") {
  std::mt19937_64 random(9);
  for (int round = 0; round < 3000; ++round) {
    const std::string typed = nasty(random, 40);
    const std::string out = mrkdwn({Plain{typed}});
    INFO(typed);
    REQUIRE(out.find_first_of("<>*_~`") == std::string::npos);
    bool line_start = true;  // "&gt;" begins a quote where a line begins
    for (std::size_t i = 0; i < out.size(); ++i) {
      if (line_start) REQUIRE(out.compare(i, 4, "&gt;") != 0);
      line_start = out[i] == '\n' || (line_start && out[i] == ' ');
    }
    for (std::size_t i = out.find('&'); i != std::string::npos; i = out.find('&', i + 1)) {
      const bool entity =
          out.compare(i, 5, "&amp;") == 0 || out.compare(i, 4, "&lt;") == 0 || out.compare(i, 4, "&gt;") == 0;
      REQUIRE(entity);
    }
  }
}

TEST_CASE("Only web and mail addresses are links") {
  CHECK(safe_url("https://x.example/a?b=c&d"));
  CHECK(safe_url("HTTP://x.example"));
  CHECK(safe_url("mailto:a@b.example"));
  CHECK_FALSE(safe_url("https://"));
  CHECK_FALSE(safe_url("ftp://x.example"));
  CHECK_FALSE(safe_url("javascript:alert(1)"));
  CHECK_FALSE(safe_url("https://x.example/a|b"));
  CHECK_FALSE(safe_url("https://x.example/>"));
  CHECK_FALSE(safe_url("https://x.example/ b"));
  CHECK_FALSE(safe_url("https://x.example/" + std::string(3000, 'a')));
}

}  // namespace houston::bot::slack
