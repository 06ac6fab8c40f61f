// 1:1s as people live them: an agenda that two feed, a reminder, a question, what carries over; and that
// nobody else sees any of it.
#include <algorithm>

#include "handlers/one_on_one/calendar.hpp"
#include "handlers/words/pair_words.hpp"
#include "scheduler/zone.hpp"
#include "storage/sql.hpp"
#include "tests/handlers/test_team.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::test;

namespace {

bool has(const std::string& text, const std::string& part) {
  return text.find(part) != std::string::npos;
}
int count(const std::vector<std::string>& texts, const std::string& part) {
  return static_cast<int>(
      std::count_if(texts.begin(), texts.end(), [&](const std::string& one) { return has(one, part); }));
}
std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const std::string& text : texts) out += text + "\n---\n";
  return out;
}

/// Ana leads; Bo and Cy are in the team. Monday 23 November 2026.
std::string with_pair(const std::string& lines, const std::string& team = "",
                      const std::string& houston = "") {
  return houston + TestTeam::usual("", team) + "[[team.ritual]]\nkind = \"one_on_one\"\nname = \"1on1\"\n" +
         lines;
}
const std::string kThursday = "lead = \"@ana\"\nwith = [\"@bo\"]\nday = \"thu\"\nat = \"14:00\"\n";

TestTeam thursday_team(const std::string& extra = "") {
  return TestTeam("2026-11-23 08:30", TestTeam::Settings{with_pair(kThursday + extra), ""});
}
void gather(TestTeam& team, const std::string& bo_zone = "Europe/Warsaw") {
  team.member("ana");
  team.member("bo", bo_zone);
  team.member("cy");
  team.start();
}

storage::Pair the_pair(TestTeam& team) {
  storage::Tables tables(team.database());
  return tables.pairs.all().at(0);
}
std::vector<storage::Meeting> planned(TestTeam& team, storage::PairId pair) {
  storage::Tables tables(team.database());
  return tables.pairs.planned(pair);
}
std::string starts(const storage::Meeting& meeting, const std::string& zone = "Europe/Warsaw") {
  const auto local = scheduler::to_local(meeting.starts, zone);
  return scheduler::iso_date(local.date) + " " + scheduler::clock_time(local.time);
}
/// The newest question "did it happen?".
std::string meeting_id(TestTeam& team, int index = 0) {
  return std::to_string(planned(team, the_pair(team).id).at(static_cast<std::size_t>(index)).id.value);
}

}  // namespace

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

