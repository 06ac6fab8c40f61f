// What turns put into the outbox.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

TEMPLATE_TEST_CASE("what is said is kept as it was said", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId head = given.post(room("C1"), R"({"text":"Standup"})");
  const MessageId reply = given.post(thread("C1", head));
  const auto row = outbox.find(reply);
  REQUIRE(row.has_value());
  CHECK(row->place == thread("C1", head));
  CHECK(row->action == Action::post);
  CHECK(row->delivery == Delivery::ready);
  CHECK(row->created == at(0));
  CHECK(row->attempts == 0);
  CHECK(row->key == given.database->installation() + "-" + std::to_string(reply.value));
  CHECK(outbox.find(head)->body == R"({"text":"Standup"})");
  CHECK_FALSE(outbox.find(MessageId{999}).has_value());
  CHECK(outbox.depth() == 2);
  CHECK(outbox.depth(kOther) == 0);
  CHECK(failure([&] { given.post(thread("C1", MessageId{999})); }) == Kind::conflict);
  CHECK_THROWS_AS(outbox.add(room("C1"), Action::update, std::nullopt, "", at(0)), std::logic_error);
  CHECK_THROWS_AS(outbox.add(room("C1"), Action::post, head, "", at(0)), std::logic_error);
}

TEMPLATE_TEST_CASE("an update that still waits is replaced, one under way is followed", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId head = given.post(room("C1"));
  const auto update = [&](const std::string& body) {
    return outbox.add(room("C1"), Action::update, head, body, at(0));
  };
  const MessageId first = update("1");
  const MessageId other = given.post(room("C1"));
  CHECK(update("2") == first);
  CHECK(outbox.find(first)->body == "2");
  CHECK(given.claim().front().id == head);
  given.deliver(head, "1.1");
  CHECK(given.claim().front().id == first);
  // The request is on its way with "2": a newer word is a row of its own.
  const MessageId second = update("3");
  CHECK(second != first);
  CHECK(update("4") == second);
  CHECK(outbox.find(first)->body == "2");

  SECTION("the one under way arrives") {
    outbox.sent(first, std::nullopt, at(1));
    CHECK(given.claim().front().id == other);
    CHECK(outbox.find(second)->delivery == Delivery::ready);
  }
  SECTION("the one under way must be tried again: the newer one says all there is to say") {
    outbox.postpone(first, at(500), "rate limit");
    CHECK(outbox.find(first)->delivery == Delivery::failed);
    CHECK(outbox.find(second)->not_before == at(500));
    CHECK(given.claim().front().id == other);
  }
}

TEMPLATE_TEST_CASE("a home tab that still waits is replaced", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const auto home = [&](const PersonId& who, const std::string& body) {
    return outbox.add(person(who), Action::home, std::nullopt, body, at(0));
  };
  const MessageId first = home(kAna, "1");
  CHECK(home(kAna, "2") == first);
  CHECK(home(kBo, "3") != first);
  CHECK(outbox.find(first)->body == "2");
  CHECK(given.claim().size() == 2);
  CHECK(home(kAna, "4") != first);
}

TEMPLATE_TEST_CASE("a message taken back before it left vanishes, and so does its removal", "[storage]",
                   OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId post = given.post(room("C1"));
  const MessageId update = outbox.add(room("C1"), Action::update, post, "2", at(0));
  const MessageId after = given.post(room("C1"));
  const MessageId removal = outbox.add(room("C1"), Action::remove, post, "", at(1));
  for (const MessageId id : {post, update, removal}) CHECK(outbox.find(id)->delivery == Delivery::failed);
  CHECK(ids(given.claim()) == std::vector<MessageId>{after});
}

TEMPLATE_TEST_CASE("a message under way is removed after it arrived", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId post = given.post(room("C1"));
  REQUIRE(given.claim().size() == 1);
  const MessageId update = outbox.add(room("C1"), Action::update, post, "2", at(0));
  const MessageId removal = outbox.add(room("C1"), Action::remove, post, "", at(0));
  CHECK(given.claim().empty());
  CHECK(outbox.find(update)->delivery == Delivery::failed);  // Nobody would see it.
  SECTION("it arrives") {
    given.deliver(post, "1.1");
    CHECK(ids(given.claim()) == std::vector<MessageId>{removal});
  }
  SECTION("it is given up: nothing to remove") {
    outbox.give_up(post, "channel_not_found", at(2));
    CHECK(given.claim().empty());
    CHECK(outbox.find(removal)->delivery == Delivery::failed);
    CHECK(outbox.depth() == 0);
  }
}

