// One team in two workspaces: a channel and a Matrix room, people in either, one ritual of all.
#include <algorithm>

#include "handlers/plan.hpp"
#include "scheduler/zone.hpp"
#include "storage/tables.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::Posted;
using houston::test::TestTeam;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += text + "\n---\n";
  return out;
}

/// `team` lines stand before the second room, `rituals` are tables of their own.
TestTeam::Settings both(const std::string& rituals = "", const std::string& team = "",
                        const std::string& standup = "") {
  return {
      "[[workspace]]\nname = \"mx\"\nplatform = \"matrix\"\nhomeserver = \"https://example.org\"\n"
      "access_token = \"env:M\"\n" +
      TestTeam::usual(standup, team + "[[team.also]]\nworkspace = \"mx\"\nchannel = \"!r\"\n") + rituals};
}

/// Ana leads and is in Slack with Bo; Dee and Eli are on Matrix.
void gather(TestTeam& team) {
  team.member("Ana");
  team.member("Bo");
  team.member("@dee", "Europe/Warsaw", false, "!r");
  team.member("@eli", "Europe/Warsaw", false, "!r");
  team.start();
}

void type_all(TestTeam& team, const std::string& who, const std::vector<std::string>& answers) {
  for (const std::string& answer : answers) team.types(who, answer);
}

/// What stands in both rooms, which is the same.
std::string everywhere(TestTeam& team) {
  const std::string slack = team.channel("C1");
  CHECK(team.channel("!r") == slack);
  return slack;
}

}  // namespace

TEST_CASE("a standup of two rooms, from its prompts to its close", "[roster]") {
  TestTeam team("2026-11-24 08:00", both());
  gather(team);
  team.until("2026-11-24 09:31");
  for (const char* who : {"Ana", "Bo", "@dee", "@eli"}) {
    INFO(who);
    CHECK(team.prompts(who) == 1);
  }
  // Each is told of the room that they are in.
  CHECK(has(joined(team.take_dms("Ana")), "#C1"));
  CHECK(has(joined(team.take_dms("@dee")), "#!r"));

  team.answers("Ana", "2026-11-24", {"Trained", "Evaluate", "no"});
  CHECK(has(everywhere(team), "1 of 4"));
  type_all(team, "@dee", {"Labelled", "More of it", "The tool is slow"});
  const std::string two = everywhere(team);
  CHECK(has(two, "2 of 4"));
  CHECK(has(two, "    Ana\n"));
  CHECK(has(two, "    dee\n"));
  CHECK(has(two, "The tool is slow"));

  // An answer that changes changes in both; one that is taken back goes from both.
  team.edits("@dee", team.last_typed, "no");
  CHECK_FALSE(has(everywhere(team), "The tool is slow"));
  team.answers("Ana", "2026-11-24", {"", "", ""});
  CHECK_FALSE(has(everywhere(team), "Trained"));
  team.answers("Ana", "2026-11-24", {"Trained again", "", ""});

  team.until("2026-11-24 12:31");
  const std::string closed = everywhere(team);
  CHECK(has(closed, "2 of 4"));
  CHECK(has(closed, "Trained again"));
  // One head, two answers: nothing stands twice in either room.
  const auto posts = team.channel_posts("!r");
  CHECK(std::count_if(posts.begin(), posts.end(), [](const Posted& one) { return !one.removed; }) == 3);
  // Who is missing is told to the lead, whichever platform they are on.
  const std::string told = joined(team.take_dms("Ana"));
  CHECK(has(told, "Bo"));
  CHECK(has(told, "eli"));
}

