// What is kept of a person: all of it is found, and all of it is forgotten.
#include <algorithm>

#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

namespace {

const PersonId kFormerAna{"former-1"};

bool names(const std::vector<Record>& records, const std::string& table) {
  return std::any_of(records.begin(), records.end(), [&](const Record& one) { return one.table == table; });
}

std::string cell(const Record& record, const std::string& column) {
  for (const Record::Cell& one : record.cells) {
    if (one.column == column) return one.text.value_or("null");
  }
  return "no such column";
}

const RitualId kRetro{"retro"};
const RitualId kOne{"1on1"};

/// What Ana shares with Bo: retrospectives, a 1:1, coffee.
void live_with_others(Given& given) {
  Tables& tables = given.tables;
  Retro retro;
  retro.team = kVision;
  retro.ritual = kRetro;
  retro.anonymity = config::Anonymity::confidential;
  retro.facilitator = kAna;
  retro = tables.retros.save(retro);
  RetroNote note;
  note.id = NoteId{77};
  note.retro = retro.id;
  note.text = "slow tests";
  note.author = kAna;
  note.day = november(24);
  tables.retros.add(note);
  tables.retros.remember_typed(kAcme, "DAna", "m7", note.id);
  tables.retros.save(RetroTopic{retro.id, 1, "", {}, {}, {}});
  tables.retros.set_votes(retro.id, 1, kAna, 2);
  tables.retros.remember_ballot(retro.id, kAcme, kAna, given.post(person(kAna), "the ballot"));
  RetroAction action;
  action.team = kVision;
  action.ritual = kRetro;
  action.text = "parallel tests";
  action.owner = kAna;
  action.due = action.set_on = november(30);
  tables.retro_actions.save(action);
  const Pair pair = tables.pairs.keep(kAcme, kVision, kOne, {kAna, kBo}, at(1));
  const Meeting held = tables.pairs.plan(pair.id, november(19), at(10), at(11), at(1));
  Meeting settled = held;
  settled.state = Meeting::State::held;
  settled.settled_by = kAna;
  tables.pairs.save(settled);
  const Meeting next = tables.pairs.plan(pair.id, november(26), at(20), at(21), at(1));
  for (const PersonId& who : {kAna, kBo}) {
    const MessageId agenda = given.post(person(who), "the raise, the rota");
    given.deliver(agenda, "2." + who.value);
    tables.pairs.save(MeetingPart{next.id, who, agenda, {}});
    tables.attention.put({agenda, "one_on_one/1/agenda", kAcme, who, 0, "the raise", at(3)});
    tables.attention.put({agenda, "note/1", kAcme, who, 1, "Ana is away", at(3)});
    tables.attention.put({agenda, "note/2", kAcme, who, 2, "a holiday", at(3)});
  }
  tables.pairs.add(pair.id, kAna, Point::Kind::point, "the raise", at(2));
  tables.pairs.add(pair.id, kBo, Point::Kind::point, "the rota", at(2));
  tables.calendars.set(kAcme, kAna, "f1", at(2));
  tables.calendars.set(kAcme, kBo, "f2", at(2));
  tables.coffees.join(kVision, RitualId{"coffee"}, kAna, at(2));
  tables.coffees.never(kAcme, kAna, kBo, at(2));
  tables.coffees.never(kAcme, kBo, kAna, at(2));
}

/// Ana leaves a trace wherever the tables let her.
void live(Given& given) {
  Tables& tables = given.tables;
  tables.people.put({kAcme, kAna, "Ana", "ana", "ana@example.com", "Europe/Warsaw"});
  tables.people.put({kAcme, kBo, "Bo", "bo", "bo@example.com", "Europe/Warsaw"});
  tables.people.first_time(kAcme, kAna, "standup.greeting", at(1));
  tables.rooms.add_member(kAcme, RoomId{"C1"}, kAna);
  tables.absences.set({kAcme, kAna, november(1), november(2), kAna});
  tables.absences.set({kAcme, kBo, november(1), november(2), kAna});
  tables.absences.set({kOther, kAna, november(1), november(2), kAna});
  tables.holds.pause(kVision, RitualId{"weekly"}, kAna, at(1));
  tables.holds.skip(kVision, kDaily, november(9), kAna, at(1));
  tables.timers.set({"standup.prompt", "vision/daily/" + kAna.value}, at(5));
  tables.timers.set({"standup.prompt", "vision/daily/" + kBo.value}, at(5));
  tables.dialogs.save({kAcme, kAna, "standup", "vision/daily/2026-11-24", 1});
  auto held = *tables.occurrences.create(kVision, kDaily, november(24), at(1));
  auto ahead = *tables.occurrences.create(kVision, kDaily, november(25), at(2));
  held.head = given.post(room("C1"), "Ana has answered");
  given.deliver(*held.head, "1.1");
  tables.occurrences.save(held);
  for (const auto& one : {held, ahead}) {
    Participant row;
    row.occurrence = one.id;
    row.person = kAna;
    row.state = Participant::State::answered;
    tables.occurrences.save(row);
    Response response;
    response.occurrence = one.id;
    response.person = kAna;
    response.state = Response::State::given;
    response.answers = {"the loader"};
    response = tables.responses.save(response);
    tables.typed_answers.save({kAcme, "DAna", one.id == held.id ? "m1" : "m2", response.id, 0});
  }
  const MessageId prompt = given.post(person(kAna), "Hello Ana");
  given.deliver(prompt, "1.2");
  given.post(person(kAna), "not yet said");
  tables.attention.set_quiet(kAcme, kAna, "off");
  tables.attention.set_home(kAcme, kAna, "77");
  tables.attention.spoke(kAcme, kAna, {prompt, at(3)});
  tables.attention.put({prompt, "standup/vision/daily/2026-11-24", kAcme, kAna, 0, "{}", at(3)});
  tables.attention.hold({0, kAcme, kAna, "{}", at(9), {}});
  Entry win;
  win.team = kVision;
  win.author = kAna;
  win.people = {kAna, kBo};
  win.text = "shipped it";
  tables.entries.add(win);
  Milestone milestone;
  milestone.team = kVision;
  milestone.title = "converges";
  milestone.owner = milestone.set_by = kAna;
  milestone.due = november(30);
  milestone.people = {kAna};
  milestone = tables.milestones.add(milestone);
  tables.milestones.note_move({milestone.id, november(29), november(30), "late", kAna, at(4)});
  tables.yearly_days.put({kAcme, kAna, YearlyDay::Kind::birthday, 2, 29});
  live_with_others(given);
}

}  // namespace

