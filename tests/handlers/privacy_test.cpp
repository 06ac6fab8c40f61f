// What Houston keeps of a person: given to them, and forgotten.
#include <nlohmann/json.hpp>

#include "handlers/chat/json.hpp"
#include "handlers/voice/voice.hpp"
#include "tests/handlers/log_team.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::TestTeam;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

/// The document that the exports in the direct messages are pieces of, from the `from`th message on.
nlohmann::json exported(const TestTeam& team, const std::string& who, std::size_t from) {
  std::string text;
  const auto all = team.dms(who);
  for (std::size_t i = from; i < all.size(); ++i) {
    for (const chat::Block& block : all[i].message.blocks) {
      const auto* paragraph = std::get_if<chat::Paragraph>(&block);
      if (paragraph == nullptr) continue;
      const auto* plain = std::get_if<chat::Plain>(&paragraph->text.front());
      if (plain != nullptr && plain->code) text += plain->text;
    }
  }
  return nlohmann::json::parse(text);
}

void a_day(TestTeam& team) {
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  team.answers("Bo", "2026-11-24",
               {"Fixed the \"loader\" — ünicode", "Next the sampler", "Waiting for GPUs"});
  team.types("Ana", "Read papers");
  team.command("Ana", "away 2026-12-24");
}

}  // namespace

TEST_CASE("export gives a person what is kept of them, to them alone") {
  TestTeam team("2026-11-24 08:00");
  a_day(team);
  const auto before = team.dms("Bo").size();
  CHECK(has(team.command("Bo", "export"), "in our direct messages"));
  const auto document = exported(team, "Bo", before);
  CHECK(document.at("person").at(0).at("email") == "bo@example.com");
  CHECK(document.at("response").at(0).at("answers").at(0) == "Fixed the \"loader\" — ünicode");
  CHECK(document.at("participant").size() == 1);
  CHECK_FALSE(has(document.dump(), "Read papers"));
  CHECK_FALSE(has(document.dump(), "ana@example.com"));
  CHECK(team.channel_posts().size() == 2);
  // By typing too, and what is long comes in parts.
  for (int i = 0; i < 40; ++i) team.command("Bo", "export");
  const auto many = team.dms("Bo").size();
  team.types("Bo", "export");
  CHECK(team.dms("Bo").size() > many + 1);
  CHECK(exported(team, "Bo", many).at("person").size() == 1);
}

TEST_CASE("only leads export a team, and only what the team saw") {
  TestTeam team("2026-11-24 08:00");
  a_day(team);
  CHECK(has(team.command("Bo", "export team vision"), "You lead no team called vision"));
  CHECK(has(team.command("Ana", "export team nowhere"), "You lead no team called nowhere"));
  const auto before = team.dms("Ana").size();
  team.command("Ana", "export team vision");
  const auto document = exported(team, "Ana", before);
  CHECK(document.at("response").size() == 1);
  CHECK(has(document.dump(), "Next the sampler"));
  // Ana's own is half written: nobody saw it.
  CHECK_FALSE(has(document.dump(), "Read papers"));
  CHECK_FALSE(document.contains("absence"));
}

TEST_CASE("forgetting asks first, and then leaves no trace but the team's text") {
  TestTeam team("2026-11-24 08:00");
  a_day(team);
  team.opens_home("Bo");
  team.types("Bo", "hello");
  CHECK(has(team.command("Bo", "forget"), "/houston forget me"));
  CHECK(has(team.command("Bo", "forget me"), "It cannot be undone."));
  CHECK(has(team.clicks("Bo", "privacy.keep", ""), "Nothing was erased."));
  CHECK(has(team.channel(), "Bo"));
  CHECK(has(team.clicks("Bo", "privacy.kept", ""), "your answers: 1"));

  CHECK(has(team.clicks("Bo", "privacy.forget", ""), "I have forgotten you"));
  // The channel keeps the answer, without the name.
  CHECK(has(team.channel(), "Fixed the \"loader\""));
  CHECK(has(team.channel(), "a former member"));
  CHECK_FALSE(has(team.channel(), "Bo"));
  storage::Tables tables(team.database());
  CHECK(tables.personal.of_person(WorkspaceId{"acme"}, PersonId{"UBo"}).empty());
  // No repaint brings the row back.
  CHECK_FALSE(tables.attention.home(WorkspaceId{"acme"}, PersonId{"UBo"}).has_value());
}

