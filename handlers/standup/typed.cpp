// Answering by typing, question by question; and what becomes of an answer when its message is edited or
// deleted.
#include <algorithm>

#include "config/text.hpp"
#include "handlers/reasons.hpp"
#include "handlers/roster.hpp"
#include "handlers/standup/standup.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using shapes::Collect;
using storage::Dialog;
using storage::Occurrence;
using storage::Participant;
using storage::Person;
using storage::Response;

namespace {

bool all_empty(const std::vector<std::string>& answers) {
  return std::all_of(answers.begin(), answers.end(), [](const std::string& one) { return one.empty(); });
}

std::string bare_word(const std::string& text) {
  return config::lower(config::trim(text));
}

}  // namespace

void Standup::end_dialog(Turn& turn, const PersonId& person, LocalDate date) {
  const WorkspaceId workspace = roster::workspace_of(turn.tables(), team_, person);
  if (const auto dialog = turn.dialog(workspace, person, kKind, to_string(subject(date)))) {
    turn.end_dialog(*dialog);
  }
}

void Standup::ask_question(Turn& turn, const Person& person, LocalDate date,
                           words::standup::Question question) {
  if (question.number == 1) question.last_plan = last_plan(turn, person.id, date).text;
  // In the direct messages, wherever it began: that is where the answer is typed.
  turn.say(roster::direct(person),
           words::standup::question(about(turn, date), settings_.questions, question));
}

void Standup::resume(Turn& turn, const Person& person, const Dialog& dialog) {
  const auto about_what = parse_subject(dialog.subject);
  if (!about_what) return;
  const int last = static_cast<int>(settings_.questions.size()) - 1;
  words::standup::Question question;
  question.number = std::clamp(dialog.question, 0, last) + 1;
  if (const auto occurrence = turn.tables().occurrences.on(team_.name, settings_.name, about_what->date)) {
    const Response response = response_of(turn, *occurrence, person.id);
    if (response.state != Response::State::withdrawn) {
      question.so_far = response.answers[static_cast<std::size_t>(question.number - 1)];
    }
  }
  ask_question(turn, person, about_what->date, question);
}

void Standup::typed(Turn& turn, const Person& person, LocalDate date, const std::optional<Dialog>& dialog,
                    const RoomId& room, const std::string& message, const std::string& text) {
  auto& tables = turn.tables();
  const std::string word = bare_word(text);
  auto occurrence = tables.occurrences.on(team_.name, settings_.name, date);
  if (dialog && word == "cancel") {
    turn.end_dialog(*dialog);
    if (occurrence) {
      Response draft = response_of(turn, *occurrence, person.id);
      if (draft.id && draft.state == Response::State::draft) {
        draft.answers.assign(draft.answers.size(), "");
        tables.responses.save(draft);
      }
    }
    turn.reply(words::standup::cancelled(about(turn, date)));
    return;
  }
  if (dialog && word == "back") {
    Dialog before = *dialog;
    before.question = std::max(0, before.question - 1);
    resume(turn, person, turn.open_dialog(before));
    return;
  }
  if (!dialog && word == "skip") {
    skip_today(turn, person, date);
    return;
  }
  if (!occurrence) occurrence = collect_.open(turn, date);
  if (!occurrence || occurrence->state == Occurrence::State::skipped) {
    end_dialog(turn, person.id, date);
    turn.reply(words::standup::not_held(about(turn, date)));
    return;
  }
  const int count = static_cast<int>(settings_.questions.size());
  const int question = dialog ? std::clamp(dialog->question, 0, count - 1) : 0;
  bool cut = false;
  if (word != "skip") {
    Response response = response_of(turn, *occurrence, person.id);
    if (response.state == Response::State::withdrawn) {
      response.state = Response::State::draft;
      response.answers.assign(response.answers.size(), "");
    }
    const std::string whole(config::trim_unseen(text));
    const std::string kept = words::shorten(whole, 3000);
    cut = kept != whole;
    response.answers[static_cast<std::size_t>(question)] = kept;
    response.changed = turn.now();
    response = tables.responses.save(response);
    tables.typed_answers.save({person.workspace, room.value, message, response.id, question});
  }
  if (question + 1 < count) {
    turn.open_dialog({person.workspace, person.id, kKind, to_string(subject(date)), question + 1});
    const Participant row = collect_.part(turn, *occurrence, person);
    words::standup::Question next;
    next.number = question + 2;
    next.noted = word != "skip";
    next.late = Collect::is_late(*occurrence, row, turn.now());
    next.cut = cut;
    ask_question(turn, person, date, next);
  } else {
    finish_dialog(turn, person, *occurrence, cut);
  }
}

void Standup::finish_dialog(Turn& turn, const Person& person, Occurrence& occurrence, bool cut) {
  end_dialog(turn, person.id, occurrence.date);
  Response response = response_of(turn, occurrence, person.id);
  if (all_empty(response.answers)) {
    turn.reply(words::standup::nothing_written(about(turn, occurrence.date)));
    return;
  }
  const bool was_given = response.state == Response::State::given;
  response = give(turn, occurrence, person, std::move(response));
  const std::string at = zones::day_and_clock(occurrence.scheduled, zones::own(person, team_), turn.now());
  turn.reply(was_given ? words::standup::changed(about(turn, occurrence.date))
                       : words::standup::thanks(about(turn, occurrence.date), response.late,
                                                is_ahead(turn, occurrence), at, cut));
}

void Standup::amended(Turn& turn, Response response, const Occurrence& found, int question,
                      const std::string& text) {
  Occurrence occurrence = found;
  const auto person = roster::find(turn.tables(), team_, response.person);
  const auto index = static_cast<std::size_t>(question);
  if (!person || index >= settings_.questions.size()) return;
  response.answers.resize(settings_.questions.size());
  const std::string whole(config::trim_unseen(text));
  const std::string kept = words::shorten(whole, 3000);
  if (kept != whole) turn.reply(words::standup::cut(about(turn, occurrence.date)));
  if (response.answers[index] == kept && response.state != Response::State::withdrawn) return;
  response.answers[index] = kept;
  switch (response.state) {
    case Response::State::given:
      if (all_empty(response.answers)) {
        take_back(turn, occurrence, std::move(response));
      } else {
        give(turn, occurrence, *person, std::move(response));
      }
      return;
    case Response::State::draft:
      response.changed = turn.now();
      turn.tables().responses.save(response);
      return;
    case Response::State::withdrawn: {
      const auto row = turn.tables().occurrences.participant(occurrence.id, response.person);
      const bool declined = row && row->state == Participant::State::declined;
      if (kept.empty() || declined) return;
      give(turn, occurrence, *person, std::move(response));
      return;
    }
  }
}

/// A dialog about an earlier occurrence ends where the next one begins: what was written counts, as late.
void Standup::settle(Turn& turn, const Person& person, LocalDate before) {
  for (const Dialog& dialog : turn.tables().dialogs.all(person.workspace, person.id)) {
    if (dialog.kind != kKind) continue;
    const auto about_what = parse_subject(dialog.subject);
    if (!about_what || about_what->team != team_.name || about_what->ritual != settings_.name) continue;
    if (about_what->date >= before) continue;
    turn.end_dialog(dialog);
    auto occurrence = turn.tables().occurrences.on(team_.name, settings_.name, about_what->date);
    if (!occurrence || occurrence->state == Occurrence::State::skipped) continue;
    Response response = response_of(turn, *occurrence, person.id);
    if (response.state == Response::State::withdrawn || all_empty(response.answers)) continue;
    give(turn, *occurrence, person, std::move(response));
  }
}

}  // namespace houston::handlers
