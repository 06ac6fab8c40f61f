#include "bot/slack/text.hpp"

#include "tests/slack/nasty.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {

TEST_CASE("Text is made valid UTF-8 without control characters") {
  CHECK(clean("Zażółć 👋") == "Zażółć 👋");
  CHECK(clean("a\xFF"
              "b") ==
        "a\uFFFD"
        "b");
  CHECK(clean("\xC3") == "\uFFFD");
  CHECK(clean("\xED\xA0\x80") == "\uFFFD\uFFFD\uFFFD");                // a surrogate
  CHECK(clean("\xC0\xAF") == "\uFFFD\uFFFD");                          // overlong
  CHECK(clean("\xF4\x90\x80\x80").find("\xF4") == std::string::npos);  // beyond U+10FFFF
  CHECK(clean(std::string("a\0b\x07\x7F", 5)) == "ab");
  CHECK(clean("a\r\nb\rc\td\n") == "a\nb\nc\td\n");
}

TEST_CASE("Length counts UTF-16 units") {
  CHECK(length("") == 0);
  CHECK(length("abc") == 3);
  CHECK(length("żółw") == 4);
  CHECK(length("👋") == 2);
}

TEST_CASE("A cut ends in an ellipsis and never within a character") {
  CHECK(cut("short", 5) == "short");
  CHECK(cut("longer", 5) == "long…");
  CHECK(cut("👋👋👋", 6) == "👋👋👋");
  CHECK(cut("👋👋👋", 5) == "👋👋…");
  CHECK(cut("ab👋🏽", 5) == "ab…");  // not the hand without its skin tone
  CHECK(cut("anything", 0).empty());
}

TEST_CASE("A split prefers the end of a line, then of a word") {
  CHECK(split("one\ntwo three", 9) == std::pair<std::string, std::string>{"one\ntwo ", "three"});
  CHECK(split("first line\nsecond", 14) == std::pair<std::string, std::string>{"first line\n", "second"});
  CHECK(split("abcdefgh", 3) == std::pair<std::string, std::string>{"abc", "defgh"});
  CHECK(split("👋👋", 1) == std::pair<std::string, std::string>{"👋", "👋"});  // always goes on
  CHECK(split("abc", 10) == std::pair<std::string, std::string>{"abc", ""});
}

TEST_CASE("Splitting loses nothing, whatever is typed") {
  std::mt19937_64 random(20261124);
  for (int round = 0; round < 2000; ++round) {
    const std::string text = clean(nasty(random, 60));
    const std::size_t limit = 1 + random() % 40;
    std::string rest = text;
    std::string joined;
    while (!rest.empty()) {
      auto [part, after] = split(rest, limit);
      REQUIRE(!part.empty());
      REQUIRE(clean(part) == part);  // no torn character
      if (limit >= 2) REQUIRE(length(part) <= limit);
      joined += part;
      rest = after;
    }
    REQUIRE(joined == text);
    REQUIRE(length(cut(text, limit)) <= limit);
  }
}

TEST_CASE("Small helpers") {
  CHECK(one_line("a\nb\tc") == "a b c");
  CHECK(lower("@Ana.Ż") == "@ana.Ż");
}

}  // namespace houston::bot::slack
