// Stories: the retrospective, from the first note to the last action.
#include <algorithm>
#include <set>

#include "handlers/retro/blame.hpp"
#include "scheduler/zone.hpp"
#include "storage/retros.hpp"
#include "storage/sql.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::TestTeam;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

std::string toml(const std::string& retro, bool standup = false) {
  return "[[workspace]]\nname = \"acme\"\nbot_token = \"env:A\"\napp_token = \"env:B\"\n"
         "[[team]]\nname = \"vision\"\nworkspace = \"acme\"\nchannel = \"#vision\"\ntime_zone = "
         "\"Europe/Warsaw\"\nleads = [\"@ana\"]\n" +
         std::string(standup ? "[[team.ritual]]\nkind = \"standup\"\nname = \"daily\"\nat = \"09:30\"\n"
                             : "") +
         "[[team.ritual]]\nkind = \"retro\"\nname = \"retro\"\ndays = \"fri\"\nat = \"10:00\"\nclose = "
         "\"4h\"\n" +
         retro;
}

/// A team of four, on the Wednesday before a Friday's retro.
struct Sprint {
  explicit Sprint(const std::string& retro = "", bool standup = false)
      : team("2026-11-25 12:00", TestTeam::Settings{toml(retro, standup), ""}) {
    for (const char* name : {"Ana", "Bo", "Cy", "Di"}) team.member(name);
    team.start();
  }
  storage::Tables tables() { return storage::Tables(team.database()); }
  storage::Retro latest() { return *tables().retros.latest(TeamId{"vision"}, RitualId{"retro"}); }
  std::string id() { return "vision/retro/" + std::to_string(latest().id.value); }
  std::vector<storage::RetroNote> notes() {
    const auto collecting = tables().retros.collecting(TeamId{"vision"}, RitualId{"retro"});
    return tables().retros.notes(collecting ? collecting->id : latest().id);
  }
  /// The number a note has after the close.
  int number(const std::string& text) {
    for (const auto& note : tables().retros.notes(latest().id)) {
      if (note.text == text) return note.position.value_or(0);
    }
    return 0;
  }
  std::string topic(const std::string& text) { return id() + "/" + std::to_string(number(text)); }
  int retro_dms(const std::string& who, const std::string& part) {
    const auto all = team.dms(who);
    return static_cast<int>(std::count_if(
        all.begin(), all.end(), [&](const test::Posted& one) { return has(team.text(one.message), part); }));
  }
  /// Everything Houston has stored, as far as these tables go, in one string.
  std::string everything() {
    std::string out;
    storage::Tables all = tables();
    for (std::int64_t i = 1; i < 500; ++i) {
      if (const auto row = all.outbox.find(MessageId{i})) {
        out += row->place.id + " " + row->body + "\n";
      }
    }
    for (const char* kind : {"retro.stage", "retro.action", "retro.prompt", "retro.remind", "retro.close"}) {
      for (const auto& timer : all.timers.list(kind, ""))
        out += timer.key.kind + " " + timer.key.subject + "\n";
    }
    return out;
  }
  TestTeam team;
};

}  // namespace

TEST_CASE("what blames somebody, and what does not") {
  const std::vector<std::string> names{"Ana", "Bo", "Cy Young", "cyoung", "Chris"};
  struct Row {
    const char* note;
    const char* blaming;
  };
  for (const Row& row : std::vector<Row>{{"It was Bo's fault", "Bo's fault"},
                                         {"the outage was @bo's fault!", "@bo's fault"},
                                         {"Bo’s mistake cost us a day", "Bo's mistake"},
                                         {"Chris' own fault", "Chris' own fault"},
                                         {"we were late because of @somebody", "because of @somebody"},
                                         {"late because of Bo.", "because of Bo"},
                                         {"late due to Cy Young", "due to Cy Young"},
                                         {"late due to Cy", "due to Cy"},
                                         {"I blame Ana", "blame Ana"},
                                         {"Ana is to blame for it", "Ana is to blame"},
                                         {"the fault of Bo", "fault of Bo"},
                                         {"his fault, as ever", "his fault"},
                                         {"Bo broke the build again", "Bo broke"},
                                         {"bo always forgets the tests", "bo always forgets"},
                                         {"Bo keeps ignoring reviews", "Bo keeps ignoring"},
                                         {"Bo never answers", "Bo never answers"},
                                         {"Cy didn't test it", "Cy didn't test"},
                                         {"cyoung failed us", "cyoung failed"},
                                         {"Ana is too careless", "Ana is too careless"}}) {
    INFO(row.note);
    const auto found = handlers::retro::blame(row.note, names, false);
    REQUIRE(found.has_value());
    CHECK(*found == row.blaming);
  }
  for (const char* fine : {"Bo fixed the build",
                           "the build broke on Tuesday",
                           "it was nobody's fault",
                           "it was not Bo's fault",
                           "don't blame Bo",
                           "my fault",
                           "our mistake",
                           "the vendor's fault tolerance is poor",
                           "late because of the vendor",
                           "we made it because of Bo's help",
                           "due to review delays",
                           "Bo's default settings are great",
                           "Bo is helpful",
                           "Bo never gives up",
                           "Bo and Ana never met before",
                           "Ana didn't have access to the logs",
                           "about the fault of the sensor",
                           "the robot failed",
                           "boring meetings because of slides",
                           "@bo helped a lot",
                           "",
                           "'s '' @ because of"}) {
    INFO(fine);
    CHECK_FALSE(handlers::retro::blame(fine, names, false).has_value());
  }
  // What went well may be somebody's merit.
  CHECK_FALSE(handlers::retro::blame("we shipped because of Bo", names, true).has_value());
  CHECK(handlers::retro::blame("Bo's fault", names, true).has_value());
}

