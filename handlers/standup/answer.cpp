// Answering by form, and what every answer goes through, however it was given.
#include <algorithm>

#include "config/text.hpp"
#include "handlers/reasons.hpp"
#include "handlers/standup/standup.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using shapes::Collect;
using storage::Occurrence;
using storage::Participant;
using storage::Person;
using storage::Response;

namespace {

bool all_empty(const std::vector<std::string>& answers) {
  return std::all_of(answers.begin(), answers.end(), [](const std::string& one) { return one.empty(); });
}

}  // namespace

std::optional<LocalDate> Standup::date_of(Turn& turn, OccurrenceId occurrence) {
  const auto found = turn.tables().occurrences.find(occurrence);
  if (!found) return std::nullopt;
  return found->date;
}

/// The person's part in the latest occurrence that has reached them: not one still to come.
std::optional<Participant> Standup::newest(Turn& turn, const PersonId& person) {
  for (const Participant& row : turn.tables().occurrences.history(team_.name, settings_.name, person, 10)) {
    if (row.prompted_at) return row;
    if (row.state == Participant::State::expected || row.prompt_at > turn.now()) continue;
    return row;
  }
  return std::nullopt;
}

bool Standup::superseded(Turn& turn, const PersonId& person, LocalDate date) {
  const auto row = newest(turn, person);
  if (!row) return false;
  const auto reached = date_of(turn, row->occurrence);
  return reached && *reached > date && row->prompted_at;
}

std::optional<Standup::Pending> Standup::pending(Turn& turn, const Person& person) {
  const auto row = newest(turn, person.id);
  if (!row || !row->prompted_at) return std::nullopt;
  if (row->state != Participant::State::prompted && row->state != Participant::State::missing) {
    return std::nullopt;
  }
  const auto date = date_of(turn, row->occurrence);
  if (!date) return std::nullopt;
  return Pending{*date, *row->prompted_at};
}

std::optional<LocalDate> Standup::current(Turn& turn, const Person& person) {
  const std::string zone = collect_.zone_of(person);
  const LocalDate today = scheduler::local_date(turn.now(), zone);
  if (const auto row = newest(turn, person.id)) {
    const auto occurrence = turn.tables().occurrences.find(row->occurrence);
    const bool excused = row->state == Participant::State::excused;
    if (occurrence && occurrence->state != Occurrence::State::skipped && !excused) {
      const bool late = Collect::is_late(*occurrence, *row, turn.now());
      const bool unanswered =
          row->state == Participant::State::prompted || row->state == Participant::State::missing;
      if (!late || (unanswered && occurrence->date == today)) return occurrence->date;
    }
  }
  const auto& ritual = collect_.ritual();
  auto date = ritual.dates->next(today);
  for (int tries = 0; date && tries < 400; ++tries, date = ritual.dates->next(scheduler::next_day(*date))) {
    if (collect_.prompt_moment(person, *date).at <= turn.now()) continue;
    if (hindrance(turn.tables(), *ritual.holidays, team_, settings_.name, *date, person.id)) continue;
    const auto occurrence = turn.tables().occurrences.on(team_.name, settings_.name, *date);
    if (!occurrence || occurrence->state == Occurrence::State::open) return date;
  }
  return std::nullopt;
}

Response Standup::response_of(Turn& turn, const Occurrence& occurrence, const PersonId& person) {
  Response response;
  response.occurrence = occurrence.id;
  response.person = person;
  if (const auto found = turn.tables().responses.of(occurrence.id, person)) response = *found;
  response.answers.resize(settings_.questions.size());
  return response;
}

/// Answered before the occurrence has reached anybody: kept until it does.
bool Standup::is_ahead(Turn& turn, const Occurrence& occurrence) {
  if (occurrence.state != Occurrence::State::open) return false;
  if (turn.now() >= occurrence.scheduled) return false;
  const auto rows = turn.tables().occurrences.participants(occurrence.id);
  return std::none_of(rows.begin(), rows.end(), [](const Participant& row) { return row.prompted_at; });
}

void Standup::write(Turn& turn, const Person& person, LocalDate date, bool modal) {
  auto& tables = turn.tables();
  if (superseded(turn, person.id, date)) {
    const auto now = current(turn, person);
    turn.reply(words::standup::superseded(about(turn, date),
                                          now ? std::optional(to_string(subject(*now))) : std::nullopt));
    return;
  }
  const auto occurrence = tables.occurrences.on(team_.name, settings_.name, date);
  const Instant at = collect_.prompt_moment(person, date).at;
  if (occurrence ? occurrence->state == Occurrence::State::skipped
                 : at <= turn.now() || !collect_.ritual().dates->on(date)) {
    turn.reply(words::standup::not_held(about(turn, date)));
    return;
  }
  if (!modal) {
    resume(turn, person, turn.open_dialog({person.workspace, person.id, kKind, to_string(subject(date)), 0}));
    return;
  }
  std::vector<std::string> initial;
  bool late = false;
  bool ahead = !occurrence;
  if (occurrence) {
    const Response response = response_of(turn, *occurrence, person.id);
    if (response.state != Response::State::withdrawn) initial = response.answers;
    const auto row = tables.occurrences.participant(occurrence->id, person.id);
    late = response.state != Response::State::given && row && Collect::is_late(*occurrence, *row, turn.now());
    ahead = is_ahead(turn, *occurrence);
  }
  if (all_empty(initial)) initial = {last_plan(turn, person.id, date).text};
  const std::string prompt_at = zones::clock(at, zones::own(person, team_));
  turn.ask(words::standup::form(about(turn, date), settings_.questions, initial,
                                words::standup::form_intro(about(turn, date), ahead, late, prompt_at)));
}

