// Inbox, timers, people, rooms.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

TEMPLATE_TEST_CASE("an event is taken once in each workspace", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Inbox& inbox = given.tables.inbox;
  CHECK(inbox.record(kAcme, "Ev1", at(0)));
  CHECK_FALSE(inbox.record(kAcme, "Ev1", at(5)));
  CHECK(inbox.record(kOther, "Ev1", at(5)));
  CHECK(inbox.record(kAcme, "ev1", at(9)));  // Keys are exact.
  CHECK(inbox.forget(at(5)) == 1);
  CHECK(inbox.record(kAcme, "Ev1", at(9)));
}

TEMPLATE_TEST_CASE("timers are taken in the order in which they fall due", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Timers& timers = given.tables.timers;
  CHECK(timers.next_due() == std::nullopt);
  timers.set({"b", "x"}, at(10));
  timers.set({"a", "y"}, at(10));
  timers.set({"a", "Z"}, at(10));  // Bytes, not a language's order: before "y".
  timers.set({"c", "late"}, at(30));
  timers.set({"c", "first"}, at(50));
  timers.set({"c", "first"}, at(5));  // Replaces.
  CHECK(timers.next_due() == at(5));
  CHECK(timers.count_due(at(10)) == 4);
  CHECK(timers.find({"c", "first"}) == at(5));
  std::vector<TimerKey> taken;
  while (const auto timer = timers.take_due(at(10))) taken.push_back(timer->key);
  CHECK(taken == std::vector<TimerKey>{{"c", "first"}, {"a", "Z"}, {"a", "y"}, {"b", "x"}});
  CHECK(timers.next_due() == at(30));
  timers.cancel({"c", "late"});
  timers.cancel({"c", "never was"});
  CHECK(timers.next_due() == std::nullopt);
}

TEMPLATE_TEST_CASE("timers are listed and cancelled by the start of their subject", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Timers& timers = given.tables.timers;
  for (const char* subject :
       {"vision/daily/U1", "vision/daily/U2", "vision/dailyX", "vision/%/U1", "visionär/daily/U1"})
    timers.set({"prompt", subject}, at(1));
  timers.set({"prompt", "vision/daily/U3"}, at(0));
  timers.set({"close", "vision/daily/U1"}, at(0));
  const auto subjects = [&](std::string_view prefix) {
    std::vector<std::string> all;
    for (const Timer& timer : timers.list("prompt", prefix)) all.push_back(timer.key.subject);
    return all;
  };
  CHECK(subjects("vision/daily/") ==
        std::vector<std::string>{"vision/daily/U3", "vision/daily/U1", "vision/daily/U2"});
  CHECK(subjects("vision/%").size() == 1);
  CHECK(subjects("").size() == 6);
  timers.cancel_all("prompt", "vision/daily/");
  CHECK(subjects("") == std::vector<std::string>{"vision/%/U1", "vision/dailyX", "visionär/daily/U1"});
  CHECK(timers.find({"close", "vision/daily/U1"}).has_value());
}

TEMPLATE_TEST_CASE("a timer taken in a turn that fails is given back", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  given.tables.timers.set({"prompt", "x"}, at(1));
  {
    Transaction transaction(*given.database);
    {
      Savepoint turn(*given.database);
      CHECK(given.tables.timers.take_due(at(1)).has_value());
      CHECK_FALSE(given.tables.timers.take_due(at(1)).has_value());
    }
    CHECK(given.tables.timers.find({"prompt", "x"}).has_value());
    CHECK(given.tables.timers.take_due(at(1)).has_value());
  }
  CHECK(given.tables.timers.take_due(at(1)).has_value());
}

TEMPLATE_TEST_CASE("people are found by id, handle or address, in any case", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  People& people = given.tables.people;
  const Person ana{kAcme, kAna, "Ana Żółć ✨", "ana", "ana@example.com", "Europe/Warsaw", false, false, true};
  const Person left{kAcme, PersonId{"U0OLD"}, "Old Ana", "ana", "ana@example.com", "", false, true, false};
  const Person sly{kAcme, PersonId{"U9SLY"}, "Sly", "u1ana", "", "", true, false, false};
  CHECK(people.put(ana) == std::nullopt);
  people.put(left);
  people.put(sly);
  CHECK(people.find(kAcme, kAna) == ana);
  CHECK(people.find(kOther, kAna) == std::nullopt);
  CHECK(people.look_up(kAcme, "u1ANA") == ana);  // The id before a handle that looks like it.
  CHECK(people.look_up(kAcme, "@Ana") == ana);   // Not the one who left.
  CHECK(people.look_up(kAcme, "ana") == ana);
  CHECK(people.look_up(kAcme, "ANA@example.com") == ana);
  CHECK(people.look_up(kAcme, "@") == std::nullopt);
  CHECK(people.look_up(kAcme, "") == std::nullopt);
  CHECK(people.look_up(kAcme, "bo") == std::nullopt);
  CHECK(people.all(kAcme) == std::vector<Person>{left, ana, sly});
  Person moved = ana;
  moved.time_zone = "Asia/Tokyo";
  CHECK(people.put(moved) == ana);
  CHECK(people.put(moved) == moved);
  CHECK(people.find(kAcme, kAna) == moved);

  CHECK(people.first_time(kAcme, kAna, "standup.greeting", at(0)));
  CHECK_FALSE(people.first_time(kAcme, kAna, "standup.greeting", at(1)));
  CHECK(people.first_time(kAcme, kAna, "wins.greeting", at(1)));
  CHECK(people.first_time(kAcme, kBo, "standup.greeting", at(1)));
}

TEMPLATE_TEST_CASE("rooms and who is in them", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Rooms& rooms = given.tables.rooms;
  const Room old{kAcme, RoomId{"C0"}, "vision", true, true};
  const Room vision{kAcme, RoomId{"C1"}, "vision", false, false};
  rooms.put(old);
  rooms.put(vision);
  CHECK(rooms.look_up(kAcme, "#Vision") == vision);
  CHECK(rooms.look_up(kAcme, "vision") == vision);
  CHECK(rooms.look_up(kAcme, "c0") == old);
  CHECK(rooms.look_up(kAcme, "#c0") == std::nullopt);
  CHECK(rooms.look_up(kAcme, "#") == std::nullopt);
  // A room that follows an archived one goes by its id, where the settings name it so.
  const Room next{kAcme, RoomId{"C9"}, "c0", false, true};
  rooms.put(next);
  CHECK(rooms.look_up(kAcme, "C0") == next);
  Room joined = vision;
  joined.joined = true;
  rooms.put(joined);
  CHECK(rooms.find(kAcme, vision.id) == joined);

  rooms.add_member(kAcme, vision.id, kBo);
  rooms.add_member(kAcme, vision.id, kAna);
  rooms.add_member(kAcme, vision.id, kAna);
  CHECK(rooms.members(kAcme, vision.id) == std::vector<PersonId>{kAna, kBo});
  rooms.remove_member(kAcme, vision.id, kBo);
  CHECK(rooms.members(kAcme, vision.id) == std::vector<PersonId>{kAna});
  rooms.replace_members(kAcme, vision.id, {kBo, PersonId{"U3"}, kBo});
  CHECK(rooms.members(kAcme, vision.id) == std::vector<PersonId>{kBo, PersonId{"U3"}});
  CHECK(rooms.members(kOther, vision.id).empty());
}