TEST_CASE("a named retro from the first note to the actions") {
  Sprint sprint("anonymity = \"named\"\n");
  TestTeam& team = sprint.team;
  CHECK(has(team.command("Bo", "retro"),
            "Notes for the next one are welcome any time.\nNext: Fri 27 Nov, 10:00."));
  CHECK(has(team.command("Bo", "retro note improve: deploys take two hours"), "Noted under To improve."));
  team.types("Cy", "retro: Ideas: a canary stage");
  CHECK(has(team.take_dms("Cy").at(0), "Noted under Ideas.\n"));
  team.types("Ana", "retro: deploys take hours");
  CHECK(has(team.take_dms("Ana").at(0), "Where does it belong?\n[Went well] [To improve] [Ideas]"));
  REQUIRE(sprint.notes().size() == 3);

  team.until("2026-11-27 10:00");
  CHECK(has(team.channel(), "Retro · Fri 27 Nov\n"));
  CHECK(has(team.channel(), "Named: notes are shown with their authors. Facilitator: Ana."));
  CHECK(has(team.take_dms("Bo").at(0), "You have put down 1 note so far. Anything else?"));
  const auto asked = team.take_dms("Di").at(0);
  CHECK(has(asked,
            "What is worth talking about?\n• Went well\n• To improve\n• Ideas\n[Add notes]\nNamed: notes are "
            "shown with their authors. Open until Fri 27 Nov, 14:00."));
  team.clicks("Di", "retro.write", "vision/retro");
  REQUIRE(team.form);
  CHECK(team.form->fields.size() == 3);
  CHECK(
      has(team.submits("Di", "retro.notes", "vision/retro", {{"c0", "the demo\n\n pairing \n"}, {"c1", ""}}),
          "Noted: 2 notes."));

  team.until("2026-11-27 13:59");
  CHECK(sprint.retro_dms("Bo", "A friendly reminder") == 0);
  CHECK(sprint.retro_dms("Di", "A friendly reminder") == 0);
  team.take_dms("Ana");
  team.until("2026-11-27 14:00");
  const auto channel = team.channel();
  CHECK(has(channel, "The window is closed: 5 notes in the thread. Ana may group what belongs together"));
  CHECK(has(channel, "    To improve\n    • 3. deploys take two hours — Bo\n"));
  CHECK(has(channel, "    Ideas\n    • 4. a canary stage — Cy\n"));
  CHECK(has(channel, "    Anything else\n    • 5. deploys take hours — Ana\n"));
  CHECK(has(team.take_dms("Ana").at(0), "These look alike: 3 5."));

  CHECK(has(team.command("Bo", "retro group 3 5"), "Only the facilitator, Ana, or a lead can do that."));
  team.clicks("Ana", "retro.group", sprint.id());
  REQUIRE(team.form);
  CHECK(team.form->fields[0].initial == "3 5");
  CHECK(has(team.submits("Ana", "retro.group", sprint.id(), {{"numbers", "3, 5"}, {"title", "Slow deploys"}}),
            "3. Slow deploys (2 notes)\n"));
  team.submits("Ana", "retro.group", sprint.id(), {{"numbers", "3 99"}});
  CHECK(has(team.refused["numbers"], "Write two or more numbers"));
  CHECK(has(team.command("Ana", "retro ungroup 3"), "5. deploys take hours"));
  CHECK(has(team.command("Ana", "retro group 3 5 as Slow deploys"), "3. Slow deploys (2 notes)"));

  team.clicks("Ana", "retro.next", sprint.id());
  CHECK(has(team.channel(), "Voting is open, in the thread"));
  CHECK(has(team.channel(),
            "3. Slow deploys\n    • deploys take two hours — Bo\n    • deploys take hours — Ana\n"
            "    [Vote] [Take back]"));
  for (int i = 0; i < 3; ++i) team.clicks("Bo", "retro.vote", sprint.id() + "/3");
  CHECK(has(team.clicks("Bo", "retro.vote", sprint.id() + "/3"), "At most 3 votes on one topic."));
  CHECK(has(team.command("Bo", "retro vote 4 4"), "You have 0 left."));
  CHECK(has(team.command("Bo", "retro vote 1"), "You have used your 5 votes."));
  CHECK(has(team.command("Bo", "retro unvote 4"), "Your votes on \"a canary stage\": 1. You have 1 left."));
  CHECK(has(team.command("Bo", "retro unvote 1"), "You have no vote there."));
  CHECK(has(team.command("Cy", "retro vote 99"), "There is no topic 99."));
  CHECK(has(team.command("Cy", "retro vote 4"), "You have 4 left."));
  CHECK_FALSE(has(team.channel(), "3 votes"));
  CHECK_FALSE(has(sprint.everything(), "Your votes on"));

  team.until("2026-11-28 14:00");
  CHECK(has(team.channel(), "The vote is counted"));
  CHECK(has(team.channel(), "• 3 votes · 3. Slow deploys\n    • 2 votes · 4. a canary stage\n"));
  CHECK(has(team.channel(),
            "\nSlow deploys\n• deploys take two hours — Bo\n• deploys take hours — Ana\n[Add an "
            "action…]"));
  CHECK(sprint.tables().retros.voters(sprint.latest().id) == 0);

  team.clicks("Ana", "retro.action.add", sprint.id() + "/3");
  REQUIRE(team.form);
  CHECK(team.form->fields[1].choices.size() == 4);
  team.submits("Ana", "retro.action", sprint.id() + "/3",
               {{"what", "x"}, {"owner", "UBo"}, {"due", "2026-11-01"}});
  CHECK(has(team.refused["due"], "is over already"));
  CHECK(has(team.submits("Ana", "retro.action", sprint.id() + "/3",
                         {{"what", "parallel tests"}, {"owner", "UBo"}, {"due", "2026-12-03"}}),
            "Action 1: parallel tests — Bo, by Thu 3 Dec"));
  CHECK(has(team.take_dms("Bo").back(),
            "Ana put down an action for you: parallel tests, by Thu 3 Dec.\n> Slow deploys"));
  CHECK(has(team.command("Cy", "actions add try a canary @di by 2026-12-10 on 4"),
            "Action 2: try a canary — Di"));
  CHECK(has(team.channel(), "    Action 1: parallel tests — Bo, by Thu 3 Dec"));

  team.command("Ana", "retro next");
  CHECK(has(team.channel(), "Over; the record is in the thread."));
  CHECK(has(team.channel(), "# Retro of vision, 2026-11-27"));
  CHECK(has(team.channel(), "- deploys take two hours — Bo"));
  CHECK(has(team.channel(), "- \\[ \\]") == false);
  CHECK(has(team.channel(), "- [ ] parallel tests — Bo, by 2026-12-03 · on: Slow deploys"));
  team.take_dms("Di");
  CHECK(has(team.command("Di", "retro export"), "into our direct messages"));
  CHECK(has(team.take_dms("Di").at(0), "## Topics by votes\n\n- 3 votes: Slow deploys\n"));
  CHECK(has(team.command("Di", "retro export 2026-11-20"), "There is no retro to show yet."));

  // Reminders to the owner, the day before and on the day, at nine.
  team.take_dms("Bo");
  team.until("2026-12-02 09:00");
  CHECK(has(team.take_dms("Bo").at(0), "tomorrow is the day for your action 1, \"parallel tests\""));
  team.until("2026-12-03 09:00");
  CHECK(has(team.take_dms("Bo").at(0), "today is the day for your action 1"));
  CHECK(has(team.command("Bo", "actions done 1"), "Action 1 is done. Thank you!"));
  CHECK(has(team.command("Bo", "actions done 1"), "There is no open action 1."));
  team.until("2026-12-03 23:00");
  CHECK(team.take_dms("Bo").empty());

  // The next retro shows what is open first, and somebody else facilitates.
  team.until("2026-12-04 10:00");
  const auto next = team.channel();
  CHECK(has(next, "First things first: 1 action is open from before."));
  CHECK(has(next, "    Action 2: try a canary — Di, by Thu 10 Dec\n    [Done] [Still open…] [Drop…]"));
  CHECK(has(next, "Facilitator: Bo."));
  team.clicks("Ana", "retro.action.drop", "vision/2");
  REQUIRE(team.form);
  team.submits("Ana", "retro.action.drop", "vision/2", {{"why", " "}});
  CHECK(has(team.refused["why"], "Say why"));
  team.submits("Ana", "retro.action.drop", "vision/2", {{"why", "the platform does it now"}});
  CHECK(has(team.channel(), "    Dropped: the platform does it now"));
  CHECK(has(team.command("Ana", "actions"), "No action is open in vision."));
}

