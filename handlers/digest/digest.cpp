#include "handlers/digest/digest.hpp"

#include "handlers/house.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/reasons.hpp"
#include "handlers/subject.hpp"

namespace houston::handlers {
namespace {

using storage::Occurrence;
using storage::TimerKey;

constexpr const char* kTimer = "digest.post";
constexpr auto kFirstStretch = std::chrono::hours(24 * 7);
/// From then on a digest is said to be late.
constexpr auto kLate = std::chrono::hours(1);

TimerKey key_of(const config::Team& team, LocalDate date) {
  return {kTimer, team.name.value + "/" + scheduler::iso_date(date)};
}

Instant moment(const House& house, const config::Team& team, LocalDate date) {
  const LocalDate day = log::working_day(house.holidays(team.name), date, false);
  return scheduler::to_instant(day, team.wins->schedule.at, team.time_zone).at;
}

}  // namespace

Digest::Digest(const config::Settings& settings) {
  for (const config::Team& team : settings.teams) {
    if (team.wins) dates_[team.name] = std::make_unique<scheduler::Dates>(team.wins->schedule);
  }
}

void Digest::set_timer(Turn& turn, const House& house, const config::Team& team) {
  auto& tables = turn.tables();
  std::optional<TimerKey> next;
  const LocalDate today = scheduler::local_date(turn.now(), team.time_zone);
  auto date = dates_.at(team.name)->next(today);
  for (int tries = 0; date && tries < 60; ++tries) {
    const Instant at = moment(house, team, *date);
    if (at > turn.now() && !tables.occurrences.on(team.name, team.wins->name, *date)) {
      next = key_of(team, *date);
      turn.wake(at, *next);
      break;
    }
    date = dates_.at(team.name)->next(scheduler::next_day(*date));
  }
  // One that is due is left to fire, late as it is.
  for (const storage::Timer& timer : tables.timers.list(kTimer, team.name.value + "/")) {
    if (timer.due > turn.now() && timer.key != next) tables.timers.cancel(timer.key);
  }
}

void Digest::post(Turn& turn, const House& house, const storage::Timer& timer) {
  const auto pieces = split_subject(timer.key.subject, 2);
  const config::Team* team = pieces.size() == 2 ? house.settings().team(TeamId{pieces[0]}) : nullptr;
  if (team == nullptr || !team->wins) return;
  auto& tables = turn.tables();
  const auto date = scheduler::parse_iso_date(pieces[1]);
  const auto place = log::channel(tables, *team);
  const auto before = tables.occurrences.latest(team->name, team->wins->name);
  auto occurrence =
      date ? tables.occurrences.create(team->name, team->wins->name, *date, timer.due) : std::nullopt;
  if (occurrence) {
    const Instant from = before && before->closed ? *before->closed : turn.now() - kFirstStretch;
    const bool held_back = tables.holds.paused(team->name, team->wins->name) ||
                           tables.holds.skipped(team->name, team->wins->name, *date);
    auto digest = digest::compile(turn, *team, from, turn.now());
    digest.late = turn.now() - timer.due > kLate;
    const bool silent = digest.quiet() && team->wins->quiet == config::QuietWeek::skip;
    if (place && !held_back && !silent) {
      occurrence->head = turn.say(*place, words::digest::digest(digest));
      occurrence->state = Occurrence::State::closed;
      occurrence->closed = turn.now();
    } else {
      // What was held back, or had no channel to go to, belongs to the next one.
      occurrence->state = Occurrence::State::skipped;
      occurrence->closed = silent && place ? turn.now() : from;
    }
    tables.occurrences.save(*occurrence);
  }
  set_timer(turn, house, *team);
}

bool Digest::fired(Turn& turn, const House& house, const storage::Timer& timer) {
  if (timer.key.kind != kTimer) return false;
  post(turn, house, timer);
  return true;
}

void Digest::sync(Turn& turn, const House& house) {
  for (const storage::Timer& timer : turn.tables().timers.list(kTimer, "")) {
    const config::Team* team = house.settings().team(TeamId{split_subject(timer.key.subject, 2).front()});
    if (team == nullptr || !team->wins) turn.tables().timers.cancel(timer.key);
  }
  for (const config::Team& team : house.settings().teams) {
    if (team.wins) set_timer(turn, house, team);
  }
}

}  // namespace houston::handlers
