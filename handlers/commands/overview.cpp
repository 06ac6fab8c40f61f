#include "handlers/commands/overview.hpp"

#include "handlers/planning.hpp"
#include "handlers/reasons.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/status_words.hpp"
#include "handlers/words/why_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::commands {

using storage::Occurrence;
using storage::Participant;
using storage::Person;

namespace {

constexpr int kWeek = 7;  // Days, today included.

/// The occurrence a question about "now" is about: the newest that has begun.
std::optional<Occurrence> under_way(Turn& turn, const Standup& standup) {
  auto& occurrences = turn.tables().occurrences;
  std::optional<Occurrence> found;
  for (Occurrence& one : occurrences.open(standup.team().name, standup.settings().name)) {
    if (one.scheduled <= turn.now() || !found) found = std::move(one);
  }
  if (found && found->scheduled <= turn.now()) return found;
  const auto latest = occurrences.latest(standup.team().name, standup.settings().name);
  if (latest && latest->scheduled <= turn.now()) return latest;
  // The latest is one that somebody answered ahead; before it stands the one that was held last.
  return std::nullopt;
}

std::string mine(const Participant& row, const std::string& zone, Instant now) {
  switch (row.state) {
    case Participant::State::expected:
      return words::status::mine_expected(zones::clock(row.prompt_at, zone), row.prompt_at > now);
    case Participant::State::prompted:
      return words::status::mine_outstanding();
    case Participant::State::answered:
      return words::status::mine_answered();
    case Participant::State::declined:
      return words::status::mine_declined();
    case Participant::State::excused:
      return row.reason == reason::away ? words::status::mine_away() : words::status::mine_excused();
    case Participant::State::missing:
      return words::status::mine_missing();
  }
  return "";
}

}  // namespace

words::commands::StatusLine status_of(Turn& turn, Standup& standup, const Person& person) {
  auto& tables = turn.tables();
  const std::string zone = zones::own(person, standup.team());
  words::commands::StatusLine line;
  line.ritual = standup.full_name();
  const auto occurrence = under_way(turn, standup);
  const LocalDate today = scheduler::local_date(turn.now(), zone);
  const bool recent = occurrence && (occurrence->state == Occurrence::State::open ||
                                     occurrence->date >= scheduler::add_days(today, -1));
  if (!recent || occurrence->state == Occurrence::State::skipped) {
    line.today = words::status::nothing_open();
  } else {
    const auto counted = standup.count(turn, *occurrence);
    const bool open = occurrence->state == Occurrence::State::open;
    const auto row = tables.occurrences.participant(occurrence->id, person.id);
    // As their prompt says it: each has a window of their own; the team's is open until the last of them
    // ends.
    const bool own = row && row->closes && *row->closes > turn.now();
    const auto until = own ? row->closes : occurrence->closes;
    line.today = words::status::count(words::day(occurrence->date, today), counted.answered, counted.of,
                                      open && until ? zones::day_and_clock(*until, zone, turn.now()) : "");
    if (row) {
      line.mine = mine(*row, zone, turn.now());
    }
    // Who is silent is told here to those alone whom the settings let know at close.
    const auto missing = standup.settings().missing;
    const bool may_know =
        missing == config::Missing::channel ||
        (missing == config::Missing::lead && roster::may_lead(tables, standup.team(), person.id));
    if (may_know) {
      std::vector<std::string> names;
      for (const PersonId& one : counted.waiting) {
        names.push_back(roster::name_of(tables, standup.team(), one));
      }
      line.waiting = words::list(names);
    }
  }
  if (const auto pause = tables.holds.paused(standup.team().name, standup.settings().name)) {
    line.paused = roster::name_of(tables, standup.team(), pause->by);
  }
  const auto& ritual = standup.collect().ritual();
  auto date = ritual.dates->next(today);
  for (int tries = 0; date && tries < 60; ++tries, date = ritual.dates->next(scheduler::next_day(*date))) {
    const Instant at = standup.collect().prompt_moment(person, *date).at;
    if (at <= turn.now()) continue;
    if (hindrance(tables, *ritual.holidays, standup.team(), ritual.name, *date, person.id)) continue;
    const auto begun = tables.occurrences.on(standup.team().name, standup.settings().name, *date);
    const auto row = begun ? tables.occurrences.participant(begun->id, person.id) : std::nullopt;
    // Asked already (by a lead, or before they flew west), or answered ahead.
    if (row && (row->prompted_at || row->state == Participant::State::answered)) continue;
    line.next = zones::day_and_clock(at, zone, turn.now());
    break;
  }
  return line;
}

std::vector<words::commands::PlanLine> plan_lines(Turn& turn, const House& house, const Person& person,
                                                  LocalDate from, int days) {
  std::vector<words::commands::PlanLine> lines;
  for (const PlannedPrompt& row : plan(house, &turn.tables(), {from, days}, person.id)) {
    const config::Team* team = house.settings().team(row.team);
    if (row.at <= turn.now() || team == nullptr || !team->is_in(person.workspace)) continue;
    const auto local = scheduler::to_local(row.at, row.zone);
    const LocalDate now = scheduler::local_date(turn.now(), row.zone);
    lines.push_back(
        {words::day(local.date, now) + ", " + scheduler::clock_time(local.time) + " " + local.abbreviation,
         row.team.value + "/" + row.ritual.value, row.note,
         row.prompted                              ? ""
         : row.kind == PlannedPrompt::Kind::digest ? words::why::not_posted()
                                                   : words::why::not_asked()});
  }
  return lines;
}

chat::Message home(Turn& turn, const House& house, const Person& person) {
  auto& tables = turn.tables();
  const auto standups = house.standups_of(tables, person.workspace, person.id);
  const std::string zone = standups.empty() ? "UTC" : zones::own(person, standups.front()->team());
  const LocalDate today = scheduler::local_date(turn.now(), zone);
  std::vector<words::commands::HomeItem> items;
  for (Standup* standup : standups) {
    const auto line = status_of(turn, *standup, person);
    const auto date = standup->current(turn, person);
    words::commands::HomeItem item{line.ritual, line.today, {}};
    if (!line.mine.empty()) item.state += " " + line.mine;
    if (date) {
      const std::string subject = to_string(standup->subject(*date));
      const auto pending = standup->pending(turn, person);
      const bool asked = pending && pending->date == *date;
      item.buttons.push_back(
          words::write_button(words::status::write_label(words::day(*date, today), asked), subject));
      if (asked) item.buttons.push_back({words::status::skip_label(), "standup.skip", subject});
    }
    items.push_back(std::move(item));
  }
  const auto next = plan_lines(turn, house, person, today, kWeek);
  const bool member = !roster::teams_of(tables, house.settings(), person.workspace, person.id).empty();
  return words::commands::home(items, next, member);
}

}  // namespace houston::handlers::commands
