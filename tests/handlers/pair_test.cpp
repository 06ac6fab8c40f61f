// 1:1s as people live them: an agenda that two feed, a reminder, a question, what carries over.
#include "handlers/words/pair_words.hpp"
#include "tests/handlers/pair_team.hpp"

using namespace houston;
using namespace houston::test;

TEST_CASE("an agenda that both feed comes the working day before, a reminder before, a question after") {
  TestTeam team = thursday_team();
  gather(team);
  CHECK(has(team.command("bo", "1:1 @ana talk about the on-call rota"), "on your list with ana"));
  CHECK(has(team.command("ana", "1:1 @bo talk about the offer from Oslo"), "Nobody else sees it"));
  CHECK(has(team.command("ana", "1:1 @bo promise to ask for a second GPU"), "until it is done"));
  team.take_dms("ana");
  team.take_dms("bo");
  team.until("2026-11-25 08:59");
  CHECK(count(team.take_dms("bo"), "on-call") == 0);
  team.until("2026-11-25 09:01");
  for (const char* who : {"ana", "bo"}) {
    const auto dms = team.take_dms(who);
    INFO(joined(dms));
    REQUIRE(count(dms, "on-call rota") == 1);
    CHECK(count(dms, "offer from Oslo") == 1);
    CHECK(count(dms, "second GPU") == 1);
    // Three questions: wins, obstacles, growth.
    for (const std::string& question :
         handlers::words::pair::questions(*scheduler::parse_iso_date("2026-11-26"))) {
      CHECK(count(dms, question) == 1);
    }
  }
  // What is added now stands in the agenda that both have.
  team.command("bo", "1:1 @ana talk about holidays in May");
  CHECK(has(team.text(team.dms("ana").back().message) + joined([&] {
              std::vector<std::string> all;
              for (const auto& one : team.dms("ana")) all.push_back(team.text(one.message));
              return all;
            }()),
            "holidays in May"));
  team.take_dms("ana");
  team.take_dms("bo");
  team.until("2026-11-26 13:44");
  CHECK(count(team.take_dms("bo"), "1:1 with ana") == 0);
  team.until("2026-11-26 13:46");
  CHECK(count(team.take_dms("bo"), "1:1 with ana") == 1);
  team.until("2026-11-26 14:31");
  CHECK(count(team.take_dms("ana"), "happen?") == 1);
  CHECK(count(team.take_dms("bo"), "happen?") == 1);

  const std::string id = meeting_id(team);
  CHECK(has(team.clicks("bo", "one_on_one.yes", id), "stays on your list"));
  REQUIRE(team.form.has_value());
  CHECK(team.form->fields.size() == 5);  // Three points and a promise kept before, one for new promises.
  std::map<std::string, std::string> values{{"promise", "write the rota down\nask Eva"}};
  for (const auto& field : team.form->fields) {
    if (field.kind == chat::FormField::Kind::choice)
      values[field.id] = has(field.label, "Oslo") ? "keep" : "done";
  }
  team.submits("bo", team.form->id, team.form->state, values);
  // Asked once: the second answer changes nothing.
  CHECK(has(team.clicks("ana", "one_on_one.skipped", id), "said so already"));
  const std::string list = team.command("ana", "1:1 @bo");
  INFO(list);
  CHECK(has(list, "Oslo"));
  CHECK(has(list, "carried over"));
  CHECK(has(list, "write the rota down"));
  CHECK(has(list, "ask Eva"));
  CHECK_FALSE(has(list, "second GPU"));
  team.take_dms("ana");
  team.until("2026-12-02 10:00");
  const auto next = team.take_dms("ana");
  INFO(joined(next));
  CHECK(count(next, "Oslo") == 1);
  CHECK(count(next, "bo promised") == 1);
  CHECK(has(team.command("ana", "1:1 @bo done 1"), "Oslo"));
  CHECK_FALSE(has(team.command("ana", "1:1 @bo"), "Oslo"));
}

