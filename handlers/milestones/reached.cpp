// A milestone is reached: who contributed is asked of whoever reports it, then the channel celebrates at
// once.
#include <algorithm>

#include "handlers/milestones/milestones.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::milestones {
namespace {

using storage::Entry;
using storage::Person;

constexpr int kRecap = 8;

std::string whose(storage::Tables& tables, const config::Team& team, const Entry& win) {
  std::vector<std::string> names;
  for (const PersonId& person : win.people) names.push_back(roster::name_of(tables, team, person));
  return words::list(names);
}

}  // namespace

void report(Turn& turn, const One& one, const Person& person, bool can_ask) {
  const auto what = about(turn, one, person);
  if (can_ask) {
    turn.ask(words::milestones::reached_form(what));
  } else if (const auto open = turn.tables().dialogs.of(person.workspace, person.id);
             open && open->kind != kReachedDialog) {
    // Another question is open, and this one is said in a line: it need not wait.
    turn.reply(words::milestones::who_in_words(what));
  } else {
    turn.open_dialog({person.workspace, person.id, kReachedDialog, what.subject, 0});
    turn.reply(words::milestones::who_contributed(what));
  }
}

void celebrate(Turn& turn, One one, const Person& person, const log::Named& contributors,
               const std::string& note) {
  auto& tables = turn.tables();
  Milestone& m = one.milestone;
  m.state = Milestone::State::reached;
  m.ended = turn.now();
  m.ended_by = person.id;
  m.people = contributors.people;
  tables.timers.cancel({"milestones.ask", subject_of(*one.team, m.number)});

  words::milestones::Reached reached;
  reached.whole_team = contributors.team;
  reached.note = words::shorten(note, 500);
  reached.moves = static_cast<int>(tables.milestones.moves(m.id).size());
  const LocalDate today = scheduler::local_date(turn.now(), one.team->time_zone);
  const LocalDate set = scheduler::local_date(m.set_at, one.team->time_zone);
  reached.took = static_cast<int>((std::chrono::sys_days(today) - std::chrono::sys_days(set)).count());
  const storage::EntryFilter wins{one.team->name, Entry::Kind::win, {}, m.set_at, {}};
  reached.wins = tables.entries.count(wins);
  for (const Entry& win : tables.entries.newest(wins, kRecap)) {
    reached.recap.push_back({whose(tables, *one.team, win), win.text});
  }
  // The channel reads it by the team's clock.
  Person team_reader;
  team_reader.time_zone = one.team->time_zone;
  reached.about = about(turn, one, team_reader);

  const auto places = roster::channels(tables, *one.team);
  if (!places.empty()) m.published = turn.say(places, words::milestones::reached(reached));
  if (contributors.team && m.people.empty()) {
    // Who looks back on their own year finds it, too.
    for (const Person& member : roster::members(tables, *one.team)) m.people.push_back(member.id);
  }
  tables.milestones.save(m);
  turn.reply(words::milestones::thanks_for_telling(about(turn, one, person), !places.empty()));
}

void reopen(Turn& turn, const House& house, One one, const Person& person) {
  Milestone& m = one.milestone;
  if (m.published) turn.retract(*m.published);
  m.published.reset();
  m.state = Milestone::State::open;
  m.ended.reset();
  m.ended_by = {};
  m.people.clear();
  turn.tables().milestones.save(m);
  set_timer(turn, house, one);
  turn.reply(words::milestones::reopened(about(turn, one, person)));
}

}  // namespace houston::handlers::milestones