TEST_CASE("an anonymous retro keeps no author anywhere") {
  Sprint sprint("anonymity = \"anonymous\"\nremind = [\"1h\"]\n");
  TestTeam& team = sprint.team;
  team.types("Bo", "retro: improve: the purple elephant");
  // Whispered, not said: nothing durable is addressed to the writer.
  CHECK(team.take_dms("Bo").empty());
  CHECK(has(team.command("Cy", "retro note ideas: the green giraffe"),
            "Anonymous: I do not keep who wrote what"));
  team.until("2026-11-27 10:30");
  CHECK(has(team.take_dms("Bo").at(0), "What is worth talking about?"));
  CHECK(has(team.channel(),
            "Anonymous: I do not keep who wrote what, anywhere. With fewer than three authors"));
  team.submits("Di", "retro.notes", "vision/retro", {{"c0", "the yellow yak"}});
  team.types("Bo", "retro: ideas: the orange ox");
  CHECK(sprint.notes().size() == 4);
  for (const auto& note : sprint.notes()) {
    CHECK_FALSE(note.author.has_value());
    CHECK(sprint.tables().retros.typed(WorkspaceId{"acme"}, "DBo", team.last_typed) == std::nullopt);
  }
  const std::string stored = sprint.everything();
  for (const char* word : {"elephant", "giraffe", "yak", "orange ox"}) CHECK_FALSE(has(stored, word));
  CHECK(sprint.tables().retros.authors(sprint.notes()[0].retro) == 3);

  // Not even that somebody is about to write is written down.
  CHECK(has(team.mention("Cy", "retro note"),
            "Write to me in our direct messages, like this: retro: Went well:"));
  CHECK_FALSE(sprint.tables().dialogs.of(WorkspaceId{"acme"}, PersonId{"UCy"}).has_value());

  // Everybody is reminded, those who wrote as well.
  team.until("2026-11-27 11:00");
  for (const char* name : {"Ana", "Bo", "Cy", "Di"}) {
    CHECK(sprint.retro_dms(name, "Everybody gets this: I do not know who has given something.") == 1);
  }
  // Nobody's part tells whether they wrote.
  team.until("2026-11-27 14:00");
  auto tables = sprint.tables();
  const auto occurrence = tables.occurrences.latest(TeamId{"vision"}, RitualId{"retro"});
  std::set<storage::Participant::State> states;
  for (const auto& row : tables.occurrences.participants(occurrence->id)) states.insert(row.state);
  CHECK(states.size() == 1);
  const auto retro = sprint.latest();
  CHECK(retro.author_key.empty());
  CHECK(tables.retros.authors(retro.id) == 0);
  CHECK(has(team.channel(), "the purple elephant"));
  CHECK_FALSE(has(team.channel(), "elephant — "));
  CHECK_FALSE(has(team.channel(), "elephant — Bo"));
  team.command("Ana", "retro next");
  team.command("Ana", "retro next");
  team.command("Ana", "retro next");
  CHECK_FALSE(has(team.channel(), "elephant — "));
}

