// The log: entries, milestones, yearly days; and answers read over a stretch of dates.
#include "tests/storage/given.hpp"

using namespace houston;
using namespace houston::test;

namespace {

Entry win(const PersonId& who, const std::string& text, long long when) {
  Entry entry;
  entry.team = kVision;
  entry.author = who;
  entry.people = {who};
  entry.text = text;
  entry.logged = entry.changed = at(when);
  return entry;
}

}  // namespace

TEMPLATE_TEST_CASE("an entry is kept as it was put down, and the same source twice is refused", "[storage]",
                   OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Entries& entries = given.tables.entries;
  Entry kudos = win(kAna, "staying up", 1);
  kudos.kind = Entry::Kind::kudos;
  kudos.people = {kBo, kAna};
  kudos.source = "C1/1.1";
  kudos.url = "https://example.com/";
  kudos = entries.add(kudos);
  REQUIRE(kudos.id);
  auto found = entries.find(kudos.id);
  REQUIRE(found.has_value());
  CHECK((found->kind == Entry::Kind::kudos));
  CHECK(found->people == std::vector<PersonId>{kBo, kAna});
  CHECK(found->url == "https://example.com/");
  CHECK(entries.by_source(kVision, "C1/1.1")->id == kudos.id);
  CHECK_FALSE(entries.by_source(TeamId{"audio"}, "C1/1.1"));
  CHECK_FALSE(entries.find(EntryId{77}));
  CHECK(failure([&] { entries.add(kudos); }) == Kind::conflict);

  found->text = "staying up late";
  found->people = {kAna};
  found->published = given.post(room("C1"));
  entries.save(*found);
  CHECK(entries.find(kudos.id)->text == "staying up late");
  CHECK(entries.find(kudos.id)->people == std::vector<PersonId>{kAna});
  CHECK(entries.find(kudos.id)->published == found->published);
}

TEMPLATE_TEST_CASE("entries are listed newest first, by team, kind, person and time, without the withdrawn",
                   "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Entries& entries = given.tables.entries;
  const Entry one = entries.add(win(kAna, "one", 1));
  const Entry two = entries.add(win(kBo, "two", 2));
  Entry both = win(kAna, "three", 2);
  both.people = {kAna, kBo};
  both.kind = Entry::Kind::celebration;
  both = entries.add(both);
  Entry elsewhere = win(kAna, "elsewhere", 3);
  elsewhere.team = TeamId{"audio"};
  entries.add(elsewhere);
  const auto texts = [&](const EntryFilter& filter, int limit = 10, int skip = 0) {
    std::string all;
    for (const Entry& entry : entries.newest(filter, limit, skip)) all += entry.text + " ";
    return all;
  };
  CHECK(texts({kVision}) == "three two one ");
  CHECK(texts({kVision}, 1, 1) == "two ");
  CHECK(texts({kVision, Entry::Kind::win}) == "two one ");
  CHECK(texts({kVision, {}, kBo}) == "three two ");
  CHECK(texts({kVision, {}, {}, at(2)}) == "three two ");
  CHECK(texts({kVision, {}, {}, {}, at(2)}) == "one ");
  CHECK(entries.count({kVision, {}, kBo}) == 2);
  Entry withdrawn = two;
  withdrawn.withdrawn = at(5);
  withdrawn.withdrawn_by = kBo;
  entries.save(withdrawn);
  CHECK(texts({kVision}) == "three one ");
  CHECK(entries.count({kVision}) == 2);
  CHECK(entries.find(two.id)->withdrawn_by == kBo);
  CHECK(entries.newest({kVision}, 1).front().people == std::vector<PersonId>{kAna, kBo});
}

