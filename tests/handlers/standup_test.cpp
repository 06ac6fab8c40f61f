// The standup, told as the team lives through it.
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using houston::test::at;
using houston::test::TestTeam;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("a bare question to Houston is no answer, even while it asks", "[standup]") {
  TestTeam team("2026-11-24 08:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:31");
  team.types("Ana", "Cleaned the labels");
  team.take_dms("Ana");
  team.types("Ana", "Status?");
  team.types("Ana", "help");
  team.types("Ana", "Train on them");
  team.types("Ana", "Status of the cluster is unclear");
  const std::string channel = team.channel();
  CHECK(channel.find("Train on them") != std::string::npos);
  CHECK(channel.find("Status of the cluster is unclear") != std::string::npos);
  CHECK(channel.find("Status?") == std::string::npos);
  CHECK(channel.find("help") == std::string::npos);
}

TEST_CASE("an ordinary day, as people see it") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.member("Cy");
  team.start();
  CHECK(team.take_dms("Ana").empty());

  team.until("2026-11-24 09:30");
  const auto prompt = team.take_dms("Ana");
  REQUIRE(prompt.size() == 1);
  CHECK(prompt[0] ==
        "Standup · Tue 24 Nov\n"
        "Hello, I am Houston: I ask these questions on standup days and post your answer for your team in "
        "#C1.\n"
        "1. What did you get done?\n2. What is next?\n3. Anything in your way?\n"
        "[Write it] [Skip today] [I am away…]\n"
        "vision/daily · open until 12:30. Or just type: your next message answers the first question.");

  SECTION("by form") {
    team.clicks("Ana", "standup.write", "vision/daily/2026-11-24");
    REQUIRE(team.form);
    CHECK(team.form->id == "standup.answers");
    CHECK(team.form->title == "Standup · Tue 24 Nov");
    REQUIRE(team.form->fields.size() == 3);
    CHECK(team.form->fields[1].label == "What is next?");
    CHECK(team.form->fields[0].initial.empty());
    CHECK(has(team.answers("Ana", "2026-11-24", {"Trained the model", "Evaluate it", "no"}), "Thank you"));
    CHECK(team.channel() ==
          "Standup · Tue 24 Nov · 1 of 3\n"
          "The answers are in the thread. Open until Tue 24 Nov, 12:30.\n"
          "    Ana\n"
          "    What did you get done?\n    Trained the model\n"
          "    What is next?\n    Evaluate it\n"
          "    Anything in your way?\n    no\n");
    // The prompt shows that it is done.
    CHECK(has(team.text(team.dms("Ana")[0].message), "Thank you, your answer is in."));
  }
  SECTION("by typing") {
    team.types("Bo", "Fixed the loader");
    team.take_dms("Bo");
    team.types("Bo", "Speed it up");
    const auto question = team.take_dms("Bo");
    REQUIRE(question.size() == 1);
    CHECK(question[0] ==
          "Noted. Anything in your way?\n"
          "3 of 3 · vision/daily · Tue 24 Nov. Say skip to leave this one out, back for the one before, "
          "cancel to stop.");
    CHECK(team.channel().empty());
    team.types("Bo", "GPU quota");
    CHECK(
        team.take_dms("Bo") ==
        std::vector<std::string>{"Thank you, that is in: #C1. To change it, edit what you typed or open the "
                                 "form again.\nvision/daily · Tue 24 Nov"});
    CHECK(team.channel() ==
          "Standup · Tue 24 Nov · 1 of 3\n"
          "In the way\n"
          "• Bo: GPU quota\n"
          "The answers are in the thread. Open until Tue 24 Nov, 12:30.\n"
          "    Bo\n"
          "    What did you get done?\n    Fixed the loader\n"
          "    What is next?\n    Speed it up\n"
          "    Anything in your way?\n    GPU quota\n");
  }
}

