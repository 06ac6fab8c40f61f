// Stories: forms step by step, on a platform without modals.
#include <algorithm>

#include "storage/dialogs.hpp"
#include "storage/retros.hpp"
#include "tests/handlers/log_team.hpp"

using namespace houston;
using houston::test::has;
using houston::test::LogTeam;
using houston::test::TestTeam;

namespace {

const WorkspaceId kAcme{"acme"};

std::string retro(const std::string& lines = "") {
  return "[[team.ritual]]\nkind = \"retro\"\nname = \"retro\"\ndays = \"fri\"\nat = \"10:00\"\nclose = "
         "\"4h\"\n" +
         lines;
}

/// Where nothing can be opened, and nothing whispered: everybody writes in their direct messages.
struct Room {
  explicit Room(const std::string& retro_lines = "", const std::string& more = "")
      : team("2026-11-24 10:00", TestTeam::Settings{test::with_log().toml + retro(retro_lines) + more, ""}) {
    team.modals = false;
    team.whispers = false;
    team.member("Ana");
    team.member("Bo");
    team.member("Eva", "America/New_York");
    if (!more.empty()) team.member("Bo", "Europe/Warsaw", false, "C2");
    team.start();
    for (const char* who : {"Ana", "Bo", "Eva"}) team.take_dms(who);
  }
  /// What Houston says to this.
  std::string says(const std::string& who, const std::string& text) {
    team.types(who, text);
    return heard(who);
  }
  std::string heard(const std::string& who) {
    std::string all;
    for (const std::string& one : team.take_dms(who)) all += one + "\n";
    return all;
  }
  storage::Tables tables() { return storage::Tables(team.database()); }
  std::size_t open(const std::string& who) { return tables().dialogs.all(kAcme, PersonId{"U" + who}).size(); }
  std::vector<storage::Milestone> milestones() { return tables().milestones.open(TeamId{"vision"}); }

  TestTeam team;
};

}  // namespace

TEST_CASE("A form is asked question by question, wherever it was asked for") {
  Room room;
  // From the team's channel: the questions come where they are answered.
  CHECK(room.team.command("Bo", "milestone add", "C1") == "");
  CHECK(room.team.channel() == "");
  const std::string first = room.heard("Bo");
  CHECK(has(first, "A milestone"));
  CHECK(has(first, "1 of 4 · What is to be reached?"));
  CHECK(has(first, "Say cancel to stop."));
  CHECK_FALSE(has(first, "skip"));
  // A required field cannot be left out.
  CHECK(has(room.says("Bo", "skip"), "This one cannot be left out.\n1 of 4"));
  const std::string second = room.says("Bo", "Train on\ntwo nodes");
  CHECK(has(second, "2 of 4 · By when?"));
  CHECK(has(second, "Now it reads:\n> Tue 8 Dec"));
  CHECK(has(second, "Say keep to leave it so, back for the question before, cancel to stop."));
  CHECK(has(room.says("Bo", "whenever"), "I do not understand the day “whenever”."));
  CHECK(has(room.says("Bo", "Friday."), "3 of 4 · When does it count as reached?"));
  const std::string fourth = room.says("Bo", "Skip");
  CHECK(has(fourth, "4 of 4 · Whose is it?"));
  CHECK(has(fourth, "A handle, like @bo. Left empty: yours."));
  CHECK(has(fourth, "Say skip to leave it out"));
  const std::string done = room.says("Bo", "@eva");
  CHECK(has(done, "Train on two nodes"));
  REQUIRE(room.milestones().size() == 1);
  CHECK(room.milestones()[0].title == "Train on two nodes");
  CHECK(room.milestones()[0].due == LocalDate{std::chrono::year(2026) / 11 / 27});
  CHECK(room.milestones()[0].owner == PersonId{"UEva"});
  CHECK(room.milestones()[0].criterion == "");
  CHECK(room.open("Bo") == 0);
  CHECK(room.tables().timers.list("form.away", "").empty());
}

