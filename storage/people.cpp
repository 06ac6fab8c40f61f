#include "storage/people.hpp"

#include "storage/sql.hpp"
#include "storage/words.hpp"

namespace houston::storage {

static auto fields(Person& p) {
  return std::tie(p.workspace, p.id, p.name, p.handle, p.email, p.time_zone, p.bot, p.deactivated, p.admin,
                  p.chosen_zone);
}

std::optional<Person> People::put(const Person& person) {
  auto before = find(person.workspace, person.id);
  // A roster is told again and again; what did not change costs no write.
  Person told = person;
  if (before) told.chosen_zone = before->chosen_zone;
  if (before == told) return before;
  run(database_,
      "insert into person (workspace, id, name, handle, email, time_zone, bot, deactivated, admin)"
      " values (?, ?, ?, ?, ?, ?, ?, ?, ?)"
      " on conflict (workspace, id) do update set name = excluded.name, handle = excluded.handle,"
      " email = excluded.email, time_zone = excluded.time_zone, bot = excluded.bot,"
      " deactivated = excluded.deactivated, admin = excluded.admin",
      person.workspace, person.id, person.name, person.handle, person.email, person.time_zone, person.bot,
      person.deactivated, person.admin);
  return before;
}

void People::choose_zone(const WorkspaceId& workspace, const PersonId& id, std::string_view zone) {
  run(database_, "update person set chosen_zone = ? where workspace = ? and id = ?", zone, workspace, id);
}

std::optional<Person> People::find(const WorkspaceId& workspace, const PersonId& id) {
  return select_one<Person>(
      database_,
      "select workspace, id, name, handle, email, time_zone, bot, deactivated, admin, chosen_zone"
      " from person where workspace = ? and id = ?",
      workspace, id);
}

std::optional<Person> People::find_anywhere(const PersonId& id) {
  return select_one<Person>(
      database_,
      "select workspace, id, name, handle, email, time_zone, bot, deactivated, admin, chosen_zone"
      " from person where id = ? order by deactivated, workspace limit 1",
      id);
}

std::optional<Person> People::look_up(const WorkspaceId& workspace, std::string_view who) {
  const bool handle = who.starts_with('@');
  const std::string word = lower_ascii(handle ? who.substr(1) : who);
  if (word.empty()) return std::nullopt;
  // Of two people who had the same handle or address, the one who still is there.
  if (auto found = select_one<Person>(database_,
                                      "select workspace, id, name, handle, email, time_zone, bot, "
                                      "deactivated, admin, chosen_zone from person"
                                      " where workspace = ? and lower(id) in (?, ?) order by id limit 1",
                                      workspace, word, lower_ascii(who)))
    return found;
  if (auto found = select_one<Person>(database_,
                                      "select workspace, id, name, handle, email, time_zone, bot, "
                                      "deactivated, admin, chosen_zone from person"
                                      " where workspace = ? and handle = ? order by deactivated, id limit 1",
                                      workspace, word))
    return found;
  return select_one<Person>(
      database_,
      "select workspace, id, name, handle, email, time_zone, bot, deactivated, admin, chosen_zone from person"
      " where workspace = ? and email = ? order by deactivated, id limit 1",
      workspace, word);
}

std::vector<Person> People::all(const WorkspaceId& workspace) {
  return select<Person>(
      database_,
      "select workspace, id, name, handle, email, time_zone, bot, deactivated, admin, chosen_zone"
      " from person where workspace = ? order by id",
      workspace);
}

bool People::first_time(const WorkspaceId& workspace, const PersonId& id, std::string_view topic,
                        Instant now) {
  return run(database_,
             "insert into told (workspace, person, topic, at) values (?, ?, ?, ?) on conflict do nothing",
             workspace, id, topic, now) == 1;
}

}  // namespace houston::storage
