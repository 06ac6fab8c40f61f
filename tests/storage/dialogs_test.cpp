// Questions that are open, and forms that are filled in step by step.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

TEMPLATE_TEST_CASE("the dialog that began last lies on top", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Dialogs& dialogs = given.tables.dialogs;
  Dialog standup = dialogs.save({kAcme, kAna, "standup", "vision/daily/2026-11-24", 0, {}, at(1)});
  const Dialog form = dialogs.save({kAcme, kAna, "form", "away.days/", 0, {}, at(1)});
  REQUIRE(dialogs.of(kAcme, kAna).has_value());
  CHECK(dialogs.of(kAcme, kAna)->id == form.id);
  CHECK_FALSE(dialogs.of(kOther, kAna).has_value());
  CHECK_FALSE(dialogs.of(kAcme, kBo).has_value());

  standup.question = 1;
  standup.touched = at(2);
  dialogs.save(standup);
  CHECK(dialogs.of(kAcme, kAna)->id == form.id);
  REQUIRE(dialogs.all(kAcme, kAna).size() == 2);
  CHECK(dialogs.all(kAcme, kAna).back().question == 1);
  CHECK(dialogs.all(kAcme, kAna).back().touched == at(2));

  dialogs.raise(standup.id);
  CHECK(dialogs.of(kAcme, kAna)->subject == "vision/daily/2026-11-24");
  dialogs.end(standup.id);
  CHECK(dialogs.of(kAcme, kAna)->id == form.id);
  dialogs.end(form.id);
  CHECK_FALSE(dialogs.of(kAcme, kAna).has_value());
  CHECK_THROWS_AS(dialogs.save(form), std::logic_error);
}

TEMPLATE_TEST_CASE("nothing of a form outlives its dialog", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Dialogs& dialogs = given.tables.dialogs;
  OpenForms& forms = given.tables.open_forms;
  const Dialog one = dialogs.save({kAcme, kAna, "form", "wins.log/vision", 0, {}, at(1)});
  CHECK_FALSE(forms.find(one.id).has_value());
  forms.put(one.id, "{}");
  forms.put(one.id, "{\"id\":\"wins.log\"}");
  CHECK(forms.find(one.id) == "{\"id\":\"wins.log\"}");
  forms.put(FormAnswer{one.id, "text", "the loader", false, "DAna", "m1"});
  forms.put(FormAnswer{one.id, "text", "the loader is fixed", true, "DAna", "m2"});
  forms.put(FormAnswer{one.id, "more", "", true, "", ""});
  REQUIRE(forms.answers(one.id).size() == 2);
  CHECK(forms.answers(one.id)[1].value == "the loader is fixed");
  CHECK(forms.answers(one.id)[1].settled);
  REQUIRE(forms.said_by(kAcme, "DAna", "m2").has_value());
  CHECK(forms.said_by(kAcme, "DAna", "m2")->field == "text");
  CHECK_FALSE(forms.said_by(kAcme, "DAna", "m1").has_value());
  CHECK_FALSE(forms.said_by(kOther, "DAna", "m2").has_value());
  CHECK_FALSE(forms.said_by(kAcme, "", "").has_value());

  dialogs.end(one.id);
  CHECK_FALSE(forms.find(one.id).has_value());
  CHECK(forms.answers(one.id).empty());
  CHECK(failure([&] { forms.put(DialogId{999}, "{}"); }) == Kind::conflict);
}