TEST_CASE("nobody else ever sees a pair's points") {
  const std::string others =
      "[[team.ritual]]\nkind = \"retro\"\nname = \"retro\"\ndays = \"thu\"\nat = \"10:00\"\nclose = \"1h\"\n"
      "[[team.ritual]]\nkind = \"coffee\"\nname = \"coffee\"\n"
      "[[team.ritual]]\nkind = \"wins\"\nname = \"wins\"\n";
  TestTeam team(
      "2026-11-23 08:30",
      TestTeam::Settings{with_pair(kThursday, "", "[houston]\nlisten = \"127.0.0.1:9090\"\n") + others, ""});
  team.member("ana");
  team.member("bo");
  team.member("cy");
  team.member("boss", "Europe/Warsaw", true);  // An admin may do what leads may.
  team.start();
  team.command("bo", "1:1 @ana talk about xyzzy-secret salary");
  team.command("ana", "1:1 @bo promise xyzzy-secret letter");
  team.until("2026-11-26 14:31");
  const std::string id = meeting_id(team);
  const std::string pair = std::to_string(the_pair(team).id.value);

  std::vector<std::string> seen;
  for (const char* who : {"cy", "boss"}) {
    for (const char* text : {"help",
                             "status",
                             "plan",
                             "why",
                             "standup",
                             "1:1",
                             "1:1 @bo",
                             "1:1 @ana",
                             "1:1 @bo list",
                             "1:1 @ana done 1",
                             "1:1 help",
                             "1:1 calendar",
                             "away @bo 2026-12-24",
                             "back @bo",
                             "run daily",
                             "pause daily",
                             "resume daily",
                             "skip daily 2026-12-01",
                             "1:1 @ana yes",
                             "1:1 @bo skipped",
                             "1:1 @bo moved to friday 10:00",
                             "1:1 @ana talk about",
                             "1:1 @bo at friday 10:00",
                             "quiet",
                             "quiet off",
                             "coffee",
                             "coffee join",
                             "coffee never @bo",
                             "coffee yes",
                             "win we shipped",
                             "wins",
                             "wins @bo",
                             "wins since 2026-01-01",
                             "wins mine year",
                             "kudos @bo for the rota",
                             "milestone add \"Converges\" by 2026-12-04",
                             "milestone list",
                             "celebrate a green run",
                             "birthday 24 Nov",
                             "anniversary",
                             "retro",
                             "retro note ideas: mine",
                             "retro export",
                             "retro next",
                             "actions",
                             "actions add ask @bo by friday",
                             "export",
                             "export team vision",
                             "export bo",
                             "forget",
                             "forget me",
                             "nonsense"}) {
      seen.push_back(team.command(who, text));
      seen.push_back(team.mention(who, text));
      team.types(who, std::string("houston ") + text);
      if (team.form) seen.push_back(team.form->title);
    }
    for (const char* action :
         {"one_on_one.yes", "one_on_one.skipped", "one_on_one.moved", "one_on_one.after"}) {
      seen.push_back(team.clicks(who, action, id));
      CHECK_FALSE(team.form.has_value());
    }
    seen.push_back(team.clicks(who, "one_on_one.add", pair));
    CHECK_FALSE(team.form.has_value());
    seen.push_back(
        team.submits(who, "one_on_one.comes", id, {{"p1", "done"}, {"p2", "drop"}, {"promise", "mine"}}));
    seen.push_back(team.submits(who, "one_on_one.point", pair, {{"text", "mine"}}));
    seen.push_back(team.submits(who, "one_on_one.move", id, {{"date", "2026-11-27"}, {"time", "10:00"}}));
    for (const char* action : {"privacy.kept", "privacy.export", "privacy.ask", "away.open", "voice.quiet"}) {
      seen.push_back(team.clicks(who, action, ""));
    }
    team.form.reset();
    team.opens_home(who);
    seen.push_back(team.home(who));
    for (const auto& dm : team.dms(who)) seen.push_back(team.text(dm.message));
  }
  // Digests, closes and reports of the weeks to come.
  team.until("2026-12-11 20:00");
  for (const char* who : {"cy", "boss"}) {
    for (const auto& dm : team.dms(who)) seen.push_back(team.text(dm.message) + dm.message.summary);
    seen.push_back(team.home(who));
  }
  seen.push_back(team.channel());
  // What one of the pair takes along holds their own words alone; the lead's export of the team holds none.
  const auto taken = [&](const std::string& who, const std::string& what) {
    const auto before = team.dms(who).size();
    team.command(who, what);
    std::string text;
    const auto all = team.dms(who);
    for (std::size_t i = before; i < all.size(); ++i) text += team.text(all[i].message);
    return text;
  };
  CHECK(has(taken("bo", "export"), "salary"));
  CHECK_FALSE(has(taken("bo", "export"), "letter"));
  CHECK(has(taken("ana", "export"), "letter"));
  CHECK_FALSE(has(taken("ana", "export"), "salary"));
  seen.push_back(taken("ana", "export team vision"));
  CHECK(has(seen.back(), "vision"));
  // A message to the pair that cannot be delivered: the leads hear of the place, not of the words.
  for (const auto& dm : team.dms("bo")) team.undeliverable(dm.id, "cannot_dm_bot");
  for (const auto& dm : team.dms("cy")) seen.push_back(team.text(dm.message));
  for (const auto& dm : team.dms("boss")) seen.push_back(team.text(dm.message));
  for (const std::string& text : seen) {
    INFO(text);
    CHECK_FALSE(has(text, "xyzzy"));
  }
  // What strangers tried changed nothing.
  const std::string list = team.command("bo", "1:1 @ana");
  CHECK(has(list, "xyzzy-secret salary"));
  CHECK(has(list, "xyzzy-secret letter"));
  CHECK_FALSE(has(list, "mine"));
  {
    storage::Tables tables(team.database());
    CHECK(tables.pairs.meeting({std::stoll(id)})->state == storage::Meeting::State::planned);
  }
  team.opens_home("bo");
  CHECK(has(team.home("bo"), "xyzzy-secret salary"));
  // Timers name numbers, never words; nothing of it stands in any row but the points' and the pair's own
  // messages.
  storage::Tables tables(team.database());
  for (const char* kind : {"one_on_one.agenda", "one_on_one.remind", "one_on_one.ask", "one_on_one.quiet"}) {
    for (const auto& timer : tables.timers.list(kind, "")) CHECK_FALSE(has(timer.key.subject, "xyzzy"));
  }
  const auto places = storage::select<std::string>(
      team.database(), "select distinct place from outbox where body like '%xyzzy%' order by place");
  CHECK(places == std::vector<std::string>{"Uana", "Ubo"});
  // And a week after the last of them left, not even there.
  team.until("2027-02-01 12:00");
  const auto old = storage::select<std::int64_t>(
      team.database(),
      "select count(*) from outbox where body like '%xyzzy%' and finished < " +
          std::to_string((team.now() - std::chrono::hours(8 * 24)).time_since_epoch().count()));
  CHECK(old == std::vector<std::int64_t>{0});
}

