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

/// Ana leaves a trace wherever the first tables let her.
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
       {"person",         "told",      "room_member",    "absence",     "ritual_pause",
        "ritual_skip",    "timer",     "dialog",         "participant", "response",
        "typed_answer",   "outbox",    "person_setting", "spoken",      "bundle_section",
        "held_note",      "entry",     "entry_person",   "milestone",   "milestone_person",
        "milestone_move", "yearly_day"}) {
    INFO(table);
    CHECK(names(found, table));
  }
  for (const Record& record : found) {
    if (record.table == "person") CHECK(cell(record, "email") == "ana@example.com");
    if (record.table == "response") CHECK(holds(cell(record, "answers"), "the loader"));
    if (record.table == "timer") CHECK(holds(cell(record, "subject"), kAna.value));
    if (record.table == "outbox") CHECK(cell(record, "body") == "no such column");
    if (record.table == "absence") CHECK(cell(record, "workspace") == "acme");
  }
  CHECK(given.tables.personal.of_person(kAcme, PersonId{"U9NOBODY"}).empty());
}

TEMPLATE_TEST_CASE("who is forgotten is nowhere; the team keeps its text", "[storage]", OnSqlite,
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
  for (const char* table : {"outbox", "timer", "dialog", "absence", "person", "yearly_day"}) {
    CHECK_FALSE(names(found, table));
  }
  CHECK(given.tables.personal.of_team(TeamId{"audio"}).empty());
}