TEST_CASE("the one occurrence is planned, explained and counted for people of both", "[roster]") {
  TestTeam team("2026-11-24 08:00", both());
  gather(team);
  storage::Tables tables(team.database());
  const auto rows =
      handlers::plan(team.settings(), &tables, {scheduler::parse_iso_date("2026-11-24").value(), 1});
  REQUIRE(rows.has_value());
  CHECK(rows->size() == 4);
  team.until("2026-11-24 09:31");
  team.types("@dee", "why");
  CHECK(has(joined(team.take_dms("@dee")), "09:30"));
  CHECK(has(team.command("Ana", "status"), "0 of 4"));
  team.types("@eli", "away today");
  CHECK(has(team.command("Ana", "status"), "0 of 3"));
  // A lead speaks for people of the other platform, by the name they have there.
  CHECK(has(team.command("Ana", "away @dee tomorrow"), "dee"));
  CHECK(has(joined(team.take_dms("@dee")), "Ana"));
  team.until("2026-11-25 09:31");
  CHECK(team.prompts("@dee") == 1);
  CHECK(team.prompts("@eli") == 2);
}

TEST_CASE("a platform that is away holds back only its own room", "[roster]") {
  TestTeam team("2026-11-24 08:00", both());
  gather(team);
  team.until("2026-11-24 09:31");
  team.down = "mx";
  team.answers("Ana", "2026-11-24", {"Trained", "", ""});
  CHECK(has(team.channel("C1"), "Trained"));
  CHECK(team.channel("!r").empty());
  team.answers("Bo", "2026-11-24", {"Reviewed", "", ""});
  CHECK(has(team.channel("C1"), "2 of 4"));
  team.down.clear();
  team.deliver();
  CHECK(has(everywhere(team), "Reviewed"));
}

TEST_CASE("what a room refused is said there once Houston is in it, and only there", "[roster]") {
  TestTeam team("2026-11-24 08:00", both());
  gather(team);
  team.until("2026-11-24 09:31");
  team.refusing = "not in the room";
  team.refusing_room = "!r";
  team.answers("Ana", "2026-11-24", {"Trained", "", ""});
  CHECK(has(team.channel("C1"), "Trained"));
  CHECK(team.channel("!r").empty());
  team.refusing.clear();
  const auto before = team.channel_posts("C1").size();
  team.answers("Bo", "2026-11-24", {"Reviewed", "", ""});
  const std::string all = everywhere(team);
  CHECK(has(all, "Trained"));
  CHECK(has(all, "Reviewed"));
  CHECK(team.channel_posts("C1").size() == before + 1);
}

TEST_CASE("a room whose address is known only later gets what stands in the other", "[roster]") {
  TestTeam::Settings settings = both();
  const auto at = settings.toml.find("channel = \"!r\"");
  settings.toml.replace(at, 14, "channel = \"#vision:example.org\"");
  TestTeam team("2026-11-24 08:00", settings);
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:31");
  team.answers("Ana", "2026-11-24", {"Trained", "", ""});
  CHECK(team.channel("!r").empty());
  chat::Event event = team.event("@dee");
  event.key.clear();
  event.person = {};
  chat::RosterLoaded roster;
  roster.rooms.push_back(
      {{event.workspace, RoomId{"!r"}, "vision:example.org", false, true}, std::vector<PersonId>{}});
  event.what = std::move(roster);
  team.handle(event);
  CHECK(has(everywhere(team), "Trained"));
}

