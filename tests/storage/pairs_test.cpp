// Pairs, meetings, points, calendar addresses, coffee.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

TEMPLATE_TEST_CASE("a pair is one pair, whoever asks for it, and comes back with its list", "[storage]",
                   OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Pairs& pairs = given.tables.pairs;
  Pair pair = pairs.keep(kAcme, kVision, RitualId{"1on1"}, {kBo, kAna}, at(0));
  CHECK(pair.people == std::vector<PersonId>{kBo, kAna});
  CHECK(pairs.keep(kAcme, kVision, RitualId{"1on1"}, {kBo, kAna}, at(5)).id == pair.id);
  CHECK(pairs.find(pair.id)->since == at(0));
  const PersonId cy{"U3CY"};
  CHECK(pairs.keep(kAcme, kVision, RitualId{"coffee"}, {kAna, kBo, cy}, at(0)).people.size() == 3);
  CHECK(pairs.of_person(kAcme, kAna).size() == 2);
  CHECK(pairs.of_person(kAcme, cy).size() == 1);
  CHECK(pairs.of_person(kOther, kAna).empty());

  pair.weekday = 3;
  pair.minutes = 14 * 60;
  pair.zone = "Europe/Warsaw";
  pair.chosen = true;
  pair.told = at(9);
  pair.active = false;
  pairs.save(pair);
  CHECK(pairs.of(kVision, RitualId{"1on1"}).empty());
  CHECK(pairs.all().size() == 1);
  const Point point = pairs.add(pair.id, kAna, Point::Kind::promise, "Tee & \"Kuchen\" 🍰", at(1));
  const Pair again = pairs.keep(kAcme, kVision, RitualId{"1on1"}, {kBo, kAna}, at(7));
  CHECK(again.id == pair.id);
  CHECK(again.active);
  CHECK(again.since == at(7));
  CHECK_FALSE(again.told.has_value());
  CHECK(again.weekday == 3);
  CHECK(pairs.open_points(pair.id).at(0).text == point.text);
  CHECK_THROWS_AS(pairs.save(Pair{PairId{999}, kAcme, kVision, kDaily, {}, true, {}, {}, "", false, {}, {}}),
                  std::logic_error);
}

TEMPLATE_TEST_CASE("meetings: one a day by the cadence, and nobody in two at once", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Pairs& pairs = given.tables.pairs;
  const Pair one = pairs.keep(kAcme, kVision, kDaily, {kAna, kBo}, at(0));
  const Pair two = pairs.keep(kAcme, kVision, kDaily, {kAna, PersonId{"U3CY"}}, at(0));
  Meeting meeting = pairs.plan(one.id, november(26), at(100), at(200), at(0));
  CHECK(failure([&] { pairs.plan(one.id, november(26), at(300), at(400), at(0)); }) == Kind::conflict);
  CHECK(pairs.busy(kAcme, kAna, at(150), at(250), two.id));
  CHECK_FALSE(pairs.busy(kAcme, kAna, at(200), at(300), two.id));
  CHECK_FALSE(pairs.busy(kAcme, kAna, at(0), at(100), two.id));
  CHECK_FALSE(pairs.busy(kAcme, kAna, at(150), at(250), one.id));
  CHECK_FALSE(pairs.busy(kAcme, PersonId{"U3CY"}, at(150), at(250), two.id));
  CHECK_FALSE(pairs.busy(kOther, kAna, at(150), at(250), two.id));

  MeetingPart part = pairs.part(meeting.id, kBo);
  CHECK_FALSE(part.agenda.has_value());
  part.agenda = given.post(person(kBo));
  pairs.save(part);
  part.question = given.post(person(kBo));
  pairs.save(part);
  CHECK(pairs.part(meeting.id, kBo).agenda == part.agenda);
  CHECK(pairs.part(meeting.id, kBo).question == part.question);

  meeting.state = Meeting::State::held;
  meeting.settled_by = kBo;
  meeting.asked = at(201);
  meeting.sequence = 2;
  meeting.pinned = true;
  pairs.save(meeting);
  CHECK(pairs.last_held(one.id)->settled_by == kBo);
  CHECK(pairs.planned(one.id).empty());
  CHECK_FALSE(pairs.busy(kAcme, kAna, at(150), at(250), two.id));
  Meeting next = pairs.plan(one.id, november(30), at(500), at(600), at(0));
  next.state = Meeting::State::skipped;
  pairs.save(next);
  CHECK(pairs.settled(one.id, 5).at(0).id == next.id);
  CHECK(pairs.on(one.id, november(26))->pinned);
  CHECK(pairs.since(one.id, at(200)).size() == 1);
  const auto met = pairs.pairings(kVision, kDaily);
  REQUIRE(met.size() == 2);
  CHECK(met[0].day == november(30));
  CHECK(met[0].people == std::vector<PersonId>{kAna, kBo});

  Point point = pairs.add(one.id, kAna, Point::Kind::point, "tea", at(1));
  point.state = Point::State::done;
  point.settled = at(2);
  point.carried = 3;
  pairs.save(point);
  CHECK(pairs.open_points(one.id).empty());
  CHECK(pairs.point(point.id)->carried == 3);
}

