// Wins, kudos and celebrations: every way in, and out again.
#include "tests/handlers/log_team.hpp"

using namespace houston;
using houston::test::has;
using houston::test::LogTeam;
using houston::test::TestTeam;

TEST_CASE("a win by command is answered privately, and the channel hears nothing") {
  LogTeam team;
  const std::string reply = team.command("Bo", "win shipped the ranking model");
  CHECK(reply == "Win 1 of vision noted: shipped the ranking model\n[Edit] [Withdraw]");
  CHECK(team.channel().empty());
  CHECK(has(team.command("Bo", "win Shipped the ranking model"), "Win 1 stands there already"));
  CHECK(has(team.command("Eva", "win shipped the ranking model"), "Win 2 of vision"));
  CHECK(has(team.command("Ana", "wins"), "Bo: shipped the ranking model #1"));
  CHECK(has(team.command("Ana", "win: with a colon"), "noted: with a colon"));
}

TEST_CASE("without words a form asks what went well") {
  LogTeam team;
  team.command("Bo", "win");
  REQUIRE(team.form.has_value());
  CHECK(team.form->id == "wins.log");
  CHECK(team.form->state == "vision");
  team.submits("Bo", "wins.log", "vision", {{"text", "  "}});
  CHECK(team.refused.count("text") == 1);
  CHECK(
      has(team.submits("Bo", "wins.log", "vision", {{"text", "first\nsecond line"}}), "first\nsecond line"));
  CHECK(has(team.command("Ana", "wins @bo"), "first\n  second line"));
  // Where no form can be opened, words do.
  team.types("Bo", "win");
  CHECK(has(team.take_dms("Bo").back(), "win WHAT WENT WELL"));
  team.submits("Cy", "wins.log", "vision", {{"text", "not mine"}});
  CHECK(team.refused.count("text") == 1);
}

TEST_CASE(
    "a direct message that begins with win: is one, also while something is asked; edits and deletion "
    "follow") {
  LogTeam team("2026-11-24 09:00");
  team.until("2026-11-24 09:30");
  team.take_dms("Bo");
  team.types("Bo", "Fixed the loader");  // The first question of the standup.
  team.types("Bo", "Win: the loader is twice as fast");
  const std::string message = team.last_typed;
  CHECK(has(team.take_dms("Bo").back(), "Win 1 of vision noted: the loader is twice as fast"));
  team.types("Bo", "The cache");
  team.types("Bo", "none");
  CHECK(has(team.channel(), "Fixed the loader"));
  CHECK_FALSE(has(team.channel(), "twice as fast"));

  team.edits("Bo", message, "win: the loader is three times as fast");
  CHECK(has(team.command("Ana", "wins"), "the loader is three times as fast"));
  team.deletes("Bo", message);
  CHECK(has(team.command("Ana", "wins"), "None put down yet"));
  team.edits("Bo", message, "win: again");
  CHECK(has(team.command("Ana", "wins"), "None put down yet"));
  team.types("Bo", "win:");
  CHECK(has(team.take_dms("Bo").back(), "no words"));
}

TEST_CASE("an answer that only begins with the word win is an answer") {
  LogTeam team("2026-11-24 09:00");
  team.until("2026-11-24 09:30");
  team.types("Bo", "win the customer over");
  CHECK(has(team.command("Ana", "wins"), "None put down yet"));
  CHECK(has(team.take_dms("Bo").back(), "What is next?"));
}

