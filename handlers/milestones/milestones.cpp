// What buttons, forms, dialogs and timers have to do with milestones.
#include "handlers/milestones/milestones.hpp"

#include <algorithm>
#include <charconv>

#include "config/text.hpp"
#include "handlers/roster.hpp"
#include "handlers/subject.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using storage::Person;

namespace milestones {

std::string subject_of(const config::Team& team, int number) {
  return team.name.value + "/" + std::to_string(number);
}

std::optional<One> by_subject(Turn& turn, const House& house, const Person& person,
                              const std::string& subject) {
  const auto pieces = split_subject(subject, 2);
  if (pieces.size() != 2) return std::nullopt;
  const config::Team* team = log::team_named(turn.tables(), house, person, pieces[0]);
  if (team == nullptr) return std::nullopt;
  std::string digits = pieces[1];
  if (!digits.empty() && digits.front() == '#') digits.erase(0, 1);
  int number = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
  if (error != std::errc() || end != digits.data() + digits.size()) return std::nullopt;
  const auto found = turn.tables().milestones.find(team->name, number);
  if (!found) return std::nullopt;
  return One{team, *found};
}

words::milestones::About about(Turn& turn, const One& one, const Person& reader) {
  return {one.milestone, roster::name_of(turn.tables(), *one.team, one.milestone.owner),
          scheduler::local_date(turn.now(), zones::own(reader, *one.team)),
          subject_of(*one.team, one.milestone.number)};
}

bool may_change(Turn& turn, const One& one, const PersonId& person) {
  return one.milestone.owner == person || one.milestone.set_by == person ||
         roster::may_lead(turn.tables(), *one.team, person);
}

}  // namespace milestones

using namespace milestones;  // NOLINT: this file is its part.

bool Milestones::clicked(Heard& heard, const chat::Clicked& clicked) {
  if (!clicked.action.starts_with("milestones.")) return false;
  const auto one = by_subject(heard.turn, heard.house, heard.person, clicked.value);
  if (!one) {
    heard.turn.reply(words::commands::gone());
    return true;
  }
  const auto about = milestones::about(heard.turn, *one, heard.person);
  if (one->milestone.state != Milestone::State::open) {
    heard.turn.reply(words::milestones::ended(about));
  } else if (clicked.action == "milestones.reached") {
    report(heard.turn, *one, heard.person, heard.event.can_ask);
  } else if (!may_change(heard.turn, *one, heard.person.id)) {
    heard.turn.reply(words::milestones::not_allowed(about));
  } else if (clicked.action == "milestones.on_track") {
    say_on_track(heard.turn, *one, heard.person);
  } else if (clicked.action == "milestones.move") {
    if (heard.event.can_ask) {
      heard.turn.ask(words::milestones::move_form(about));
    } else {
      heard.turn.reply(words::milestones::how_to_move(about));
    }
  }
  return true;
}

namespace {

std::string value_of(const chat::Submitted& submitted, const char* field) {
  const auto found = submitted.values.find(field);
  return found == submitted.values.end() ? std::string() : std::string(config::trim(found->second));
}

void added_by_form(Heard& heard, const chat::Submitted& submitted) {
  auto& tables = heard.turn.tables();
  const config::Team* team = log::team_named(tables, heard.house, heard.person, submitted.state);
  if (team == nullptr) {
    heard.turn.refuse("title", words::milestones::form_gone());
    return;
  }
  const LocalDate today = scheduler::local_date(heard.turn.now(), zones::own(heard.person, *team));
  Milestone milestone;
  milestone.title = value_of(submitted, "title");
  milestone.criterion = value_of(submitted, "criterion");
  milestone.owner = heard.person.id;
  if (milestone.title.empty()) heard.turn.refuse("title", words::milestones::title_missing());
  const auto day = scheduler::parse_iso_date(value_of(submitted, "day"));
  if (!day) heard.turn.refuse("day", words::milestones::day_missing());
  if (day && *day < today) heard.turn.refuse("day", words::milestones::day_past());
  if (day) milestone.due = *day;
  if (const std::string owner = value_of(submitted, "owner"); !owner.empty()) {
    const auto named = log::all_people(tables, heard.house, heard.person,
                                       commands::split(tables, heard.event.workspace, chat::plain(owner)));
    if (named.people.size() == 1 && named.unknown.empty() && !named.team) {
      milestone.owner = named.people.front();
    } else {
      heard.turn.refuse("owner", words::milestones::people_unknown({owner}));
    }
  }
  if (!heard.turn.immediate().refused.empty()) return;
  milestones::add(heard.turn, heard.house, *team, heard.person, std::move(milestone));
}

void moved_by_form(Heard& heard, const chat::Submitted& submitted) {
  const auto one = by_subject(heard.turn, heard.house, heard.person, submitted.state);
  if (!one || one->milestone.state != Milestone::State::open ||
      !may_change(heard.turn, *one, heard.person.id)) {
    heard.turn.refuse("why", words::milestones::form_gone());
    return;
  }
  const LocalDate today = scheduler::local_date(heard.turn.now(), zones::own(heard.person, *one->team));
  const auto day = scheduler::parse_iso_date(value_of(submitted, "day"));
  const std::string why = value_of(submitted, "why");
  if (!day) heard.turn.refuse("day", words::milestones::day_missing());
  if (day && *day < today) heard.turn.refuse("day", words::milestones::day_past());
  if (why.empty()) heard.turn.refuse("why", words::milestones::why_missing());
  if (!heard.turn.immediate().refused.empty()) return;
  milestones::move(heard.turn, heard.house, *one, heard.person, *day, why);
}

void reached_by_form(Heard& heard, const chat::Submitted& submitted) {
  auto& tables = heard.turn.tables();
  const auto one = by_subject(heard.turn, heard.house, heard.person, submitted.state);
  if (!one || one->milestone.state != Milestone::State::open) {
    heard.turn.refuse("people", words::milestones::form_gone());
    return;
  }
  const auto named = log::all_people(
      tables, heard.house, heard.person,
      commands::split(tables, heard.event.workspace, chat::plain(value_of(submitted, "people"))));
  if (!named.unknown.empty()) {
    heard.turn.refuse("people", words::milestones::people_unknown(named.unknown));
  } else if (named.people.empty() && !named.team) {
    heard.turn.refuse("people", words::milestones::people_missing());
  } else {
    milestones::celebrate(heard.turn, *one, heard.person, named, value_of(submitted, "note"));
  }
}

}  // namespace

