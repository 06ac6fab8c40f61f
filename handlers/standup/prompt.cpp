// The prompt and the reminder.
#include "handlers/reasons.hpp"
#include "handlers/roster.hpp"
#include "handlers/standup/standup.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using storage::Occurrence;
using storage::Participant;
using storage::Person;
using storage::Response;

Standup::Standup(const config::Team& team, const config::Standup& settings, const scheduler::Dates& dates,
                 const scheduler::Holidays& holidays)
    : team_(team),
      settings_(settings),
      collect_(shapes::ritual_of(kKind, team, settings, settings.zone, dates, holidays), *this) {}

words::standup::About Standup::about(Turn& turn, LocalDate date) {
  return {team_.name.value,
          settings_.name.value,
          team_.standups.size() > 1,
          date,
          to_string(subject(date)),
          roster::link(turn.tables(), team_),
          settings_.publish == config::Publish::digest,
          scheduler::local_date(turn.now(), team_.time_zone)};
}

std::string Standup::zone_of(Turn& turn, const PersonId& person) {
  const auto known = roster::find(turn.tables(), team_, person);
  return known ? zones::own(*known, team_) : team_.time_zone;
}

/// What the person last said would come next.
Standup::Plan Standup::last_plan(Turn& turn, const PersonId& person, LocalDate date) {
  if (settings_.plan_question == 0) return {};
  const auto last = turn.tables().responses.last_before(team_.name, settings_.name, person, date);
  const auto index = static_cast<std::size_t>(settings_.plan_question - 1);
  if (!last || index >= last->answers.size()) return {};
  return {last->answers[index], date_of(turn, last->occurrence)};
}

chat::Message Standup::prompt_message(Turn& turn, const Occurrence& occurrence, const Participant& row,
                                      const Person& person) {
  using State = words::standup::Prompt::State;
  words::standup::Prompt prompt;
  prompt.about = about(turn, occurrence.date);
  if (row.state == Participant::State::answered) prompt.state = State::answered;
  if (row.state == Participant::State::declined) prompt.state = State::declined;
  if (row.state == Participant::State::excused && row.reason == reason::away) prompt.state = State::away;
  prompt.questions = settings_.questions;
  const Plan plan = last_plan(turn, row.person, occurrence.date);
  prompt.last_plan = plan.text;
  prompt.plan_from = plan.from;
  const std::string zone = zones::own(person, team_);
  if (row.reason == reason::late) prompt.late_since = zones::clock(row.prompt_at, zone);
  prompt.asked_by_lead = row.reason == reason::run;
  prompt.open_until = zones::clock(row.closes.value_or(row.prompt_at + settings_.close), zone);
  return words::standup::prompt(prompt);
}

MessageId Standup::prompt(Turn& turn, const Occurrence& occurrence, const Participant& row,
                          const Person& person) {
  chat::Message message = prompt_message(turn, occurrence, row, person);
  if (turn.tables().people.first_time(person.workspace, person.id, "standup.greeting", turn.now())) {
    // Said once in a life, so not part of what a refreshed prompt shows.
    words::standup::greet(message, about(turn, occurrence.date));
  }
  return voice::ask(turn, person, section(occurrence.date), message);
}

/// The prompt shows what became of it, so that an answered one does not look like a question.
void Standup::refresh_prompt(Turn& turn, const Occurrence& occurrence, const PersonId& person) {
  const auto row = turn.tables().occurrences.participant(occurrence.id, person);
  const auto known = roster::find(turn.tables(), team_, person);
  if (!row || !row->prompt || !known) return;
  voice::revise(turn, *row->prompt, section(occurrence.date), prompt_message(turn, occurrence, *row, *known));
}

void Standup::remind(Turn& turn, const Occurrence& occurrence, const Participant& row) {
  int answered = 0;
  if (const auto response = turn.tables().responses.of(occurrence.id, row.person);
      response && response->state == Response::State::draft) {
    for (const std::string& answer : response->answers) answered += answer.empty() ? 0 : 1;
  }
  const std::string until = zones::clock(row.closes.value_or(turn.now()), zone_of(turn, row.person));
  const auto person = roster::find(turn.tables(), team_, row.person);
  if (!person) return;
  voice::ask(turn, *person, section(occurrence.date) + "/" + std::to_string(row.reminders),
             words::standup::reminder(about(turn, occurrence.date), until, answered,
                                      static_cast<int>(settings_.questions.size())));
}

}  // namespace houston::handlers
