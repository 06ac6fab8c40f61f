// How the courier takes rows: order, leases, doubt.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;
using std::chrono::minutes;

TEMPLATE_TEST_CASE("of each place only the oldest unfinished row leaves", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  const MessageId a1 = given.post(room("A"));
  const MessageId a2 = given.post(room("A"));
  const MessageId b1 = given.post(room("B"));
  const MessageId p1 =
      given.post(person(PersonId{"A"}));  // A person and a room of the same name are two places.
  const auto first = given.claim();
  CHECK(ids(first) == std::vector<MessageId>{a1, b1, p1});
  CHECK(first[0].delivery == Delivery::sending);
  CHECK(first[0].attempts == 1);
  CHECK(first[0].sending_since == at(0));
  CHECK(first[0].key == given.database->installation() + "-" + std::to_string(a1.value));
  CHECK(given.claim().empty());
  given.deliver(a1, "1.1");
  CHECK(ids(given.claim()) == std::vector<MessageId>{a2});
}

TEMPLATE_TEST_CASE("a claim takes the oldest, up to its limit, of its own workspace", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  given.tables.outbox.add({Place::Kind::room, kOther, "A"}, Action::post, std::nullopt, "{}", at(0));
  const MessageId a = given.post(room("Z"));
  const MessageId b = given.post(room("B"));
  const MessageId c = given.post(room("C"));
  CHECK(ids(given.claim(at(0), "one", 2)) == std::vector<MessageId>{a, b});
  CHECK(ids(given.claim(at(0), "one", 2)) == std::vector<MessageId>{c});
}

TEMPLATE_TEST_CASE("a postponed row holds its place back, and no other", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId a1 = given.post(room("A"));
  given.post(room("A"));
  const MessageId b1 = given.post(room("B"));
  CHECK(given.claim().size() == 2);
  outbox.postpone(a1, at(1000), "rate limit");
  given.deliver(b1, "1.1");
  CHECK(outbox.find(a1)->error == "rate limit");
  CHECK(outbox.next_ready(kAcme) == at(1000));
  CHECK(given.claim(at(999)).empty());
  const auto again = given.claim(at(1000));
  CHECK(ids(again) == std::vector<MessageId>{a1});
  CHECK(again[0].attempts == 2);
  CHECK(again[0].sending_since == at(1000));
}

TEMPLATE_TEST_CASE("a thread shares the order of its room", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  const MessageId head = given.post(room("C1"));
  const MessageId reply = given.post(thread("C1", head));
  const MessageId later = given.post(room("C1"));
  CHECK(ids(given.claim()) == std::vector<MessageId>{head});
  SECTION("delivered in turn") {
    given.deliver(head, "1.1");
    CHECK(ids(given.claim()) == std::vector<MessageId>{reply});
    given.deliver(reply, "1.2");
    CHECK(ids(given.claim()) == std::vector<MessageId>{later});
  }
  SECTION("without its head a reply is given up, and the next takes its turn at once") {
    const MessageId another = given.post(thread("C1", reply));
    given.tables.outbox.give_up(head, "is_archived", at(0));
    CHECK(ids(given.claim()) == std::vector<MessageId>{later});
    CHECK(given.tables.outbox.find(reply)->delivery == Delivery::failed);
    CHECK_FALSE(given.tables.outbox.find(reply)->error.empty());
    given.deliver(later, "1.3");
    CHECK(given.claim().empty());
    CHECK(given.tables.outbox.find(another)->delivery == Delivery::failed);
    CHECK(given.tables.outbox.next_ready(kAcme) == std::nullopt);
  }
}

TEMPLATE_TEST_CASE("what belongs to a message elsewhere waits for it", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId post = given.post(person(kAna));
  const MessageId update = outbox.add(room("D1"), Action::update, post, "2", at(0));
  CHECK(ids(given.claim()) == std::vector<MessageId>{post});
  CHECK(given.claim().empty());
  CHECK(outbox.next_ready(kAcme) == at(0) + minutes(1));  // Not the update: the lease of what it waits for.
  given.deliver(post, "1.1");
  CHECK(outbox.next_ready(kAcme) == at(0));
  CHECK(ids(given.claim()) == std::vector<MessageId>{update});
  outbox.sent(update, Receipt{"D1", "1.1"}, at(0));  // A platform may repeat the receipt: it is the post's.
  CHECK(outbox.by_receipt(kAcme, {"C1", "1.1"}) == post);
  CHECK_FALSE(outbox.find(update)->receipt.has_value());
}

