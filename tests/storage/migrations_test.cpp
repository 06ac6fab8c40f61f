// Bringing a database up to date, and refusing one that must not be touched.
#include <atomic>
#include <thread>

#include "storage/dialect.hpp"
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

TEST_CASE("the dialect's words are expanded outside quotes and comments", "[storage]") {
  CHECK(in_dialect("a {int64} -- what's {this}?\nb '{x}?' ? ?", Engine::sqlite) ==
        "a integer \nb '{x}?' :p1 :p2");
  CHECK(in_dialect("{int64} {claim}", Engine::postgresql) == "bigint for update of claimed skip locked");
  CHECK_THROWS_AS(in_dialect("{nonsense}", Engine::sqlite), std::logic_error);
  CHECK_THROWS_AS(in_dialect("{int64", Engine::sqlite), std::logic_error);
}
