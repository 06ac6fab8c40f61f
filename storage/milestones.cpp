#include "storage/milestones.hpp"

#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 3> kWords<Milestone::State>{"open", "reached", "dropped"};
template <>
inline constexpr std::array<std::string_view, 3> kWords<Milestone::Standing>{"unknown", "on_track",
                                                                             "at_risk"};

static auto fields(Milestone& m) {
  return std::tie(m.id, m.team, m.number, m.title, m.criterion, m.due, m.owner, m.set_by, m.set_at, m.state,
                  m.standing, m.standing_at, m.ended, m.ended_by, m.published);
}

static auto fields(MilestoneMove& m) {
  return std::tie(m.milestone, m.from, m.to, m.why, m.by, m.at);
}

Milestone Milestones::add(const Milestone& milestone) {
  Together together(database_);
  Milestone added = milestone;
  // Two replicas at once: the unique key refuses the second, whose turn is tried again.
  added.number =
      select_one<int>(database_, "select coalesce(max(number), 0) + 1 from milestone where team = ?",
                      milestone.team)
          .value();
  added.id = select_one<MilestoneId>(
                 database_,
                 "insert into milestone (team, number, title, criterion, due, owner, set_by, set_at,"
                 " state, standing, standing_at, ended, ended_by, published)"
                 " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
                 added.team, added.number, added.title, added.criterion, added.due, added.owner, added.set_by,
                 added.set_at, added.state, added.standing, added.standing_at, added.ended, added.ended_by,
                 added.published)
                 .value();
  put_people(added);
  together.done();
  return added;
}

void Milestones::save(const Milestone& m) {
  Together together(database_);
  if (run(database_,
          "update milestone set title = ?, criterion = ?, due = ?, owner = ?, state = ?, standing = ?,"
          " standing_at = ?, ended = ?, ended_by = ?, published = ? where id = ?",
          m.title, m.criterion, m.due, m.owner, m.state, m.standing, m.standing_at, m.ended, m.ended_by,
          m.published, m.id) != 1)
    throw std::logic_error("a milestone was to be replaced that is not there");
  run(database_, "delete from milestone_person where milestone = ?", m.id);
  put_people(m);
  together.done();
}

void Milestones::put_people(const Milestone& milestone) {
  int place = 0;
  for (const PersonId& person : milestone.people)
    run(database_,
        "insert into milestone_person (milestone, person, place) values (?, ?, ?)"
        " on conflict (milestone, person) do nothing",
        milestone.id, person, place++);
}

void Milestones::add_people(std::vector<Milestone>& milestones) {
  for (Milestone& one : milestones)
    one.people = select<PersonId>(
        database_, "select person from milestone_person where milestone = ? order by place", one.id);
}

std::optional<Milestone> Milestones::find(const TeamId& team, int number) {
  auto found = select<Milestone>(
      database_,
      "select id, team, number, title, criterion, due, owner, set_by, set_at, state, standing, standing_at,"
      " ended, ended_by, published from milestone where team = ? and number = ?",
      team, number);
  if (found.empty()) return std::nullopt;
  add_people(found);
  return std::move(found.front());
}

std::vector<Milestone> Milestones::open(const TeamId& team) {
  return select<Milestone>(
      database_,
      "select id, team, number, title, criterion, due, owner, set_by, set_at, state, standing, standing_at,"
      " ended, ended_by, published from milestone where team = ? and state = 'open' order by due, number",
      team);
}

std::vector<Milestone> Milestones::reached(const TeamId& team, Instant from, Instant before) {
  auto found = select<Milestone>(
      database_,
      "select id, team, number, title, criterion, due, owner, set_by, set_at, state, standing, standing_at,"
      " ended, ended_by, published from milestone where team = ? and state = 'reached' and ended >= ?"
      " and ended < ? order by ended, number",
      team, from, before);
  add_people(found);
  return found;
}

void Milestones::note_move(const MilestoneMove& move) {
  run(database_,
      "insert into milestone_move (milestone, from_day, to_day, why, moved_by, at) values (?, ?, ?, ?, ?, ?)",
      move.milestone, move.from, move.to, move.why, move.by, move.at);
}

std::vector<MilestoneMove> Milestones::moves(MilestoneId milestone) {
  return select<MilestoneMove>(database_,
                               "select milestone, from_day, to_day, why, moved_by, at from milestone_move"
                               " where milestone = ? order by id",
                               milestone);
}

}  // namespace houston::storage
