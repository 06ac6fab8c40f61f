#include "handlers/plan.hpp"

#include <algorithm>
#include <tuple>

#include "handlers/digest/schedule.hpp"
#include "handlers/house.hpp"
#include "handlers/planning.hpp"
#include "handlers/reasons.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/digest_words.hpp"
#include "handlers/words/why_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {
namespace {

using storage::Participant;

void add_note(PlannedPrompt& row, const std::string& note) {
  if (note.empty()) return;
  if (!row.note.empty()) row.note += "; ";
  row.note += note;
}

/// What the clocks do to this prompt: nothing on most days.
std::string clock_note(const shapes::Collect& collect, const storage::Person& person, LocalDate date,
                       const scheduler::Moment& moment) {
  const auto& ritual = collect.ritual();
  const std::string wanted = scheduler::clock_time(ritual.schedule->at);
  if (moment.kind == scheduler::LocalKind::gap) {
    return words::why::clocks_gap(wanted, zones::clock(moment.at, collect.zone_of(person)));
  }
  if (moment.kind == scheduler::LocalKind::overlap) return words::why::clocks_overlap(wanted);
  for (int back = 1; back <= 7; ++back) {
    const LocalDate earlier = scheduler::add_days(date, -back);
    if (!ritual.dates->on(earlier)) continue;
    const std::string zone = collect.zone_of(person);
    const int before = scheduler::to_local(collect.prompt_moment(person, earlier).at, zone).offset_minutes;
    const int after = scheduler::to_local(moment.at, zone).offset_minutes;
    if (before == after) return "";
    return words::why::clocks_changed(after > before);
  }
  return "";
}

void note_history(PlannedPrompt& row, storage::Tables& tables) {
  const auto occurrence = tables.occurrences.on(row.team, row.ritual, row.date);
  if (!occurrence) return;
  const auto part = tables.occurrences.participant(occurrence->id, row.person);
  if (part && part->state == Participant::State::answered && !part->prompted_at) {
    row.prompted = false;
    add_note(row, words::why::answered_ahead());
  } else if (part && part->prompted_at && *part->prompted_at < row.at && row.prompted) {
    // Moved west after the prompt, or a lead asked earlier: nobody is asked twice.
    row.prompted = false;
    add_note(row, words::why::asked_already(zones::clock(*part->prompted_at, row.zone)));
  } else if (occurrence->state == storage::Occurrence::State::skipped && row.prompted) {
    row.prompted = false;
    add_note(row, words::why::not_held());
  }
}

void plan_person(std::vector<PlannedPrompt>& rows, const shapes::Collect& collect, storage::Tables* tables,
                 PlanRange range, const storage::Person& person) {
  const auto& ritual = collect.ritual();
  const LocalDate end = scheduler::add_days(range.from, range.days);
  for (auto date = ritual.dates->next(range.from); date && *date < end;
       date = ritual.dates->next(scheduler::next_day(*date))) {
    const auto moment = collect.prompt_moment(person, *date);
    PlannedPrompt row;
    row.ritual = ritual.name;
    row.team = ritual.team->name;
    row.person = person.id;
    row.name = person.name;
    row.date = *date;
    row.at = moment.at;
    row.zone = collect.zone_of(person);
    row.local = zones::full(moment.at, row.zone);
    if (tables != nullptr) {
      const auto against = hindrance(*tables, *ritual.holidays, *ritual.team, ritual.name, *date, person.id);
      if (against) {
        row.prompted = false;
        add_note(row,
                 words::why::hindrance(*against, against->by.value.empty()
                                                     ? ""
                                                     : roster::name_of(*tables, *ritual.team, against->by)));
      }
      note_history(row, *tables);
    } else if (const auto holiday = ritual.holidays->on(*date)) {
      row.prompted = false;
      add_note(row, words::why::hindrance({Hindrance::What::holiday, *holiday}, ""));
    }
    add_note(row, clock_note(collect, person, *date, moment));
    rows.push_back(std::move(row));
  }
}

/// Meetings of pairs, a row for each of their people. Without tables nobody knows who is paired.
void plan_pairs(std::vector<PlannedPrompt>& rows, const House& house, storage::Tables& tables,
                PlanRange range, const std::optional<PersonId>& only) {
  const LocalDate end = scheduler::add_days(range.from, range.days);
  for (const storage::Pair& pair : tables.pairs.all()) {
    const config::Team* team = house.settings().team(pair.team);
    if (team == nullptr) continue;
    for (const PersonId& id : pair.people) {
      const auto person = roster::find(tables, *team, id);
      if (!person || (only && id != *only)) continue;
      const std::string zone = zones::own(*person, *team);
      std::vector<std::string> others;
      for (const PersonId& one : pair.people) {
        if (one != id) others.push_back(roster::name_of(tables, pair.workspace, one));
      }
      for (const storage::Meeting& meeting : tables.pairs.planned(pair.id)) {
        const LocalDate held = scheduler::local_date(meeting.starts, zone);
        if (meeting.asked || held < range.from || held >= end) continue;
        PlannedPrompt row;
        row.kind = PlannedPrompt::Kind::meeting;
        row.ritual = pair.ritual;
        row.team = pair.team;
        row.person = id;
        row.name = person->name;
        row.date = meeting.day;
        row.at = meeting.starts;
        row.zone = zone;
        row.local = zones::full(meeting.starts, zone);
        add_note(row, words::why::meets(others));
        rows.push_back(std::move(row));
      }
    }
  }
}

/// A team's digests, a row each. `reader`: on whose clock, and to whom they concern; the channel's otherwise.
void plan_digests(std::vector<PlannedPrompt>& rows, const House& house, storage::Tables* tables,
                  PlanRange range, const config::Team& team, const storage::Person* reader) {
  const scheduler::Dates dates(team.wins->schedule);
  const LocalDate end = scheduler::add_days(range.from, range.days);
  for (auto date = dates.next(range.from); date && *date < end;
       date = dates.next(scheduler::next_day(*date))) {
    PlannedPrompt row;
    row.kind = PlannedPrompt::Kind::digest;
    row.ritual = team.wins->name;
    row.team = team.name;
    row.name = team.channel;
    row.date = *date;
    row.at = digest::moment(house, team, *date);
    row.zone = team.time_zone;
    if (reader != nullptr) {
      row.person = reader->id;
      row.name = reader->name;
      row.zone = zones::own(*reader, team);
      add_note(row, words::digest::place(team.channel));
    }
    row.local = zones::full(row.at, row.zone);
    if (const auto holiday = house.holidays(team.name).on(*date)) {
      add_note(row, words::digest::brought_forward(*date, scheduler::local_date(row.at, row.zone), *holiday));
    }
    if (tables != nullptr) {
      const auto held = tables->occurrences.on(team.name, row.ritual, *date);
      const auto against = held ? std::nullopt : digest::held_back(*tables, team, *date);
      if (held && held->closed && *held->closed < row.at) {
        row.prompted = false;
        row.note = words::digest::posted_already(zones::day_and_clock(*held->closed, row.zone, row.at));
      } else if (against) {
        row.prompted = false;
        row.note = words::why::hindrance(*against, roster::name_of(*tables, team, against->by));
      }
    }
    rows.push_back(std::move(row));
  }
}

/// The members as the settings name them: nobody else is known without a roster.
std::vector<storage::Person> members_on_paper(const config::Team& team) {
  std::vector<storage::Person> people;
  const auto add = [&](const std::string& id, const std::string& name) {
    storage::Person person;
    person.workspace = team.workspace;
    person.id = PersonId{id};
    person.name = name;
    people.push_back(std::move(person));
  };
  std::vector<std::string> channels;
  for (const config::TeamRoom& room : team.rooms()) channels.push_back(room.channel);
  if (team.members_from_channel) add("", "everyone in " + words::list(channels));
  for (const std::string& member : team.members) add(member, member);
  return people;
}

}  // namespace