void Standup::submitted(Turn& turn, const Person& person, LocalDate date,
                        const std::map<std::string, std::string>& values) {
  auto& tables = turn.tables();
  std::vector<std::string> answers(settings_.questions.size());
  bool cut = false;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    const auto value = values.find("q" + std::to_string(i + 1));
    if (value == values.end()) continue;
    const std::string whole(config::trim_unseen(value->second));
    answers[i] = words::shorten(whole, 3000);
    cut = cut || answers[i] != whole;
  }
  auto occurrence = tables.occurrences.on(team_.name, settings_.name, date);
  const bool known = occurrence && occurrence->state != Occurrence::State::skipped;
  const bool to_come = !occurrence && collect_.ritual().dates->on(date) &&
                       collect_.prompt_moment(person, date).at > turn.now();
  if ((!known && !to_come) || superseded(turn, person.id, date)) {
    turn.refuse("q1", words::standup::form_over());
    return;
  }
  const auto earlier = occurrence ? tables.responses.of(occurrence->id, person.id) : std::nullopt;
  const bool was_given = earlier && earlier->state == Response::State::given;
  if (all_empty(answers)) {
    if (was_given) {
      take_back(turn, *occurrence, *earlier);
      turn.reply(words::standup::nothing_written(about(turn, date)));
    } else {
      turn.refuse("q1", words::standup::form_empty());
    }
    return;
  }
  if (!occurrence) occurrence = collect_.open(turn, date);
  if (!occurrence) {
    turn.refuse("q1", words::standup::form_over());
    return;
  }
  Response response = response_of(turn, *occurrence, person.id);
  response.answers = std::move(answers);
  response = give(turn, *occurrence, person, std::move(response));
  const std::string at = zones::day_and_clock(occurrence->scheduled, zones::own(person, team_), turn.now());
  turn.reply(was_given ? words::standup::changed(about(turn, date))
                       : words::standup::thanks(about(turn, date), response.late, is_ahead(turn, *occurrence),
                                                at, cut));
}

void Standup::as_planned(Turn& turn, const Person& person, LocalDate date, bool modal) {
  const auto occurrence = turn.tables().occurrences.on(team_.name, settings_.name, date);
  const std::string plan = last_plan(turn, person.id, date).text;
  if (!occurrence || occurrence->state == Occurrence::State::skipped || plan.empty() ||
      superseded(turn, person.id, date)) {
    write(turn, person, date, modal);
    return;
  }
  const Response written = response_of(turn, *occurrence, person.id);
  if (written.state == Response::State::given) {
    turn.reply(words::standup::already_answered(about(turn, date)));
    return;
  }
  std::map<std::string, std::string> values{{"q1", plan}};
  for (std::size_t i = 0; written.state == Response::State::draft && i < written.answers.size(); ++i) {
    if (!written.answers[i].empty()) values["q" + std::to_string(i + 1)] = written.answers[i];
  }
  submitted(turn, person, date, values);
}

Response Standup::give(Turn& turn, Occurrence& occurrence, const Person& person, Response response) {
  const Participant row = collect_.part(turn, occurrence, person);
  if (response.state != Response::State::given) {
    response.state = Response::State::given;
    response.first_given = turn.now();
    response.late = Collect::is_late(occurrence, row, turn.now());
  }
  response.changed = turn.now();
  response = turn.tables().responses.save(response);
  const bool first = row.state != Participant::State::answered;
  collect_.answered(turn, occurrence, row);
  end_dialog(turn, person.id, occurrence.date);
  if (!is_ahead(turn, occurrence)) publish(turn, occurrence, response);
  if (first) refresh_prompt(turn, occurrence, person.id);
  return response;
}

void Standup::take_back(Turn& turn, Occurrence& occurrence, Response response) {
  if (response.published) turn.retract(*response.published);
  response.published.reset();
  response.state = Response::State::withdrawn;
  response.changed = turn.now();
  turn.tables().responses.save(response);
  if (const auto row = turn.tables().occurrences.participant(occurrence.id, response.person)) {
    collect_.withdrawn(turn, occurrence, *row);
  }
  if (occurrence.head) show_head(turn, occurrence);
  refresh_prompt(turn, occurrence, response.person);
}

void Standup::skip_today(Turn& turn, const Person& person, LocalDate date) {
  auto& tables = turn.tables();
  auto occurrence = tables.occurrences.on(team_.name, settings_.name, date);
  if (!occurrence || occurrence->state == Occurrence::State::skipped) {
    turn.reply(words::standup::not_held(about(turn, date)));
    return;
  }
  const Participant row = collect_.part(turn, *occurrence, person);
  if (row.state == Participant::State::answered) {
    turn.reply(words::standup::already_answered(about(turn, date)));
    return;
  }
  if (auto draft = tables.responses.of(occurrence->id, person.id)) {
    // Saying no takes the half-written answer along: it is not to be published at close.
    draft->answers.assign(draft->answers.size(), "");
    draft->state = Response::State::withdrawn;
    tables.responses.save(*draft);
  }
  end_dialog(turn, person.id, date);
  collect_.declined(turn, *occurrence, row);
  if (occurrence->head) show_head(turn, *occurrence);
  refresh_prompt(turn, *occurrence, person.id);
  turn.reply(words::standup::declined(about(turn, date)));
}

}  // namespace houston::handlers