TEST_CASE("who is forgotten takes their points along, the other keeps their own, and is told") {
  TestTeam team("2026-11-23 08:30",
                TestTeam::Settings{with_pair(kThursday, "", "[houston]\nlisten = \"127.0.0.1:9090\"\n"), ""});
  gather(team);
  team.command("bo", "1:1 @ana talk about the raise");
  team.command("ana", "1:1 @bo talk about the rota");
  const std::string calendar = team.command("bo", "1:1 calendar");
  const auto at_token = calendar.find("/cal/");
  REQUIRE(at_token != std::string::npos);
  const std::string fingerprint = handlers::calendar::fingerprint(calendar.substr(at_token + 5, 43));
  const std::string hers = team.command("ana", "1:1 calendar");
  const std::string her_fingerprint =
      handlers::calendar::fingerprint(hers.substr(hers.find("/cal/") + 5, 43));
  team.until("2026-11-25 09:05");
  const auto everything = [&] {
    std::string text = team.channel();
    for (const auto& dm : team.dms("ana")) text += team.text(dm.message) + "\n";
    return text;
  };
  CHECK(has(everything(), "the raise"));
  team.opens_home("ana");
  team.take_dms("ana");
  CHECK(has(team.clicks("bo", "privacy.forget", ""), "I have forgotten you"));
  // Out of the agenda that Ana has in her direct messages, and of everything that is stored.
  CHECK_FALSE(has(everything(), "the raise"));
  const std::string told = joined(team.take_dms("ana"));
  CHECK(has(told, "A 1:1 of yours has ended"));
  CHECK(has(told, "the rota"));
  CHECK_FALSE(has(told, "bo"));
  CHECK_FALSE(has(team.home("ana"), "the raise"));
  CHECK_FALSE(has(team.home("ana"), "bo"));
  for (const char* where : {"select count(*) from pair_point where text like '%raise%'",
                            "select count(*) from outbox where body like '%raise%' and delivery <> 'sent'",
                            "select count(*) from bundle_section where body like '%raise%'"}) {
    INFO(where);
    CHECK(storage::select<std::int64_t>(team.database(), where) == std::vector<std::int64_t>{0});
  }
  const auto before = team.dms("ana").size();
  team.command("ana", "export");
  std::string exported;
  for (std::size_t i = before; i < team.dms("ana").size(); ++i)
    exported += team.text(team.dms("ana")[i].message);
  CHECK(has(exported, "the rota"));
  CHECK_FALSE(has(exported, "Ubo"));
  // His calendar is void; hers has no meeting with him any more.
  storage::Tables tables(team.database());
  CHECK_FALSE(team.houston().calendar(tables, fingerprint, {}, team.now()).has_value());
  const auto ics = team.houston().calendar(tables, her_fingerprint, {}, team.now());
  REQUIRE(ics.has_value());
  CHECK_FALSE(has(*ics, "SUMMARY"));
  // Nothing of the old meeting comes up again; the roster brings him back as somebody new.
  team.until("2026-11-26 15:00");
  CHECK_FALSE(has(joined(team.take_dms("ana")), "the raise"));
  team.start();
  CHECK(has(team.command("ana", "1:1 @bo"), "Nothing is on your list yet."));
}