TEST_CASE("the notes' ids and order tell nothing of when they were given") {
  Sprint sprint("anonymity = \"anonymous\"\n");
  TestTeam& team = sprint.team;
  std::vector<std::string> given;
  for (int i = 0; i < 12; ++i) {
    given.push_back("note " + std::to_string(i));
    team.command(i % 3 == 0 ? "Ana" : i % 3 == 1 ? "Bo" : "Cy", "retro note ideas: " + given.back());
  }
  std::vector<std::string> stored;
  for (const auto& note : sprint.notes()) stored.push_back(note.text);
  CHECK(stored.size() == given.size());
  CHECK(stored != given);
  team.until("2026-11-27 14:00");
  std::vector<std::string> shown;
  for (const auto& note : sprint.notes()) shown.push_back(note.text);
  CHECK(shown != given);
  CHECK(shown != stored);
}

TEST_CASE("fewer than three authors of an anonymous retro are held back, and kept for the next") {
  Sprint sprint("anonymity = \"anonymous\"\n");
  TestTeam& team = sprint.team;
  team.command("Bo", "retro note ideas: one");
  team.command("Bo", "retro note ideas: two");
  team.command("Cy", "retro note ideas: three");
  team.command("Di", "retro note ideas: four");
  // Di takes hers back: she is no author any more.
  for (const auto& note : sprint.notes()) {
    if (note.text == "four") {
      CHECK(has(team.clicks("Di", "retro.note.drop", "vision/retro/" + std::to_string(note.id.value)),
                "Taken back"));
    }
  }
  team.until("2026-11-27 14:00");
  CHECK(has(team.channel(), "Fewer than three people put down notes"));
  CHECK_FALSE(has(team.channel(), "• 1."));
  CHECK(has(team.command("Ana", "retro export"), "There is no retro to show yet."));
  CHECK(sprint.notes().size() == 3);
  // Two old authors and two new ones: still held back, because only the new can be counted.
  team.command("Ana", "retro note ideas: five");
  team.command("Bo", "retro note ideas: six");
  team.until("2026-12-04 14:00");
  CHECK(sprint.notes().size() == 5);
  for (const char* name : {"Ana", "Bo", "Cy"}) team.command(name, "retro note ideas: seven");
  team.until("2026-12-11 14:00");
  CHECK(has(team.channel(), "The window is closed: 8 notes in the thread."));
}