TEST_CASE("the trophy on a message in the channel is its author's win, noted by one quiet reaction") {
  LogTeam team;
  team.reacts("Ana", "Bo", "1.1", "The model converges!");
  CHECK(team.reactions("C1", "1.1") == std::set<std::string>{"sparkles"});
  CHECK(team.channel().empty());
  CHECK(team.take_dms("Ana").empty());
  CHECK(team.take_dms("Bo").empty());
  CHECK(has(team.command("Eva", "wins"), "Bo: The model converges! #1"));
  // The same message twice is one win, whoever reacts and whichever way it comes.
  team.reacts("Eva", "Bo", "1.1", "The model converges!");
  CHECK(has(team.shortcut("Bo", "Bo", "1.1", "The model converges!"), "Win 1 stands there already"));
  CHECK(has(team.command("Eva", "wins"), "1 to 1 of 1"));
  // Taken back by who gave it; the quiet reaction goes, too.
  team.reacts("Eva", "Bo", "1.1", "", "trophy", true);
  CHECK(has(team.command("Eva", "wins"), "1 to 1 of 1"));
  team.reacts("Ana", "Bo", "1.1", "", "trophy", true);
  CHECK(has(team.command("Eva", "wins"), "None put down yet"));
  CHECK(team.reactions("C1", "1.1").empty());
  team.reacts("Ana", "Bo", "1.1", "The model converges!");
  CHECK(team.reactions("C1", "1.1").size() == 1);
  CHECK(has(team.command("Eva", "wins"), "1 to 1 of 1"));
}

TEST_CASE("what Bo withdrew from his own is not brought back by a stranger to it, but by a lead") {
  LogTeam team;
  team.reacts("Eva", "Bo", "1.1", "My rough draft");
  CHECK(team.clicks("Bo", "log.withdraw", "1") == "Win 1 is withdrawn.");
  CHECK(team.reactions("C1", "1.1").empty());
  chat::Event other = team.event("Cy");
  other.what = chat::JoinedRoom{RoomId{"C1"}};
  team.handle(other);
  team.reacts("Cy", "Bo", "1.1", "My rough draft");
  CHECK(has(team.command("Ana", "wins"), "None put down yet"));
  CHECK(has(team.shortcut("Cy", "Bo", "1.1", "My rough draft"), "I leave it out"));
  team.reacts("Ana", "Bo", "1.1", "My rough draft");
  CHECK(has(team.command("Ana", "wins"), "My rough draft"));
}

TEST_CASE("other reactions, other rooms and people outside the team log nothing") {
  LogTeam team;
  team.reacts("Ana", "Bo", "1.1", "Text", "tada");
  team.reacts("Ana", "Bo", "1.2", "Text", "trophy", false, "C5");
  team.reacts("Cy", "Bo", "1.3", "Text");
  CHECK(has(team.command("Ana", "wins"), "None put down yet"));
  // A message that cannot be read, or has no words: said privately.
  team.reacts("Ana", "Bo", "1.4", "");
  CHECK(has(team.take_dms("Ana").back(), "could not read the message"));
  team.reacts("Ana", "Bo", "1.5", "  ");
  CHECK(has(team.take_dms("Ana").back(), "no words"));
  CHECK(team.channel().empty());
}

TEST_CASE("the reaction is the team's to choose, and a bot's message is the win of who points at it") {
  LogTeam team("2026-11-24 10:00", "reaction = \"rocket\"\n");
  team.reacts("Ana", "Bo", "1.1", "Text");
  CHECK(has(team.command("Ana", "wins"), "None put down yet"));
  team.reacts("Ana", "Nobody", "1.1", "Build 7 is green", "rocket");
  CHECK(has(team.command("Ana", "wins"), "Ana: Build 7 is green"));
}

TEST_CASE("the message shortcut: a quiet reaction in the team's channel, a private line elsewhere") {
  LogTeam team;
  CHECK(team.shortcut("Ana", "Bo", "1.1", "It works") == "");
  CHECK(team.reactions("C1", "1.1").size() == 1);
  CHECK(
      has(team.shortcut("Ana", "Cy", "5.1", "Helped us out", "C5"), "Win 2 of vision noted: Helped us out"));
  CHECK(team.reactions("C5", "5.1").empty());
  CHECK(has(team.command("Ana", "wins"), "Cy: Helped us out"));
  CHECK(has(team.shortcut("Cy", "Bo", "1.2", "It works"), "None of your teams keeps a log"));
  CHECK(has(team.shortcut("Ana", "Bo", "1.3", ""), "no words"));
}