TEST_CASE("a coffee ends with whoever of it is forgotten") {
  TestTeam team(
      "2026-11-20 08:30",
      TestTeam::Settings{TestTeam::usual() + "[[team.ritual]]\nkind = \"coffee\"\nname = \"coffee\"\n", ""});
  gather(team);
  for (const char* who : {"ana", "bo", "cy"}) team.command(who, "coffee join");
  team.command("cy", "coffee never @bo");
  team.until("2026-11-30 17:00");
  storage::Tables tables(team.database());
  REQUIRE(tables.pairs.all().size() >= 1);
  const auto pair = tables.pairs.all().at(0);
  const std::string who = pair.people.at(1).value.substr(1);
  const std::string other = pair.people.at(0).value.substr(1);
  team.take_dms(other);
  team.clicks(who, "privacy.forget", "");
  CHECK(count(team.take_dms(other), "coffee that I had paired you for is off") == 1);
  CHECK(tables.personal.of_person(WorkspaceId{"acme"}, PersonId{"U" + who}).empty());
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

TEST_CASE("a private calendar address is shown once, kept as a fingerprint, and voided by a reset") {
  TestTeam team("2026-11-23 07:00",
                TestTeam::Settings{with_pair(kThursday, "",
                                             "[houston]\nlisten = \"127.0.0.1:9090\"\npublic_url = "
                                             "\"https://houston.example.com\"\n"),
                                   ""});
  gather(team);
  const auto token_in = [](const std::string& text) {
    const std::string before = "https://houston.example.com/cal/";
    const auto at = text.find(before);
    return at == std::string::npos ? std::string() : text.substr(at + before.size(), 43);
  };
  const std::string token = token_in(team.command("bo", "1:1 calendar"));
  REQUIRE(token.size() == 43);
  CHECK(token_in(team.command("bo", "1:1 calendar")).empty());
  team.types("ana", "1:1 calendar");  // Where answers are kept: this one is not.
  storage::Tables tables(team.database());
  const auto rows =
      storage::select<std::string>(team.database(), "select body from outbox where body like '%/cal/%'");
  CHECK(rows.empty());
  const auto read = [&](const std::string& one, std::optional<std::int64_t> pair = std::nullopt) {
    return team.houston().calendar(tables, handlers::calendar::fingerprint(one), pair, team.now());
  };
  const auto ics = read(token);
  REQUIRE(ics.has_value());
  CHECK(has(*ics, "SUMMARY:1:1 with ana"));
  CHECK(read(token, the_pair(team).id.value).has_value());
  CHECK_FALSE(read(token, 4711).has_value());
  CHECK_FALSE(read("x" + token.substr(1)).has_value());
  const std::string other = token_in(team.command("bo", "1:1 calendar reset"));
  REQUIRE(other.size() == 43);
  CHECK(other != token);
  CHECK_FALSE(read(token).has_value());
  CHECK(read(other).has_value());
  team.command("bo", "1:1 calendar off");
  CHECK_FALSE(read(other).has_value());
}
