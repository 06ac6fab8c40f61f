// Before its day the owner is asked privately how a milestone stands: once for each day it is due.
#include <algorithm>

#include "handlers/milestones/milestones.hpp"
#include "handlers/roster.hpp"
#include "handlers/subject.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::milestones {
namespace {

using storage::Person;
using storage::TimerKey;

constexpr LocalTime kMorning{9 * 60};
constexpr const char* kKind = "milestones.ask";

TimerKey key_of(const One& one) {
  return {kKind, subject_of(*one.team, one.milestone.number)};
}

/// The owner; while they are away, or when they are gone, whoever set it, else the leads.
std::vector<Person> to_ask(Turn& turn, const One& one, bool owner_away) {
  auto& tables = turn.tables();
  if (owner_away) {
    auto leads = roster::leads(tables, *one.team);
    std::erase_if(leads, [&](const Person& lead) { return lead.id == one.milestone.owner; });
    if (!leads.empty()) return leads;
  }
  for (const PersonId& id : {one.milestone.owner, one.milestone.set_by}) {
    if (const auto person = roster::member(tables, *one.team, id)) return {*person};
  }
  return roster::leads(tables, *one.team);
}

std::string topic_of(const One& one) {
  return "milestones.ask " + subject_of(*one.team, one.milestone.number) + " " +
         scheduler::iso_date(one.milestone.due);
}

/// When to ask, and whether the owner is away from then until the day itself.
struct Asking {
  Instant at{};
  bool owner_away = false;
};

Asking asking(Turn& turn, const House& house, const One& one) {
  const auto people = to_ask(turn, one, false);
  const std::string zone = people.empty() ? one.team->time_zone : zones::own(people.front(), *one.team);
  const auto& holidays = house.holidays(one.team->name);
  const LocalDate usual =
      log::working_day(holidays, scheduler::add_days(one.milestone.due, -one.team->wins->ask_before), true);
  const auto away_on = [&](LocalDate day) {
    return roster::away(turn.tables(), *one.team, one.milestone.owner, day).has_value();
  };
  // Asked by then if at all, or set so late that it is asked today.
  const LocalDate first = std::max(usual, scheduler::local_date(turn.now(), zone));
  const bool past = first > one.milestone.due;
  if (past || !away_on(first)) return {scheduler::to_instant(usual, kMorning, zone).at, false};
  // The first working day on which they are back, if that is early enough.
  for (LocalDate day = first; day <= one.milestone.due; day = scheduler::next_day(day)) {
    const bool works = log::working_day(holidays, day, true) == day;
    if (works && !away_on(day)) {
      return {scheduler::to_instant(day, kMorning, zone).at, false};
    }
  }
  return {scheduler::to_instant(usual, kMorning, zone).at, true};
}

}  // namespace

std::optional<Instant> ask_at(Turn& turn, const House& house, const One& one) {
  if (one.milestone.state != Milestone::State::open || one.team->wins->ask_before == 0) return std::nullopt;
  const Instant at = asking(turn, house, one).at;
  if (at <= turn.now()) return std::nullopt;
  return at;
}

void set_timer(Turn& turn, const House& house, const One& one) {
  const TimerKey key = key_of(one);
  if (const auto at = ask_at(turn, house, one)) {
    turn.wake(*at, key);
    return;
  }
  // One that is due is left to fire: it comes late, and says so by the day it names.
  const auto due = turn.tables().timers.find(key);
  if (due && *due > turn.now()) turn.tables().timers.cancel(key);
}

void ask(Turn& turn, const House& house, const storage::Timer& timer) {
  const auto pieces = split_subject(timer.key.subject, 2);
  const config::Team* team = pieces.size() == 2 ? house.settings().team(TeamId{pieces[0]}) : nullptr;
  if (team == nullptr || !team->wins) return;
  const auto found = turn.tables().milestones.find(team->name, std::atoi(pieces[1].c_str()));
  if (!found || found->state != Milestone::State::open) return;
  const One one{team, *found};
  const Asking now = asking(turn, house, one);
  if (now.at > turn.now()) {  // They are away since, and back in time.
    turn.wake(now.at, timer.key);
    return;
  }
  for (const Person& person : to_ask(turn, one, now.owner_away)) {
    // A zone that moves, or a clock that is set back, must not ask twice about the same day.
    if (!turn.tables().people.first_time(person.workspace, person.id, topic_of(one), turn.now())) continue;
    const auto about = milestones::about(turn, one, person);
    const std::string why = person.id == found->owner
                                ? ""
                                : "I ask you because " + about.owner +
                                      (now.owner_away ? " is away. " : " is not in the team any more. ");
    voice::ask_soon(turn, person, zones::own(person, *team), topic_of(one),
                    words::milestones::how_does_it_stand(about, why));
  }
}

void sync_timers(Turn& turn, const House& house) {
  auto& timers = turn.tables().timers;
  for (const storage::Timer& timer : timers.list(kKind, "")) {
    const config::Team* team = house.settings().team(TeamId{split_subject(timer.key.subject, 2).front()});
    if (team == nullptr || !team->wins) timers.cancel(timer.key);
  }
  for (const config::Team& team : house.settings().teams) {
    if (!team.wins) continue;
    for (const Milestone& milestone : turn.tables().milestones.open(team.name)) {
      set_timer(turn, house, {&team, milestone});
    }
  }
}

}  // namespace houston::handlers::milestones
