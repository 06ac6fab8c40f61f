#include "config/reactions.hpp"

#include "tests/support/catch.hpp"

using namespace houston::config;

TEST_CASE("A reaction is one, by its name or as an emoji") {
  CHECK(reaction_name("🏆") == "trophy");
  CHECK(reaction_name("👍") == "+1");
  CHECK(reaction_name("👍\uFE0F") == "+1");
  CHECK(reaction_name("👍🏽") == "+1");
  CHECK(reaction_name("❤\uFE0F") == "heart");
  CHECK(reaction_name("❤") == "heart");
  CHECK(reaction_name("🦩") == "🦩");
  CHECK(reaction_name("trophy") == "trophy");
  CHECK(reaction_name("🏽") == "🏽");  // a skin tone by itself
  CHECK(reaction_name("").empty());
  CHECK(reaction_emoji("trophy") == "🏆");
  CHECK(reaction_emoji("thumbsup") == reaction_emoji("+1"));
  CHECK(reaction_emoji("our-own").empty());
  CHECK(same_reaction("thumbsup", "+1"));
  CHECK(same_reaction("🏆", "trophy"));
  CHECK(same_reaction("our-own", "our-own"));
  CHECK_FALSE(same_reaction("trophy", "tada"));
  CHECK_FALSE(same_reaction("our-own", ""));
  CHECK(is_emoji("🏆"));
  CHECK_FALSE(is_emoji("trophy"));
  CHECK_FALSE(is_emoji(""));
}
