#include "handlers/birthdays/birthdays.hpp"

#include <set>

#include "config/text.hpp"
#include "handlers/commands/commands.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/roster.hpp"
#include "handlers/subject.hpp"
#include "handlers/words/birthday_words.hpp"
#include "handlers/words/log_words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {
namespace {

using commands::Request;
using storage::Person;
using storage::TimerKey;
using storage::YearlyDay;
using Kind = YearlyDay::Kind;

constexpr const char* kTimer = "birthdays.post";
constexpr LocalTime kMorning{9 * 60};
constexpr int kLongestCareer = 80;
/// Wishes that would come later than this are not sent any more.
constexpr int kLatest = 3;

std::string kind_name(Kind kind) {
  return kind == Kind::birthday ? "birthday" : "anniversary";
}

/// "vision/birthday/2026-11-24/U123"
TimerKey key_of(const config::Team& team, const YearlyDay& day, LocalDate date) {
  return {kTimer, team.name.value + "/" + kind_name(day.kind) + "/" + scheduler::iso_date(date) + "/" +
                      day.person.value};
}

/// What was told this year is not told again, wherever the person travels.
std::string topic_of(const config::Team& team, Kind kind, LocalDate date) {
  return "birthdays " + team.name.value + " " + kind_name(kind) + " " + scheduler::iso_date(date);
}

Instant moment(const House& house, const config::Team& team, const Person& person, LocalDate date) {
  const LocalDate day = log::working_day(house.holidays(team.name), date, true);
  return scheduler::to_instant(day, kMorning, zones::own(person, team)).at;
}

/// The next day of it whose morning is still to come.
LocalDate next_date(Turn& turn, const House& house, const config::Team& team, const Person& person,
                    const YearlyDay& day) {
  const LocalDate today = scheduler::local_date(turn.now(), zones::own(person, team));
  int year = static_cast<int>(today.year());
  while (moment(house, team, person, birthdays::in_year(day, year)) <= turn.now()) ++year;
  return birthdays::in_year(day, year);
}

std::vector<YearlyDay> days_of(storage::Tables& tables, const config::Team& team) {
  std::vector<YearlyDay> days;
  for (const config::TeamRoom& room : team.rooms()) {
    for (YearlyDay& day : tables.yearly_days.all(room.workspace)) days.push_back(std::move(day));
  }
  return days;
}

void sync_team(Turn& turn, const House& house, const config::Team& team) {
  auto& tables = turn.tables();
  std::set<std::string> wanted;
  for (const YearlyDay& day : days_of(tables, team)) {
    const auto person = roster::member(tables, team, day.person);
    if (!person) continue;
    const LocalDate date = next_date(turn, house, team, *person, day);
    const TimerKey key = key_of(team, day, date);
    turn.wake(moment(house, team, *person, date), key);
    wanted.insert(key.subject);
  }
  // One that is due is left to fire, late as it is.
  for (const storage::Timer& timer : tables.timers.list(kTimer, team.name.value + "/")) {
    if (timer.due > turn.now() && wanted.count(timer.key.subject) == 0) tables.timers.cancel(timer.key);
  }
}

void set(Request& request, Kind kind) {
  const auto teams = log::teams_of(request.tables(), request.house, request.person);
  auto& days = request.tables().yearly_days;
  if (request.words.size() == 1 && config::lower(request.words.front().text) == "forget") {
    const bool was_there = days.forget(request.workspace(), request.person.id, kind);
    for (const config::Team* team : teams) sync_team(request.turn, request.house, *team);
    request.turn.touch(request.workspace(), request.person.id);
    request.turn.reply(words::birthdays::forgotten(kind, was_there));
    return;
  }
  if (request.words.empty()) {
    const auto kept = days.find(request.workspace(), request.person.id, kind);
    request.turn.reply(kept ? words::birthdays::shown(*kept) : words::birthdays::none_kept(kind));
    return;
  }
  if (teams.empty()) {
    request.turn.reply(words::log::no_log());
    return;
  }
  const auto parsed = birthdays::parse(request.texts());
  if (!parsed) {
    request.turn.reply(words::birthdays::not_a_day(commands::joined(request.words)));
    return;
  }
  YearlyDay day{request.workspace(), request.person.id, kind, parsed->month, parsed->day};
  if (kind == Kind::anniversary && parsed->had_year) {
    const LocalDate today =
        scheduler::local_date(request.turn.now(), zones::own(request.person, *teams.front()));
    const bool good = parsed->year && *parsed->year >= static_cast<int>(today.year()) - kLongestCareer &&
                      birthdays::in_year(day, *parsed->year) <= today;
    if (!good) {
      request.turn.reply(words::birthdays::no_such_year());
      return;
    }
    day.year = parsed->year;
  }
  days.put(day);
  request.turn.touch(request.workspace(), request.person.id);
  for (const config::Team* team : teams) sync_team(request.turn, request.house, *team);
  request.turn.reply(
      words::birthdays::kept(day, parsed->had_year && !day.year,
                             next_date(request.turn, request.house, *teams.front(), request.person, day)));
}

void birthday_run(Request& request) {
  set(request, Kind::birthday);
}
void anniversary_run(Request& request) {
  set(request, Kind::anniversary);
}
bool whole(Request& request) {
  return request.words.empty() || birthdays::parse(request.texts()) ||
         (request.words.size() == 1 && config::lower(request.words.front().text) == "forget");
}

std::string why_early(const House& house, const config::Team& team, LocalDate date) {
  if (const auto holiday = house.holidays(team.name).on(date)) return "a holiday (" + *holiday + ")";
  return "at the weekend";
}

void post(Turn& turn, const House& house, const storage::Timer& timer) {
  auto& tables = turn.tables();
  const auto pieces = split_subject(timer.key.subject, 4);
  const config::Team* team = pieces.size() == 4 ? house.settings().team(TeamId{pieces[0]}) : nullptr;
  if (team == nullptr || !team->wins) return;
  const Kind kind = pieces[1] == kind_name(Kind::birthday) ? Kind::birthday : Kind::anniversary;
  const auto date = scheduler::parse_iso_date(pieces[2]);
  const auto person = roster::member(tables, *team, PersonId{pieces[3]});
  if (date && person) {
    const auto day = tables.yearly_days.find(person->workspace, person->id, kind);
    const LocalDate today = scheduler::local_date(turn.now(), zones::own(*person, *team));
    const bool still = day && birthdays::in_year(*day, static_cast<int>(date->year())) == *date;
    const auto places = roster::channels(tables, *team);
    if (still && !places.empty() && today <= scheduler::add_days(*date, kLatest) &&
        tables.people.first_time(person->workspace, person->id, topic_of(*team, kind, *date), turn.now())) {
      turn.say(places,
               words::birthdays::greeting({kind, person->id, *date, today,
                                           today < *date ? why_early(house, *team, *date) : "",
                                           day->year ? static_cast<int>(date->year()) - *day->year : 0}));
    }
  }
  sync_team(turn, house, *team);
}

}  // namespace