TEST_CASE("everything can be said in words, without a form") {
  TestTeam team = thursday_team();
  gather(team);
  team.types("bo", "1:1 @ana talk about tea");
  CHECK(count(team.take_dms("bo"), "on your list") == 1);
  team.until("2026-11-26 14:35");
  team.take_dms("bo");
  team.types("bo", "1:1 @ana moved to friday 11:00");
  CHECK(count(team.take_dms("bo"), "Fri 27 Nov, 11:00") == 1);  // The answer.
  team.until("2026-11-26 14:40");
  CHECK(count(team.take_dms("bo"), "Fri 27 Nov, 11:00") == 1);  // The agenda, ten minutes after the question.
  CHECK(count(team.take_dms("ana"), "bo moved it") == 1);
  team.until("2026-11-27 11:31");
  CHECK(count(team.take_dms("ana"), "happen?") == 1);
  team.types("ana", "1:1 @bo skipped");
  CHECK(count(team.take_dms("ana"), "stays for the next time") == 1);
  CHECK(has(team.command("bo", "1:1 @ana at wednesday 10:00"), "Wed 10:00"));
  const auto all = planned(team, the_pair(team).id);
  REQUIRE_FALSE(all.empty());
  CHECK(starts(all.front()) == "2026-12-02 10:00");
  CHECK(has(team.command("bo", "1:1"), "Wed 2 Dec, 10:00"));
  CHECK(has(team.command("bo", "1:1 @cy talk about x"), "no 1:1 of you and"));
  CHECK(has(team.command("cy", "1:1"), "no 1:1 of yours"));
  CHECK(has(team.command("bo", "1:1 @ana sing"), "Say it like this"));
  CHECK(has(team.command("bo", "1:1 @ana done 7"), "from 1 to 1"));
}

TEST_CASE("holidays and absences move a meeting to the next common working day and do not cancel it") {
  TestTeam team = thursday_team();
  gather(team);
  const auto pair = the_pair(team);
  CHECK(starts(planned(team, pair.id).at(0)) == "2026-11-26 14:00");
  CHECK(planned(team, pair.id).size() >= 8);
  team.take_dms("ana");
  team.command("bo", "away 2026-11-26");
  auto all = planned(team, pair.id);
  CHECK(starts(all.at(0)) == "2026-11-27 14:00");
  CHECK(all.at(0).sequence == 1);
  CHECK(count(team.take_dms("ana"), "one of you is away") == 1);
  // Friday too: over the weekend.
  team.command("ana", "away 2026-11-27");
  CHECK(starts(planned(team, pair.id).at(0)) == "2026-11-30 14:00");
  team.command("bo", "back");
  team.command("ana", "back");
  CHECK(starts(planned(team, pair.id).at(0)) == "2026-11-26 14:00");
  // Two weeks away: what would fall on the next one becomes one with it.
  team.command("bo", "away from 2026-11-24 to 2026-12-04");
  all = planned(team, pair.id);
  CHECK(starts(all.at(0)) == "2026-12-07 14:00");
  CHECK(starts(all.at(1)) == "2026-12-10 14:00");
}

TEST_CASE("nobody is in two meetings at once") {
  TestTeam team("2026-11-23 07:00", TestTeam::Settings{with_pair("day = \"thu\"\nat = \"14:00\"\n"), ""});
  for (const char* name : {"ana", "bo", "cy", "di", "eva"}) team.member(name);
  team.start();
  storage::Tables tables(team.database());
  const auto pairs = tables.pairs.all();
  REQUIRE(pairs.size() == 4);
  std::vector<storage::Meeting> all;
  for (const auto& pair : pairs) {
    for (const auto& meeting : tables.pairs.planned(pair.id)) all.push_back(meeting);
  }
  for (std::size_t i = 0; i < all.size(); ++i) {
    for (std::size_t j = i + 1; j < all.size(); ++j) {
      CHECK((all[i].ends <= all[j].starts || all[j].ends <= all[i].starts));
    }
  }
  // A pair may not move onto another either.
  const auto taken = starts(tables.pairs.planned(pairs[1].id).at(0));
  CHECK(has(team.command("ana", "1:1 @bo moved to " + taken.substr(0, 10) + " " + taken.substr(11)),
            "pick another"));
}