TEST_CASE("anonymity cannot be weakened for notes given, and a stricter setting reaches back to them") {
  SECTION("weaker: the next one") {
    Sprint sprint("anonymity = \"anonymous\"\n");
    TestTeam& team = sprint.team;
    team.command("Bo", "retro note ideas: one");
    team.new_toml(toml("anonymity = \"named\"\n"));
    for (const char* name : {"Ana", "Cy"}) {
      CHECK(has(team.command(name, "retro note ideas: two"), "Anonymous: I do not keep"));
    }
    team.until("2026-11-27 10:00");
    CHECK(has(team.take_dms("Di").at(0), "Anonymous: I do not keep"));
    team.until("2026-11-27 14:00");
    CHECK(has(team.channel(), "Anonymous: I do not keep"));
    CHECK_FALSE(has(team.channel(), "one — Bo"));
    CHECK(has(team.command("Ana", "retro note ideas: later"), "Named: notes are shown"));
  }
  SECTION("stricter: at once") {
    Sprint sprint("anonymity = \"named\"\n");
    TestTeam& team = sprint.team;
    team.types("Bo", "retro: ideas: one");
    team.command("Cy", "retro note ideas: two");
    const std::string typed = team.last_typed;
    team.new_toml(toml("anonymity = \"anonymous\"\n"));
    team.command("Di", "retro note ideas: three");
    for (const auto& note : sprint.notes()) CHECK_FALSE(note.author.has_value());
    CHECK(sprint.tables().retros.authors(sprint.notes()[0].retro) == 3);
    team.edits("Bo", typed, "retro: ideas: changed");
    CHECK(sprint.notes().size() == 3);
    team.until("2026-11-27 14:00");
    CHECK(has(team.channel(), "The window is closed: 3 notes"));
    CHECK_FALSE(has(team.channel(), "one — Bo"));
  }
}

TEST_CASE("a confidential retro knows its authors and shows them to nobody") {
  Sprint sprint;
  TestTeam& team = sprint.team;
  CHECK(has(team.command("Bo", "retro note ideas: one"), "Confidential: I keep who wrote what"));
  REQUIRE(sprint.notes().size() == 1);
  CHECK(sprint.notes()[0].author == PersonId{"UBo"});
  team.until("2026-11-27 13:59");
  CHECK(sprint.retro_dms("Bo", "A friendly reminder") == 0);
  CHECK(sprint.retro_dms("Cy", "A friendly reminder") == 1);
  team.until("2026-11-27 14:00");
  team.command("Ana", "retro next");
  team.command("Ana", "retro next");
  team.command("Ana", "retro next");
  CHECK(has(team.channel(), "• 1. one\n"));
  CHECK_FALSE(has(team.channel(), "Bo"));
}

TEST_CASE("a note that blames is suggested to be worded otherwise, and its writer decides") {
  Sprint sprint("anonymity = \"anonymous\"\n");
  TestTeam& team = sprint.team;
  const auto reply = team.command("Cy", "retro note improve: late because of @bo");
  CHECK(has(reply, "One thought before I keep this: \"because of @bo\" may read as blame."));
  CHECK(has(reply, "[Word it anew…] [Keep it as it is]"));
  CHECK(sprint.notes().empty());
  CHECK_FALSE(has(sprint.everything(), "late because"));
  const std::string value = "vision/retro/1/late because of @bo";
  SECTION("kept as it is") {
    CHECK(has(team.clicks("Cy", "retro.note.keep", value), "Noted under To improve."));
    REQUIRE(sprint.notes().size() == 1);
    CHECK(sprint.notes()[0].text == "late because of @bo");
  }
  SECTION("worded anew") {
    team.clicks("Cy", "retro.note.reword", value);
    REQUIRE(team.form);
    CHECK(team.form->fields[0].initial == "late because of @bo");
    CHECK(has(team.submits("Cy", "retro.reword", "vision/retro/1", {{"text", "the review took three days"}}),
              "Noted under To improve."));
    REQUIRE(sprint.notes().size() == 1);
    CHECK(sprint.notes()[0].text == "the review took three days");
  }
  SECTION("by form, only the one that blames waits") {
    const auto both = team.submits("Di", "retro.notes", "vision/retro", {{"c1", "Bo's fault\nslow tests"}});
    CHECK(has(both, "Noted under To improve."));
    CHECK(has(both, "\"Bo's fault\" may read as blame"));
    CHECK(sprint.notes().size() == 1);
  }
  SECTION("off by a setting") {
    team.new_toml(toml("anonymity = \"anonymous\"\nno_blame = \"off\"\n"));
    CHECK(has(team.command("Cy", "retro note improve: late because of @bo"), "Noted"));
  }
}