bool Milestones::submitted(Heard& heard, const chat::Submitted& submitted) {
  if (submitted.form == "milestones.add") {
    added_by_form(heard, submitted);
  } else if (submitted.form == "milestones.move") {
    moved_by_form(heard, submitted);
  } else if (submitted.form == "milestones.reached") {
    reached_by_form(heard, submitted);
  } else {
    return false;
  }
  return true;
}

bool Milestones::continued(Heard& heard, const storage::Dialog& dialog, const chat::Said& said,
                           const std::string& text) {
  if (dialog.kind != kReachedDialog) return false;
  auto& tables = heard.turn.tables();
  const auto one = by_subject(heard.turn, heard.house, heard.person, dialog.subject);
  const bool cancelled = config::lower(config::trim(text)) == "cancel";
  if (!one || cancelled || one->milestone.state != Milestone::State::open) {
    heard.turn.end_dialog(dialog);
    if (cancelled || !one) return cancelled;
    heard.turn.reply(words::milestones::ended(milestones::about(heard.turn, *one, heard.person)));
    return true;
  }
  const auto named = log::all_people(tables, heard.house, heard.person,
                                     commands::split(tables, heard.event.workspace, said.text));
  if (!named.unknown.empty()) {
    heard.turn.reply(words::milestones::not_understood(named.unknown));
  } else if (named.people.empty() && !named.team) {
    heard.turn.reply(words::milestones::who_contributed(milestones::about(heard.turn, *one, heard.person)));
  } else {
    heard.turn.end_dialog(dialog);
    milestones::celebrate(heard.turn, *one, heard.person, named, "");
  }
  return true;
}

bool Milestones::resumed(Turn& turn, const House& house, const storage::Person& person,
                         const storage::Dialog& dialog) {
  if (dialog.kind != kReachedDialog) return false;
  const auto one = by_subject(turn, house, person, dialog.subject);
  if (!one || one->milestone.state != Milestone::State::open) return false;
  turn.say(roster::direct(person), words::milestones::who_contributed(milestones::about(turn, *one, person)));
  return true;
}

bool Milestones::fired(Turn& turn, const House& house, const storage::Timer& timer) {
  if (timer.key.kind != "milestones.ask") return false;
  milestones::ask(turn, house, timer);
  return true;
}

void Milestones::sync(Turn& turn, const House& house) {
  sync_timers(turn, house);
}

void Milestones::absences_changed(Turn& turn, const House& house, const Person&) {
  sync_timers(turn, house);
}

void Milestones::home(Turn& turn, const House& house, const Person& person, chat::Message& home) {
  std::vector<words::milestones::About> mine;
  for (const config::Team* team : log::teams_of(turn.tables(), house, person)) {
    for (const Milestone& milestone : turn.tables().milestones.open(team->name)) {
      if (milestone.owner == person.id && mine.size() < 5) {
        mine.push_back(milestones::about(turn, {team, milestone}, person));
      }
    }
  }
  words::milestones::home(home, mine);
}

std::vector<const commands::Command*> Milestones::commands() const {
  return {&milestones::command()};
}

}  // namespace houston::handlers