TEMPLATE_TEST_CASE("a receipt leads back to its message, and belongs to one", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId one = given.post(room("C1"));
  const MessageId two = given.post(room("C2"));
  given.claim();
  given.deliver(one, "1.1");
  CHECK(outbox.by_receipt(kAcme, {"C1", "1.1"}) == one);
  CHECK_FALSE(outbox.by_receipt(kOther, {"C1", "1.1"}).has_value());
  CHECK_FALSE(outbox.by_receipt(kAcme, {"C2", "1.1"}).has_value());
  CHECK(outbox.find(one)->receipt == Receipt{"C1", "1.1"});
  CHECK(failure([&] { given.deliver(two, "1.1"); }) == Kind::conflict);
  given.deliver(one, "9.9");  // Told twice: the first receipt stays.
  CHECK(outbox.find(one)->receipt == Receipt{"C1", "1.1"});
}

TEMPLATE_TEST_CASE("a message and its copies are one, and a row follows one that failed", "[storage]",
                   OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const Place elsewhere{Place::Kind::room, kOther, "!r"};
  const MessageId one = given.post(room("C1"));
  given.post(room("C2"));
  const MessageId copy = outbox.add(elsewhere, Action::post, std::nullopt, "{}", at(0), one);
  CHECK(outbox.find(copy)->copy_of == one);
  CHECK_FALSE(outbox.find(one)->copy_of.has_value());
  CHECK(ids(outbox.everywhere(one)) == std::vector<MessageId>{one, copy});
  CHECK(outbox.everywhere(MessageId{999}).empty());

  // Each leaves at its own platform's pace.
  CHECK(ids(given.claim()) == std::vector<MessageId>{one, MessageId{one.value + 1}});
  given.deliver(one, "1.1");
  CHECK(outbox.find(copy)->delivery == Delivery::ready);
  const auto there = outbox.claim(kOther, "one", at(0), at(100), 10);
  REQUIRE(ids(there) == std::vector<MessageId>{copy});
  CHECK(there.front().copy_of == one);

  SECTION("what stands in either place is the one message") {
    outbox.sent(copy, Receipt{"!r", "$1"}, at(1));
    CHECK(outbox.by_receipt(kOther, {"!r", "$1"}) == one);
    CHECK(outbox.by_receipt(kAcme, {"C1", "1.1"}) == one);
  }
  SECTION("another row at the place of one that could not be delivered") {
    outbox.give_up(copy, "not in the room", at(1));
    const MessageId again = outbox.add(elsewhere, Action::post, std::nullopt, "{}", at(2), one);
    CHECK(ids(outbox.everywhere(one)) == std::vector<MessageId>{one, again});
  }
}

TEMPLATE_TEST_CASE("bodies of what was delivered long ago are forgotten, receipts are not", "[storage]",
                   OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId done = given.post(room("C1"));
  const MessageId waits = given.post(room("C1"));
  given.claim();
  given.deliver(done, "1.1");
  CHECK(outbox.forget_bodies(at(0)) == 0);
  CHECK(outbox.forget_bodies(at(1)) == 1);
  CHECK(outbox.forget_bodies(at(1)) == 0);
  CHECK(outbox.find(done)->body == "");
  CHECK(outbox.find(done)->receipt.has_value());
  CHECK(outbox.find(waits)->body == "{}");
}

TEMPLATE_TEST_CASE("a platform's limit is stored, the longer one counts", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  CHECK_FALSE(outbox.paused_until(kAcme, "chat.update").has_value());
  outbox.pause(kAcme, "chat.update", at(30));
  outbox.pause(kAcme, "chat.update", at(10));
  CHECK(outbox.paused_until(kAcme, "chat.update") == at(30));
  outbox.pause(kAcme, "chat.update", at(60));
  CHECK(outbox.paused_until(kAcme, "chat.update") == at(60));
  CHECK_FALSE(outbox.paused_until(kAcme, "chat.postMessage").has_value());
  CHECK_FALSE(outbox.paused_until(kOther, "chat.update").has_value());
}
