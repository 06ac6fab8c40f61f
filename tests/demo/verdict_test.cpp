#include "bot/demo/verdict.hpp"

#include <algorithm>

#include "bot/demo/cast.hpp"
#include "scheduler/zone.hpp"
#include "tests/demo/played_record.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::demo;

namespace {

/// A week that came out right, to be spoiled.
struct Week {
  Script script = write_script(5, 1);
  Record record = played_record(script);

  /// The one complaint there is.
  std::string complaint() const {
    const Verdict verdict = judge(script, record);
    std::string all;
    for (const std::string& fault : verdict.faults) all += fault + "\n";
    return all;
  }
  bool complains(const std::string& about) const { return complaint().find(about) != std::string::npos; }
};

void rename(Message& head, const std::string& from, const std::string& to) {
  std::string& title = head.lines[0].text;
  const auto at = title.find(from);
  REQUIRE(at != std::string::npos);
  title.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("a faultless week has no faults, whatever its seed") {
  for (std::uint64_t seed = 0; seed < 40; ++seed) {
    const Script script = write_script(12, seed);
    const Verdict verdict = judge(script, played_record(script));
    CAPTURE(seed, verdict.faults);
    CHECK(verdict.faults.empty());
    CHECK(verdict.counts.standups == 11);
    CHECK(verdict.counts.days_off == 1);
  }
}

TEST_CASE("the counts are those of the week") {
  const Week week;
  const Verdict::Counts counts = judge(week.script, week.record).counts;
  CHECK(counts.standups == 4);
  CHECK(counts.prompts == 18);  // 4 × 5, without one who was away and one who had answered ahead.
  CHECK(counts.reminders == 2);
  CHECK(counts.answers == 18);
  CHECK(counts.late == 1);
  CHECK(counts.ahead == 1);
}

TEST_CASE("a prompt that came twice, or never, is found") {
  Week week;
  const std::size_t at = first_asking(week.record, Asks::prompt);
  SECTION("twice") {
    week.record.posted.push_back(week.record.posted[at]);
    week.record.posted.back().message.key = "another";
    CHECK(week.complains("was prompted twice for Mon 9 Nov; once is right."));
  }
  SECTION("never") {
    week.record.posted.erase(week.record.posted.begin() + static_cast<std::ptrdiff_t>(at));
    CHECK(week.complains("was prompted not at all for Mon 9 Nov; once is right."));
  }
  SECTION("on the holiday") {
    Record::Seen seen = week.record.posted[at];
    for (SeenButton& button : seen.message.buttons) button.value = "vision/daily/2026-11-11";
    seen.message.key = "another";
    week.record.posted.push_back(seen);
    CHECK(week.complains("for Wed 11 Nov, which is a holiday (Independence Day)."));
  }
  SECTION("to somebody who is away") {
    const Day& thursday = week.script.days[3];
    for (const auto& [who, part] : thursday.parts) {
      if (part.end != Part::End::away) continue;
      Record::Seen seen = week.record.posted[at];
      seen.message.place = who;
      for (SeenButton& button : seen.message.buttons) button.value = "vision/daily/2026-11-12";
      seen.message.key = "another";
      week.record.posted.push_back(seen);
    }
    CHECK(week.complains("was prompted once for Thu 12 Nov, which they spend away."));
  }
  SECTION("on a Saturday") {
    Record::Seen seen = week.record.posted[at];
    for (SeenButton& button : seen.message.buttons) button.value = "vision/daily/2026-11-14";
    seen.message.key = "another";
    week.record.posted.push_back(seen);
    CHECK(week.complains("for Sat 14 Nov, which has no standup."));
  }
}

TEST_CASE("a reminder too many is found") {
  Week week;
  Record::Seen seen = week.record.posted[first_asking(week.record, Asks::reminder)];
  seen.message.key = "another";
  week.record.posted.push_back(seen);
  CHECK(week.complains("was reminded twice for Mon 9 Nov; once is right."));
}

TEST_CASE("the same message twice is found, whatever it says") {
  Week week;
  week.record.posted.push_back(week.record.posted.back());
  CHECK(week.complains("A message was posted twice"));
}

TEST_CASE("an answer that is lost, doubled, changed or wrongly marked is found") {
  Week week;
  Message& reply = standing(week.record, "Ana");
  SECTION("lost") {
    reply.deleted = true;
    CHECK(week.complains("Ana's answer of Mon 9 Nov is not in the thread."));
    CHECK(week.complains("and its thread holds 4 answers."));
  }
  SECTION("doubled") {
    week.record.stand.push_back(reply);
    CHECK(week.complains("Ana's answer of Mon 9 Nov stands in the thread twice; once is right."));
  }
  SECTION("changed") {
    reply.lines[2].text = "something else";
    CHECK(week.complains("Ana's answer of Mon 9 Nov lacks the line"));
  }
  SECTION("marked late") {
    reply.lines[0].text = "Ana · late";
    CHECK(week.complains("Ana's answer of Mon 9 Nov is marked late and was not."));
  }
  SECTION("posted anew instead of edited") {
    Message again = reply;
    again.key = "another";
    week.record.posted.push_back({Instant{}, again});
    CHECK(week.complains("Ana's answer of Mon 9 Nov was posted twice instead of being edited"));
  }
}

TEST_CASE("a wrong summary is found") {
  Week week;
  Message& head = standing(week.record, "Standup · Mon 9 Nov · 5 of 5");
  SECTION("number") {
    rename(head, "5 of 5", "4 of 5");
    CHECK(week.complains("says \"Standup · Mon 9 Nov · 4 of 5\"; 5 of 5 is right."));
  }
  SECTION("lost") {
    head.deleted = true;
    CHECK(week.complains("The channel has 0 standup messages for Mon 9 Nov; one is right."));
  }
  SECTION("never closed") {
    head.lines.pop_back();
    CHECK(week.complains("The standup of Mon 9 Nov was not closed."));
  }
  SECTION("on the holiday") {
    Message other = head;
    rename(other, "Mon 9 Nov", "Wed 11 Nov");
    week.record.stand.push_back(other);
    CHECK(week.complains("is a holiday (Independence Day), and the channel got a standup message."));
  }
}

TEST_CASE("a blocker that is not listed is found") {
  Week week;
  for (Message& message : week.record.stand) {
    if (!message.first_line().starts_with("Standup · ") || message.direct()) continue;
    while (message.lines.size() > 2) message.lines.erase(message.lines.begin() + 1);
  }
  CHECK(week.complains("way on Tue 10 Nov is not in the channel's message."));
}

TEST_CASE("a lead who is not told, or told twice, is found") {
  Week week;
  const auto is_report = [](const Record::Seen& seen) {
    return seen.message.first_line().find("no answer from") != std::string::npos;
  };
  const auto report = std::find_if(week.record.posted.begin(), week.record.posted.end(), is_report);
  REQUIRE(report != week.record.posted.end());
  SECTION("not at all") {
    week.record.posted.erase(report);
    CHECK(week.complains("Ana was told not at all who was silent on Mon 9 Nov; once is right."));
  }
  SECTION("twice") {
    Record::Seen again = *report;
    again.message.key = "another";
    week.record.posted.push_back(again);
    CHECK(week.complains("Ana was told twice who was silent on Mon 9 Nov; once is right."));
  }
}

TEST_CASE("what people must see and did not, or saw twice, is found") {
  Week week;
  const auto find = [&](const std::string& begins) {
    return std::find_if(week.record.posted.begin(), week.record.posted.end(), [&](const Record::Seen& seen) {
      return seen.message.first_line().starts_with(begins);
    });
  };
  CHECK(judge(week.script, week.record).counts.sights == static_cast<int>(week.script.sights.size()));
  SECTION("never") {
    week.record.posted.erase(find("Our wins, "));
    CHECK(week.complains("In #vision the digest came not at all; once is right."));
  }
  SECTION("twice") {
    week.record.posted.push_back(*find("🎉 Milestone reached"));
    week.record.posted.back().message.key = "another";
    CHECK(week.complains("In #vision the celebration of the milestone came 2 times; once is right."));
  }
  SECTION("to somebody else") {
    find("You facilitate")->message.place = "devi";
    CHECK(week.complains("Ana: the question to the facilitator came not at all"));
  }
  SECTION("to one of the channel alone") {
    find("🙏")->message.only_for = "bo";
    CHECK(week.complains("In #vision Chidi's thanks to Devi came not at all"));
  }
  SECTION("without the sign") {
    standing(week.record, "The nightly eval is green").reactions.clear();
    CHECK(week.complains("In #vision the quiet sign that a win is noted came not at all"));
  }
  SECTION("with another ending") {
    standing(week.record, "Retro · Thu 12 Nov").deleted = true;
    standing(week.record, "Retro · Thu 12 Nov").place = "#other";
    for (Message& one : week.record.stand) {
      if (one.text().find("6 notes. Over") != std::string::npos) one.deleted = true;
    }
    CHECK(week.complains("In #vision the retro's head came not at all"));
  }
}

TEST_CASE("what two note for each other and another sees is found") {
  Week week;
  Record::Seen seen = week.record.posted.front();
  seen.message.key = "another";
  seen.message.lines[0].text = "They talk about who reviews the write-up";
  SECTION("in the channel") {
    seen.message.place = kTeamRoom;
  }
  SECTION("in another's direct messages") {
    seen.message.place = "eva";
  }
  SECTION("in a whisper to another") {
    seen.message.place = kTeamRoom;
    seen.message.only_for = "eva";
  }
  week.record.posted.push_back(seen);
  CHECK(week.complains("\"who reviews the write-up\" was seen by others than two people."));
}

TEST_CASE("who is played by a person may answer or not, but is not prompted twice") {
  Week week;
  week.script = leave_out(week.script, "bo");
  CHECK(week.complaint() == "");
  for (std::size_t i = 0; i < week.record.posted.size(); ++i) {
    const Record::Seen seen = week.record.posted[i];
    if (what_is_asked(seen.message).what != Asks::prompt || seen.message.place != "bo") continue;
    week.record.posted.push_back(seen);
    week.record.posted.back().message.key = "another";
    break;
  }
  CHECK(week.complains("Bo was prompted twice"));
}