TEST_CASE("A form asks again what cannot be accepted, and keeps the rest") {
  Room room;
  room.says("Bo", "milestone add");
  room.says("Bo", "Ship it");
  room.says("Bo", "2026-11-01");
  room.says("Bo", "val loss < 0.9");
  const std::string again = room.says("Bo", "@nobody");
  CHECK(room.milestones().empty());
  // Both are named, the first is asked.
  CHECK(has(again, "By when?: "));
  CHECK(has(again, "Whose is it?: "));
  CHECK(has(again, "2 of 4 · By when?"));
  CHECK(has(room.says("Bo", "tomorrow"), "4 of 4 · Whose is it?"));
  room.says("Bo", "clear");
  REQUIRE(room.milestones().size() == 1);
  CHECK(room.milestones()[0].title == "Ship it");
  CHECK(room.milestones()[0].criterion == "val loss < 0.9");
  CHECK(room.milestones()[0].owner == PersonId{"UBo"});
}

TEST_CASE("One can go back, keep and change, and drop a form") {
  Room room;
  room.says("Bo", "milestone add");
  CHECK(has(room.says("Bo", "back"), "There is no question before this one.\n1 of 4"));
  room.says("Bo", "Ship it");
  room.says("Bo", "keep");
  const std::string back = room.says("Bo", "back");
  CHECK(has(back, "2 of 4 · By when?"));
  CHECK(has(room.says("Bo", "BACK"), "1 of 4 · What is to be reached?\nNow it reads:\n> Ship it"));
  CHECK(has(room.says("Bo", "Ship it to all"), "2 of 4"));
  CHECK(has(room.says("Bo", "keep"), "3 of 4"));
  CHECK(has(room.says("Bo", "cancel"), "Stopped: nothing of A milestone is kept."));
  CHECK(room.open("Bo") == 0);
  CHECK(room.milestones().empty());
  // What comes next is no answer to it.
  CHECK_FALSE(has(room.says("Bo", "val loss < 0.9"), "4 of 4"));
}

TEST_CASE("Editing the message of an answer edits the answer") {
  Room room;
  room.says("Bo", "milestone add");
  room.says("Bo", "Shipp it");
  const std::string title = room.team.last_typed;
  room.says("Bo", "someday");
  const std::string day = room.team.last_typed;
  room.team.edits("Bo", title, "Ship it");
  CHECK(has(room.heard("Bo"), "Changed. What is to be reached? now reads: Ship it"));
  // What could not be understood is mended where it stands.
  room.team.edits("Bo", day, "sometime");
  CHECK(has(room.heard("Bo"), "By when? stays as it was. I do not understand the day “sometime”."));
  room.team.edits("Bo", day, "2026-12-01");
  CHECK(has(room.heard("Bo"), "3 of 4"));
  // An earlier one that is no day leaves what was.
  room.team.edits("Bo", day, "sometime");
  CHECK(has(room.heard("Bo"), "By when? stays as it was."));
  // A deleted answer is asked for again when it is needed.
  room.team.deletes("Bo", title);
  CHECK(has(room.heard("Bo"), "You deleted your answer to What is to be reached?"));
  room.says("Bo", "all green");
  CHECK(has(room.says("Bo", "skip"), "1 of 4 · What is to be reached?"));
  room.says("Bo", "Ship it");
  REQUIRE(room.milestones().size() == 1);
  CHECK(room.milestones()[0].due == LocalDate{std::chrono::year(2026) / 12 / 1});
  CHECK(room.milestones()[0].criterion == "all green");
  // The form is done: its messages are no answers any more.
  room.team.edits("Bo", title, "Something else");
  CHECK(room.heard("Bo") == "");
  CHECK(room.milestones()[0].title == "Ship it");
}

TEST_CASE("A message that is too long is not cut: it can be edited until it fits") {
  Room room;
  room.says("Bo", "win");
  const std::string long_one(1600, 'x');
  const std::string said = room.says("Bo", long_one);
  CHECK(has(said, "That is 1,600 characters, and there is room for 1,500. Your message is still above"));
  CHECK(has(said, "What went well?"));
  room.team.edits("Bo", room.team.last_typed, "The loader is fixed");
  CHECK(has(room.heard("Bo"), "The loader is fixed"));
  CHECK(room.open("Bo") == 0);
  CHECK(room.tables().entries.count({TeamId{"vision"}, storage::Entry::Kind::win, {}, {}, {}}) == 1);
}

