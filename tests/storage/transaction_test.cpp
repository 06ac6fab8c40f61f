// Commit, rollback, savepoints, and what is left after things went wrong.
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>

#include "storage/sql.hpp"
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

namespace {

bool known(Given& given, const std::string& key) {
  // Looks without leaving a trace.
  Transaction look(*given.database);
  return !given.tables.inbox.record(kAcme, key, at(0));
}

}  // namespace

TEMPLATE_TEST_CASE("what is not committed did not happen", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  {
    Transaction transaction(*given.database);
    CHECK(given.tables.inbox.record(kAcme, "kept", at(0)));
    transaction.commit();
  }
  {
    Transaction transaction(*given.database);
    CHECK(given.tables.inbox.record(kAcme, "dropped", at(0)));
  }
  CHECK(known(given, "kept"));
  CHECK_FALSE(known(given, "dropped"));
}

TEMPLATE_TEST_CASE("one bad turn of a group fails alone", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Transaction group(*given.database);
  for (const std::string name : {"first", "bad", "third"}) {
    const auto turn = [&] {
      Savepoint savepoint(*given.database);
      given.tables.inbox.record(kAcme, name, at(0));
      if (name == "bad")
        given.tables.responses.save(Response{{}, OccurrenceId{99}, kAna});  // No such occurrence.
      savepoint.release();
    };
    CHECK(failure(turn) == (name == "bad" ? std::optional(Kind::conflict) : std::nullopt));
  }
  group.commit();
  CHECK(known(given, "first"));
  CHECK_FALSE(known(given, "bad"));
  CHECK(known(given, "third"));
}

TEMPLATE_TEST_CASE("a transaction is used as it should be, or a logic error tells", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  CHECK_THROWS_AS(Savepoint(*given.database), std::logic_error);
  Transaction transaction(*given.database);
  CHECK_THROWS_AS(Transaction(*given.database), std::logic_error);
  transaction.commit();
  CHECK_THROWS_AS(transaction.commit(), std::logic_error);
}

TEMPLATE_TEST_CASE("a killed process leaves what it committed, and nothing else", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  FreshDatabase fresh(TestType::engine);
  fresh.open();
  int ready[2];
  REQUIRE(::pipe(ready) == 0);
  const pid_t child = ::fork();
  if (child == 0) {
    auto database = Database::open(fresh.url());
    if (!database) ::_exit(1);
    Tables tables(**database);
    {
      Transaction transaction(**database);
      tables.inbox.record(kAcme, "committed", at(0));
      transaction.commit();
    }
    Transaction transaction(**database);
    tables.inbox.record(kAcme, "under way", at(0));
    tables.timers.set({"standup.prompt", "x"}, at(0));
    if (::write(ready[1], "!", 1) != 1) ::_exit(1);
    ::pause();
    ::_exit(1);
  }
  ::close(ready[1]);
  char said = 0;
  REQUIRE(::read(ready[0], &said, 1) == 1);
  ::close(ready[0]);
  REQUIRE(::kill(child, SIGKILL) == 0);
  REQUIRE(::waitpid(child, nullptr, 0) == child);

  auto database = fresh.open();
  Tables tables(*database);
  CHECK(tables.timers.next_due() == std::nullopt);
  CHECK_FALSE(tables.inbox.record(kAcme, "committed", at(1)));
  CHECK(tables.inbox.record(kAcme, "under way", at(1)));
}