TEST_CASE("a redelivered event puts down nothing twice") {
  LogTeam team;
  chat::Event event = team.event("Bo");
  event.what = chat::Command{RoomId{"C1"}, chat::plain("celebrate first green run")};
  CHECK(team.handle(event));
  CHECK_FALSE(team.handle(event));
  CHECK(team.channel_posts().size() == 1);
}

TEST_CASE("a win is edited and withdrawn by its author and by leads, by nobody else") {
  LogTeam team;
  team.command("Bo", "win shipped it");
  for (const char* text : {"win edit 1 shipped that", "win withdraw 1", "win withdraw #1"}) {
    INFO(text);
    CHECK(has(team.command("Eva", text), "Only who put it down"));
    CHECK(has(team.command("Cy", text), "There is no such entry"));
  }
  CHECK(has(team.clicks("Eva", "log.edit", "1"), "Only who put it down"));
  CHECK(team.command("Bo", "win edit 1 shipped that") == "Win 1 now reads: shipped that");
  CHECK(team.command("Ana", "win edit #1 shipped those") == "Win 1 now reads: shipped those");
  team.clicks("Bo", "log.edit", "1");
  REQUIRE(team.form.has_value());
  CHECK(team.form->fields.at(0).initial == "shipped those");
  team.submits("Bo", "log.edit", "1", {{"text", ""}});
  CHECK(team.refused.count("text") == 1);
  CHECK(team.submits("Bo", "log.edit", "1", {{"text", "shipped all"}}) == "Win 1 now reads: shipped all");
  team.submits("Eva", "log.edit", "1", {{"text", "mine now"}});
  CHECK(team.refused.count("text") == 1);
  CHECK(team.command("Ana", "win withdraw 1") == "Win 1 is withdrawn.");
  CHECK(has(team.command("Bo", "win edit 1 x"), "no such entry"));
  CHECK(has(team.clicks("Bo", "log.withdraw", "1"), "no such entry"));
  CHECK(has(team.command("Bo", "win edit the docs"), "Win 2 of vision noted: edit the docs"));
}

TEST_CASE("thanks to one, several and all are seen in the channel, and never a number") {
  LogTeam team;
  CHECK(has(team.command("Ana", "kudos @bo @eva for staying up with the training run"),
            "Thanks 1 of vision noted"));
  CHECK(team.channel() == "🙏 Ana thanks @Bo and @Eva: staying up with the training run\n");
  team.command("Ana", "kudos @bo, and @eva: the review");
  team.command("Ana", "kudos to team for a calm week");
  const std::string channel = team.channel();
  CHECK(has(channel, "🙏 Ana thanks @Bo and @Eva: the review"));
  CHECK(has(channel, "🙏 Ana thanks the whole team: a calm week"));
  // Also somebody who helped from outside, and by a mention.
  chat::Event event = team.event("Bo");
  event.what = chat::Command{
      RoomId{"C1"}, {chat::Plain{"kudos "}, chat::Mention{PersonId{"UCy"}}, chat::Plain{" for the GPUs"}}};
  team.handle(event);
  CHECK(has(team.channel(), "🙏 Bo thanks @Cy: the GPUs"));
  CHECK_FALSE(has(team.channel(), "point"));
}

TEST_CASE("nobody can thank themselves, nor nobody, nor for nothing") {
  LogTeam team;
  CHECK(has(team.command("Ana", "kudos @ana for being great"), "Thanks go to others"));
  CHECK(has(team.command("Ana", "kudos @bo @ana for being great"), "Thanks go to others"));
  CHECK(has(team.command("Ana", "kudos for being great"), "Say whom you thank"));
  CHECK(has(team.command("Ana", "kudos @bo"), "Say what for, too"));
  CHECK(has(team.command("Ana", "kudos @nobody for x"), "I know nobody called \"@nobody\""));
  team.command("Ana", "kudos");
  REQUIRE(team.form.has_value());
  team.submits("Ana", "kudos.give", "vision", {{"who", "@ana"}, {"text", "x"}});
  CHECK(has(team.refused.at("who"), "Thanks go to others"));
  team.submits("Ana", "kudos.give", "vision", {{"who", "zzz"}, {"text", ""}});
  CHECK(team.refused.size() == 2);
  CHECK(team.channel().empty());
  team.submits("Ana", "kudos.give", "vision", {{"who", "bo, eva"}, {"text", "the form"}});
  CHECK(team.channel() == "🙏 Ana thanks @Bo and @Eva: the form\n");
  team.types("Ana", "kudos");
  CHECK(has(team.take_dms("Ana").back(), "Say whom you thank"));
}