TEST_CASE("a note that waits for somebody else goes out without the name of who was forgotten") {
  TestTeam team("2026-11-24 08:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 21:00");
  team.take_dms("Bo");
  // Ana leads, and says for Bo that he is away; it is night, and he hears of it in the morning.
  team.command("Ana", "away @bo until 2026-12-01");
  CHECK(team.take_dms("Bo").empty());
  team.command("Ana", "forget me");
  CHECK(has(team.clicks("Ana", "privacy.forget", ""), "I have forgotten you"));
  team.until("2026-11-25 08:00");
  const auto morning = team.take_dms("Bo");
  REQUIRE(morning.size() == 1);
  CHECK(has(morning[0], "a former member noted that you are away"));
  CHECK_FALSE(has(morning[0], "Ana"));
}

TEST_CASE("of a held note only whole names go") {
  TestTeam team("2026-11-24 08:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  storage::Tables tables(team.database());
  chat::Message message = chat::paragraph("Bo and Bob talk about Bo's boat, says @bo: Bo");
  message.blocks.push_back(chat::List{{{chat::Mention{PersonId{"UBo"}}, chat::bold("Bo")}}});
  message.blocks.push_back(chat::Buttons{{{"Ask Bo", "pair.ask", "Bo"}}});
  tables.attention.hold({0, WorkspaceId{"acme"}, PersonId{"UAna"}, chat::to_json(message), team.now(), {}});
  handlers::Turn turn(tables, team.now());
  handlers::voice::forget_name(turn, *tables.people.find(WorkspaceId{"acme"}, PersonId{"UBo"}),
                               WorkspaceId{"acme"});
  const auto kept = tables.attention.held(WorkspaceId{"acme"});
  REQUIRE(kept.size() == 1);
  const auto now_reads = chat::message_from_json(kept[0].body);
  REQUIRE(now_reads.has_value());
  CHECK(team.text(*now_reads) ==
        "a former member and Bob talk about a former member's boat, says a former member: a former member\n"
        "• a former membera former member\n[Ask a former member]");
  CHECK(std::get<chat::Buttons>(now_reads->blocks.back()).buttons.front().value == "Bo");
}

TEST_CASE("what the platform tells later does not bring the old answers back") {
  TestTeam team("2026-11-24 08:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  team.types("Bo", "the loader");
  const std::string typed = team.last_typed;
  team.types("Bo", "the sampler");
  team.types("Bo", "no");
  CHECK(has(team.channel(), "the loader"));
  team.clicks("Bo", "privacy.forget", "");
  team.edits("Bo", typed, "something else");
  team.deletes("Bo", typed);
  CHECK(has(team.channel(), "the loader"));
  CHECK_FALSE(has(team.channel(), "something else"));
  // The roster names Bo again: a new person, with nothing behind them.
  team.start();
  const auto before = team.dms("Bo").size();
  team.command("Bo", "export");
  const auto document = exported(team, "Bo", before);
  CHECK(document.at("person").at(0).at("name") == "Bo");
  CHECK_FALSE(document.contains("response"));
  CHECK_FALSE(has(team.channel(), "Bo"));
  team.until("2026-11-25 09:30");
  CHECK(has(team.dms("Bo").back().message.summary, "Standup"));
}

TEST_CASE("thanks and wins stay, as by a former member") {
  houston::test::LogTeam team;
  team.command("Bo", "win shipped the ranking model");
  team.command("Bo", "kudos @eva for staying up");
  CHECK(has(team.channel(), "Bo"));
  team.clicks("Bo", "privacy.forget", "");
  CHECK_FALSE(has(team.channel(), "Bo"));
  CHECK(has(team.channel(), "staying up"));
  CHECK(has(team.command("Ana", "wins"), "shipped the ranking model"));
  CHECK_FALSE(has(team.command("Ana", "wins"), "Bo"));
}