TEST_CASE("who is silent is reminded, and then the lead learns of it privately") {
  TestTeam team("2026-11-23 18:00");
  for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name);
  team.start();
  team.until("2026-11-24 10:00");
  team.answers("Ana", "2026-11-24", {"a", "b", ""});
  for (const char* name : {"Ana", "Bo", "Cy"}) team.take_dms(name);

  team.until("2026-11-24 10:30");
  CHECK(team.take_dms("Ana").empty());
  CHECK(team.take_dms("Bo") ==
        std::vector<std::string>{"A friendly reminder: your standup is open until 12:30. A line is enough.\n"
                                 "[Write it] [Skip today]\nvision/daily · Tue 24 Nov"});
  team.answers("Cy", "2026-11-24", {"c", "", ""});
  team.until("2026-11-24 12:30");
  CHECK(
      team.take_dms("Ana") ==
      std::vector<std::string>{"Standup · Tue 24 Nov: no answer from Bo. Only you leads see this; a friendly "
                               "word may help.\nvision/daily · Tue 24 Nov"});
  CHECK(has(team.channel(), "Standup · Tue 24 Nov · 2 of 3\nClosed. The answers are in the thread."));
  CHECK_FALSE(has(team.channel(), "Bo"));
}

TEST_CASE("the lead is not told about himself, but the other leads are") {
  TestTeam team("2026-11-23 18:00", "", "leads = [\"@ana\", \"@bo\"]\n");
  for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name);
  team.start();
  team.until("2026-11-24 09:30");
  team.answers("Cy", "2026-11-24", {"c", "", ""});
  team.answers("Bo", "2026-11-24", {"b", "", ""});
  team.take_dms("Ana");
  team.take_dms("Bo");
  team.until("2026-11-24 12:30");
  CHECK(team.reminders("Ana") == 1);
  team.take_dms("Ana");
  const auto told = team.take_dms("Bo");
  REQUIRE(told.size() == 1);
  CHECK(has(told[0], "no answer from Ana."));
}

TEST_CASE("missing = channel names the silent in the channel, even when nobody answered") {
  TestTeam team("2026-11-23 18:00", "missing = \"channel\"\n");
  for (const char* name : {"Ana", "Bo"}) team.member(name);
  team.start();
  team.until("2026-11-24 12:29");
  CHECK(team.channel().empty());
  team.until("2026-11-24 12:30");
  CHECK(team.channel() == "Standup · Tue 24 Nov · 0 of 2\nNo answer from Ana and Bo.\nClosed.\n");
}

TEST_CASE("when nobody answers the channel stays quiet") {
  TestTeam team("2026-11-23 18:00", "missing = \"nobody\"\n");
  for (const char* name : {"Ana", "Bo"}) team.member(name);
  team.start();
  team.until("2026-11-24 18:00");
  CHECK(team.channel().empty());
  team.take_dms("Ana");
  team.until("2026-11-25 09:00");
  CHECK(team.take_dms("Ana").empty());
}

TEST_CASE("as planned, in one press") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  for (const char* name : {"Ana", "Bo"}) {
    CHECK_FALSE(has(team.take_dms(name).at(0), "As planned"));  // There was no plan.
    team.answers(name, "2026-11-24", {"a", "Ship the parser", "no"});
  }
  team.take_dms("Bo");
  team.until("2026-11-25 09:30");
  CHECK(has(team.take_dms("Bo").at(0), "[Write it] [As planned] [Skip today] [I am away…]"));
  CHECK(has(team.clicks("Ana", "standup.planned", "vision/daily/2026-11-25"), "Thank you"));
  CHECK(has(team.channel(), "Ana\n    What did you get done?\n    Ship the parser\n"));
  CHECK(has(team.clicks("Ana", "standup.planned", "vision/daily/2026-11-25"), "already"));
  // What was written before stays, and the questions end.
  team.types("Bo", "Shipped half of it");
  team.types("Bo", "The other half");
  CHECK(has(team.clicks("Bo", "standup.planned", "vision/daily/2026-11-25"), "Thank you"));
  CHECK(has(team.channel(),
            "Bo\n    What did you get done?\n    Shipped half of it\n    What is next?\n    The "
            "other half\n"));
  // Of an old prompt it says where to go; with no plan it asks.
  team.until("2026-11-26 09:30");
  CHECK(has(team.clicks("Ana", "standup.planned", "vision/daily/2026-11-25"), "the next one has begun"));
  team.clicks("Ana", "standup.planned", "vision/daily/2026-11-26");
  CHECK(team.form);
}