bool Birthdays::fired(Turn& turn, const House& house, const storage::Timer& timer) {
  if (timer.key.kind != kTimer) return false;
  post(turn, house, timer);
  return true;
}

void Birthdays::sync(Turn& turn, const House& house) {
  for (const storage::Timer& timer : turn.tables().timers.list(kTimer, "")) {
    const config::Team* team = house.settings().team(TeamId{split_subject(timer.key.subject, 2).front()});
    if (team == nullptr || !team->wins) turn.tables().timers.cancel(timer.key);
  }
  for (const config::Team& team : house.settings().teams) {
    if (team.wins) sync_team(turn, house, team);
  }
}

std::vector<const commands::Command*> Birthdays::commands() const {
  static const commands::Command birthday{"birthday",
                                          "birthday 24 Nov",
                                          "your team hears of it that morning; birthday forget takes it back",
                                          false,
                                          birthday_run,
                                          whole,
                                          {},
                                          {},
                                          log::offered};
  static const commands::Command anniversary{"anniversary",
                                             "anniversary 1 Mar 2021",
                                             "the same for the day you joined; without the year if you like",
                                             false,
                                             anniversary_run,
                                             whole,
                                             {},
                                             {},
                                             log::offered};
  return {&birthday, &anniversary};
}

}  // namespace houston::handlers
