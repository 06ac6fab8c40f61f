// What two people have between them: nobody else sees it, and it goes with whoever is forgotten.
#include "handlers/one_on_one/calendar.hpp"
#include "storage/sql.hpp"
#include "tests/handlers/pair_team.hpp"

using namespace houston;
using namespace houston::test;

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
