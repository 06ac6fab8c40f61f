// away, back: for oneself, and by leads for others.
#include "handlers/commands/away.hpp"

#include <algorithm>

#include "handlers/commands/commands.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::commands {
namespace {

using storage::Person;

/// Takes the person whom the first word names, if it names one, off the words. `known` is false when it
/// surely names a person but nobody is called that.
struct Whom {
  std::optional<Person> other;
  bool known = true;
};
Whom take_person(Request& request) {
  if (request.words.empty()) return {};
  const Word first = request.words.front();
  const bool surely = first.person || first.text.find('@') != std::string::npos;
  if (!surely && (parse_days(request.texts(), today(request, request.person)) || !request.named(first) ||
                  parse_day(first.text, today(request, request.person)))) {
    return {};
  }
  Whom whom{request.named(first)};
  whom.known = whom.other.has_value();
  request.words.erase(request.words.begin());
  if (whom.other && whom.other->id == request.person.id) whom.other.reset();
  return whom;
}

bool leads(Request& request, const Person& other) {
  for (const config::Team* team :
       roster::teams_of(request.tables(), request.house.settings(), other.workspace, other.id)) {
    if (roster::may_lead(request.tables(), *team, request.person.id)) return true;
  }
  return false;
}

void apply(Turn& turn, const House& house, const Person& person) {
  for (shapes::Collect* collect : house.collects_of(turn.tables(), person.workspace, person.id)) {
    collect->absences_changed(turn, person);
  }
  for (const auto& part : house.parts()) part->absences_changed(turn, house, person);
}

/// Replies and returns false when the command is not about somebody for whom the person may speak.
bool may_speak_for(Request& request, const Whom& whom, const std::string& word) {
  if (!whom.known) {
    request.turn.reply(words::commands::unknown_person(word));
    return false;
  }
  if (whom.other && !leads(request, *whom.other)) {
    request.turn.reply(words::commands::not_their_lead(whom.other->name));
    return false;
  }
  return true;
}

void away_run(Request& request) {
  const std::string first_word = request.words.empty() ? "" : request.words.front().text;
  const Whom whom = take_person(request);
  if (!may_speak_for(request, whom, first_word)) return;
  if (request.words.empty() && !whom.other && request.can_ask) {
    open_away_form(request.turn, today(request, request.person));
    return;
  }
  const Person& person = whom.other ? *whom.other : request.person;
  const auto days = parse_days(request.texts(), today(request, person));
  if (!days) {
    request.turn.reply(chat::paragraph(days.error().message));
    return;
  }
  set_away(request.turn, request.house, person, days->first, days->last, request.person);
}

bool away_whole(Request& request) {
  take_person(request);
  return request.words.empty() || parse_days(request.texts(), today(request, request.person)).has_value();
}

void back_run(Request& request) {
  const std::string first_word = request.words.empty() ? "" : request.words.front().text;
  Whom whom;
  if (!request.words.empty()) {
    whom.other = request.named(request.words.front());
    whom.known = whom.other.has_value();
    if (whom.other && whom.other->id == request.person.id) whom.other.reset();
  }
  if (!may_speak_for(request, whom, first_word)) return;
  const Person& person = whom.other ? *whom.other : request.person;
  const bool was_away =
      request.tables().absences.end(person.workspace, person.id, today(request, person)) > 0;
  apply(request.turn, request.house, person);
  request.turn.touch(person.workspace, person.id);
  request.turn.reply(words::commands::back(whom.other ? person.name : "", was_away));
  if (whom.other && was_away) {
    voice::tell(request.turn, person, zone_of(request, person),
                words::commands::back_by(request.person.name));
  }
}

bool back_whole(Request& request) {
  return request.words.empty() || (request.words.size() == 1 && request.named(request.words.front()));
}

}  // namespace

void set_away(Turn& turn, const House& house, const Person& person, LocalDate first, LocalDate last,
              const Person& by) {
  const bool other = by.id != person.id;
  turn.tables().absences.set({person.workspace, person.id, first, last, by.id});
  apply(turn, house, person);
  const auto teams = roster::teams_of(turn.tables(), house.settings(), person.workspace, person.id);
  const std::string zone = teams.empty() ? "UTC" : zones::own(person, *teams.front());
  const LocalDate today = scheduler::local_date(turn.now(), zone);
  turn.reply(words::commands::away_set(other ? person.name : "", first, last, today));
  turn.touch(person.workspace, person.id);
  if (!other) return;
  voice::tell(turn, person, zone, words::commands::away_set_by(by.name, first, last, today));
}

void open_away_form(Turn& turn, LocalDate today) {
  turn.ask(words::commands::away_form(today, scheduler::next_day(today)));
}

const std::vector<Command>& away() {
  static const std::vector<Command> family{
      {"away", "away until DAY",
       "you are away and back on DAY; also today, tomorrow, friday, from DAY to DAY", false, away_run,
       away_whole, "away @NAME until DAY", "somebody of your team is away"},
      {"back", "back", "you are back", false, back_run, back_whole, "back @NAME",
       "somebody of your team is back"},
  };
  return family;
}

}  // namespace houston::handlers::commands