std::vector<PlannedPrompt> plan(const House& house, storage::Tables* tables, PlanRange range,
                                const std::optional<PersonId>& only) {
  std::vector<PlannedPrompt> rows;
  for (const shapes::Collect* collect : house.collects()) {
    const config::Team& team = *collect->ritual().team;
    const auto members = tables != nullptr ? roster::members(*tables, team) : members_on_paper(team);
    for (const storage::Person& person : members) {
      if (only && person.id != *only) continue;
      plan_person(rows, *collect, tables, range, person);
    }
  }
  if (tables != nullptr) plan_pairs(rows, house, *tables, range, only);
  for (const config::Team& team : house.settings().teams) {
    if (!team.wins) continue;
    if (!only) {
      plan_digests(rows, house, tables, range, team, nullptr);
    } else if (const auto reader = tables != nullptr ? roster::member(*tables, team, *only) : std::nullopt) {
      plan_digests(rows, house, tables, range, team, &*reader);
    }
  }
  std::sort(rows.begin(), rows.end(), [](const PlannedPrompt& a, const PlannedPrompt& b) {
    return std::tie(a.at, a.team, a.ritual, a.person, a.date) <
           std::tie(b.at, b.team, b.ritual, b.person, b.date);
  });
  return rows;
}

Result<std::vector<PlannedPrompt>> plan(const config::Settings& settings, storage::Tables* tables,
                                        PlanRange range, const std::optional<PersonId>& only) {
  const auto house = House::build(settings);
  if (!house) return house.error();
  return plan(**house, tables, range, only);
}

}  // namespace houston::handlers