TEST_CASE("a full disk stops what cannot be kept, and Houston carries on when there is space", "[storage]") {
  Given given(Engine::sqlite);
  const std::string page = std::string(3000, 'x');
  const auto fill = [&] {
    Transaction group(*given.database);
    try {
      Savepoint turn(*given.database);
      for (int i = 0; i < 500; ++i) given.post(room("C1"), page);
      turn.release();
    } catch (const DatabaseError&) {
      // The next turn of the group must not slip past the transaction that SQLite may have rolled back.
      try {
        Savepoint next(*given.database);
        given.tables.inbox.record(kAcme, "after", at(0));
        next.release();
      } catch (const DatabaseError&) {
      }
      throw;
    }
    group.commit();
  };
  storage::select<std::string>(*given.database, "pragma max_page_count = 120");
  CHECK(failure(fill) == Kind::full);
  CHECK(failure(fill) == Kind::full);
  CHECK(given.tables.outbox.depth() == 0);
  CHECK_FALSE(known(given, "after"));

  storage::select<std::string>(*given.database, "pragma max_page_count = 100000");
  CHECK(failure(fill) == std::nullopt);
  CHECK(given.tables.outbox.depth() == 500);
}

TEMPLATE_TEST_CASE("a database that turned read-only is full, not broken", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  const bool sqlite = TestType::engine == Engine::sqlite;
  const auto set = [&](bool read_only) {
    storage::run(*given.database, sqlite ? (read_only ? "pragma query_only = on" : "pragma query_only = off")
                                         : (read_only ? "set default_transaction_read_only = on"
                                                      : "set default_transaction_read_only = off"));
  };
  const auto turn = [&] {
    Transaction transaction(*given.database);
    given.tables.inbox.record(kAcme, "event", at(0));
    transaction.commit();
  };
  set(true);
  CHECK(failure(turn) == Kind::full);
  CHECK(failure(turn) == Kind::full);
  set(false);
  CHECK(failure(turn) == std::nullopt);
}

TEST_CASE("a locked database is unavailable for now", "[storage]") {
  Given given(Engine::sqlite);
  storage::select<int>(*given.database, "pragma busy_timeout = 1");
  auto other = given.fresh.open();
  {
    Transaction writing(*other);
    CHECK(failure([&] { Transaction(*given.database); }) == Kind::unavailable);
  }
  CHECK(failure([&] { Transaction(*given.database); }) == std::nullopt);
}

TEST_CASE("a lost connection is unavailable until it is made again", "[storage]") {
  HOUSTON_NEED(Engine::postgresql);
  Given given(Engine::postgresql);
  const auto turn = [&](bool lose) {
    Transaction transaction(*given.database);
    given.tables.inbox.record(kAcme, "event", at(0));
    if (lose) given.fresh.cut_connections();
    transaction.commit();
  };
  CHECK(failure([&] { turn(true); }) == Kind::unavailable);
  CHECK(failure([&] { turn(false); }) == Kind::unavailable);
  CHECK(failure([&] { given.tables.outbox.depth(); }) == Kind::unavailable);
  given.database->reconnect();
  CHECK(failure([&] { turn(false); }) == std::nullopt);
  CHECK(known(given, "event"));
}

TEST_CASE("COMMIT of a transaction that failed is an error, not a success", "[storage]") {
  HOUSTON_NEED(Engine::postgresql);
  Given given(Engine::postgresql);
  Transaction transaction(*given.database);
  given.tables.inbox.record(kAcme, "event", at(0));
  CHECK(failure([&] {
          given.tables.responses.save(Response{{}, OccurrenceId{99}, kAna});
        }) == Kind::conflict);
  CHECK(failure([&] { transaction.commit(); }) == Kind::other);
}

TEMPLATE_TEST_CASE("an error tells no word of what people wrote", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  const auto occurrence = given.tables.occurrences.create(kVision, kDaily, november(24), at(0)).value();
  Response response{{}, occurrence.id, PersonId{"U-private"}};
  response.answers = {"my secret plan"};
  given.tables.responses.save(response);
  try {
    given.tables.responses.save(response);
    FAIL("a second response of one person was taken");
  } catch (const DatabaseError& error) {
    CHECK(error.kind() == Kind::conflict);
    CHECK_FALSE(holds(error.what(), "secret plan"));
    CHECK_FALSE(holds(error.what(), "U-private"));
  }
}
