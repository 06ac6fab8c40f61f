#include "handlers/home.hpp"

#include <algorithm>
#include <functional>

#include "handlers/chat/json.hpp"
#include "handlers/commands/overview.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/birthday_words.hpp"
#include "handlers/words/voice_words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::home {
namespace {

using storage::Person;

/// Nothing where no team of theirs celebrates any.
std::optional<std::string> birthday(Turn& turn, const Person& person,
                                    const std::vector<const config::Team*>& teams) {
  const bool celebrated = std::any_of(teams.begin(), teams.end(),
                                      [](const config::Team* team) { return team->wins.has_value(); });
  if (!celebrated) return std::nullopt;
  const auto day =
      turn.tables().yearly_days.find(person.workspace, person.id, storage::YearlyDay::Kind::birthday);
  return day ? words::birthdays::day_of_year(day->month, day->day) : "";
}

/// Only told apart from the one before; should another build hash otherwise, it is painted once more.
std::string fingerprint(const chat::Message& home) {
  return std::to_string(std::hash<std::string>{}(chat::to_json(home)));
}

}  // namespace

chat::Message paint(Turn& turn, const House& house, const Person& person) {
  chat::Message home = commands::home(turn, house, person);
  for (const auto& part : house.parts()) part->home(turn, house, person, home);
  const auto teams = roster::teams_of(turn.tables(), house.settings(), person.workspace, person.id);
  const std::string zone = teams.empty() ? "UTC" : zones::own(person, *teams.front());
  const LocalDate today = scheduler::local_date(turn.now(), zone);
  const auto hours = voice::hours(turn, person);
  words::voice::settings(home, turn.tables().absences.on(person.workspace, person.id, today).has_value(),
                         hours.always ? "" : voice::to_string(hours), birthday(turn, person, teams));
  return home;
}

void open(Turn& turn, const House& house, const Person& person) {
  const chat::Message painted = paint(turn, house, person);
  turn.tables().attention.set_home(person.workspace, person.id, fingerprint(painted));
  turn.show_home(person.workspace, person.id, painted);
}

void refresh(Turn& turn, const House& house) {
  const auto touched = turn.touched();
  for (const auto& [workspace, id] : touched) {
    const auto shown = turn.tables().attention.home(workspace, id);
    const auto person = turn.tables().people.find(workspace, id);
    if (!shown || !person || person->bot || person->deactivated) continue;
    const chat::Message painted = paint(turn, house, *person);
    const std::string now = fingerprint(painted);
    if (now == *shown) continue;
    turn.tables().attention.set_home(workspace, id, now);
    turn.show_home(workspace, id, painted);
  }
}

}  // namespace houston::handlers::home
