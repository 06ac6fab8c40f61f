#include "handlers/commands/why.hpp"

#include "handlers/digest/digest.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/planning.hpp"
#include "handlers/reasons.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/why_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::commands {

using storage::Occurrence;
using storage::Participant;
using storage::Person;

namespace {

constexpr int kDaysBack = 14;
constexpr int kDaysAhead = 14;

std::string about_row(Turn& turn, shapes::Collect& collect, const Person& person,
                      const Occurrence& occurrence, const Participant& row) {
  words::why::Past past;
  past.day = words::day(occurrence.date, scheduler::local_date(turn.now(), collect.zone_of(person)));
  past.row = row;
  past.zone = collect.zone_of(person);
  past.planned = zones::clock(row.prompt_at, past.zone);
  if (row.prompted_at) past.prompted = zones::clock(*row.prompted_at, past.zone);
  past.collects_notes = collect.ritual().kind == "retro";
  past.open = !shapes::Collect::is_late(occurrence, row, turn.now());
  return words::why::past(past);
}

/// The last date on which the person was, or could have been, asked.
std::string last_time(Turn& turn, shapes::Collect& collect, const Person& person) {
  auto& tables = turn.tables();
  const auto& ritual = collect.ritual();
  const LocalDate today = scheduler::local_date(turn.now(), collect.zone_of(person));
  std::optional<LocalDate> due;
  for (int back = 0; back <= kDaysBack && !due; ++back) {
    const LocalDate date = scheduler::add_days(today, -back);
    if (ritual.dates->on(date) && collect.prompt_moment(person, date).at <= turn.now()) due = date;
  }
  for (const Participant& row : tables.occurrences.history(ritual.team->name, ritual.name, person.id, 5)) {
    const auto occurrence = tables.occurrences.find(row.occurrence);
    if (!occurrence || (!row.prompted_at && row.prompt_at > turn.now())) continue;
    if (!due || occurrence->date >= *due) return about_row(turn, collect, person, *occurrence, row);
    break;
  }
  if (!due) return words::why::past_none();
  const std::string day = words::day(*due, today);
  if (const auto against =
          hindrance(tables, *ritual.holidays, *collect.ritual().team, ritual.name, *due, person.id)) {
    return words::why::past_hindered(
        day, words::why::hindrance(*against, roster::name_of(tables, person.workspace, against->by)));
  }
  const auto occurrence = tables.occurrences.on(ritual.team->name, ritual.name, *due);
  if (occurrence && occurrence->state == Occurrence::State::skipped) {
    return words::why::past_hindered(day, words::why::not_held());
  }
  return occurrence ? words::why::past_joined_late(day) : words::why::past_unknown(day);
}

std::vector<std::string> next_time(Turn& turn, const House& house, shapes::Collect& collect,
                                   const Person& person) {
  std::vector<std::string> sentences;
  const LocalDate today = scheduler::local_date(turn.now(), collect.zone_of(person));
  for (const PlannedPrompt& row : plan(house, &turn.tables(), {today, kDaysAhead}, person.id)) {
    if (row.team != collect.ritual().team->name || row.ritual != collect.ritual().name) continue;
    if (row.at <= turn.now()) continue;
    if (row.prompted) {
      sentences.push_back(
          words::why::next(words::day(row.date, today), zones::clock(row.at, row.zone), row.zone, row.note));
      return sentences;
    }
    // The first that is not held says why; the others would say the same again.
    if (sentences.empty()) sentences.push_back(words::why::next_not(words::day(row.date, today), row.note));
  }
  sentences.push_back(words::why::next_none());
  return sentences;
}

std::optional<words::why::Answer> about_pair(Turn& turn, const House& house, const Person& person,
                                             const storage::Pair& pair) {
  auto& tables = turn.tables();
  const config::Team* team = house.settings().team(pair.team);
  if (team == nullptr) return std::nullopt;
  std::vector<std::string> others;
  for (const PersonId& one : pair.people) {
    if (one != person.id) others.push_back(roster::name_of(tables, pair.workspace, one));
  }
  words::why::Answer answer{pair.team.value + "/" + pair.ritual.value + " " + words::why::meets(others), {}};
  const std::string zone = zones::own(person, *team);
  for (const storage::Meeting& meeting : tables.pairs.planned(pair.id)) {
    if (meeting.asked || meeting.ends <= turn.now()) continue;
    answer.sentences.push_back(
        words::why::meeting(zones::day_and_clock(meeting.starts, zone, turn.now()), zone));
    if (scheduler::local_date(meeting.starts, pair.zone.empty() ? zone : pair.zone) == meeting.day) break;
    bool away = false;
    for (const PersonId& one : pair.people) {
      away = away || roster::away(tables, *team, one, meeting.day).has_value();
    }
    answer.sentences.push_back(words::why::meeting_moved(
        words::day(meeting.day, scheduler::local_date(turn.now(), zone)),
        house.holidays(pair.team).on(meeting.day).value_or(""), away, meeting.pinned));
    break;
  }
  if (answer.sentences.empty()) answer.sentences.push_back(words::why::meeting_none());
  return answer;
}

}  // namespace

chat::Message why(Turn& turn, const House& house, const std::vector<shapes::Collect*>& collects,
                  const Person& person) {
  std::vector<words::why::Answer> answers;
  for (shapes::Collect* collect : collects) {
    words::why::Answer answer{collect->full_name(), {last_time(turn, *collect, person)}};
    for (std::string& sentence : next_time(turn, house, *collect, person)) {
      answer.sentences.push_back(std::move(sentence));
    }
    answers.push_back(std::move(answer));
  }
  for (const config::Team* team : log::teams_of(turn.tables(), house, person)) {
    answers.push_back(digest::why(turn, house, *team, person));
  }
  for (const storage::Pair& pair : turn.tables().pairs.of_person(person.workspace, person.id)) {
    if (auto answer = about_pair(turn, house, person, pair)) answers.push_back(std::move(*answer));
  }
  return words::why::message(answers);
}

}  // namespace houston::handlers::commands