TEST_CASE("the last plan is in view, and prefills the first answer") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:30");
  team.answers("Ana", "2026-11-24", {"a", "Ship the parser", "no"});
  team.take_dms("Ana");
  team.until("2026-11-25 09:30");
  const auto prompt = team.take_dms("Ana");
  REQUIRE(prompt.size() == 1);
  CHECK(has(prompt[0], "Your last plan (Tue 24 Nov)\n> Ship the parser\n"));
  CHECK_FALSE(has(prompt[0], "Hello, I am Houston"));
  team.clicks("Ana", "standup.write", "vision/daily/2026-11-25");
  REQUIRE(team.form);
  CHECK(team.form->fields[0].initial == "Ship the parser");
  CHECK(team.form->fields[1].initial.empty());
  // Opened again after answering, it holds what was answered.
  team.answers("Ana", "2026-11-25", {"Shipped", "Rest", ""});
  team.clicks("Ana", "standup.write", "vision/daily/2026-11-25");
  REQUIRE(team.form);
  CHECK(team.form->fields[0].initial == "Shipped");
  CHECK(team.form->fields[1].initial == "Rest");
}

TEST_CASE("editing what one typed edits the answer, deleting withdraws it") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  team.types("Bo", "Wrote tests");
  const auto first = team.last_typed;
  team.types("Bo", "Write more");
  const auto second = team.last_typed;
  team.types("Bo", "The flaky runner");
  const auto third = team.last_typed;
  const auto posts = team.channel_posts().size();

  team.edits("Bo", third, "none");
  CHECK_FALSE(has(team.channel(), "In the way"));
  team.edits("Bo", first, "Wrote good tests");
  CHECK(has(team.channel(), "Wrote good tests"));
  team.deletes("Bo", second);
  CHECK_FALSE(has(team.channel(), "What is next?"));
  CHECK(team.channel_posts().size() == posts);

  team.deletes("Bo", first);
  team.deletes("Bo", third);
  CHECK(team.channel() ==
        "Standup · Tue 24 Nov · 0 of 2\nThe answers are in the thread. Open until Tue 24 Nov, 12:30.\n");
  // He may answer again.
  CHECK(has(team.answers("Bo", "2026-11-24", {"Second thoughts", "", ""}), "Thank you"));
  CHECK(has(team.channel(), "1 of 2"));
  CHECK(has(team.channel(), "Second thoughts"));
}

TEST_CASE("the form revises what was typed, in place") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:30");
  for (const char* text : {"eins", "zwei", "drei"}) team.types("Ana", text);
  CHECK(has(team.answers("Ana", "2026-11-24", {"uno", "dos", "tres"}), "Changed."));
  CHECK(has(team.channel(), "uno"));
  CHECK_FALSE(has(team.channel(), "eins"));
  CHECK(team.channel_posts().size() == 2);
  // Emptied, it is taken back.
  team.answers("Ana", "2026-11-24", {"", " ", ""});
  CHECK(has(team.channel(), "0 of 1"));
}

TEST_CASE("an empty form is refused and stays open") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:30");
  team.answers("Ana", "2026-11-24", {"", "  ", "\n"});
  REQUIRE(team.refused.size() == 1);
  CHECK(has(team.refused.at("q1"), "at least one line"));
}

TEST_CASE("what cannot be seen is no answer") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  team.take_dms("Ana");
  for (const char* nothing : {"", " \n\t ", "\u200b", "\u00a0\u200b\u2060 \ufeff", "\u3000"}) {
    team.types("Ana", nothing);
    CHECK(team.take_dms("Ana").empty());
    team.refused.clear();
    team.answers("Ana", "2026-11-24", {nothing, nothing, nothing});
    CHECK(team.refused.count("q1") == 1);
  }
  team.types("Ana", "\u200b Trained it \u00a0");
  team.types("Ana", "skip");
  team.types("Ana", "skip");
  CHECK(has(team.channel(), "    What did you get done?\n    Trained it\n"));
}

