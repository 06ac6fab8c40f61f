// Actions: who does what by when, and whether it was done.
#include <algorithm>
#include <charconv>

#include "config/text.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/house.hpp"
#include "handlers/retro/part.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using storage::Person;
using storage::Place;
using storage::RetroAction;

namespace {

// When its owner is reminded, by their clock: the day before, and on the day.
constexpr LocalTime kReminderAt{9 * 60};
// A choice in a form has room for so many.
constexpr std::size_t kMostPeople = 100;

std::string subject_of(const RetroAction& action) {
  return action.team.value + "/" + std::to_string(action.number);
}

}  // namespace

LocalDate RetroPart::today(Turn& turn, const config::Team& team, const PersonId& person) const {
  const auto known = roster::find(turn.tables(), team, person);
  return scheduler::local_date(turn.now(), known ? zones::own(*known, team) : team.time_zone);
}

void RetroPart::add_action(Turn& turn, const Person& by, const NewAction& given) {
  auto& tables = turn.tables();
  const config::Team& team = given.retro->team();
  RetroAction action;
  action.team = team.name;
  action.ritual = given.retro->settings().name;
  action.text = given.what;
  action.owner = given.owner;
  action.due = given.due;
  action.set_on = today(turn, team, by.id);
  std::optional<MessageId> thread;
  if (given.from) {
    action.retro = given.from->id;
    for (const auto& topic : given.retro->topics(turn, *given.from)) {
      if (topic.number == given.topic) action.topic = words::retro::headline(topic);
    }
    if (const auto row = tables.retros.topic(given.from->id, given.topic)) thread = row->thread;
    if (!thread) thread = given.from->head;
  }
  action = tables.retro_actions.save(action);
  set_reminder(turn, action);
  const auto shown = Retro::shown(turn, team, action);
  if (thread) turn.say(turn.threads(*thread), words::retro::action_added(shown));
  turn.reply(words::retro::action_added(shown));
  const auto owner = roster::find(tables, team, action.owner);
  if (owner && owner->id != by.id) {
    voice::tell(turn, *owner, zones::own(*owner, team),
                words::retro::action_yours(shown, by.name, action.topic));
  }
}

void RetroPart::ask_action(Heard& heard, Retro& retro, const std::optional<storage::Retro>& from, int topic) {
  Turn& turn = heard.turn;
  if (!heard.event.can_ask) {
    turn.reply(words::retro::action_usage());
    return;
  }
  std::string about;
  if (from) {
    for (const auto& one : retro.topics(turn, *from)) {
      if (one.number == topic) about = words::retro::headline(one);
    }
  }
  std::vector<std::pair<std::string, std::string>> people;
  for (const Person& person : roster::members(turn.tables(), retro.team())) {
    if (people.size() < kMostPeople) people.emplace_back(person.id.value, person.name);
  }
  std::string state = retro.full_name();
  if (from) state += "/" + std::to_string(from->id.value) + "/" + std::to_string(topic);
  turn.ask(words::retro::action_form(state, about, people, heard.person.id.value));
}

std::optional<RetroAction> RetroPart::open_action(Turn& turn, const Person& person, const std::string& name,
                                                  const std::optional<RoomId>& room) {
  auto& tables = turn.tables();
  const auto slash = name.rfind('/');
  const std::string digits = slash == std::string::npos ? name : name.substr(slash + 1);
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  std::vector<const config::Team*> teams;
  for (Retro* retro : of_person(turn, person)) {
    const config::Team* team = &retro->team();
    if (slash != std::string::npos &&
        config::lower(team->name.value) != config::lower(name.substr(0, slash))) {
      continue;
    }
    if (std::find(teams.begin(), teams.end(), team) == teams.end()) teams.push_back(team);
  }
  if (room && slash == std::string::npos) {
    for (const config::Team* team : teams) {
      if (roster::is_channel(tables, *team, person.workspace, *room)) {
        teams = {team};
        break;
      }
    }
  }
  std::vector<RetroAction> found;
  if (error == std::errc() && end == digits.data() + digits.size()) {
    for (const config::Team* team : teams) {
      const auto action = tables.retro_actions.find(team->name, number);
      if (action && action->state == RetroAction::State::open) found.push_back(*action);
    }
  }
  if (found.size() == 1) return found.front();
  if (found.empty()) {
    turn.reply(words::retro::no_action(name));
  } else {
    std::vector<std::string> names;
    for (const RetroAction& action : found) names.push_back(subject_of(action));
    turn.reply(words::commands::which_ritual("actions done", names));
  }
  return std::nullopt;
}

