// What platforms keep between runs.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

TEMPLATE_TEST_CASE("a platform finds what it kept, each workspace its own", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  PlatformNotes& notes = given.tables.platform_notes;
  CHECK_FALSE(notes.find(kAcme, "since").has_value());
  notes.put(kAcme, "since", "s1");
  notes.put(kOther, "since", "t1");
  notes.put(kAcme, "device", "HOUSTON");
  notes.put(kAcme, "since", "s2 “quoted” 🚀");
  CHECK(notes.find(kAcme, "since") == "s2 “quoted” 🚀");
  CHECK(notes.find(kOther, "since") == "t1");
  notes.put(kAcme, "since", "");
  CHECK_FALSE(notes.find(kAcme, "since").has_value());
  CHECK(notes.find(kAcme, "device") == "HOUSTON");
}
