// Absences, pauses, skipped days.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

namespace {

/// "2-4 by U1ANA, 6-6 by U2BO"
std::string plan(Absences& absences) {
  std::string text;
  for (const Absence& a : absences.upcoming(kAcme, kAna, november(1)))
    text += (text.empty() ? "" : ", ") + std::to_string(unsigned(a.first.day())) + "-" +
            std::to_string(unsigned(a.last.day())) + (a.set_by == kAna ? "" : "*");
  return text;
}

}  // namespace

TEMPLATE_TEST_CASE("the later word about an absence wins where the two overlap", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Absences& absences = given.tables.absences;
  const auto away = [&](unsigned first, unsigned last, const PersonId& by) {
    absences.set({kAcme, kAna, november(first), november(last), by});
  };
  away(10, 20, kAna);
  absences.set({kAcme, kBo, november(1), november(30), kBo});  // Somebody else's is never touched.
  struct {
    const char* what;
    unsigned first, last;
    const char* then;
  } const rows[] = {
      {"inside: splits it", 13, 15, "10-12, 13-15*, 16-20"},
      {"over the start: trims it", 8, 11, "8-11*, 12-20"},
      {"over the end: trims it", 19, 25, "10-18, 19-25*"},
      {"the same: replaces it", 10, 20, "10-20*"},
      {"around it: replaces it", 5, 25, "5-25*"},
      {"one day at the start", 10, 10, "10-10*, 11-20"},
      {"one day at the end", 20, 20, "10-19, 20-20*"},
      {"next to it: both stay", 21, 22, "10-20, 21-22*"},
  };
  for (const auto& row : rows) {
    INFO(row.what);
    Transaction transaction(*given.database);
    away(row.first, row.last, kBo);
    CHECK(plan(absences) == row.then);
  }
  CHECK(absences.on(kAcme, kBo, november(15)).has_value());
}

TEMPLATE_TEST_CASE("an absence over several is one", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Absences& absences = given.tables.absences;
  for (const unsigned first : {2u, 6u, 12u})
    absences.set({kAcme, kAna, november(first), november(first + 2), kAna});
  absences.set({kAcme, kAna, november(3), november(12), kBo});
  CHECK(plan(absences) == "2-2, 3-12*, 13-14");
}

TEMPLATE_TEST_CASE("coming back ends what runs and cancels what was to come", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Absences& absences = given.tables.absences;
  absences.set({kAcme, kAna, november(2), november(3), kAna});
  absences.set({kAcme, kAna, november(10), november(20), kAna});
  absences.set({kAcme, kAna, november(25), november(26), kAna});
  CHECK(absences.on(kAcme, kAna, november(10)).has_value());
  CHECK(absences.on(kAcme, kAna, november(20)).has_value());
  CHECK_FALSE(absences.on(kAcme, kAna, november(21)).has_value());
  CHECK_FALSE(absences.on(kAcme, kAna, november(9)).has_value());
  CHECK(absences.end(kAcme, kAna, november(15)) == 2);
  CHECK(plan(absences) == "2-3, 10-14");
  CHECK(absences.end(kAcme, kAna, november(10)) == 1);
  CHECK(plan(absences) == "2-3");
  CHECK(absences.end(kAcme, kAna, november(10)) == 0);
}

TEMPLATE_TEST_CASE("an absence that ends before it begins is refused", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  CHECK(failure([&] {
          given.tables.absences.set({kAcme, kAna, november(5), november(4), kAna});
        }) == Kind::conflict);
}

TEMPLATE_TEST_CASE("a ritual is paused, resumed, skipped", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Holds& holds = given.tables.holds;
  CHECK_FALSE(holds.resume(kVision, kDaily));
  holds.pause(kVision, kDaily, kAna, at(1));
  holds.pause(kVision, kDaily, kBo, at(2));
  REQUIRE(holds.paused(kVision, kDaily).has_value());
  CHECK(holds.paused(kVision, kDaily)->by == kAna);
  CHECK(holds.paused(kVision, kDaily)->since == at(1));
  CHECK_FALSE(holds.paused(kVision, RitualId{"weekly"}).has_value());
  CHECK(holds.resume(kVision, kDaily));
  CHECK_FALSE(holds.paused(kVision, kDaily).has_value());
  holds.skip(kVision, kDaily, november(24), kAna, at(1));
  holds.skip(kVision, kDaily, november(24), kBo, at(2));
  CHECK(holds.skipped(kVision, kDaily, november(24)) == kAna);
  CHECK_FALSE(holds.skipped(kVision, kDaily, november(25)).has_value());
}
