#include "storage/entries.hpp"

#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 3> kWords<Entry::Kind>{"win", "kudos", "celebration"};

template <>
inline constexpr std::array<std::string_view, 2> kWords<Entries::Mark>{"reaction", "shortcut"};

static auto fields(Entry& e) {
  return std::tie(e.id, e.team, e.kind, e.author, e.whole_team, e.text, e.url, e.source, e.logged, e.changed,
                  e.withdrawn, e.withdrawn_by, e.published);
}

static auto fields(Entries::Marked& m) {
  return std::tie(m.entry, m.person);
}

namespace {

/// A filter as one query's parameters: what is not asked for lets everything pass.
struct Bounds {
  explicit Bounds(const EntryFilter& filter)
      : any_kind(!filter.kind),
        kind(filter.kind.value_or(Entry::Kind::win)),
        any_person(!filter.person),
        person(filter.person.value_or(PersonId{})),
        from(filter.from.value_or(Instant{})),
        before(filter.before.value_or(Instant(Duration(INT64_MAX)))) {}
  bool any_kind;
  Entry::Kind kind;
  bool any_person;
  PersonId person;
  Instant from;
  Instant before;
};

}  // namespace

Entry Entries::add(const Entry& entry) {
  Together together(database_);
  Entry added = entry;
  added.id = select_one<EntryId>(
                 database_,
                 "insert into entry (team, kind, author, whole_team, body, url, source, logged,"
                 " changed, withdrawn, withdrawn_by, published)"
                 " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
                 entry.team, entry.kind, entry.author, entry.whole_team, entry.text, entry.url, entry.source,
                 entry.logged, entry.changed, entry.withdrawn, entry.withdrawn_by, entry.published)
                 .value();
  put_people(added);
  together.done();
  return added;
}

void Entries::save(const Entry& entry) {
  Together together(database_);
  if (run(database_,
          "update entry set author = ?, whole_team = ?, body = ?, url = ?, changed = ?, withdrawn = ?,"
          " withdrawn_by = ?, published = ? where id = ?",
          entry.author, entry.whole_team, entry.text, entry.url, entry.changed, entry.withdrawn,
          entry.withdrawn_by, entry.published, entry.id) != 1)
    throw std::logic_error("an entry was to be replaced that is not there");
  run(database_, "delete from entry_person where entry = ?", entry.id);
  put_people(entry);
  together.done();
}

void Entries::put_people(const Entry& entry) {
  int place = 0;
  for (const PersonId& person : entry.people)
    run(database_,
        "insert into entry_person (entry, person, place) values (?, ?, ?) on conflict (entry, person) do "
        "nothing",
        entry.id, person, place++);
}

std::vector<PersonId> Entries::people_of(EntryId id) {
  return select<PersonId>(database_, "select person from entry_person where entry = ? order by place", id);
}

std::optional<Entry> Entries::find(EntryId id) {
  auto entry =
      select_one<Entry>(database_,
                        "select id, team, kind, author, whole_team, body, url, source, logged, changed,"
                        " withdrawn, withdrawn_by, published from entry where id = ?",
                        id);
  if (entry) entry->people = people_of(entry->id);
  return entry;
}

std::optional<Entry> Entries::by_source(const TeamId& team, std::string_view source) {
  auto entry =
      select_one<Entry>(database_,
                        "select id, team, kind, author, whole_team, body, url, source, logged, changed,"
                        " withdrawn, withdrawn_by, published from entry where team = ? and source = ?",
                        team, source);
  if (entry) entry->people = people_of(entry->id);
  return entry;
}

std::vector<Entry> Entries::newest(const EntryFilter& filter, int limit, int skip) {
  const Bounds b(filter);
  auto found = select<Entry>(
      database_,
      "select e.id, e.team, e.kind, e.author, e.whole_team, e.body, e.url, e.source, e.logged, e.changed,"
      " e.withdrawn, e.withdrawn_by, e.published from entry e"
      " where e.team = ? and e.withdrawn is null and e.logged >= ? and e.logged < ?"
      " and (? = 1 or e.kind = ?)"
      " and (? = 1 or exists (select 1 from entry_person p where p.entry = e.id and p.person = ?))"
      " order by e.logged desc, e.id desc limit ? offset ?",
      filter.team, b.from, b.before, b.any_kind, b.kind, b.any_person, b.person, limit, skip);
  for (Entry& entry : found) entry.people = people_of(entry.id);
  return found;
}

int Entries::count(const EntryFilter& filter) {
  const Bounds b(filter);
  return select_one<int>(
             database_,
             "select count(*) from entry e where e.team = ? and e.withdrawn is null and e.logged >= ?"
             " and e.logged < ? and (? = 1 or e.kind = ?)"
             " and (? = 1 or exists (select 1 from entry_person p where p.entry = e.id and p.person = ?))",
             filter.team, b.from, b.before, b.any_kind, b.kind, b.any_person, b.person)
      .value();
}

void Entries::mark(EntryId id, const PersonId& person, Mark how, const std::string& reaction) {
  run(database_,
      "insert into entry_mark (entry, person, how, reaction) values (?, ?, ?, ?)"
      " on conflict (entry, person, how) do update set reaction = excluded.reaction",
      id, person, how, reaction);
}

std::optional<Entries::Marked> Entries::marked_by(const std::string& reaction) {
  if (reaction.empty()) return std::nullopt;
  return select_one<Marked>(database_, "select entry, person from entry_mark where reaction = ?", reaction);
}

bool Entries::unmark(EntryId id, const PersonId& person, Mark how) {
  return run(database_, "delete from entry_mark where entry = ? and person = ? and how = ?", id, person,
             how) > 0;
}

int Entries::marks(EntryId id) {
  return select_one<int>(database_, "select count(*) from entry_mark where entry = ?", id).value();
}

}  // namespace houston::storage