/// Done, dropped, or still open for a reason and perhaps until another day.
void RetroPart::end_action(Turn& turn, RetroAction action, RetroAction::State state, const std::string& why,
                           std::optional<LocalDate> due) {
  auto& tables = turn.tables();
  const config::Team* of_team = team(action.team);
  if (of_team == nullptr) return;
  action.state = state;
  action.why = words::shorten(std::string(config::trim(why)), 500);
  if (due) action.due = *due;
  if (state != RetroAction::State::open) {
    action.ended_on = scheduler::local_date(turn.now(), of_team->time_zone);
    tables.timers.cancel({"retro.action", subject_of(action)});
  }
  tables.retro_actions.save(action);
  if (state == RetroAction::State::open) set_reminder(turn, action);
  const auto shown = Retro::shown(turn, *of_team, action);
  if (action.review) turn.revise(*action.review, words::retro::review(shown));
  turn.reply(words::retro::action_changed(shown));
}

bool RetroPart::click_action(Heard& heard, const chat::Clicked& clicked) {
  const bool done = clicked.action == "retro.action.done";
  const bool drop = clicked.action == "retro.action.drop";
  if (!done && !drop && clicked.action != "retro.action.open") return false;
  const auto action = open_action(heard.turn, heard.person, clicked.value, std::nullopt);
  if (!action) return true;
  if (done) {
    end_action(heard.turn, *action, RetroAction::State::done, "");
  } else if (heard.event.can_ask) {
    const config::Team* of_team = team(action->team);
    heard.turn.ask(words::retro::why_form(clicked.action, Retro::shown(heard.turn, *of_team, *action), drop));
  } else {
    heard.turn.reply(words::retro::action_usage());
  }
  return true;
}

bool RetroPart::submit_why(Heard& heard, const chat::Submitted& submitted) {
  const bool drop = submitted.form == "retro.action.drop";
  if (!drop && submitted.form != "retro.action.open") return false;
  Turn& turn = heard.turn;
  const auto value = [&](const char* field) {
    const auto found = submitted.values.find(field);
    return found == submitted.values.end() ? std::string() : std::string(config::trim(found->second));
  };
  if (drop && value("why").empty()) {
    turn.refuse("why", words::retro::why_needed());
    return true;
  }
  const auto action = open_action(turn, heard.person, submitted.state, std::nullopt);
  if (!action) return true;
  std::optional<LocalDate> due;
  if (!value("due").empty()) {
    const LocalDate now = today(turn, *team(action->team), heard.person.id);
    due = commands::parse_day(value("due"), now);
    if (!due || *due < now) {
      turn.refuse("due", due ? words::retro::day_past() : words::retro::day_needed());
      return true;
    }
  }
  end_action(turn, *action, drop ? RetroAction::State::dropped : RetroAction::State::open, value("why"), due);
  return true;
}

void RetroPart::set_reminder(Turn& turn, const RetroAction& action) {
  const config::Team* of_team = team(action.team);
  if (of_team == nullptr) return;
  const auto known = roster::find(turn.tables(), *of_team, action.owner);
  const std::string zone = known ? zones::own(*known, *of_team) : of_team->time_zone;
  for (const int before : {1, 0}) {
    const Instant at = scheduler::to_instant(scheduler::add_days(action.due, -before), kReminderAt, zone).at;
    if (at <= turn.now()) continue;
    turn.wake(at, {"retro.action", subject_of(action)});
    return;
  }
  turn.tables().timers.cancel({"retro.action", subject_of(action)});
}

void RetroPart::remind_owner(Turn& turn, const std::string& subject) {
  const auto pieces = split_subject(subject, 2);
  const config::Team* of_team = team(TeamId{pieces[0]});
  int number = 0;
  if (pieces.size() == 2) std::from_chars(pieces[1].data(), pieces[1].data() + pieces[1].size(), number);
  const auto action = turn.tables().retro_actions.find(TeamId{pieces[0]}, number);
  if (of_team == nullptr || !action || action->state != RetroAction::State::open) return;
  if (const auto owner = roster::member(turn.tables(), *of_team, action->owner)) {
    const Instant at = voice::when(turn, *owner, zones::own(*owner, *of_team));
    if (at > turn.now()) {
      turn.wake(at, {"retro.action", subject});
      return;
    }
    const LocalDate now = today(turn, *of_team, action->owner);
    voice::ask(turn, *owner, "retro.action/" + subject + "/" + scheduler::iso_date(now),
               words::retro::action_due(Retro::shown(turn, *of_team, *action), now < action->due));
  }
  set_reminder(turn, *action);
}

void RetroPart::list_actions(commands::Request& request) {
  std::vector<const config::Team*> teams;
  for (Retro* retro : of_person(request.turn, request.person)) {
    if (std::find(teams.begin(), teams.end(), &retro->team()) == teams.end()) teams.push_back(&retro->team());
  }
  for (const config::Team* one : teams) {
    if (request.is_in_channel_of(*one)) {
      teams = {one};
      break;
    }
  }
  if (teams.empty()) request.turn.reply(words::retro::no_retro());
  for (const config::Team* one : teams) {
    std::vector<words::retro::Action> open;
    for (const RetroAction& action : request.tables().retro_actions.open(one->name)) {
      open.push_back(Retro::shown(request.turn, *one, action));
    }
    request.turn.reply(words::retro::actions(one->name.value, open));
  }
}

}  // namespace houston::handlers