TEST_CASE("notes are changed, moved and taken back by whoever wrote them") {
  Sprint sprint("anonymity = \"named\"\n");
  TestTeam& team = sprint.team;
  team.types("Bo", "retro: slow tests");
  REQUIRE(sprint.notes().size() == 1);
  const std::string value = "vision/retro/" + std::to_string(sprint.notes()[0].id.value);
  CHECK(sprint.notes()[0].column.empty());
  CHECK(has(team.clicks("Cy", "retro.note.move", value + "/1"), "can no longer be changed"));
  CHECK(has(team.clicks("Bo", "retro.note.move", value + "/1"), "Changed."));
  CHECK(sprint.notes()[0].column == "To improve");
  team.edits("Bo", team.last_typed, "retro: very slow tests");
  CHECK(sprint.notes()[0].text == "very slow tests");
  team.clicks("Bo", "retro.note.edit", value);
  REQUIRE(team.form);
  team.submits("Bo", "retro.edit", value, {{"text", "slow, slow tests"}});
  CHECK(sprint.notes()[0].text == "slow, slow tests");
  CHECK(has(team.clicks("Cy", "retro.note.drop", value), "can no longer be changed"));
  team.deletes("Bo", team.last_typed);
  CHECK(sprint.notes().empty());
  team.command("Bo", "retro note ideas: late");
  const std::string late = "vision/retro/" + std::to_string(sprint.notes()[0].id.value);
  team.until("2026-11-27 14:00");
  CHECK(has(team.clicks("Bo", "retro.note.drop", late), "can no longer be changed"));
}

TEST_CASE("without forms, a note is asked for in the direct messages") {
  Sprint sprint("", true);
  TestTeam& team = sprint.team;
  CHECK(team.mention("Bo", "retro note").empty());
  CHECK(has(team.take_dms("Bo").at(0), "What is your note? Type it now"));
  team.types("Bo", "ideas: a canary stage");
  CHECK(has(team.take_dms("Bo").at(0), "Noted under Ideas."));
  team.mention("Bo", "retro note");
  team.types("Bo", "cancel");
  CHECK(has(team.take_dms("Bo").back(), "Stopped."));
  CHECK(sprint.notes().size() == 1);
  // The standup beside it still takes its answers.
  team.until("2026-11-26 09:30");
  team.take_dms("Bo");
  team.types("Bo", "retro was fun yesterday");
  CHECK(has(team.take_dms("Bo").at(0), "Noted. What is next?"));
}

TEST_CASE("nobody wrote: the retro says so and ends, stages go on by themselves") {
  Sprint sprint("grouping = \"1h\"\nvoting = \"2h\"\ndiscussion = \"3h\"\n");
  TestTeam& team = sprint.team;
  team.until("2026-11-27 14:00");
  CHECK(has(team.channel(), "Nobody put down a note this time"));
  CHECK(has(team.command("Ana", "retro next"), "cannot be done at this point"));
  for (const char* name : {"Bo", "Cy"}) team.command(name, "retro note ideas: something");
  team.until("2026-12-04 15:00");
  CHECK(has(team.channel(), "Voting is open"));
  team.restart();
  team.until("2026-12-04 17:00");
  CHECK(has(team.channel(), "The vote is counted; the top topics"));
  team.until("2026-12-04 20:00");
  CHECK(has(team.channel(), "Over; the record is in the thread."));
  CHECK(has(team.clicks("Bo", "retro.vote", sprint.id() + "/1"), "There is no vote open."));
}

TEST_CASE("a retro without days is held when a lead says so, and can be handed over") {
  TestTeam team(
      "2026-11-25 12:00",
      TestTeam::Settings{"[[workspace]]\nname = \"acme\"\nbot_token = \"env:A\"\napp_token = \"env:B\"\n"
                         "[[team]]\nname = \"vision\"\nworkspace = \"acme\"\nchannel = \"#vision\"\n"
                         "time_zone = \"Europe/Warsaw\"\nleads = [\"@ana\"]\n[[team.ritual]]\nkind = "
                         "\"retro\"\nname = \"lessons\"\nformat = \"lessons\"\nclose = \"1h\"\n",
                         ""});
  for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name);
  team.start();
  team.until("2026-11-26 12:00");
  CHECK(team.channel().empty());
  CHECK(has(team.command("Bo", "run lessons"), "lead"));
  team.command("Ana", "run lessons");
  CHECK(has(team.take_dms("Bo").at(0), "A lead of your team asked for this retro now."));
  CHECK(has(team.take_dms("Cy").at(0), "• What happened\n• What helped\n• What hurt\n• What we change"));
  CHECK(has(team.command("Ana", "retro facilitator @bo"), "Bo facilitates this retro now."));
  CHECK(has(team.take_dms("Bo").at(0), "You facilitate this retro now."));
  team.command("Cy", "retro note hurt: the pager was silent");
  team.until("2026-11-26 13:00");
  CHECK(has(team.take_dms("Bo").back(), "You facilitate this retro. Group notes"));
  CHECK_FALSE(has(team.command("Bo", "retro next"), "Only the facilitator"));
  CHECK(has(team.channel(), "Voting is open"));
}

TEST_CASE("retros appear in plan, absences excuse, and the home tab shows how it stands") {
  Sprint sprint;
  TestTeam& team = sprint.team;
  CHECK(has(team.command("Bo", "plan"), "Fri 27 Nov"));
  team.command("Cy", "away friday");
  team.until("2026-11-27 10:00");
  CHECK(sprint.retro_dms("Cy", "What is worth talking about?") == 0);
  CHECK(sprint.retro_dms("Bo", "What is worth talking about?") == 1);
  team.opens_home("Bo");
  CHECK(has(team.home("Bo"), "The window is open; notes are welcome. Ana facilitates."));
  team.down_until("2026-11-27 18:00");
  CHECK(has(team.channel(), "Nobody put down a note"));
}

