#include "bot/slack/render_form.hpp"

#include <nlohmann/json.hpp>
#include <stdexcept>

#include "tests/slack/nasty.hpp"
#include "tests/slack/slack_rules.hpp"
#include "tests/support/catch.hpp"

namespace houston::bot::slack {
namespace {

using chat::Form;
using chat::FormField;
using nlohmann::json;

const std::vector<std::string> nothing;

FormField field(std::string id, FormField::Kind kind = FormField::Kind::lines) {
  FormField result;
  result.id = std::move(id);
  result.label = "Label";
  result.kind = kind;
  return result;
}

Form form() {
  Form result;
  result.id = "standup.answers";
  result.state = "vision/daily/2026-11-24";
  result.title = "Standup";
  result.fields = {field("q1")};
  return result;
}

}  // namespace

TEST_CASE("A form with every kind of field") {
  Form all = form();
  all.intro = chat::plain("Tuesday");
  all.fields = {field("q1"), field("line", FormField::Kind::line), field("choice", FormField::Kind::choice),
                field("date", FormField::Kind::date)};
  all.fields[0].initial = "yesterday's plan\nsecond line";
  all.fields[0].hint = "as long as you like";
  all.fields[0].optional = false;
  all.fields[2].choices = {{"a", "First"}, {"b", "Second"}};
  all.fields[2].initial = "b";
  all.fields[3].initial = "2026-11-24";
  const json view = json::parse(render(all));
  CHECK(broken_view_rules(view) == nothing);
  CHECK(view["callback_id"] == "standup.answers");
  CHECK(view["blocks"].size() == 5);
  CHECK(view["blocks"][1]["block_id"] == "q1");
  CHECK(view["blocks"][1]["element"]["multiline"] == true);
  CHECK(view["blocks"][1]["element"]["initial_value"] == "yesterday's plan\nsecond line");
  CHECK(view["blocks"][1]["optional"] == false);
  CHECK(view["blocks"][2]["element"]["multiline"] == false);
  CHECK(view["blocks"][3]["element"]["initial_option"]["value"] == "b");
  CHECK(view["blocks"][4]["element"]["initial_date"] == "2026-11-24");
  const auto name = read_private_metadata(view["private_metadata"].get<std::string>());
  REQUIRE(name);
  CHECK(name->form == "standup.answers");
  CHECK(name->state == "vision/daily/2026-11-24");
}

TEST_CASE("A form's texts are cut to Slack's limits") {
  Form large = form();
  large.title = "A title that is far longer than it may be";
  large.submit = std::string(60, 's');
  large.fields[0].label = std::string(3000, 'l');
  large.fields[0].hint = std::string(3000, 'h');
  large.fields[0].max_length = 100000;
  large.fields[0].initial = std::string(4000, 'i');
  CHECK(broken_view_rules(json::parse(render(large))) == nothing);
  large.title = std::string(24, 't');
  CHECK(json::parse(render(large))["title"]["text"] == large.title);
}

TEST_CASE("A form without fields has no submit, an ill date no initial one") {
  Form none = form();
  none.fields.clear();
  none.intro = chat::plain("Only words");
  const json view = json::parse(render(none));
  CHECK(broken_view_rules(view) == nothing);
  CHECK_FALSE(view.contains("submit"));
  Form date = form();
  date.fields = {field("d", FormField::Kind::date)};
  date.fields[0].initial = "tomorrow";
  CHECK_FALSE(json::parse(render(date))["blocks"][0]["element"].contains("initial_date"));
}

TEST_CASE("A form that breaks its promises is refused, not sent") {
  Form bad = form();
  SECTION("id") {
    bad.id = std::string(61, 'x');
  }
  SECTION("state") {
    bad.state = std::string(2001, 'x');
  }
  SECTION("field id") {
    bad.fields[0].id = "";
  }
  SECTION("field twice") {
    bad.fields.push_back(field("q1"));
  }
  SECTION("choice without options") {
    bad.fields = {field("c", FormField::Kind::choice)};
  }
  SECTION("option value") {
    bad.fields = {field("c", FormField::Kind::choice)};
    bad.fields[0].choices = {{std::string(76, 'v'), "label"}};
  }
  SECTION("too many fields") {
    for (int i = 0; i < 100; ++i) bad.fields.push_back(field("f" + std::to_string(i)));
  }
  CHECK_THROWS_AS(render(bad), std::length_error);
}

TEST_CASE("Whatever is prefilled, the view obeys Slack's rules") {
  std::mt19937_64 random(3);
  for (int round = 0; round < 300; ++round) {
    Form any = form();
    any.title = nasty(random, 10);
    any.intro = chat::plain(nasty(random, 600));
    any.fields = {field("q1"), field("q2", FormField::Kind::line)};
    for (FormField& f : any.fields) {
      f.label = nasty(random, 20);
      f.hint = nasty(random, 20);
      f.initial = nasty(random, 400);
    }
    const json view = json::parse(render(any));
    REQUIRE(broken_view_rules(view) == nothing);
    REQUIRE(live_elements(view) == nothing);
  }
}

TEST_CASE("Foreign metadata is not taken for ours") {
  CHECK_FALSE(read_private_metadata(""));
  CHECK_FALSE(read_private_metadata("{}"));
  CHECK_FALSE(read_private_metadata("[1]"));
  CHECK_FALSE(read_private_metadata(R"({"form":1,"state":"x"})"));
}

TEST_CASE("What is wrong is said by field") {
  const json payload = json::parse(render_refused({{"q1", "Too\nlong"}, {"q2", ""}}));
  CHECK(payload["response_action"] == "errors");
  CHECK(payload["errors"]["q1"] == "Too long");
  CHECK(payload["errors"]["q2"] == "This cannot be taken as it is.");
}

}  // namespace houston::bot::slack