TEST_CASE("thanks change in the channel when they are edited, and go when they are withdrawn") {
  LogTeam team;
  team.command("Ana", "kudos @bo for the revue");
  team.command("Ana", "kudos edit 1 the review");
  CHECK(team.channel() == "🙏 Ana thanks @Bo: the review\n");
  CHECK(has(team.command("Bo", "kudos withdraw 1"), "Only who put it down"));
  team.command("Ana", "kudos withdraw 1");
  CHECK(team.channel().empty());
}

TEST_CASE("thanks in the digest only, where the team wants it so") {
  LogTeam team("2026-11-24 10:00", "kudos = \"digest\"\n");
  team.command("Ana", "kudos @bo for the review");
  CHECK(team.channel().empty());
  team.until("2026-11-27 16:00");
  CHECK(has(team.channel(), "Ana thanks Bo: the review"));
}

TEST_CASE("a small success is celebrated at once") {
  LogTeam team;
  CHECK(has(team.command("Bo", "celebrate first green end-to-end run"), "Celebration 1 of vision noted"));
  CHECK(team.channel() == "🎉 Bo celebrates: first green end-to-end run\n");
  CHECK(has(team.command("Bo", "celebrate"), "no words"));
  team.command("Bo", "celebrate edit 1 first green run");
  CHECK(team.channel() == "🎉 Bo celebrates: first green run\n");
  team.command("Ana", "celebrate withdraw 1");
  CHECK(team.channel().empty());
}

TEST_CASE("a machine celebrates each delivery once") {
  LogTeam team;
  handlers::Celebration celebration{TeamId{"vision"},
                                    "train/1",
                                    "Model converged",
                                    "val loss 0.87",
                                    {"@bo", "carol@elsewhere.example"},
                                    "https://runs.example/7"};
  CHECK(team.celebrates(celebration));
  CHECK_FALSE(team.celebrates(celebration));
  CHECK(team.channel() ==
        "🎉 Model converged\nval loss 0.87\n(carol@elsewhere.example)\nWith @Bo\nhttps://runs.example/7\n");
  celebration.source = "train/2";
  celebration.url = "javascript:alert(1)";
  celebration.people.clear();
  CHECK(team.celebrates(celebration));
  CHECK_FALSE(has(team.channel(), "javascript"));
  celebration.source = "train/3";
  celebration.team = TeamId{"nobody"};
  CHECK_FALSE(team.celebrates(celebration));
  celebration.team = TeamId{"vision"};
  celebration.title = celebration.text = " ";
  CHECK_FALSE(team.celebrates(celebration));
  CHECK(has(team.command("Ana", "wins"), "Bo: Model converged"));
  CHECK(has(team.command("Ana", "wins"), "Team: Model converged"));
}

TEST_CASE("a machine's celebration is known by its deliveries, names members only, and stays withdrawn") {
  LogTeam team;
  handlers::Celebration celebration{
      TeamId{"vision"}, "ci/1", "Released", "", {"BO", "eva@example.com", "Cy", "Nobody"}, "",
      {"ci/a", "ci/b"}};
  CHECK(team.celebrates(celebration));
  INFO(team.channel());
  CHECK(has(team.channel(), "With @Bo"));
  CHECK(has(team.channel(), "Cy"));  // Of the workspace, not of the team: named, not called.
  CHECK_FALSE(has(team.channel(), "@Cy"));
  celebration.source = "ci/2";
  celebration.deliveries = {"ci/b", "ci/c"};
  CHECK_FALSE(team.celebrates(celebration));
  celebration.deliveries = {"ci/c"};
  CHECK_FALSE(team.celebrates(celebration));
  team.command("Ana", "celebrate withdraw 1");
  CHECK(team.channel().empty());
  celebration.source = "ci/1";
  celebration.deliveries = {"ci/d"};
  CHECK_FALSE(team.celebrates(celebration));
  CHECK(team.channel().empty());
}