TEST_CASE("Several lines in one message are one answer") {
  Room room;
  room.says("Bo", "win");
  room.says("Bo", "The loader is fixed\nand the cache, too");
  const auto wins =
      room.tables().entries.newest({TeamId{"vision"}, storage::Entry::Kind::win, {}, {}, {}}, 5);
  REQUIRE(wins.size() == 1);
  CHECK(wins[0].text == "The loader is fixed\nand the cache, too");
}

TEST_CASE("A half-filled form survives a restart") {
  Room room;
  room.says("Bo", "milestone add");
  room.says("Bo", "Ship it");
  room.team.down_until("2026-11-24 15:00");
  CHECK(has(room.says("Bo", "tomorrow"), "3 of 4"));
  // Asked for once more, it goes on where it stands.
  room.team.command("Bo", "milestone add", "C1");
  const std::string again = room.heard("Bo");
  CHECK(has(again, "Back to A milestone."));
  CHECK(has(again, "3 of 4"));
  room.says("Bo", "skip");
  room.says("Bo", "skip");
  REQUIRE(room.milestones().size() == 1);
  CHECK(room.milestones()[0].title == "Ship it");
}

TEST_CASE("Two forms do not mix: the later one is asked first, then the other one goes on") {
  Room room;
  room.says("Bo", "milestone add");
  room.says("Bo", "Ship it");
  room.team.command("Bo", "win", "C1");
  const std::string win = room.heard("Bo");
  CHECK(has(win, "Log a win"));
  CHECK(has(win, "What I asked before waits until this is done."));
  const std::string after = room.says("Bo", "The loader is fixed");
  CHECK(has(after, "Back to A milestone."));
  CHECK(has(after, "2 of 4 · By when?"));
  // A third on top of it, and dropped.
  room.team.command("Bo", "away", "C1");
  CHECK(has(room.heard("Bo"), "First day away"));
  CHECK(has(room.says("Bo", "cancel"), "2 of 4 · By when?"));
  // An earlier answer can still be edited.
  room.says("Bo", "tomorrow");
  room.says("Bo", "skip");
  room.says("Bo", "skip");
  REQUIRE(room.milestones().size() == 1);
  CHECK(room.milestones()[0].title == "Ship it");
  CHECK(room.open("Bo") == 0);
}

TEST_CASE("Forms of two people, and of two teams, do not mix") {
  const std::string audio =
      "[[team]]\nname = \"audio\"\nworkspace = \"acme\"\nchannel = \"#audio\"\ntime_zone = "
      "\"Europe/Warsaw\"\n"
      "leads = [\"@bo\"]\n[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\n";
  Room room("", audio);
  room.team.command("Bo", "win", "C1");
  room.team.command("Ana", "win", "C1");
  room.team.command("Bo", "win", "C2");
  CHECK(room.open("Bo") == 2);
  room.says("Ana", "of Ana");
  room.says("Bo", "of audio");
  room.says("Bo", "of vision");
  const auto texts = [&](const char* team) {
    std::vector<std::string> found;
    for (const auto& win :
         room.tables().entries.newest({TeamId{team}, storage::Entry::Kind::win, {}, {}, {}}, 5)) {
      found.push_back(win.text);
    }
    return found;
  };
  CHECK(texts("audio") == std::vector<std::string>{"of audio"});
  CHECK(texts("vision") == std::vector<std::string>{"of vision", "of Ana"});
}