TEMPLATE_TEST_CASE("no table names people without export and forgetting reaching it", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  const auto& schema = given.tables.personal.schema();
  REQUIRE(schema.size() > 100);
  for (const Personal::Column& column : schema) {
    if (!Personal::names_people(column)) continue;
    INFO(column.table << "." << column.column
                      << " holds people: add a line to storage/personal.cpp that says what becomes of it");
    CHECK(Personal::covered(column));
  }
}

TEMPLATE_TEST_CASE("everything kept of a person is found, and only theirs", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  live(given);
  const auto found = given.tables.personal.of_person(kAcme, kAna);
  for (const char* table :
       {"person",         "told",        "room_member",      "absence",       "ritual_pause",
        "ritual_skip",    "timer",       "dialog",           "participant",   "response",
        "typed_answer",   "outbox",      "person_setting",   "spoken",        "bundle_section",
        "held_note",      "entry",       "entry_person",     "milestone",     "milestone_person",
        "milestone_move", "yearly_day",  "retro_typed",      "retro_note",    "retro_vote",
        "retro_action",   "retro",       "meeting",          "meeting_part",  "pair_point",
        "pair",           "pair_person", "calendar_address", "coffee_member", "coffee_never",
        "retro_ballot"}) {
    INFO(table);
    CHECK(names(found, table));
  }
  for (const Record& record : found) {
    if (record.table == "person") CHECK(cell(record, "email") == "ana@example.com");
    if (record.table == "response") CHECK(holds(cell(record, "answers"), "the loader"));
    if (record.table == "timer") CHECK(holds(cell(record, "subject"), kAna.value));
    if (record.table == "outbox") CHECK(cell(record, "body") == "no such column");
    if (record.table == "absence") CHECK(cell(record, "workspace") == "acme");
    // What the other of a pair wrote is the other's.
    if (record.table == "pair_point") CHECK(cell(record, "text") == "the raise");
  }
  CHECK(given.tables.personal.of_person(kAcme, PersonId{"U9NOBODY"}).empty());
}