TEST_CASE("a celebration from before the channel was known is told once it is") {
  TestTeam team("2026-11-24 10:00", houston::test::with_log());
  team.member("Ana");
  CHECK(team.celebrates({TeamId{"vision"}, "ci/1", "Released", "", {}, "", {}}));
  CHECK(team.channel().empty());
  team.start();
  team.joins("Dora");
  INFO(team.channel());
  CHECK(has(team.channel(), "🎉 Released"));
  CHECK(team.channel_posts().size() == 1);
}

TEST_CASE("a win by reaction stands while anybody's reaction does") {
  LogTeam team;
  storage::Tables tables(team.database());
  const auto wins = [&] { return tables.entries.count({TeamId{"vision"}, storage::Entry::Kind::win}); };
  team.reacts("Ana", "Bo", "m1", "Fixed the loader");
  team.reacts("Eva", "Bo", "m1", "Fixed the loader");
  CHECK(wins() == 1);
  team.reacts("Ana", "Bo", "m1", "", "trophy", true);
  CHECK(wins() == 1);
  CHECK(team.reactions("C1", "m1").size() == 1);
  team.reacts("Eva", "Bo", "m1", "", "trophy", true);
  CHECK(wins() == 0);
  CHECK(team.reactions("C1", "m1").empty());
  // Nobody took it back by a word: whoever reacts next brings it back.
  team.reacts("Eva", "Bo", "m1", "Fixed the loader for good");
  CHECK(wins() == 1);
  CHECK(has(team.command("Ana", "wins"), "Fixed the loader for good"));
  // Withdrawn by a word it stays so.
  team.command("Bo", "win withdraw 1");
  team.reacts("Ana", "Bo", "m1", "Fixed the loader");
  CHECK(wins() == 1);  // Ana leads: her word brings it back.
  team.command("Ana", "win withdraw 1");
  team.reacts("Eva", "Bo", "m1", "", "trophy", true);
  team.reacts("Cy", "Bo", "m1", "Fixed the loader");
  CHECK(wins() == 0);
}

TEST_CASE("a reaction that is taken back by its id alone, after a restart, too, takes its win along") {
  LogTeam team;
  const auto reacts = [&](const std::string& who, const std::string& id) {
    chat::Event event = team.event(who);
    event.what = chat::Reacted{RoomId{"C1"},
                               "m1",
                               "trophy",
                               false,
                               chat::Quoted{PersonId{"UBo"}, chat::plain("the demo worked")},
                               id};
    team.handle(std::move(event));
  };
  const auto redacts = [&](const std::string& who, const std::string& id) {
    chat::Event event = team.event(who);
    event.what = chat::Deleted{RoomId{"C1"}, id, false};
    team.handle(std::move(event));
  };
  reacts("Ana", "$1");
  reacts("Eva", "$2");
  team.restart();
  CHECK(has(team.command("Bo", "wins"), "the demo worked"));
  redacts("Ana", "$1");
  CHECK(has(team.command("Bo", "wins"), "the demo worked"));  // Eva's stands.
  redacts("Eva", "$nothing of ours");
  CHECK(has(team.command("Bo", "wins"), "the demo worked"));
  redacts("Eva", "$2");
  CHECK_FALSE(has(team.command("Bo", "wins"), "the demo worked"));
  // By nobody's word: it comes back with the next, by whatever id.
  reacts("Eva", "$3");
  CHECK(has(team.command("Bo", "wins"), "the demo worked"));
  redacts("Eva", "$2");
  CHECK(has(team.command("Bo", "wins"), "the demo worked"));
  redacts("Eva", "$3");
  CHECK_FALSE(has(team.command("Bo", "wins"), "the demo worked"));
}

