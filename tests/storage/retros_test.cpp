// Retrospectives: notes without authors, topics, secret votes, actions.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;
using config::Anonymity;

namespace {

const RitualId kRetro{"retro"};

Retro begin(Given& given, Anonymity anonymity) {
  Retro retro;
  retro.team = kVision;
  retro.ritual = kRetro;
  retro.anonymity = anonymity;
  return given.tables.retros.save(retro);
}

RetroNote note(const Retro& retro, std::int64_t id, const std::string& text,
               std::optional<PersonId> author = std::nullopt) {
  return {NoteId{id}, retro.id, "Ideas", text, std::move(author), november(24), {}, {}};
}

}  // namespace

TEMPLATE_TEST_CASE("one retro of a ritual collects at a time", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Retros& retros = given.tables.retros;
  Retro retro = begin(given, Anonymity::named);
  CHECK_THROWS_AS(begin(given, Anonymity::named), DatabaseError);
  CHECK(retros.collecting(kVision, kRetro)->id == retro.id);
  CHECK_FALSE(retros.latest(kVision, kRetro).has_value());
  retro.stage = Retro::Stage::voting;
  retro.day = november(24);
  retro.facilitator = kBo;
  retro.head = given.post(room("C1"));
  retros.save(retro);
  CHECK_FALSE(retros.collecting(kVision, kRetro).has_value());
  const auto latest = retros.latest(kVision, kRetro);
  REQUIRE(latest.has_value());
  CHECK(latest->stage == Retro::Stage::voting);
  CHECK(latest->day == november(24));
  CHECK(latest->facilitator == kBo);
  CHECK(latest->head == retro.head);
  CHECK(retros.on(kVision, kRetro, november(24))->id == retro.id);
  CHECK(begin(given, Anonymity::anonymous).id != retro.id);
  CHECK_THROWS_AS(retros.save(Retro{RetroId{999}}), std::logic_error);
}

TEMPLATE_TEST_CASE("an anonymous retro counts its authors apart from the notes, and forgets them",
                   "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Retros& retros = given.tables.retros;
  const Retro retro = begin(given, Anonymity::anonymous);
  for (const char* hash : {"b", "a", "b", "c"}) retros.count_author(retro.id, hash, 1);
  CHECK(retros.authors(retro.id) == 3);
  retros.count_author(retro.id, "b", -1);
  CHECK(retros.authors(retro.id) == 3);
  retros.count_author(retro.id, "b", -1);
  CHECK(retros.authors(retro.id) == 2);
  retros.forget_authors(retro.id);
  CHECK(retros.authors(retro.id) == 0);
}

TEMPLATE_TEST_CASE("notes made anonymous keep nothing that knew their authors", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Retros& retros = given.tables.retros;
  const Retro retro = begin(given, Anonymity::named);
  retros.add(note(retro, 70, "one", kAna));
  retros.add(note(retro, 50, "two", kBo));
  retros.remember_typed(kAcme, "D1", "1.1", NoteId{70});
  CHECK(retros.notes_of(retro.id, kAna) == 1);
  CHECK(retros.typed(kAcme, "D1", "1.1") == NoteId{70});
  CHECK_THROWS_AS(retros.make_anonymous(retro.id, {}), std::logic_error);
  retros.make_anonymous(retro.id, {NoteId{9}, NoteId{8}});
  const auto notes = retros.notes(retro.id);
  REQUIRE(notes.size() == 2);
  CHECK(notes[0].id == NoteId{8});
  CHECK(notes[0].text == "one");
  CHECK_FALSE(notes[0].author.has_value());
  CHECK_FALSE(notes[1].author.has_value());
  CHECK_FALSE(retros.typed(kAcme, "D1", "1.1").has_value());
  CHECK_FALSE(retros.note(NoteId{70}).has_value());
}