TEST_CASE("what the channel did not take is published when it does") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.member("Cy");
  team.start();
  team.until("2026-11-24 09:30");
  team.refusing = "not_in_channel";
  team.answers("Ana", "2026-11-24", {"a", "", ""});
  team.answers("Bo", "2026-11-24", {"b", "", ""});
  CHECK(team.channel().empty());
  const std::string both =
      "    Ana\n    What did you get done?\n    a\n"
      "    Bo\n    What did you get done?\n    b\n";

  SECTION("with the next answer") {
    team.refusing.clear();
    team.answers("Cy", "2026-11-24", {"c", "", ""});
    CHECK(team.channel() ==
          "Standup · Tue 24 Nov · 3 of 3\nThe answers are in the thread. Open until Tue 24 Nov, 12:30.\n" +
              both + "    Cy\n    What did you get done?\n    c\n");
  }
  SECTION("when Houston is invited") {
    team.answers("Cy", "2026-11-24", {"c", "", ""});
    team.until("2026-11-24 14:00");
    CHECK(team.channel().empty());
    team.refusing.clear();
    team.invites_houston();
    CHECK(has(team.channel(), "Standup · Tue 24 Nov · 3 of 3\nClosed."));
    CHECK(has(team.channel(), both));
    team.invites_houston();
    CHECK(team.channel_posts().size() == 4);
  }
  SECTION("at close") {
    team.refusing.clear();
    team.until("2026-11-24 14:00");
    CHECK(has(team.channel(), "Standup · Tue 24 Nov · 2 of 3"));
    CHECK(has(team.channel(), both));
  }
}

TEST_CASE("skip today is nobody's business, and can be taken back by answering") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  team.answers("Ana", "2026-11-24", {"a", "", ""});
  CHECK(has(team.clicks("Bo", "standup.skip", "vision/daily/2026-11-24"), "All right, not today."));
  CHECK(has(team.channel(), "1 of 1"));
  CHECK(has(team.text(team.dms("Bo")[0].message), "Skipped today."));
  team.take_dms("Ana");
  team.until("2026-11-24 12:00");
  CHECK(team.reminders("Bo") == 0);
  team.answers("Bo", "2026-11-24", {"after all", "", ""});
  CHECK(has(team.channel(), "2 of 2"));
  team.until("2026-11-24 12:30");
  CHECK(team.take_dms("Ana").empty());
}

TEST_CASE("a late answer is published as late, until the next standup") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 10:00");
  team.answers("Ana", "2026-11-24", {"a", "", ""});
  team.until("2026-11-24 15:00");
  SECTION("by form") {
    CHECK(has(team.answers("Bo", "2026-11-24", {"b", "", ""}), "better late than never"));
    CHECK(has(team.channel(), "2 of 2\nClosed."));
    CHECK(has(team.channel(), "    Bo · late\n"));
  }
  SECTION("by typing, the next morning") {
    team.until("2026-11-25 08:00");
    team.take_dms("Bo");
    team.types("Bo", "b");
    const auto said = team.take_dms("Bo");
    REQUIRE(said.size() == 1);
    CHECK(has(said[0], "It will be posted as late, for Tue 24 Nov."));
    team.types("Bo", "c");
    // Half done when the next standup begins: what there is counts.
    team.until("2026-11-25 09:30");
    CHECK(has(team.channel(), "    Bo · late\n"));
    CHECK(has(team.channel(), "    What is next?\n    c\n"));
    CHECK(team.prompts("Bo") == 2);
  }
  SECTION("but not once the next has begun") {
    team.until("2026-11-25 09:30");
    team.answers("Bo", "2026-11-24", {"b", "", ""});
    CHECK(has(team.refused.at("q1"), "Copy your words"));
    CHECK(has(team.clicks("Bo", "standup.write", "vision/daily/2026-11-24"), "[Write the current one]"));
  }
}