TEMPLATE_TEST_CASE("milestones count up in each team, move, and end", "[storage]", OnSqlite, OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  Milestones& milestones = given.tables.milestones;
  Milestone first;
  first.team = kVision;
  first.title = "Model converges";
  first.criterion = "val loss < 0.9";
  first.due = november(30);
  first.owner = kBo;
  first.set_by = kAna;
  first.set_at = at(1);
  Milestone second = first;
  second.due = november(20);
  Milestone other = first;
  other.team = TeamId{"audio"};
  first = milestones.add(first);
  second = milestones.add(second);
  CHECK(first.number == 1);
  CHECK(second.number == 2);
  CHECK(milestones.add(other).number == 1);
  REQUIRE(milestones.open(kVision).size() == 2);
  CHECK(milestones.open(kVision).front().number == 2);
  CHECK(milestones.find(kVision, 1)->criterion == "val loss < 0.9");
  CHECK_FALSE(milestones.find(kVision, 3));

  first.due = november(28);
  first.standing = Milestone::Standing::at_risk;
  first.standing_at = at(2);
  milestones.save(first);
  milestones.note_move({first.id, november(30), november(28), "it goes well", kBo, at(2)});
  REQUIRE(milestones.moves(first.id).size() == 1);
  CHECK(milestones.moves(first.id).front().why == "it goes well");
  CHECK((milestones.find(kVision, 1)->standing == Milestone::Standing::at_risk));

  first.state = Milestone::State::reached;
  first.ended = at(10);
  first.ended_by = kBo;
  first.people = {kBo, kAna};
  milestones.save(first);
  CHECK(milestones.open(kVision).size() == 1);
  REQUIRE(milestones.reached(kVision, at(10), at(11)).size() == 1);
  CHECK(milestones.reached(kVision, at(10), at(11)).front().people == std::vector<PersonId>{kBo, kAna});
  CHECK(milestones.reached(kVision, at(11), at(12)).empty());
  // After two, three, whatever became of them.
  CHECK(milestones.add(second).number == 3);
}

TEMPLATE_TEST_CASE("a day of the year is kept once a person and kind, and forgotten", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  YearlyDays& days = given.tables.yearly_days;
  const auto birthday = YearlyDay::Kind::birthday;
  days.put({kAcme, kBo, birthday, 2, 29});
  days.put({kAcme, kBo, birthday, 3, 1});
  days.put({kAcme, kBo, YearlyDay::Kind::anniversary, 9, 15});
  days.put({kAcme, kBo, YearlyDay::Kind::anniversary, 9, 15, 2021});
  CHECK(days.find(kAcme, kBo, YearlyDay::Kind::anniversary)->year == 2021);
  days.put({kAcme, kBo, YearlyDay::Kind::anniversary, 9, 15});
  CHECK_FALSE(days.find(kAcme, kBo, YearlyDay::Kind::anniversary)->year);
  days.put({kOther, kBo, birthday, 5, 5});
  CHECK(days.find(kAcme, kBo, birthday)->month == 3);
  CHECK(days.all(kAcme).size() == 2);
  CHECK(days.forget(kAcme, kBo, birthday));
  CHECK_FALSE(days.forget(kAcme, kBo, birthday));
  CHECK_FALSE(days.find(kAcme, kBo, birthday));
  CHECK(days.all(kAcme).size() == 1);
}

TEMPLATE_TEST_CASE("whoever stands behind an entry does so once in each way", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  using Mark = storage::Entries::Mark;
  auto& entries = given.tables.entries;
  const EntryId id = entries.add(win(kBo, "Fixed the loader", 1)).id;
  CHECK(entries.marks(id) == 0);
  entries.mark(id, kBo, Mark::reaction);
  entries.mark(id, kBo, Mark::reaction);
  entries.mark(id, kBo, Mark::shortcut);
  CHECK(entries.marks(id) == 2);
  CHECK(entries.unmark(id, kBo, Mark::reaction));
  CHECK_FALSE(entries.unmark(id, kBo, Mark::reaction));
  CHECK(entries.marks(id) == 1);
}

TEMPLATE_TEST_CASE("the answers of a stretch of dates, by person and date", "[storage]", OnSqlite,
                   OnPostgresql) {
  HOUSTON_NEED(TestType::engine);
  Given given(TestType::engine);
  auto& responses = given.tables.responses;
  const auto answer = [&](unsigned day, const PersonId& who, Response::State state) {
    auto occurrence = given.tables.occurrences.on(kVision, kDaily, november(day));
    if (!occurrence) occurrence = given.tables.occurrences.create(kVision, kDaily, november(day), at(day));
    Response response;
    response.occurrence = occurrence->id;
    response.person = who;
    response.state = state;
    response.answers = {"on day " + std::to_string(day)};
    responses.save(response);
  };
  answer(24, kBo, Response::State::given);
  answer(23, kBo, Response::State::given);
  answer(23, kAna, Response::State::given);
  answer(25, kAna, Response::State::draft);
  answer(26, kAna, Response::State::given);
  const auto found = responses.given(kVision, kDaily, november(23), november(25));
  REQUIRE(found.size() == 3);
  CHECK(found[0].person == kAna);
  CHECK(found[1].date == november(23));
  CHECK(found[2].answers == std::vector<std::string>{"on day 24"});
  CHECK(responses.given(kVision, RitualId{"other"}, november(1), november(30)).empty());
}