TEST_CASE("actions by text: still open for a reason, dropped only with one") {
  Sprint sprint;
  TestTeam& team = sprint.team;
  CHECK(has(team.command("Bo", "actions add write the runbook"), "Say by when"));
  CHECK(has(team.command("Bo", "actions add write the runbook by 2026-11-01"), "is over already"));
  CHECK(has(team.command("Bo", "actions add by friday"), "Say it like this"));
  CHECK(has(team.command("Bo", "actions add ask @nobody by friday"), "I know nobody called @nobody"));
  CHECK(
      has(team.command("Bo", "actions add write the runbook by friday"), "Action 1: write the runbook — Bo"));
  CHECK(has(team.command("Cy", "actions"),
            "1. write the runbook — Bo, by Fri 27 Nov\n[Done] [Still open…] [Drop…]"));
  CHECK(has(team.command("Bo", "actions open 1 because the wiki is down"), "is still open"));
  CHECK(has(team.command("Bo", "actions drop 1"), "Say why"));
  CHECK(has(team.command("Bo", "actions drop vision/1 because nobody reads it"), "is dropped"));
  CHECK(sprint.tables().retro_actions.find(TeamId{"vision"}, 1)->why == "nobody reads it");
  team.take_dms("Bo");
  team.until("2026-11-27 09:30");
  CHECK(team.take_dms("Bo").empty());
}

namespace {

std::string with_close(const std::string& close, const std::string& retro = "") {
  std::string text = toml(retro);
  return text.replace(text.find("\"4h\""), 4, "\"" + close + "\"");
}

}  // namespace

TEST_CASE("a window that closes in the evening leaves its facilitator the next morning to group") {
  Sprint sprint;
  TestTeam& team = sprint.team;
  team.new_toml(with_close("9h", "grouping = \"1h\"\n"));
  team.command("Bo", "retro note ideas: a canary stage");
  team.until("2026-11-27 19:00");
  CHECK(has(team.channel(), "The window is closed"));
  team.take_dms("Ana");
  team.until("2026-11-27 23:00");
  CHECK_FALSE(has(team.channel(), "Voting is open"));
  team.until("2026-11-28 08:00");
  CHECK(has(team.take_dms("Ana").back(), "Sat 28 Nov, 09:00"));
  CHECK_FALSE(has(team.channel(), "Voting is open"));
  team.until("2026-11-28 09:00");
  CHECK(has(team.channel(), "Voting is open"));
}

TEST_CASE("the facilitator or a lead closes the window early") {
  Sprint sprint("anonymity = \"named\"\n");
  TestTeam& team = sprint.team;
  CHECK(has(team.command("Ana", "retro close"), "cannot be done at this point"));
  team.command("Bo", "retro note ideas: a canary stage");
  team.until("2026-11-27 11:00");
  CHECK(has(team.command("Bo", "retro close"), "Only the facilitator, Ana, or a lead can do that."));
  CHECK(has(team.command("Ana", "retro close"), "1 note; grouping."));
  CHECK(has(team.channel(), "The window is closed: 1 note in the thread."));
  CHECK(has(team.command("Ana", "retro close"), "cannot be done at this point"));
  // Nobody is reminded of what is over, and it does not close twice.
  team.take_dms("Di");
  team.until("2026-11-27 16:00");
  CHECK(team.take_dms("Di").empty());
  CHECK(has(team.command("Cy", "retro note ideas: later"), "Noted under Ideas."));
  CHECK(sprint.notes().size() == 1);
  CHECK(sprint.number("a canary stage") == 1);
  team.until("2026-12-04 10:00");
  CHECK(has(team.take_dms("Di").back(), "What is worth talking about?"));
}

TEST_CASE("a window of days: who could not be asked at once is asked the next morning") {
  TestTeam team("2026-11-25 12:00", TestTeam::Settings{with_close("72h", "anonymity = \"named\"\n"), ""});
  for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name);
  team.start();
  team.down_until("2026-11-28 20:00");
  team.restart();
  team.until("2026-11-29 07:59");
  CHECK(team.take_dms("Bo").empty());
  team.restart();
  team.until("2026-11-29 08:00");
  const auto asked = team.take_dms("Bo");
  REQUIRE(asked.size() == 1);
  CHECK(has(asked[0], "Open until Mon 30 Nov, 10:00"));
  CHECK(has(team.command("Bo", "why"), "and notes are welcome until it closes."));
  team.command("Bo", "retro note ideas: a canary stage");
  team.until("2026-11-30 10:00");
  CHECK(has(team.channel(), "The window is closed: 1 note in the thread."));
  CHECK(has(team.command("Bo", "why"), "and it has closed since."));
  team.until("2026-12-04 10:00");
  CHECK(team.take_dms("Bo").size() >= 1);
}