TEST_CASE("a half-filled dialog survives a restart and is published at close") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:45");
  team.types("Bo", "half");
  team.restart();
  team.take_dms("Bo");
  team.types("Bo", "a");
  CHECK(has(team.take_dms("Bo").at(0), "3 of 3"));
  team.until("2026-11-24 10:30");
  CHECK(has(team.take_dms("Bo").at(0), "You have answered 2 of 3 questions."));
  team.until("2026-11-24 12:30");
  CHECK(has(team.channel(), "Standup · Tue 24 Nov · 1 of 2\nClosed."));
  CHECK(has(team.channel(), "    Bo\n"));
  CHECK(has(team.take_dms("Bo").at(0), "Time is up, so I posted what you had written"));
  team.types("Bo", "and then");
  CHECK(has(team.take_dms("Bo").at(0), "I do not know and"));
}

TEST_CASE("in a dialog a question may be skipped, and all of it cancelled") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:30");
  team.types("Ana", "done");
  SECTION("skip") {
    team.types("Ana", "Skip");
    team.types("Ana", "skip");
    CHECK(has(team.channel(), "    Ana\n    What did you get done?\n    done\n"));
    CHECK_FALSE(has(team.channel(), "What is next?"));
  }
  SECTION("cancel") {
    team.types("Ana", "cancel");
    team.until("2026-11-24 12:30");
    CHECK(team.channel().empty());
  }
  SECTION("a command in the middle, said to be one") {
    team.take_dms("Ana");
    team.types("Ana", "houston help");
    CHECK(has(team.take_dms("Ana").at(0), "What I understand"));
    team.types("Ana", "more");
    CHECK(has(team.take_dms("Ana").at(0), "3 of 3"));
  }
}

TEST_CASE("answered ahead, nobody is asked, and it is posted when its time has come") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.command("Ana", "standup");
  REQUIRE(team.form);
  CHECK(team.form->state == "vision/daily/2026-11-24");
  const auto reply = team.answers("Ana", "2026-11-24", {"early", "bird", "no"});
  CHECK(has(reply, "Saved for Tue 24 Nov. I will post it at 09:30"));
  team.until("2026-11-24 09:29");
  CHECK(team.channel().empty());
  team.until("2026-11-24 09:30");
  CHECK(team.prompts("Ana") == 0);
  CHECK(team.prompts("Bo") == 1);
  CHECK(has(team.channel(), "1 of 2"));
  CHECK(has(team.channel(), "early"));
  CHECK(team.channel_posts().size() == 2);
  team.until("2026-11-25 09:30");
  CHECK(team.prompts("Ana") == 1);
}

TEST_CASE("after today's window, /houston standup is for tomorrow once today's is answered") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  team.answers("Ana", "2026-11-24", {"a", "", ""});
  team.command("Ana", "standup");
  CHECK(team.form->state == "vision/daily/2026-11-24");
  team.until("2026-11-24 16:00");
  team.command("Ana", "standup");
  CHECK(team.form->state == "vision/daily/2026-11-25");
  // Bo missed it: today's, late.
  team.command("Bo", "standup");
  CHECK(team.form->state == "vision/daily/2026-11-24");
}

