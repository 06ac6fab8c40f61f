// Occurrences, participants, responses, typed answers.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

TEMPLATE_TEST_CASE("an occurrence is held once a date and once a scheduled instant", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Occurrences& occurrences = given.tables.occurrences;
  auto tuesday = occurrences.create(kVision, kDaily, november(24), at(0));
  REQUIRE(tuesday.has_value());
  CHECK(tuesday->date == november(24));
  CHECK(tuesday->state == Occurrence::State::open);
  CHECK_FALSE(occurrences.create(kVision, kDaily, november(24), at(7)).has_value());
  CHECK_FALSE(occurrences.create(kVision, kDaily, november(25), at(0)).has_value());
  CHECK(occurrences.create(kVision, RitualId{"weekly"}, november(24), at(0)).has_value());
  auto monday = occurrences.create(kVision, kDaily, november(23), at(-10));
  REQUIRE(monday.has_value());

  CHECK(occurrences.open(kVision, kDaily).size() == 2);
  CHECK(occurrences.open(kVision, kDaily).front().id == monday->id);
  CHECK(occurrences.latest(kVision, kDaily)->id == tuesday->id);
  const MessageId head = given.post(room("C1"));
  tuesday->state = Occurrence::State::closed;
  tuesday->closes = at(5);
  tuesday->closed = at(6);
  tuesday->head = head;
  occurrences.save(*tuesday);
  const auto saved = occurrences.on(kVision, kDaily, november(24));
  REQUIRE(saved.has_value());
  CHECK(saved->state == Occurrence::State::closed);
  CHECK(saved->closes == at(5));
  CHECK(saved->closed == at(6));
  CHECK(saved->head == head);
  CHECK(occurrences.find(tuesday->id)->scheduled == at(0));
  CHECK(occurrences.open(kVision, kDaily).size() == 1);

  CHECK_THROWS_AS(occurrences.save(Occurrence{OccurrenceId{999}}), std::logic_error);
  tuesday->head = MessageId{999};
  CHECK(failure([&] { occurrences.save(*tuesday); }) == Kind::conflict);
}

TEMPLATE_TEST_CASE("who takes part, and how it went", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Occurrences& occurrences = given.tables.occurrences;
  const auto monday = occurrences.create(kVision, kDaily, november(23), at(0)).value();
  const auto tuesday = occurrences.create(kVision, kDaily, november(24), at(1)).value();
  Participant bo{tuesday.id, kBo};
  bo.prompt_at = at(3);
  bo.reason = "on a flight";
  occurrences.save(bo);
  occurrences.save(Participant{tuesday.id, kAna});
  occurrences.save(Participant{monday.id, kBo, Participant::State::missing});
  bo.state = Participant::State::prompted;
  bo.prompted_at = at(4);
  bo.closes = at(9);
  bo.prompt = given.post(person(kBo));
  bo.reminders = 2;
  occurrences.save(bo);

  const auto found = occurrences.participant(tuesday.id, kBo);
  REQUIRE(found.has_value());
  CHECK(found->state == Participant::State::prompted);
  CHECK(found->prompt_at == at(3));
  CHECK(found->prompted_at == at(4));
  CHECK(found->closes == at(9));
  CHECK(found->prompt == bo.prompt);
  CHECK(found->reminders == 2);
  CHECK(found->reason == "on a flight");
  const auto all = occurrences.participants(tuesday.id);
  REQUIRE(all.size() == 2);
  CHECK(all[0].person == kAna);
  CHECK(all[0].prompted_at == std::nullopt);
  const auto history = occurrences.history(kVision, kDaily, kBo, 10);
  REQUIRE(history.size() == 2);
  CHECK(history[0].occurrence == tuesday.id);
  CHECK(history[1].state == Participant::State::missing);
  CHECK(occurrences.history(kVision, kDaily, kBo, 1).size() == 1);
  CHECK(failure([&] { occurrences.save(Participant{OccurrenceId{999}, kAna}); }) == Kind::conflict);
}

TEMPLATE_TEST_CASE("a response is kept as it was written, once a person", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Responses& responses = given.tables.responses;
  const auto tuesday = given.tables.occurrences.create(kVision, kDaily, november(24), at(0)).value();
  Response response;
  response.occurrence = tuesday.id;
  response.person = kAna;
  response.answers = {"", "\"quotes\", <!channel> 'n' back\\slash\nlines\ttabs", "Zażółć 🚀 ? {id} :p1 %s",
                      std::string("a\0b", 3)};
  response.first_given = at(5);
  response.changed = at(6);
  const Response saved = responses.save(response);
  CHECK(static_cast<bool>(saved.id));
  auto found = responses.of(tuesday.id, kAna);
  REQUIRE(found.has_value());
  CHECK(found->answers == response.answers);
  CHECK(found->state == Response::State::draft);
  found->state = Response::State::given;
  found->answers = {"x"};
  found->late = true;
  found->published = given.post(room("C1"));
  responses.save(*found);
  const auto revised = responses.find(saved.id);
  REQUIRE(revised.has_value());
  CHECK(revised->answers == std::vector<std::string>{"x"});
  CHECK(revised->late);
  CHECK(revised->published == found->published);
  CHECK(failure([&] { responses.save(response); }) == Kind::conflict);
  Response lost = *found;
  lost.id = ResponseId{999};
  CHECK_THROWS_AS(responses.save(lost), std::logic_error);
}

TEMPLATE_TEST_CASE("responses are listed as they came, and the last plan is found", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Responses& responses = given.tables.responses;
  std::vector<OccurrenceId> days;
  for (const unsigned day : {23u, 24u, 25u})
    days.push_back(given.tables.occurrences.create(kVision, kDaily, november(day), at(day)).value().id);
  const auto give = [&](OccurrenceId day, const PersonId& who, Response::State state, long long when) {
    Response response{{}, day, who, state, {"plan " + std::to_string(when)}, at(when), at(when)};
    responses.save(response);
  };
  give(days[0], kAna, Response::State::given, 3);
  give(days[1], kBo, Response::State::given, 5);
  give(days[1], kAna, Response::State::withdrawn, 4);
  give(days[2], kAna, Response::State::given, 9);
  const auto all = responses.all(days[1]);
  REQUIRE(all.size() == 2);
  CHECK(all[0].person == kAna);
  const auto last = [&](const PersonId& who, unsigned day) {
    const auto found = responses.last_before(kVision, kDaily, who, november(day));
    return found ? found->answers.at(0) : "";
  };
  CHECK(last(kAna, 25) == "plan 3");  // Not the withdrawn one, not the day's own.
  CHECK(last(kAna, 26) == "plan 9");
  CHECK(last(kAna, 23) == "");
  CHECK(last(kBo, 30) == "plan 5");
}

TEMPLATE_TEST_CASE("typed answers", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  const auto tuesday = given.tables.occurrences.create(kVision, kDaily, november(24), at(0)).value();
  const ResponseId response = given.tables.responses.save(Response{{}, tuesday.id, kAna}).id;
  TypedAnswers& typed = given.tables.typed_answers;
  typed.save({kAcme, "D1", "1764.000100", response, 0});
  typed.save({kAcme, "D1", "1764.000100", response, 2});
  const auto found = typed.find(kAcme, "D1", "1764.000100");
  REQUIRE(found.has_value());
  CHECK(found->question == 2);
  CHECK(found->response == response);
  CHECK_FALSE(typed.find(kAcme, "D2", "1764.000100").has_value());
  CHECK(failure([&] { typed.save({kAcme, "D1", "x", ResponseId{999}, 0}); }) == Kind::conflict);
}