TEMPLATE_TEST_CASE("who is forgotten is nowhere, and the team keeps its text", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  live(given);
  Tables& tables = given.tables;
  tables.personal.forget(kAcme, kAna, kFormerAna, at(100));
  CHECK(tables.personal.of_person(kAcme, kAna).empty());
  CHECK_FALSE(tables.people.find(kAcme, kAna).has_value());
  CHECK(tables.people.find(kAcme, kBo).has_value());
  CHECK_FALSE(tables.typed_answers.find(kAcme, "DAna", "m1").has_value());
  CHECK(tables.timers.list("standup.prompt", "").size() == 1);
  // What the team saw stays, what it had not seen is gone.
  const auto held = tables.occurrences.on(kVision, kDaily, november(24));
  const auto ahead = tables.occurrences.on(kVision, kDaily, november(25));
  CHECK(tables.responses.of(held->id, kFormerAna)->answers == std::vector<std::string>{"the loader"});
  CHECK(tables.responses.all(ahead->id).empty());
  CHECK((tables.occurrences.participant(ahead->id, kFormerAna)->state == Participant::State::excused));
  CHECK(tables.entries.newest({kVision}, 10).at(0).people == std::vector<PersonId>{kFormerAna, kBo});
  CHECK(tables.milestones.open(kVision).at(0).owner == kFormerAna);
  // Bo's absence is his; who set it is not said any more. Another workspace's Ana is somebody else.
  CHECK(tables.absences.on(kAcme, kBo, november(1))->set_by == kFormerAna);
  CHECK(tables.absences.on(kOther, kAna, november(1)).has_value());
  // Retros keep their notes and actions, her secrets go.
  CHECK(tables.retros.note(NoteId{77})->author == kFormerAna);
  CHECK_FALSE(tables.retros.typed(kAcme, "DAna", "m7").has_value());
  CHECK(tables.retro_actions.open(kVision).at(0).owner == kFormerAna);
  // Her pair ends; Bo keeps what he noted himself, and nobody what she did.
  CHECK(tables.pairs.of_person(kAcme, kBo).empty());
  const auto ended = tables.pairs.ended_with(kFormerAna);
  REQUIRE(ended.size() == 1);
  CHECK(ended[0].people == std::vector<PersonId>{kFormerAna, kBo});
  CHECK(tables.pairs.planned(ended[0].id).empty());
  REQUIRE(tables.pairs.open_points(ended[0].id).size() == 1);
  CHECK(tables.pairs.open_points(ended[0].id)[0].text == "the rota");
  CHECK(given.fresh.ask("select count(*) from pair_point where text = 'the raise'") == "0");
  CHECK(tables.attention.sections_named("one_on_one/1/").size() == 1);  // Bo's, to be written anew.
  CHECK(given.fresh.ask("select count(*) from bundle_section where body like '%Ana%'") == "0");
  CHECK(tables.attention.sections_named("note/").size() == 1);
  CHECK_FALSE(tables.calendars.owner("f1").has_value());
  CHECK(tables.calendars.owner("f2").has_value());
  CHECK(tables.coffees.members(kVision, RitualId{"coffee"}).empty());
  CHECK(tables.coffees.all_nevers(kAcme).empty());
  // What waited to be said to her is not said, and of what was said no text is left.
  CHECK(given.claim().empty());
  CHECK(given.fresh.ask("select count(*) from outbox where body <> '' and finished < " +
                        std::to_string(at(100).time_since_epoch().count())) == "0");
  CHECK(given.fresh.ask("select count(*) from outbox where place = '" + kAna.value + "' and body = ''") ==
        "0");
}

TEMPLATE_TEST_CASE("a team's records are what the team saw", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  live(given);
  const auto found = given.tables.personal.of_team(kVision);
  CHECK(std::count_if(found.begin(), found.end(),
                      [](const Record& one) { return one.table == "response"; }) == 1);
  CHECK(names(found, "entry"));
  CHECK(names(found, "milestone_move"));
  for (const char* table :
       {"outbox",         "timer",      "dialog",         "absence",       "person",       "yearly_day",
        "retro_note",     "retro_vote", "retro_author",   "retro_typed",   "pair",         "pair_person",
        "pair_point",     "meeting",    "meeting_part",   "coffee_member", "coffee_never", "calendar_address",
        "bundle_section", "held_note",  "person_setting", "retro_ballot"}) {
    CHECK_FALSE(names(found, table));
  }
  CHECK(given.tables.personal.of_team(TeamId{"audio"}).empty());
}