TEST_CASE("a win by reaction follows its message, unless it was worded anew") {
  LogTeam team;
  const auto list = [&] { return team.command("Ana", "wins"); };
  team.reacts("Ana", "Bo", "m1", "Fixed teh loader");
  team.reacts("Eva", "Bo", "m1", "Fixed the loader");
  CHECK(has(list(), "Fixed the loader"));
  team.until("2026-11-24 10:05");
  chat::Event event = team.event("Bo");
  event.what = chat::Edited{RoomId{"C1"}, "m1", chat::plain("Fixed the loader, twice"), false};
  team.handle(event);
  CHECK(has(list(), "Fixed the loader, twice"));
  team.command("Bo", "win edit 1 the loader is fast");
  team.reacts("Bo", "Bo", "m1", "Fixed the loader, thrice");
  CHECK(has(list(), "the loader is fast"));
  event = team.event("Bo");
  event.what = chat::Deleted{RoomId{"C1"}, "m1", false};
  team.handle(event);
  CHECK_FALSE(has(list(), "the loader is fast"));
}

TEST_CASE("wins are shown privately, by day and person, a page at a time") {
  LogTeam team("2026-11-02 10:00");
  for (int i = 1; i <= 23; ++i) {
    team.command(i % 2 == 0 ? "Bo" : "Eva", "win number " + std::to_string(i));
    team.until(team.now() + std::chrono::hours(24));
  }
  std::string page = team.command("Ana", "wins");
  CHECK(has(page, "number 23 #23"));
  CHECK(has(page, "number 14 #14"));
  CHECK_FALSE(has(page, "number 13 "));
  CHECK(has(page, "[Older]"));
  CHECK(has(page, "1 to 10 of 23"));
  page = team.clicks("Ana", "wins.page", "vision///20");
  CHECK(has(page, "21 to 23 of 23"));
  CHECK_FALSE(has(page, "[Older]"));
  CHECK(has(team.command("Ana", "wins @bo"), "1 to 10 of 11"));
  CHECK(has(team.clicks("Ana", "wins.page", "vision/UBo//10"), "11 to 11 of 11"));
  CHECK(has(team.command("Ana", "wins since 2026-11-20 @bo"), "Wins of Bo since 2026-11-20"));
  CHECK(has(team.command("Ana", "wins since 2026-11-20 @bo"), "of 2"));
  CHECK(has(team.command("Ana", "wins since yesterday"), "of 1"));
  CHECK(has(team.command("Bo", "wins mine"), "Wins of Bo"));
  CHECK(has(team.command("Ana", "wins since whenever"), "\"whenever\" is not a day"));
  CHECK(has(team.command("Ana", "wins please"), "\"please\" is not what I expect"));
  CHECK(has(team.command("Cy", "wins"), "None of your teams keeps a log"));
  CHECK(has(team.clicks("Cy", "wins.page", "vision///0"), "no longer look after"));
  CHECK(has(team.clicks("Ana", "wins.page", "nonsense"), "no longer look after"));
  CHECK(team.channel_posts().size() <= 30);
}

TEST_CASE("a year of one's own wins, as Markdown, in direct messages") {
  LogTeam team("2025-11-24 10:00");
  team.command("Bo", "win too long ago");
  team.until("2026-03-03 10:00");
  team.command("Bo", "win shipped\nin two lines");
  team.command("Eva", "win not mine");
  team.command("Ana", "kudos @bo for the review");
  team.until("2026-11-24 12:00");
  team.take_dms("Bo");
  CHECK(has(team.command("Bo", "wins mine year"), "1 message of Markdown"));
  const auto dms = team.take_dms("Bo");
  REQUIRE(dms.size() == 1);
  CHECK(has(dms[0], "> # Bo: wins from 2025-11-25 to 2026-11-24\n"));
  CHECK(has(dms[0], "> ## Wins\n> \n> - 2026-03-03: shipped\n>   in two lines\n"));
  CHECK(has(dms[0], "> - 2026-03-03: the review (from Ana)"));
  CHECK_FALSE(has(dms[0], "too long ago"));
  CHECK_FALSE(has(dms[0], "not mine"));
  CHECK(has(team.command("Ana", "wins mine year"), "Nothing is put down for you"));
}