TEMPLATE_TEST_CASE("a row in flight is in doubt when its lease is over", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId post = given.post(room("C1"));
  REQUIRE(given.claim(at(0), "one").size() == 1);
  const auto doubt = [&](std::string_view owner, Instant now) {
    return outbox.take_in_doubt(kAcme, owner, now, now + minutes(1), 10);
  };
  CHECK(doubt("two", at(59'999)).empty());
  CHECK(outbox.next_ready(kAcme) == at(60'000));
  const auto taken = doubt("two", at(60'000));
  REQUIRE(ids(taken) == std::vector<MessageId>{post});
  CHECK(taken[0].delivery == Delivery::sending);
  CHECK(taken[0].attempts == 1);
  CHECK(taken[0].sending_since == at(0));  // From when on it may be there.
  CHECK(doubt("one", at(60'001)).empty());
  CHECK(given.claim(at(999'999)).empty());  // Never by claim().

  SECTION("found there") {
    given.deliver(post, "1.1");
    CHECK(outbox.depth() == 0);
  }
  SECTION("not there: sent again") {
    outbox.postpone(post, at(60'002), "was not there");
    CHECK(ids(given.claim(at(60'002), "two")) == std::vector<MessageId>{post});
    CHECK(outbox.find(post)->attempts == 2);
  }
  SECTION("the first owner was only slow: what it knows counts") {
    outbox.postpone(post, at(60'002), "was not there");
    given.deliver(post, "1.1");
    CHECK(outbox.find(post)->delivery == Delivery::sent);
    CHECK(given.claim(at(60'002), "two").empty());
    outbox.postpone(post, at(70'000), "too late");
    outbox.give_up(post, "too late", at(70'000));
    CHECK(outbox.find(post)->delivery == Delivery::sent);
  }
}

TEMPLATE_TEST_CASE("an owner that starts again puts its earlier life's rows in doubt", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  const MessageId mine = given.post(room("A"));
  REQUIRE(given.claim(at(0), "one").size() == 1);
  given.post(room("B"));
  REQUIRE(given.claim(at(0), "two").size() == 1);
  CHECK(outbox.take_in_doubt(kAcme, "one", at(1), at(2), 10).empty());
  outbox.release("one");
  CHECK(outbox.next_ready(kAcme) == at(0));
  CHECK(given.claim(at(1), "one").empty());
  CHECK(ids(outbox.take_in_doubt(kAcme, "one", at(1), at(2), 10)) == std::vector<MessageId>{mine});
}

TEMPLATE_TEST_CASE("nothing to do is nothing to wait for", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Outbox& outbox = given.tables.outbox;
  CHECK(outbox.next_ready(kAcme) == std::nullopt);
  CHECK(given.claim().empty());
  const MessageId post = given.post(room("A"));
  CHECK(outbox.next_ready(kAcme) == at(0));
  CHECK(outbox.next_ready(kOther) == std::nullopt);
  given.claim();
  given.deliver(post, "1.1");
  CHECK(outbox.next_ready(kAcme) == std::nullopt);
}

TEMPLATE_TEST_CASE("a claim that is rolled back never happened", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  const MessageId post = given.post(room("A"));
  {
    Transaction transaction(*given.database);
    REQUIRE(given.claim().size() == 1);
  }
  CHECK(given.tables.outbox.find(post)->delivery == Delivery::ready);
  CHECK(given.tables.outbox.find(post)->attempts == 0);
}

TEMPLATE_TEST_CASE("the database itself refuses two rows in flight at one place", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  given.post(room("A"));
  given.post(room("A"));
  CHECK_THROWS_AS(given.fresh.execute("update outbox set delivery = 'sending', sending_since = 0"),
                  std::runtime_error);
}
