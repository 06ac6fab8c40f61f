#include "bot/matrix/choices.hpp"

#include <nlohmann/json.hpp>
#include <set>

#include "config/reactions.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::matrix;
using nlohmann::json;

namespace {

std::vector<Choice> offered(std::vector<chat::Button> buttons) {
  return choices_of({"s", {chat::Buttons{std::move(buttons)}}}, true);
}

}  // namespace

TEST_CASE("Every choice has a sign of its own, and always the same") {
  const auto choices =
      offered({{"Write it", "w", "1"}, {"Other", "o", ""}, {"Write it", "w", "2"}, {"Done", "d", ""}});
  REQUIRE(choices.size() == 4);
  CHECK(choices[0].key == "1️⃣");  // a label that comes twice has no sign that tells them apart
  CHECK(choices[1].key == "2️⃣");
  CHECK(choices[2].key == "3️⃣");
  CHECK(choices[3].key == "✅️");

  std::vector<chat::Button> many(200, chat::Button{"x", "a", "b"});
  std::set<std::string> keys;
  for (const Choice& choice : offered(many)) CHECK(keys.insert(config::bare_emoji(choice.key)).second);
}

TEST_CASE("A choice is made by its sign, its number or its words") {
  const auto choices = offered({{"Write it", "w", ""},
                                {"Still open…", "o", ""},
                                {"On track", "t", ""},
                                {"Same", "s1", ""},
                                {"Same", "s2", ""}});
  const auto by_words = [&](std::string_view words) {
    const auto choice = chosen_by_words(choices, words);
    return choice ? choice->action : std::string("none");
  };
  CHECK(by_words("1") == "w");
  CHECK(by_words(" 2. ") == "o");
  CHECK(by_words("#3") == "t");
  CHECK(by_words("WRITE IT!") == "w");
  CHECK(by_words("still open") == "o");
  CHECK(by_words("Still open…") == "o");
  CHECK(by_words("👍🏽") == "t");
  CHECK(by_words("👍") == "t");
  CHECK(by_words("4️⃣") == "s1");
  CHECK(by_words("same") == "none");
  for (const char* other :
       {"", " ", "0", "6", "-1", "99999999999999999999", "write", "write it now", "1 2"}) {
    CAPTURE(other);
    CHECK(by_words(other) == "none");
  }
  CHECK(chosen_by_reaction(choices, "👍\uFE0F")->action == "t");
  CHECK(chosen_by_reaction(choices, "✏")->action == "w");
  CHECK_FALSE(chosen_by_reaction(choices, "🎉"));
}

TEST_CASE("Choices survive their event, and odd events have none") {
  const auto choices = offered({{"Write it", "w", "v"}, {"Other", "o", ""}});
  CHECK(read_choices({{"dev.houston.buttons", to_json(choices)}}) == choices);
  // An edit's choices are those of its new content, even when these are none.
  CHECK(read_choices({{"dev.houston.buttons", to_json(choices)}, {"m.new_content", json::object()}}).empty());
  for (const json& odd : {json(), json(1), json::array({1}), json{{"dev.houston.buttons", 3}},
                          json{{"dev.houston.buttons", {1, "x", nullptr, json::object()}}},
                          json{{"dev.houston.buttons", {{{"key", 1}, {"action", true}}}}}}) {
    CHECK(read_choices(odd).empty());
  }
}