TEMPLATE_TEST_CASE("calendar addresses and coffee wishes", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  CalendarAddresses& calendars = given.tables.calendars;
  calendars.set(kAcme, kAna, "f1", at(1));
  CHECK(calendars.owner("f1")->person == kAna);
  calendars.set(kAcme, kAna, "f2", at(2));
  CHECK_FALSE(calendars.owner("f1").has_value());
  CHECK(calendars.since(kAcme, kAna) == at(2));
  CHECK(calendars.remove(kAcme, kAna));
  CHECK_FALSE(calendars.remove(kAcme, kAna));
  CHECK_FALSE(calendars.owner("f2").has_value());

  Coffees& coffees = given.tables.coffees;
  CHECK(coffees.join(kVision, kDaily, kBo, at(0)));
  CHECK_FALSE(coffees.join(kVision, kDaily, kBo, at(0)));
  CHECK(coffees.joined(kVision, kDaily, kBo));
  CHECK(coffees.members(kVision, kDaily) == std::vector<PersonId>{kBo});
  CHECK(coffees.leave(kVision, kDaily, kBo));
  CHECK_FALSE(coffees.leave(kVision, kDaily, kBo));
  coffees.never(kAcme, kAna, kBo, at(0));
  coffees.never(kAcme, kAna, kBo, at(0));
  CHECK(coffees.nevers(kAcme, kAna) == std::vector<PersonId>{kBo});
  CHECK(coffees.nevers(kAcme, kBo).empty());
  CHECK(coffees.all_nevers(kAcme).size() == 1);
  CHECK(coffees.again(kAcme, kAna, kBo));
  CHECK(coffees.all_nevers(kAcme).empty());
}

TEMPLATE_TEST_CASE("ids that hold a '/' are ids all the same", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Pairs& pairs = given.tables.pairs;
  const PersonId slash{"@ana/b:x"};
  const PersonId code{"@bo%2Fc%25:x"};
  const Pair pair = pairs.keep(kAcme, kVision, kDaily, {slash, code}, at(0));
  CHECK(pair.people == std::vector<PersonId>{slash, code});
  CHECK(pairs.find(pair.id)->people == std::vector<PersonId>{slash, code});
  CHECK(pairs.keep(kAcme, kVision, kDaily, {slash, code}, at(1)).id == pair.id);
  CHECK(pairs.of_person(kAcme, slash).size() == 1);
  CHECK(pairs.ended_with(slash).size() == 1);
  CHECK(pairs.ended_with(code).size() == 1);
  CHECK(pairs.ended_with(PersonId{"b:x"}).empty());
  const PersonId former{"former-1"};
  given.tables.personal.forget(kAcme, slash, former, at(2));
  CHECK(pairs.ended_with(former).at(0).people == std::vector<PersonId>{former, code});
}