TEST_CASE("with a cadence alone, a time within both people's working hours is proposed") {
  TestTeam team("2026-11-23 08:30",
                TestTeam::Settings{
                    with_pair("lead = \"@ana\"\nwith = [\"@bo\"]\ncadence = \"every two weeks\"\n"), ""});
  gather(team, "America/New_York");
  CHECK(team.take_dms("bo").empty());  // It is night in New York.
  team.until("2026-11-23 14:00");
  const auto dms = team.take_dms("bo");
  INFO(joined(dms));
  CHECK(count(dms, "every two weeks") == 1);
  const auto pair = the_pair(team);
  const auto all = planned(team, pair.id);
  REQUIRE(all.size() >= 8);
  for (const auto& meeting : all) {
    for (const char* zone : {"Europe/Warsaw", "America/New_York"}) {
      const auto local = scheduler::to_local(meeting.starts, zone);
      INFO(zone << " " << starts(meeting, zone));
      CHECK(local.time.minutes >= 9 * 60);
      CHECK(local.time.minutes + 30 <= 17 * 60);
      CHECK(scheduler::weekday_index(local.date) < 5);
    }
  }
  CHECK(all[1].starts - all[0].starts > std::chrono::hours(13 * 24));
  // Another of the proposals, by button.
  team.clicks("bo", "one_on_one.slot", std::to_string(pair.id.value) + "/4/960");
  CHECK(starts(planned(team, pair.id).at(0)).ends_with("16:00"));
  CHECK(count(team.take_dms("ana"), "bo picked another time") == 1);
  // Not for a stranger.
  CHECK(has(team.clicks("cy", "one_on_one.slot", std::to_string(pair.id.value) + "/1/600"),
            "not one of yours"));
}

TEST_CASE("a series stays on the lead's clock through a change of the clocks, and follows the lead") {
  TestTeam team("2026-03-16 07:00", TestTeam::Settings{with_pair(kThursday), ""});
  gather(team, "America/New_York");
  for (const auto& meeting : planned(team, the_pair(team).id)) CHECK(starts(meeting).ends_with("14:00"));
  team.moves("ana", "Asia/Tokyo");
  for (const auto& meeting : planned(team, the_pair(team).id)) {
    CHECK(starts(meeting, "Asia/Tokyo").ends_with("14:00"));
  }
}

TEST_CASE("two skipped in a row, or none for twice the cadence: the lead is told, privately and once") {
  SECTION("skipped") {
    TestTeam team = thursday_team();
    gather(team);
    for (const char* day : {"2026-11-26", "2026-12-03", "2026-12-10"}) {
      team.until(std::string(day) + " 14:35");
      team.command("bo", "1:1 @ana skipped");
    }
    CHECK(count(team.take_dms("ana"), "were skipped") == 1);
    CHECK(count(team.take_dms("bo"), "were skipped") == 0);
    CHECK(count(team.take_dms("cy"), "skipped") == 0);
  }
  SECTION("silence") {
    TestTeam team = thursday_team();
    gather(team);
    team.until("2026-12-20 12:00");
    CHECK(count(team.take_dms("ana"), "not met for a while") == 1);
    CHECK(count(team.take_dms("bo"), "not met for a while") == 0);
    team.command("ana", "1:1 @bo yes");
    team.until("2027-01-20 12:00");
    CHECK(count(team.take_dms("ana"), "not met for a while") == 1);
  }
  SECTION("held") {
    TestTeam team = thursday_team();
    gather(team);
    for (const char* day : {"2026-11-26", "2026-12-03", "2026-12-10", "2026-12-17"}) {
      team.until(std::string(day) + " 14:35");
      CHECK(has(team.command("bo", "1:1 @ana yes"), "Good"));
    }
    CHECK(count(team.take_dms("ana"), "not met") == 0);
  }
}

TEST_CASE("a pair that the settings no longer have is left alone, and its list comes back with it") {
  TestTeam team = thursday_team();
  gather(team);
  team.command("bo", "1:1 @ana talk about tea");
  team.leaves("bo");
  CHECK(planned(team, the_pair(team).id).size() >= 8);  // Named in the settings: it stays.
  team.deactivate("bo");
  storage::Tables tables(team.database());
  CHECK(tables.pairs.all().empty());
  team.take_dms("ana");
  team.until("2026-12-31 12:00");
  CHECK(count(team.take_dms("ana"), "1:1") == 0);
}

TEST_CASE("a meeting's messages come once, late or not, when Houston was down") {
  TestTeam team = thursday_team();
  gather(team);
  team.down_until("2026-11-26 15:30");
  const auto dms = team.take_dms("bo");
  INFO(joined(dms));
  CHECK(count(dms, "happen?") == 1);
  CHECK(count(dms, "soon") == 0);
  team.restart();
  team.fire_due();
  CHECK(count(team.take_dms("bo"), "happen?") == 0);
}