TEST_CASE("a digest is one message at close, with late answers in its thread") {
  TestTeam team("2026-11-23 18:00", "publish = \"digest\"\n");
  for (const char* name : {"Ana", "Bo", "Cy"}) team.member(name);
  team.start();
  team.until("2026-11-24 09:30");
  team.answers("Ana", "2026-11-24", {"a", "b", "stuck"});
  team.answers("Cy", "2026-11-24", {"c", "", ""});
  CHECK(team.channel().empty());
  team.until("2026-11-24 12:30");
  const std::string digest =
      "Standup · Tue 24 Nov · 2 of 3\n"
      "In the way\n• Ana: stuck\n"
      "Ana\nWhat did you get done? a\nWhat is next? b\nAnything in your way? stuck\n"
      "Cy\nWhat did you get done? c\n"
      "Closed.\n";
  CHECK(team.channel() == digest);
  CHECK(team.channel_posts().size() == 1);
  team.answers("Bo", "2026-11-24", {"late", "", ""});
  CHECK(has(team.channel(), "3 of 3"));
  CHECK(has(team.channel(), "    Bo · late\n    What did you get done?\n    late\n"));
  team.answers("Ana", "2026-11-24", {"better", "b", "no"});
  CHECK(has(team.channel(), "What did you get done? better"));
  CHECK_FALSE(has(team.channel(), "In the way"));
  CHECK(team.channel_posts().size() == 2);
}

TEST_CASE("an event that comes twice counts once") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:30");
  auto event = team.event("Ana");
  event.what = chat::Said{RoomId{"DAna"}, "m77", {}, chat::plain("one"), true, false};
  CHECK(team.handle(event));
  const auto after = team.dms("Ana").size();
  CHECK_FALSE(team.handle(event));
  CHECK(team.dms("Ana").size() == after);
}

TEST_CASE("what people type enters as plain text only") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  team.types("Ana", chat::Text{chat::Plain{"Ask "}, chat::Mention{PersonId{"UBo"}},
                               chat::Plain{" <!channel> `x` & "}, chat::Link{"https://a.example", "here"},
                               chat::RoomLink{RoomId{"C1"}}});
  team.types("Ana", "skip");
  team.types("Ana", "skip");
  CHECK(has(team.channel(), "Ask @Bo <!channel> `x` & here (https://a.example)#vision"));
  for (const auto& posted : team.channel_posts()) {
    for (const auto& block : posted.message.blocks) {
      const auto* paragraph = std::get_if<chat::Paragraph>(&block);
      if (paragraph == nullptr) continue;
      for (const auto& span : paragraph->text) CHECK(std::holds_alternative<chat::Plain>(span));
    }
  }
}

TEST_CASE("a very long answer is kept up to 3,000 characters, and said so") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:30");
  std::string text;
  for (int i = 0; i < 2000; ++i) text += "ü😀";
  team.take_dms("Ana");
  team.types("Ana", text);
  CHECK(has(team.take_dms("Ana").at(0), "Noted, up to 3,000 characters."));
  team.types("Ana", "skip");
  team.types("Ana", "skip");
  team.clicks("Ana", "standup.write", "vision/daily/2026-11-24");
  REQUIRE(team.form);
  CHECK(team.form->fields[0].initial.size() < text.size());
  CHECK(team.form->fields[0].initial.ends_with("…"));
}

TEST_CASE("an answer that is edited beyond 3,000 characters is kept up to there, and said so") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  team.until("2026-11-24 09:30");
  team.types("Ana", "Short");
  const std::string first = team.last_typed;
  team.take_dms("Ana");
  team.edits("Ana", first, std::string(3001, 'a'));
  const auto dms = team.take_dms("Ana");
  REQUIRE(dms.size() == 1);
  CHECK(has(dms.at(0), "I took the first 3,000 characters"));
}

TEST_CASE("what is told at close alone is not said to be in the channel before") {
  TestTeam team("2026-11-23 18:00", "publish = \"digest\"\n");
  team.member("Ana");
  team.member("Bo");
  team.start();
  team.until("2026-11-24 09:30");
  const std::string thanks = team.answers("Ana", "2026-11-24", {"a", "b", "c"});
  CHECK(has(thanks, "I keep it. When the standup closes it is told in #C1."));
  CHECK_FALSE(has(thanks, "that is in"));
}

TEST_CASE("thanks are taken as such") {
  TestTeam team("2026-11-23 18:00");
  team.member("Ana");
  team.start();
  CHECK(team.command("Ana", "thanks") == "You are welcome!");
  team.types("Ana", "Thank you!");
  CHECK(has(team.take_dms("Ana").back(), "You are welcome!"));
}