TEST_CASE("a human with an account on each is asked on the first alone", "[roster]") {
  TestTeam team("2026-11-24 08:00", both("[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\n",
                                         "same = [[\"@bo\", \"@bo:example.org\"]]\n"));
  team.member("Ana");
  team.member("Bo");
  team.member("@bo", "Europe/Warsaw", false, "!r");
  team.member("@dee", "Europe/Warsaw", false, "!r");
  team.start();
  team.until("2026-11-24 09:31");
  CHECK(team.prompts("Bo") == 1);
  CHECK(team.dms("@bo").empty());
  team.answers("Ana", "2026-11-24", {"Trained", "", ""});
  CHECK(has(everywhere(team), "1 of 3"));

  // The other account is told where Houston asks, and what it writes is not taken for an answer.
  team.types("@bo", "Fixed the loader");
  CHECK(has(joined(team.take_dms("@bo")), "I ask Bo in acme"));
  team.command("@bo", "away today");
  CHECK(has(joined(team.take_dms("@bo")), "I ask Bo in acme"));
  team.clicks("@bo", "standup.write", "vision/daily/2026-11-24");
  CHECK(has(joined(team.take_dms("@bo")), "I ask Bo in acme"));
  CHECK(has(team.command("Ana", "status"), "1 of 3"));
  // What is kept of the account is its owner's to see and to erase.
  team.types("@bo", "export");
  CHECK(has(joined(team.take_dms("@bo")), "@bo:example.org"));

  // Whatever the account, the human is meant: a win by reaction, and thanks.
  chat::Event event = team.event("@bo");
  event.what = chat::Reacted{RoomId{"!r"}, "$1", "trophy", false,
                             chat::Quoted{PersonId{"@bo:example.org"}, chat::plain("The loader is fast")}};
  team.handle(event);
  CHECK(has(team.command("Bo", "wins mine"), "The loader is fast"));
  CHECK(team.reactions("!r", "$1").size() == 1);
  team.types("@dee", "kudos @bo:example.org for the loader");
  CHECK(has(team.command("Bo", "wins mine"), "thanked by dee: the loader"));
}

TEST_CASE("wins, thanks and celebrations of either room are the team's", "[roster]") {
  TestTeam team("2026-11-24 10:00", both("[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\n"));
  gather(team);
  const auto reacts = [&](const std::string& who, const std::string& room, const std::string& message,
                          const std::string& author, const std::string& text) {
    chat::Event event = team.event(who);
    event.what = chat::Reacted{RoomId{room}, message, "trophy", false,
                               chat::Quoted{PersonId{author}, chat::plain(text)}};
    team.handle(event);
  };
  reacts("Ana", "C1", "1.1", "UBo", "The build is green");
  reacts("@dee", "!r", "$1", "@eli:example.org", "The labels are done");
  // The quiet note stands on the message itself, where that is.
  CHECK(team.reactions("C1", "1.1").size() == 1);
  CHECK(team.reactions("!r", "$1").size() == 1);
  const std::string wins = team.command("Ana", "wins");
  CHECK(has(wins, "The build is green"));
  CHECK(has(wins, "eli"));

  // Thanks across: the mention notifies where the person is, and is a name where they are not.
  team.command("Ana", "kudos @dee for the labels");
  const auto slack = team.channel_posts("C1");
  const auto matrix = team.channel_posts("!r");
  REQUIRE(slack.size() == 1);
  REQUIRE(matrix.size() == 1);
  const auto mentions = [](const Posted& posted) {
    std::size_t found = 0;
    chat::Message message = posted.message;
    chat::for_each_text(message, [&](chat::Text& text) {
      for (const chat::Span& span : text) found += std::holds_alternative<chat::Mention>(span) ? 1 : 0;
    });
    return found;
  };
  CHECK(mentions(slack[0]) == 0);
  CHECK(mentions(matrix[0]) == 1);
  CHECK(has(team.text(slack[0].message), "dee"));
  CHECK_FALSE(has(slack[0].message.summary, "example.org"));

  team.types("@eli", "celebrate The release is out");
  CHECK(has(team.channel("C1"), "The release is out"));
  CHECK(has(team.channel("!r"), "The release is out"));
  team.until("2026-11-27 16:01");
  const std::string digest = team.text(team.channel_posts("!r").back().message);
  CHECK(digest == team.text(team.channel_posts("C1").back().message));
  CHECK(has(digest, "The labels are done"));
  CHECK(has(digest, "The build is green"));
}

