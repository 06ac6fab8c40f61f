// What one of several replicas does alone.
#include "storage/leases.hpp"

#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

TEMPLATE_TEST_CASE("a lease has one owner until it is over or given back", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Leases leases(*given.database);
  const auto at = [](int second) { return Instant(std::chrono::seconds(1'000'000 + second)); };
  CHECK(leases.take(kAcme, "sync", "one", at(0), at(60)));
  CHECK_FALSE(leases.take(kAcme, "sync", "two", at(30), at(90)));
  // Each workspace and each name of its own.
  CHECK(leases.take(kOther, "sync", "two", at(30), at(90)));
  CHECK(leases.take(kAcme, "other", "two", at(30), at(90)));
  // Renewed in time.
  CHECK(leases.take(kAcme, "sync", "one", at(50), at(110)));
  CHECK_FALSE(leases.take(kAcme, "sync", "two", at(109), at(170)));
  // Its owner was killed.
  CHECK(leases.take(kAcme, "sync", "two", at(110), at(170)));
  CHECK_FALSE(leases.take(kAcme, "sync", "one", at(111), at(171)));
  // Given back, and all of the owner's with it.
  leases.release("one");
  CHECK_FALSE(leases.take(kAcme, "sync", "one", at(112), at(172)));
  leases.release("two");
  CHECK(leases.take(kAcme, "sync", "one", at(113), at(173)));
  CHECK(leases.take(kOther, "sync", "one", at(113), at(173)));
}