TEMPLATE_TEST_CASE("notes are changed, numbered and withdrawn", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Retros& retros = given.tables.retros;
  const Retro retro = begin(given, Anonymity::named);
  retros.add(note(retro, 1, "one", kAna));
  retros.add(note(retro, 2, "two", kAna));
  auto two = *retros.note(NoteId{2});
  two.position = 1;
  two.topic = 1;
  two.column = "Went well";
  retros.save(two);
  CHECK(retros.note(NoteId{2})->topic == 1);
  CHECK(retros.note(NoteId{2})->column == "Went well");
  retros.remove(NoteId{1});
  CHECK(retros.notes(retro.id).size() == 1);
  CHECK_THROWS_AS(retros.save(note(retro, 1, "gone")), std::logic_error);
}

TEMPLATE_TEST_CASE("votes are summed and then nobody's", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Retros& retros = given.tables.retros;
  const Retro retro = begin(given, Anonymity::named);
  for (int number : {2, 1, 3}) retros.save(RetroTopic{retro.id, number, "t", {}, {}, {}});
  retros.remove_topic(retro.id, 3);
  retros.set_votes(retro.id, 1, kAna, 2);
  retros.set_votes(retro.id, 1, kAna, 3);
  retros.set_votes(retro.id, 1, kBo, 1);
  retros.set_votes(retro.id, 2, kBo, 1);
  retros.set_votes(retro.id, 2, kBo, 0);
  CHECK(retros.voters(retro.id) == 2);
  REQUIRE(retros.votes_of(retro.id, kAna).size() == 1);
  CHECK(retros.votes_of(retro.id, kAna)[0].votes == 3);
  retros.count_votes(retro.id);
  const auto topics = retros.topics(retro.id);
  REQUIRE(topics.size() == 2);
  CHECK(topics[0].number == 1);
  CHECK(topics[0].votes == 4);
  CHECK(topics[1].votes == 0);
  CHECK(retros.voters(retro.id) == 0);
}

TEMPLATE_TEST_CASE("ballots are known by their messages until voting is over", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Retros& retros = given.tables.retros;
  const Retro retro = begin(given, Anonymity::named);
  const MessageId anas = given.post(person(kAna), "vote");
  const MessageId bos = given.post(person(kBo), "vote");
  retros.remember_ballot(retro.id, kAcme, kBo, anas);
  retros.remember_ballot(retro.id, kAcme, kBo, bos);
  retros.remember_ballot(retro.id, kAcme, kAna, anas);
  CHECK(retros.ballots(retro.id) == std::vector<MessageId>{anas, bos});
  CHECK(retros.ballot(bos) == retro.id);
  retros.forget_ballots(retro.id);
  CHECK(retros.ballots(retro.id).empty());
  CHECK_FALSE(retros.ballot(bos).has_value());
}

TEMPLATE_TEST_CASE("actions are numbered by team and listed by day", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  RetroActions& actions = given.tables.retro_actions;
  const Retro retro = begin(given, Anonymity::named);
  RetroAction first{kVision, 0,  kRetro,       retro.id, "Deploys", "write it down", kAna, november(30),
                    {},      "", november(24), {},       {}};
  first = actions.save(first);
  CHECK(first.number == 1);
  RetroAction second = first;
  second.number = 0;
  second.due = november(26);
  second.retro.reset();
  second = actions.save(second);
  CHECK(second.number == 2);
  RetroAction other = second;
  other.team = TeamId{"audio"};
  other.number = 0;
  CHECK(actions.save(other).number == 1);
  REQUIRE(actions.open(kVision).size() == 2);
  CHECK(actions.open(kVision)[0].number == 2);
  second.state = RetroAction::State::dropped;
  second.why = "no longer needed";
  second.ended_on = november(25);
  actions.save(second);
  CHECK(actions.open(kVision).size() == 1);
  CHECK(actions.find(kVision, 2)->why == "no longer needed");
  CHECK(actions.find(kVision, 2)->ended_on == november(25));
  CHECK(actions.of(retro.id).size() == 1);
  CHECK_FALSE(actions.find(kVision, 7).has_value());
}