TEST_CASE("a retro takes notes and votes from both rooms", "[roster]") {
  TestTeam team("2026-11-27 09:00",
                both("[[team.ritual]]\nkind = \"retro\"\nname = \"retro\"\ndays = \"fri\"\nat = \"10:00\"\n"
                     "close = \"2h\"\ngrouping = \"30m\"\nvoting = \"1h\"\ndiscussion = \"1h\"\n",
                     "", "days = \"mon\"\n"));
  gather(team);
  team.until("2026-11-27 10:01");
  CHECK(has(everywhere(team), "Retro"));
  team.command("Ana", "retro note The build is slow");
  team.types("@dee", "retro: The labels help");
  team.until("2026-11-27 12:01");
  const std::string closed = everywhere(team);
  CHECK(has(closed, "The build is slow"));
  CHECK(has(closed, "The labels help"));
  team.until("2026-11-27 12:31");
  team.command("Bo", "retro vote 1");
  team.types("@eli", "retro vote 1");
  team.types("@dee", "retro vote 2");
  team.until("2026-11-27 13:32");
  CHECK(has(everywhere(team), "2 votes"));
  team.types("@dee", "actions add Cache the build @bo by 2026-12-04 on 1");
  CHECK(has(everywhere(team), "Cache the build"));
  CHECK(has(joined(team.take_dms("Bo")), "Cache the build"));
  team.until("2026-11-27 14:40");
  CHECK(has(everywhere(team), "Topics by votes"));
}

TEST_CASE("two of different platforms meet, each reminded on their own", "[roster]") {
  TestTeam team("2026-11-23 08:30",
                both("[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\nlead = \"@ana\"\n"
                     "with = [\"@dee:example.org\"]\nday = \"thu\"\nat = \"14:00\"\n",
                     "", "days = \"mon\"\n"));
  gather(team);
  team.types("@dee", "1:1 talk about the labels");
  CHECK(has(team.command("Ana", "1:1"), "dee"));
  team.until("2026-11-25 09:10");
  const std::string ana = joined(team.take_dms("Ana"));
  const std::string dee = joined(team.take_dms("@dee"));
  CHECK(has(ana, "the labels"));
  CHECK(has(dee, "the labels"));
  CHECK(has(dee, "Ana"));
  team.command("Ana", "1:1 @dee talk about the tool");
  team.until("2026-11-26 13:50");
  CHECK(has(joined(team.take_dms("Ana")), "dee"));
  CHECK(has(joined(team.take_dms("@dee")), "the tool"));
  team.until("2026-11-26 14:45");
  team.types("@dee", "1:1 yes");
  CHECK(has(team.text(team.dms("Ana").back().message), "dee"));
  // What Houston keeps of a person is of both their workspace and the pair's.
  storage::Tables tables(team.database());
  const auto kept = tables.personal.of_person(WorkspaceId{"mx"}, PersonId{"@dee:example.org"});
  CHECK(std::any_of(kept.begin(), kept.end(), [](const auto& record) { return record.table == "pair"; }));
  CHECK(tables.pairs.of_person(WorkspaceId{"mx"}, PersonId{"@dee:example.org"}).size() == 1);
  team.clicks("@dee", "privacy.forget", "");
  CHECK(tables.pairs.of_person(WorkspaceId{"acme"}, PersonId{"UAna"}).empty());
  CHECK(has(joined(team.take_dms("Ana")), "the tool"));
}

TEST_CASE("coffee pairs people of both, and heeds what one said of the other", "[roster]") {
  TestTeam team(
      "2026-11-23 08:30",
      both("[[team.ritual]]\nkind = \"coffee\"\nname = \"coffee\"\nday = \"tue\"\n", "", "days = \"mon\"\n"));
  gather(team);
  team.command("Ana", "coffee join");
  team.types("@dee", "coffee join");
  team.until("2026-12-01 10:20");
  CHECK(has(joined(team.take_dms("Ana")), "dee"));
  CHECK(has(joined(team.take_dms("@dee")), "Ana"));
  team.types("@dee", "coffee never @ana");
  team.take_dms("Ana");
  team.take_dms("@dee");
  team.until("2026-12-15 10:20");
  CHECK(has(joined(team.take_dms("Ana")), "nobody left to pair you with"));
}