TEST_CASE("A prompt that comes meanwhile does not take the form's answer, nor the form the standup's") {
  Room room;
  room.team.until("2026-11-25 09:25");
  room.heard("Bo");
  room.says("Bo", "win");
  room.team.until("2026-11-25 09:30");
  CHECK(has(room.heard("Bo"), "Standup"));
  CHECK(has(room.says("Bo", "The loader is fixed"), "The loader is fixed"));
  CHECK(room.tables().entries.count({TeamId{"vision"}, storage::Entry::Kind::win, {}, {}, {}}) == 1);
  // The next one answers the prompt.
  CHECK(has(room.says("Bo", "Fixed the loader"), "2 of 3"));
  // A form on top of the standup's questions, which then go on.
  room.team.command("Bo", "win", "C1");
  CHECK(has(room.heard("Bo"), "What I asked before waits"));
  const std::string after = room.says("Bo", "Two of them");
  CHECK(has(after, "2 of 3"));
  room.says("Bo", "The cache");
  CHECK(has(room.says("Bo", "skip"), "Thank you, that is in"));
  CHECK(has(room.team.channel(), "The cache"));
}

TEST_CASE("Commands reach Houston while it waits for an answer, answers do not become commands") {
  Room room;
  room.says("Bo", "win");
  CHECK(has(room.says("Bo", "help"), "away"));
  CHECK(has(room.says("Bo", "houston status"), "vision/daily"));
  CHECK(room.open("Bo") == 1);
  // It says itself whom it is for.
  CHECK(has(room.says("Bo", "retro: went well: the green giraffe"), "the green giraffe"));
  CHECK(room.open("Bo") == 1);
  // On several lines it is an answer, and so is what only begins like a command.
  room.says("Bo", "retro: held for the first time\nstandup: never missed");
  CHECK(room.open("Bo") == 0);
  room.says("Bo", "win");
  room.says("Bo", "away for three days, and nothing broke");
  CHECK(room.tables().entries.count({TeamId{"vision"}, storage::Entry::Kind::win, {}, {}, {}}) == 2);
  CHECK_FALSE(room.tables()
                  .absences.on(kAcme, PersonId{"UBo"}, LocalDate{std::chrono::year(2026) / 11 / 24})
                  .has_value());
}

TEST_CASE("The standup's own questions go on as before, with a way back") {
  Room room;
  room.team.until("2026-11-25 09:30");
  room.heard("Bo");
  room.team.clicks("Bo", "standup.write", "vision/daily/2026-11-25");
  CHECK(has(room.heard("Bo"), "1 of 3"));
  CHECK(has(room.says("Bo", "The loader"), "2 of 3"));
  const std::string back = room.says("Bo", "back");
  CHECK(has(back, "1 of 3"));
  CHECK(has(back, "You wrote: The loader"));
  CHECK(has(room.says("Bo", "skip"), "2 of 3"));
  // Half answered, it counts at close.
  room.team.until("2026-11-25 23:00");
  CHECK(has(room.team.channel(), "The loader"));
}

TEST_CASE("A form that is left alone is put away, and its words are said back") {
  Room room;
  room.says("Bo", "milestone add");
  room.says("Bo", "Ship it");
  room.team.until("2026-11-25 09:50");
  room.heard("Bo");
  room.team.until("2026-11-25 10:01");
  const std::string said = room.heard("Bo");
  CHECK(has(said, "A milestone was open since yesterday, so I put it away"));
  CHECK(has(said, "What is to be reached?\n> Ship it"));
  CHECK(room.open("Bo") == 0);
}

TEST_CASE("Choices are given by number or by word") {
  Room room;
  room.team.until("2026-11-27 14:30");
  room.team.clicks("Ana", "retro.action.add", "vision/retro");
  room.heard("Ana");
  const std::string who = room.says("Ana", "Split the pipeline");
  CHECK(has(who, "Who sees to it?"));
  CHECK(has(who, "1. Ana\n2. Bo\n3. Eva"));
  CHECK(has(who, "Now it reads:\n> Ana"));
  CHECK(has(room.says("Ana", "7"), "“7” is not among these. Say the number, from 1 to 3, or the words."));
  CHECK(has(room.says("Ana", "2"), "By when?"));
  CHECK(has(room.says("Ana", "back"), "Now it reads:\n> Bo"));
  CHECK(has(room.says("Ana", "ev"), "By when?"));
  room.says("Ana", "friday");
  const auto actions = room.tables().retro_actions.open(TeamId{"vision"});
  REQUIRE(actions.size() == 1);
  CHECK(actions[0].owner == PersonId{"UEva"});
}

