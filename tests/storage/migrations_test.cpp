// Bringing a database up to date, and refusing one that must not be touched.
#include <atomic>
#include <thread>

#include "storage/dialect.hpp"
#include "storage/migrations.hpp"
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

TEMPLATE_TEST_CASE("an empty database gets the schema once, and keeps its identity", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  FreshDatabase fresh(TestType::engine);
  const std::string identity = fresh.open()->installation();
  CHECK(identity.size() == 36);
  CHECK(fresh.open()->installation() == identity);
  CHECK(fresh.ask("select count(*) from schema_version") ==
        fresh.ask("select max(version) from schema_version"));
  FreshDatabase another(TestType::engine);
  CHECK(another.open()->installation() != identity);
}

TEMPLATE_TEST_CASE("replicas that start at once migrate an empty database together", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  FreshDatabase fresh(TestType::engine);
  std::vector<std::string> said(6);
  std::vector<std::string> identities(said.size());
  std::vector<std::thread> replicas;
  for (std::size_t i = 0; i < said.size(); ++i)
    replicas.emplace_back([&, i] {
      auto database = Database::open(fresh.url());
      if (database)
        identities[i] = (*database)->installation();
      else
        said[i] = database.error().message;
    });
  for (std::thread& replica : replicas) replica.join();
  for (std::size_t i = 0; i < said.size(); ++i) {
    CHECK(said[i] == "");
    CHECK(identities[i] == identities[0]);
  }
  CHECK(fresh.ask("select count(*) from schema_version where version = 1") == "1");
}

TEMPLATE_TEST_CASE("a database newer than the program is refused", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  FreshDatabase fresh(TestType::engine);
  auto running = fresh.open();
  fresh.execute("insert into schema_version (version, name, applied) values (999, '0999_later', 0)");
  const std::string said = refusal(fresh.url());
  CHECK(holds(said, "schema version 999"));
  CHECK(holds(said, "newer Houston"));
  CHECK(holds(said, "Run that version"));
  // One that was running when the newer replica came notices when it connects again.
  CHECK(failure([&] { running->reconnect(); }) == Kind::other);
}

TEMPLATE_TEST_CASE("a database of the first version is brought along with all that it holds", "[storage]",
                   OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  FreshDatabase fresh(TestType::engine);
  fresh.execute(
      in_dialect("create table schema_version (version {int64} not null primary key,"
                 " name {text} not null, applied {int64} not null) {strict}",
                 TestType::engine));
  fresh.execute(in_dialect(migrations().front().sql, TestType::engine));
  fresh.execute(
      "insert into schema_version (version, name, applied) values (1, '0001_initial', 0);"
      "insert into outbox (workspace, place_kind, place, action, body, delivery, created, not_before, "
      "finished,"
      " receipt_room, receipt_message) values ('acme', 'room', 'C1', 'post', 'head', 'sent', 1, 1, 2, 'C1', "
      "'1.1');"
      "insert into outbox (workspace, place_kind, place, thread, action, body, delivery, created, not_before,"
      " sending_since) values ('acme', 'room', 'C1', 1, 'post', 'reply', 'sending', 1, 1, 2);"
      "insert into outbox (workspace, place_kind, place, action, target, body, created, not_before)"
      " values ('acme', 'room', 'C1', 'update', 1, 'head again', 1, 1);"
      "insert into occurrence (team, ritual, day, scheduled, head) values ('vision', 'daily', '2026-11-24', "
      "1, 1);"
      "insert into participant (occurrence, person, state, prompt_at, prompt, reminders, reason)"
      " values (1, 'U1', 'answered', 1, 2, 0, '');"
      "insert into response (occurrence, person, state, answers, first_given, changed, late, published)"
      " values (1, 'U1', 'given', '[]', 1, 1, 0, 2)");
  auto database = fresh.open();
  Tables tables(*database);
  CHECK(tables.outbox.find(MessageId{1})->receipt == Receipt{"C1", "1.1"});
  CHECK(tables.outbox.find(MessageId{2})->place.thread == MessageId{1});
  CHECK(tables.outbox.find(MessageId{2})->delivery == Delivery::sending);
  CHECK(tables.outbox.find(MessageId{3})->target == MessageId{1});
  CHECK(tables.outbox.depth() == 2);
  CHECK(tables.occurrences.on(kVision, kDaily, november(24))->head == MessageId{1});
  CHECK(tables.responses.find(ResponseId{1})->published == MessageId{2});
  if (TestType::engine == Engine::sqlite) CHECK(fresh.ask("pragma foreign_key_check") == "");
  // Its keys still hold, and ids go on where they were.
  CHECK(tables.outbox.add(room("C1"), Action::react, std::nullopt, "{}", at(0)) == MessageId{4});
  auto lost = tables.occurrences.on(kVision, kDaily, november(24));
  lost->head = MessageId{99};
  CHECK(failure([&] { tables.occurrences.save(*lost); }) == Kind::conflict);
  CHECK(fresh.ask("select count(*) from outbox where action = 'react'") == "1");
}

TEST_CASE("the dialect's words are expanded outside quotes and comments", "[storage]") {
  CHECK(in_dialect("a {int64} -- what's {this}?\nb '{x}?' ? ?", Engine::sqlite) ==
        "a integer \nb '{x}?' :p1 :p2");
  CHECK(in_dialect("{int64} {claim}", Engine::postgresql) == "bigint for update of claimed skip locked");
  CHECK_THROWS_AS(in_dialect("{nonsense}", Engine::sqlite), std::logic_error);
  CHECK_THROWS_AS(in_dialect("{int64", Engine::sqlite), std::logic_error);
}
