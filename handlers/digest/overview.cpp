// How a team's digest stands, for those who ask.
#include "handlers/digest/digest.hpp"
#include "handlers/roster.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::digest {

using storage::Entry;
using storage::Occurrence;

words::commands::StatusLine status(Turn& turn, const House& house, const config::Team& team,
                                   const storage::Person& person) {
  auto& tables = turn.tables();
  const std::string zone = zones::own(person, team);
  const auto last = tables.occurrences.latest(team.name, team.wins->name);
  const auto since = last ? last->closed : std::nullopt;
  const auto put_down = [&](Entry::Kind kind) {
    return tables.entries.count({team.name, kind, {}, since, {}});
  };
  words::commands::StatusLine line;
  line.ritual = full_name(team);
  line.today = words::digest::put_down(since ? zones::day_and_clock(*since, zone, turn.now()) : "",
                                       put_down(Entry::Kind::win), put_down(Entry::Kind::kudos),
                                       put_down(Entry::Kind::celebration));
  if (const auto pause = tables.holds.paused(team.name, team.wins->name)) {
    line.paused = roster::name_of(tables, team, pause->by);
  }
  if (const auto coming = next(tables, house, team, turn.now(), false)) {
    line.next = zones::day_and_clock(coming->at, zone, turn.now());
  }
  return line;
}

namespace {

std::string last_time(Turn& turn, const config::Team& team, const std::string& zone) {
  auto& tables = turn.tables();
  const auto last = tables.occurrences.latest(team.name, team.wins->name);
  if (!last) return words::digest::never_posted();
  const std::string due = zones::day_and_clock(last->scheduled, zone, turn.now());
  if (last->state == Occurrence::State::closed && last->closed) {
    const bool late = *last->closed - last->scheduled > kLate;
    return words::digest::posted_last(zones::day_and_clock(*last->closed, zone, turn.now()), late ? due : "");
  }
  if (const auto by = tables.holds.skipped(team.name, team.wins->name, last->date)) {
    const Hindrance skipped{Hindrance::What::skipped, "", *by};
    return words::digest::not_posted_last(due,
                                          words::why::hindrance(skipped, roster::name_of(tables, team, *by)));
  }
  // What had nothing to tell ends what is told; what was held back does not.
  const bool quiet = last->closed && *last->closed >= last->scheduled;
  return words::digest::not_posted_last(due,
                                        quiet ? words::digest::was_quiet() : words::digest::was_held_back());
}

}  // namespace

words::why::Answer why(Turn& turn, const House& house, const config::Team& team,
                       const storage::Person& person) {
  auto& tables = turn.tables();
  const std::string zone = zones::own(person, team);
  words::why::Answer answer{full_name(team), {last_time(turn, team, zone)}};
  const auto planned = next(tables, house, team, turn.now(), true);
  const auto against = planned ? held_back(tables, team, planned->date) : std::nullopt;
  if (against) {
    answer.sentences.push_back(
        words::digest::next_not(zones::day_and_clock(planned->at, zone, turn.now()),
                                words::why::hindrance(*against, roster::name_of(tables, team, against->by))));
  }
  if (const auto coming = next(tables, house, team, turn.now(), false)) {
    const auto holiday = house.holidays(team.name).on(coming->date);
    answer.sentences.push_back(words::digest::next(
        zones::day_and_clock(coming->at, zone, turn.now()), zone, words::digest::place(team.channel),
        holiday
            ? words::digest::brought_forward(coming->date, scheduler::local_date(turn.now(), zone), *holiday)
            : ""));
  } else if (!against) {
    answer.sentences.push_back(words::digest::none_to_come());
  }
  return answer;
}

}  // namespace houston::handlers::digest
