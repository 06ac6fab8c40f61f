#include "handlers/digest/digest.hpp"

#include "handlers/log/team_log.hpp"
#include "handlers/roster.hpp"
#include "handlers/subject.hpp"

namespace houston::handlers {
namespace digest {
namespace {

using storage::Occurrence;
using storage::TimerKey;

constexpr auto kFirstStretch = std::chrono::hours(24 * 7);

std::string timers_of(const config::Team& team) {
  return team.name.value + "/";
}

void set_timer(Turn& turn, const House& house, const config::Team& team) {
  auto& tables = turn.tables();
  std::optional<TimerKey> wanted;
  if (const auto coming = next(tables, house, team, turn.now(), true)) {
    wanted = TimerKey{kTimer, timers_of(team) + scheduler::iso_date(coming->date)};
    turn.wake(coming->at, *wanted);
  }
  // One that is due is left to fire, late as it is.
  for (const storage::Timer& timer : tables.timers.list(kTimer, timers_of(team))) {
    if (timer.due > turn.now() && timer.key != wanted) tables.timers.cancel(timer.key);
  }
}

/// What the last one told ends here.
Instant told_until(Turn& turn, const config::Team& team) {
  const auto last = turn.tables().occurrences.latest(team.name, team.wins->name);
  return last && last->closed ? *last->closed : turn.now() - kFirstStretch;
}

bool silent(const config::Team& team, const words::digest::Digest& digest) {
  return digest.quiet() && team.wins->quiet == config::QuietWeek::skip;
}

void post(Turn& turn, Occurrence& occurrence, const std::vector<storage::Place>& places,
          const words::digest::Digest& digest) {
  occurrence.head = turn.say(places, words::digest::digest(digest));
  occurrence.state = Occurrence::State::closed;
  occurrence.closed = turn.now();
}

void fall_due(Turn& turn, const config::Team& team, LocalDate date, Instant due) {
  auto& tables = turn.tables();
  const Instant from = told_until(turn, team);
  auto occurrence = tables.occurrences.create(team.name, team.wins->name, date, due);
  if (!occurrence) return;
  const auto places = roster::channels(tables, team);
  auto digest = compile(turn, team, from, turn.now());
  digest.late = turn.now() - due > kLate;
  if (places.empty() || held_back(tables, team, date)) {
    // What was held back, or had no channel to go to, belongs to the next one.
    occurrence->state = Occurrence::State::skipped;
    occurrence->closed = from;
  } else if (silent(team, digest)) {
    occurrence->state = Occurrence::State::skipped;
    occurrence->closed = turn.now();
  } else {
    post(turn, *occurrence, places, digest);
  }
  tables.occurrences.save(*occurrence);
}

}  // namespace

RunOutcome run(Turn& turn, const House& house, const config::Team& team) {
  using What = RunOutcome::What;
  auto& tables = turn.tables();
  RunOutcome outcome;
  const LocalDate today = scheduler::local_date(turn.now(), team.time_zone);
  LocalDate date = today;
  if (const auto coming = next(tables, house, team, turn.now(), true);
      coming && scheduler::local_date(coming->at, team.time_zone) == today) {
    date = coming->date;
    outcome.instead_of = coming->at;
  }
  outcome.against = held_back(tables, team, date);
  if (const auto holiday = house.holidays(team.name).on(today)) {
    outcome.what = What::holiday;
    outcome.against = Hindrance{Hindrance::What::holiday, *holiday};
    return outcome;
  }
  if (outcome.against) {
    outcome.what = What::held_back;
    return outcome;
  }
  const auto places = roster::channels(tables, team);
  if (places.empty()) {
    outcome.what = What::no_channel;
    return outcome;
  }
  const Instant from = told_until(turn, team);
  outcome.since = scheduler::local_date(from, team.time_zone);
  // One that was held back today may be posted after all.
  auto occurrence = tables.occurrences.on(team.name, team.wins->name, date);
  if (!occurrence || occurrence->state == Occurrence::State::skipped) {
    const auto digest = compile(turn, team, from, turn.now());
    if (silent(team, digest)) {
      outcome.what = What::quiet;
      return outcome;
    }
    if (!occurrence) occurrence = tables.occurrences.create(team.name, team.wins->name, date, turn.now());
    if (occurrence) {
      post(turn, *occurrence, places, digest);
      tables.occurrences.save(*occurrence);
      outcome.what = What::posted;
      // What was due and has not fired has been told now.
      tables.timers.cancel_all(kTimer, timers_of(team));
      set_timer(turn, house, team);
    }
  }
  if (const auto coming = next(tables, house, team, turn.now(), false)) outcome.next = coming->at;
  return outcome;
}

}  // namespace digest

bool Digest::fired(Turn& turn, const House& house, const storage::Timer& timer) {
  if (timer.key.kind != digest::kTimer) return false;
  const auto pieces = split_subject(timer.key.subject, 2);
  const config::Team* team = pieces.size() == 2 ? house.settings().team(TeamId{pieces[0]}) : nullptr;
  if (team == nullptr || !team->wins) return true;
  if (const auto date = scheduler::parse_iso_date(pieces[1])) {
    digest::fall_due(turn, *team, *date, timer.due);
  }
  digest::set_timer(turn, house, *team);
  return true;
}

void Digest::sync(Turn& turn, const House& house) {
  for (const storage::Timer& timer : turn.tables().timers.list(digest::kTimer, "")) {
    const config::Team* team = house.settings().team(TeamId{split_subject(timer.key.subject, 2).front()});
    if (team == nullptr || !team->wins) turn.tables().timers.cancel(timer.key);
  }
  for (const config::Team& team : house.settings().teams) {
    if (team.wins) digest::set_timer(turn, house, team);
  }
}

}  // namespace houston::handlers