TEST_CASE("a window that is longer than the cadence ends when the next one opens") {
  TestTeam team("2026-11-25 12:00", TestTeam::Settings{with_close("240h", "anonymity = \"named\"\n"), ""});
  for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name);
  team.start();
  team.until("2026-11-27 10:00");
  team.command("Bo", "retro note ideas: one");
  team.until("2026-12-04 09:59");
  CHECK_FALSE(has(team.channel(), "The window is closed"));
  team.until("2026-12-04 10:01");
  CHECK(has(team.channel(), "The window is closed: 1 note in the thread."));
  CHECK(has(team.channel(), "Retro · Fri 4 Dec"));
  for (const char* name : {"Ana", "Bo", "Cy"}) {
    int asked = 0;
    for (const auto& dm : team.dms(name))
      asked += has(team.text(dm.message), "What is worth talking about?") ? 1 : 0;
    INFO(name);
    CHECK(asked == 2);
  }
  CHECK(has(team.command("Bo", "retro note ideas: two"), "Noted under Ideas."));
  team.until("2026-12-11 10:01");
  CHECK(has(team.channel(), "two — Bo"));
}

TEST_CASE("a note that blames only once it is edited is looked at, too") {
  Sprint sprint("anonymity = \"named\"\n");
  TestTeam& team = sprint.team;
  team.types("Bo", "retro: improve: the review took three days");
  REQUIRE(sprint.notes().size() == 1);
  const std::string value = "vision/retro/" + std::to_string(sprint.notes()[0].id.value);
  SECTION("by form") {
    const auto reply = team.submits("Bo", "retro.edit", value, {{"text", "late because of @cy"}});
    CHECK(has(reply, "\"because of @cy\" may read as blame"));
    CHECK(has(reply, "Until you choose, your note reads as before."));
  }
  SECTION("in the message") {
    team.take_dms("Bo");
    team.edits("Bo", team.last_typed, "retro: improve: late because of @cy");
    CHECK(has(team.take_dms("Bo").at(0), "may read as blame"));
  }
  CHECK(sprint.notes()[0].text == "the review took three days");
  CHECK(has(team.clicks("Cy", "retro.note.change", value + "/late because of @cy"),
            "can no longer be changed"));
  CHECK(has(team.clicks("Bo", "retro.note.change", value + "/late because of @cy"), "Changed."));
  CHECK(sprint.notes()[0].text == "late because of @cy");
}

TEST_CASE("from named to anonymous, what was said of authors before is covered") {
  Sprint sprint("anonymity = \"named\"\n");
  TestTeam& team = sprint.team;
  team.types("Bo", "retro: ideas: the purple elephant");
  team.mention("Cy", "retro note");  // Half a note: a dialog tells who is about to write.
  team.until("2026-11-27 10:00");
  CHECK(has(team.text(team.dms("Bo").back().message), "You have put down 1 note so far."));
  CHECK(has(sprint.everything(), "purple elephant"));
  team.new_toml(toml("anonymity = \"anonymous\"\n"));
  team.command("Di", "retro note ideas: the green giraffe");
  // The prompts are written anew; nothing that is stored links a note to anybody.
  for (const auto& dm : team.dms("Bo")) CHECK_FALSE(has(team.text(dm.message), "You have put down"));
  CHECK(has(team.text(team.dms("Bo").back().message), "Anonymous: I do not keep who wrote what"));
  CHECK_FALSE(has(sprint.everything(), "purple elephant"));
  CHECK_FALSE(sprint.tables().dialogs.of(WorkspaceId{"acme"}, PersonId{"UCy"}).has_value());
}

TEST_CASE("which event was handled when is known by the day alone") {
  Sprint sprint("anonymity = \"anonymous\"\n");
  sprint.team.command("Bo", "retro note ideas: one");
  const auto instants =
      storage::select<std::int64_t>(sprint.team.database(), "select distinct taken % 86400000 from inbox");
  CHECK(instants == std::vector<std::int64_t>{0});
}

TEST_CASE("help names a ritual's words to those whose team has it") {
  TestTeam team(
      "2026-11-25 12:00",
      TestTeam::Settings{toml("") + "[[team]]\nname = \"audio\"\nworkspace = \"acme\"\nchannel = "
                                    "\"#audio\"\ntime_zone = \"Europe/Warsaw\"\nleads = [\"@eva\"]\n"
                                    "[[team.ritual]]\nkind = \"coffee\"\nname = \"coffee\"\n"
                                    "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\n",
                         ""});
  team.member("Ana");
  team.member("Eva", "Europe/Warsaw", false, "C2");
  team.member("Finn", "Europe/Warsaw", false, "C2");
  team.start();
  const auto ana = team.command("Ana", "help");
  const auto finn = team.command("Finn", "help");
  for (const char* word : {"retro note COLUMN", "actions add WHAT"}) {
    CHECK(has(ana, word));
    CHECK_FALSE(has(finn, word));
  }
  for (const char* word : {"coffee join", "1:1 @NAME"}) {
    CHECK_FALSE(has(ana, word));
    CHECK(has(finn, word));
  }
  CHECK(has(ana, "retro close"));
}