TEST_CASE("People are named by mentioning them") {
  Room room;
  room.team.command("Bo", "kudos", "C1");
  CHECK(has(room.heard("Bo"), "Whom do you thank?"));
  room.team.types(
      "Bo", chat::Text{chat::Mention{PersonId{"UEva"}}, chat::Plain{" "}, chat::Mention{PersonId{"UAna"}}});
  room.says("Bo", "staying up");
  CHECK(room.tables().entries.count({TeamId{"vision"}, storage::Entry::Kind::kudos, {}, {}, {}}) == 1);
  CHECK(has(room.team.channel(), "staying up"));
}

TEST_CASE("A form that must leave no trace leaves none") {
  Room room("anonymity = \"anonymous\"\n");
  const auto rows = [&] {
    std::size_t count = 0;
    for (const char* who : {"Ana", "Bo", "Eva"}) count += room.team.dms(who).size();
    return count;
  };
  const std::size_t said = rows();
  // Whispered: the platform shows it, and nothing of it is kept.
  const std::string first = room.team.clicks("Bo", "retro.write", "vision/retro");
  CHECK(has(first, "1 of"));
  CHECK(has(first, "Anonymous: I do not keep who wrote what"));
  CHECK(has(first, "What you answer here I keep until you are done"));
  chat::Event event = room.team.event("Bo");
  const auto types = [&](const std::string& text) {
    chat::Event typed = room.team.event("Bo");
    typed.what = chat::Said{RoomId{"DBo"}, "note " + text, {}, chat::plain(text), true, false};
    return room.team.run(typed);
  };
  std::string last = types("the purple elephant");
  CHECK(has(last, "2 of"));
  REQUIRE(room.open("Bo") == 1);
  while (room.open("Bo") == 1) last = types("skip");
  CHECK(rows() == said);
  const auto retro = room.tables().retros.collecting(TeamId{"vision"}, RitualId{"retro"});
  REQUIRE(retro.has_value());
  const auto notes = room.tables().retros.notes(retro->id);
  REQUIRE(notes.size() == 1);
  CHECK(notes[0].text == "the purple elephant");
  CHECK_FALSE(notes[0].author.has_value());
  CHECK_FALSE(room.tables().open_forms.said_by(kAcme, "DBo", "note the purple elephant").has_value());
  CHECK(room.tables().timers.list("form.away", "").empty());
  // To change one, its author would have to be written down.
  CHECK(has(room.team.clicks("Bo", "retro.note.edit", "vision/retro/" + std::to_string(notes[0].id.value)),
            "Take it back instead"));
  CHECK(room.open("Bo") == 0);
  CHECK(rows() == said);
}

TEST_CASE("A form that leaves no trace and is left alone goes without a word") {
  Room room("anonymity = \"anonymous\"\n");
  room.team.clicks("Bo", "retro.write", "vision/retro");
  CHECK(room.open("Bo") == 1);
  room.team.until("2026-11-25 10:05");
  CHECK(room.open("Bo") == 0);
  CHECK_FALSE(has(room.heard("Bo"), "put it away"));
}

TEST_CASE("Who is forgotten takes their half-filled forms along") {
  Room room;
  room.says("Bo", "milestone add");
  room.says("Bo", "Ship it");
  auto tables = room.tables();
  const auto dialog = tables.dialogs.of(kAcme, PersonId{"UBo"});
  REQUIRE(dialog.has_value());
  const auto records = tables.personal.of_person(kAcme, PersonId{"UBo"});
  CHECK(std::any_of(records.begin(), records.end(),
                    [](const storage::Record& one) { return one.table == "open_form_answer"; }));
  tables.personal.forget(kAcme, PersonId{"UBo"}, PersonId{"former-1"}, room.team.now());
  CHECK(tables.open_forms.answers(dialog->id).empty());
  CHECK_FALSE(tables.dialogs.find(dialog->id).has_value());
}