TEST_CASE("a long year comes in several messages, none of it lost") {
  LogTeam team("2026-11-24 10:00");
  for (int i = 0; i < 60; ++i)
    team.command("Bo", "win " + std::to_string(1000 + i) + " " + std::string(120, 'x'));
  team.take_dms("Bo");
  team.command("Bo", "wins mine year");
  const auto dms = team.take_dms("Bo");
  CHECK(dms.size() == 3);
  std::string all;
  for (const auto& one : dms) all += one;
  for (int i = 0; i < 60; ++i) CHECK(has(all, ": " + std::to_string(1000 + i) + " "));
}

TEST_CASE("in several teams the channel or the name says which is meant") {
  const std::string toml =
      test::with_log().toml +
      "[[team]]\nname = \"audio\"\nworkspace = \"acme\"\nchannel = \"#audio\"\ntime_zone = \"UTC\"\n"
      "[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\n";
  TestTeam team("2026-11-24 10:00", TestTeam::Settings{toml});
  team.member("Ana");
  team.member("Bo");
  team.member("Bo", "Europe/Warsaw", false, "C2");
  team.start();
  CHECK(has(team.command("Bo", "win in nowhere"), "Which team? You are in vision and audio."));
  CHECK(has(team.command("Bo", "win in the room", "C2"), "Win 1 of audio noted: in the room"));
  CHECK(has(team.command("Bo", "win vision: by name", "C2"), "Win 2 of vision noted: by name"));
  team.types("Bo", "win: somewhere");
  CHECK(has(team.take_dms("Bo").back(), "Which team?"));
  team.types("Bo", "win: audio: by typing");
  CHECK(has(team.take_dms("Bo").back(), "Win 3 of audio noted: by typing"));
  team.edits("Bo", team.last_typed, "win: audio: by editing");
  CHECK(has(team.command("Bo", "wins", "C2"), "by editing #3"));
  CHECK(has(team.command("Ana", "wins"), "1 to 1 of 1"));
  CHECK(has(team.command("Ana", "win withdraw 1"), "no such entry"));
}

TEST_CASE("a team without a log says so") {
  TestTeam team("2026-11-24 10:00");
  team.member("Ana");
  team.start();
  for (const char* text :
       {"win x", "kudos @ana for x", "celebrate x", "wins", "milestone list", "birthday 24 Nov"}) {
    INFO(text);
    CHECK(has(team.command("Ana", text), "None of your teams keeps a log"));
  }
}

TEST_CASE("help names the log's commands to those who have a log") {
  LogTeam team;
  CHECK(has(team.command("Bo", "help"), "kudos @NAME for WHAT"));
  CHECK(has(team.command("Bo", "help"), "milestone list"));
  CHECK_FALSE(has(team.command("Cy", "help"), "kudos"));
  CHECK_FALSE(has(team.command("Cy", "help"), "birthday"));
}

TEST_CASE("the home tab shows one's own last wins, and a button to log one") {
  LogTeam team;
  team.command("Bo", "win shipped it");
  team.opens_home("Bo");
  CHECK(has(team.home("Bo"), "Your wins\n• 🏆 Tue 24 Nov Bo: shipped it #1\n[Log a win…]"));
  team.clicks("Bo", "wins.open", "");
  CHECK(team.form->id == "wins.log");
  team.opens_home("Ana");
  CHECK(has(team.home("Ana"), "Nothing is too small"));
  team.opens_home("Cy");
  CHECK_FALSE(has(team.home("Cy"), "Your wins"));
}

TEST_CASE("long texts are cut, and words of people stay words") {
  LogTeam team;
  team.command("Bo", "win " + std::string(5000, 'y'));
  CHECK(team.command("Ana", "wins").size() < 1000);
  storage::Tables tables(team.database());
  CHECK(tables.entries.find(EntryId{1})->text.size() < 1510);
}
