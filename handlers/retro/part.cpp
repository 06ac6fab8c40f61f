#include "handlers/retro/part.hpp"

#include <algorithm>
#include <charconv>

#include "config/text.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/house.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using storage::NoteId;
using storage::Person;
using storage::RetroId;

namespace {

std::optional<std::int64_t> number(const std::string& text) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string value_of(const chat::Submitted& submitted, const std::string& field) {
  const auto found = submitted.values.find(field);
  return found == submitted.values.end() ? std::string() : found->second;
}

std::optional<int> column(const Retro& retro, const std::string& text) {
  const auto index = number(text);
  if (!index || *index < 0 || *index >= static_cast<std::int64_t>(retro.settings().columns.size())) {
    return std::nullopt;
  }
  return static_cast<int>(*index);
}

/// "17" or "17/3": a retro of this ritual, and a topic's number, 0 for none.
std::optional<std::pair<storage::Retro, int>> stage_of(Turn& turn, Retro& retro, const std::string& rest) {
  const auto pieces = split_subject(rest, 2);
  const auto id = number(pieces[0]);
  const auto topic = pieces.size() == 2 ? number(pieces[1]) : std::optional<std::int64_t>(0);
  if (!id || !topic) return std::nullopt;
  const auto found = turn.tables().retros.find(RetroId{*id});
  if (!found || found->team != retro.team().name || found->ritual != retro.settings().name)
    return std::nullopt;
  return std::pair(*found, static_cast<int>(*topic));
}

}  // namespace

RetroPart::RetroPart(const House& house) : house_(house) {
  for (const config::Team& team : house.settings().teams) {
    for (const config::Retro& settings : team.retros) {
      dates_.push_back(std::make_unique<scheduler::Dates>(settings.schedule));
      retros_.push_back(std::make_unique<Retro>(team, settings, *dates_.back(), house.holidays(team.name),
                                                house.random(), house.settings()));
    }
  }
}

RetroPart* RetroPart::of(const House& house) {
  for (const auto& part : house.parts()) {
    if (auto* retros = dynamic_cast<RetroPart*>(part.get())) return retros;
  }
  return nullptr;
}

Retro* RetroPart::find(const TeamId& team, const RitualId& ritual) const {
  for (const auto& retro : retros_) {
    if (retro->team().name == team && retro->settings().name == ritual) return retro.get();
  }
  return nullptr;
}

const config::Team* RetroPart::team(const TeamId& name) const {
  return house_.settings().team(name);
}

std::vector<shapes::Collect*> RetroPart::collects() const {
  std::vector<shapes::Collect*> found;
  for (const auto& retro : retros_) found.push_back(&retro->collect());
  return found;
}

std::vector<Retro*> RetroPart::of_person(Turn& turn, const Person& person) const {
  std::vector<Retro*> found;
  for (const auto& retro : retros_) {
    if (!retro->team().is_in(person.workspace)) continue;
    if (roster::member(turn.tables(), retro->team(), person.id)) found.push_back(retro.get());
  }
  return found;
}

Retro* RetroPart::choose(commands::Request& request, const std::string& word) const {
  std::vector<shapes::Collect*> candidates;
  const auto mine = of_person(request.turn, request.person);
  for (Retro* retro : mine) candidates.push_back(&retro->collect());
  if (candidates.empty()) {
    request.turn.reply(words::retro::no_retro());
    return nullptr;
  }
  const shapes::Collect* chosen = commands::choose(request, candidates, word, "retro");
  const auto found =
      std::find_if(mine.begin(), mine.end(), [&](Retro* one) { return &one->collect() == chosen; });
  return found == mine.end() ? nullptr : *found;
}

Retro* RetroPart::addressed(Heard& heard, const std::string& value, std::string& rest) const {
  const auto pieces = split_subject(value, 3);
  Retro* retro = pieces.size() >= 2 ? find(TeamId{pieces[0]}, RitualId{pieces[1]}) : nullptr;
  if (retro == nullptr || !retro->team().is_in(heard.event.workspace)) {
    heard.turn.reply(words::commands::gone());
    return nullptr;
  }
  if (!roster::member(heard.turn.tables(), retro->team(), heard.person.id)) {
    heard.turn.reply(words::commands::not_in_team(retro->team().name.value));
    return nullptr;
  }
  rest = pieces.size() == 3 ? pieces[2] : "";
  return retro;
}

bool RetroPart::clicked(Heard& heard, const chat::Clicked& clicked) {
  if (!clicked.action.starts_with("retro.")) return false;
  if (!click_action(heard, clicked)) act(heard, clicked);
  return true;
}

bool RetroPart::act(Heard& heard, const chat::Clicked& clicked) {
  std::string rest;
  Retro* retro = addressed(heard, clicked.value, rest);
  if (retro == nullptr) return false;
  if (clicked.action == "retro.write") {
    retro->write(heard.turn, heard.person, heard.event.can_ask);
    return true;
  }
  return act_on_note(heard, *retro, clicked.action, rest) ||
         act_on_stage(heard, *retro, clicked.action, rest);
}

bool RetroPart::act_on_note(Heard& heard, Retro& retro, const std::string& what, const std::string& rest) {
  const auto pieces = split_subject(rest, 2);
  if (what == "retro.note.keep" || what == "retro.note.reword") {
    if (pieces.size() != 2) return false;
    Retro::Draft draft{column(retro, pieces[0]), pieces[1], {}, what == "retro.note.keep"};
    if (draft.decided) {
      retro.put_down(heard.turn, heard.person, {draft});
    } else {
      retro.reword(heard.turn, heard.person, draft, heard.event.can_ask);
    }
    return true;
  }
  const auto id = number(pieces[0]);
  if (!id) return false;
  if (what == "retro.note.change") {
    if (pieces.size() != 2) return false;
    retro.change(heard.turn, heard.person, NoteId{*id}, pieces[1], false, true);
  } else if (what == "retro.note.edit") {
    retro.edit(heard.turn, heard.person, NoteId{*id}, heard.event.can_ask, heard.event.opens_modal());
  } else if (what == "retro.note.drop") {
    retro.withdraw(heard.turn, heard.person, NoteId{*id}, false);
  } else if (what == "retro.note.move") {
    const auto to = pieces.size() == 2 ? column(retro, pieces[1]) : std::nullopt;
    retro.move(heard.turn, heard.person, NoteId{*id}, to.value_or(-1));
  } else {
    return false;
  }
  return true;
}

bool RetroPart::act_on_stage(Heard& heard, Retro& retro, const std::string& what, const std::string& rest) {
  Turn& turn = heard.turn;
  if (what == "retro.action.add") {
    const auto from = rest.empty() ? std::nullopt : stage_of(turn, retro, rest);
    ask_action(heard, retro, from ? std::optional(from->first) : std::nullopt, from ? from->second : 0);
    return true;
  }
  const auto found = stage_of(turn, retro, rest);
  if (!found) return false;
  const auto& [row, topic] = *found;
  if (what == "retro.vote" || what == "retro.unvote") {
    retro.vote(turn, heard.person, row, topic, what == "retro.unvote");
    return true;
  }
  if (what != "retro.group" && what != "retro.next" && what != "retro.ungroup") return false;
  if (!retro.may_facilitate(turn, row, heard.person.id)) {
    turn.reply(words::retro::only_facilitator(roster::name_of(turn.tables(), retro.team(), row.facilitator)));
  } else if (what == "retro.group") {
    retro.ask_groups(turn, row, heard.event.can_ask);
  } else if (what == "retro.ungroup") {
    retro.ungroup(turn, row, topic) ? retro.show_groups(turn, row)
                                    : turn.reply(words::retro::nothing_to_do(retro.about(turn, row)));
  } else if (row.stage == storage::Retro::Stage::grouping) {
    // The button says "Start voting": pressed again later, it does not go on to what comes after.
    retro.next(turn, row);
  } else {
    turn.reply(words::retro::nothing_to_do(retro.about(turn, row)));
  }
  return true;
}

bool RetroPart::voted(Heard& heard, const chat::Voted& voted) {
  if (voted.action != words::retro::kBallot) return false;
  std::string rest;
  Retro* retro = addressed(heard, voted.value, rest);
  const auto found = retro != nullptr ? stage_of(heard.turn, *retro, rest) : std::nullopt;
  const auto topics = retro::numbers(voted.answers);
  if (found && topics) retro->cast(heard.turn, heard.person, found->first, *topics);
  return true;
}

/// "2 2 3", said to a ballot.
bool RetroPart::typed_ballot(Heard& heard, const std::string& text) {
  const auto topics = retro::numbers({text});
  if (!topics || topics->empty()) return false;
  for (Retro* retro : of_person(heard.turn, heard.person)) {
    if (const auto row = retro->asked_to_vote(heard.turn, heard.person)) {
      retro->cast(heard.turn, heard.person, *row, *topics);
      return true;
    }
  }
  return false;
}

/// A ballot waited for the voter's hours: "vision/retro/17/acme/U1".
void RetroPart::give_ballot(Turn& turn, const std::string& subject) {
  const auto pieces = split_subject(subject, 5);
  Retro* retro = pieces.size() == 5 ? find(TeamId{pieces[0]}, RitualId{pieces[1]}) : nullptr;
  const auto found = retro != nullptr ? stage_of(turn, *retro, pieces[2]) : std::nullopt;
  const auto person =
      found ? turn.tables().people.find(WorkspaceId{pieces[3]}, PersonId{pieces[4]}) : std::nullopt;
  if (!person || !roster::member(turn.tables(), retro->team(), person->id)) return;
  retro->offer_ballot(turn, found->first, *person);
}

bool RetroPart::submitted(Heard& heard, const chat::Submitted& submitted) {
  if (!submitted.form.starts_with("retro.")) return false;
  if (submit_why(heard, submitted)) return true;
  std::string rest;
  Retro* retro = addressed(heard, submitted.state, rest);
  if (retro == nullptr) return true;
  if (submitted.form == "retro.notes") {
    submit_notes(heard, *retro, submitted);
  } else if (submitted.form == "retro.reword") {
    retro->put_down(heard.turn, heard.person,
                    {Retro::Draft{column(*retro, rest), value_of(submitted, "text"), {}, false}});
  } else if (submitted.form == "retro.edit") {
    if (const auto id = number(rest)) {
      retro->change(heard.turn, heard.person, NoteId{*id}, value_of(submitted, "text"), false);
    }
  } else if (submitted.form == "retro.group") {
    submit_group(heard, *retro, rest, submitted);
  } else if (submitted.form == "retro.action") {
    submit_action(heard, *retro, rest, submitted);
  }
  return true;
}

/// A field a column, a note a line.
void RetroPart::submit_notes(Heard& heard, Retro& retro, const chat::Submitted& submitted) {
  std::vector<Retro::Draft> drafts;
  for (std::size_t i = 0; i < retro.settings().columns.size(); ++i) {
    const std::string lines = value_of(submitted, "c" + std::to_string(i)) + "\n";
    std::size_t at = 0;
    for (auto end = lines.find('\n'); end != std::string::npos; at = end + 1, end = lines.find('\n', at)) {
      const std::string line(config::trim(std::string_view(lines).substr(at, end - at)));
      if (!line.empty()) drafts.push_back({static_cast<int>(i), line, {}, false});
    }
  }
  if (drafts.empty()) {
    heard.turn.refuse("c0", words::retro::empty_form());
    return;
  }
  retro.put_down(heard.turn, heard.person, drafts);
}

void RetroPart::submit_group(Heard& heard, Retro& retro, const std::string& rest,
                             const chat::Submitted& submitted) {
  Turn& turn = heard.turn;
  const auto found = stage_of(turn, retro, rest);
  const auto given = retro::numbers({value_of(submitted, "numbers")});
  if (!found || !retro.may_facilitate(turn, found->first, heard.person.id) || !given ||
      !retro.group(turn, found->first, *given, value_of(submitted, "title"))) {
    turn.refuse("numbers", words::retro::bad_group());
    return;
  }
  retro.show_groups(turn, found->first);
}

void RetroPart::submit_action(Heard& heard, Retro& retro, const std::string& rest,
                              const chat::Submitted& submitted) {
  Turn& turn = heard.turn;
  NewAction action;
  action.retro = &retro;
  if (const auto from = rest.empty() ? std::nullopt : stage_of(turn, retro, rest)) {
    action.from = from->first;
    action.topic = from->second;
  }
  action.what = words::shorten(std::string(config::trim(value_of(submitted, "what"))), 500);
  action.owner = PersonId{value_of(submitted, "owner")};
  const LocalDate now = today(turn, retro.team(), heard.person.id);
  const auto due = commands::parse_day(value_of(submitted, "due"), now);
  if (action.what.empty()) turn.refuse("what", words::retro::action_usage().summary);
  if (!roster::member(turn.tables(), retro.team(), action.owner)) {
    turn.refuse("owner", words::commands::not_in_team(retro.team().name.value).summary);
  }
  if (!due) turn.refuse("due", words::retro::day_needed());
  if (due && *due < now) turn.refuse("due", words::retro::day_past());
  if (!turn.immediate().refused.empty()) return;
  action.due = *due;
  add_action(turn, heard.person, action);
}

/// "retro: improve: deploys are slow", with the retro's name before the colon where there are several.
bool RetroPart::said(Heard& heard, const chat::Said& said, const std::string& text) {
  const auto colon = text.find(':');
  if (colon == std::string::npos) return typed_ballot(heard, text);
  const std::string head = config::lower(config::trim(text.substr(0, colon)));
  if (head != "retro" && !head.starts_with("retro ")) return false;
  commands::Request request{heard.turn, heard.house, heard.person, std::nullopt, heard.event.can_ask, {}};
  std::string word(config::trim(text.substr(0, colon)).substr(5));
  word = config::trim(word);
  std::string note = text.substr(colon + 1);
  const auto mine = of_person(heard.turn, heard.person);
  const auto names = [&](const Retro* one) {
    const std::string wanted = config::lower(word);
    return wanted == config::lower(one->full_name()) || wanted == config::lower(one->settings().name.value) ||
           wanted == config::lower(one->team().name.value);
  };
  if (!word.empty() && std::none_of(mine.begin(), mine.end(), names)) {
    // "retro improve: …" names a column.
    note = word + ":" + note;
    word.clear();
  }
  Retro* retro = choose(request, word);
  if (retro == nullptr) return true;
  auto draft = retro->draft_of(note);
  draft.typed.emplace(said.room, said.message);
  retro->put_down(heard.turn, heard.person, {draft});
  return true;
}

bool RetroPart::continued(Heard& heard, const storage::Dialog& dialog, const chat::Said& said,
                          const std::string& text) {
  if (dialog.kind != "retro.note" && dialog.kind != "retro.edit") return false;
  heard.turn.end_dialog(dialog);
  std::string rest;
  Retro* retro = addressed(heard, dialog.subject, rest);
  if (retro == nullptr) return true;
  if (config::lower(config::trim(text)) == "cancel") {
    heard.turn.reply(words::retro::cancelled());
    return true;
  }
  if (dialog.kind == "retro.edit") {
    if (const auto id = number(rest)) retro->change(heard.turn, heard.person, NoteId{*id}, text, false);
    return true;
  }
  auto draft = retro->draft_of(text);
  if (!draft.column) draft.column = column(*retro, rest);
  draft.typed.emplace(said.room, said.message);
  retro->put_down(heard.turn, heard.person, {draft});
  return true;
}

bool RetroPart::resumed(Turn& turn, const House&, const Person& person, const storage::Dialog& dialog) {
  if (dialog.kind != "retro.note" && dialog.kind != "retro.edit") return false;
  const auto pieces = split_subject(dialog.subject, 3);
  Retro* retro = pieces.size() >= 2 ? find(TeamId{pieces[0]}, RitualId{pieces[1]}) : nullptr;
  if (retro == nullptr || !roster::member(turn.tables(), retro->team(), person.id)) return false;
  retro->ask_note(turn, person);
  return true;
}

/// On several lines it may be an answer that lists meetings.
bool RetroPart::claims(Heard& heard, const chat::Said& said, const std::string& text) {
  if (config::trim(text).find('\n') != std::string_view::npos || text.find(':') == std::string::npos)
    return false;
  return !of_person(heard.turn, heard.person).empty() && this->said(heard, said, text);
}

bool RetroPart::amended(Heard& heard, const RoomId& room, const std::string& message,
                        const std::string& text) {
  auto& retros = heard.turn.tables().retros;
  const auto id = retros.typed(heard.event.workspace, room.value, message);
  if (!id) return false;
  const auto note = retros.note(*id);
  const auto row = note ? retros.find(note->retro) : std::nullopt;
  Retro* retro = row ? find(row->team, row->ritual) : nullptr;
  if (retro == nullptr) return true;
  // What was typed began with "retro:", and perhaps a column.
  std::string words = text;
  if (config::lower(config::trim(words)).starts_with("retro")) {
    const auto colon = words.find(':');
    if (colon != std::string::npos) words = words.substr(colon + 1);
  }
  auto draft = retro->draft_of(words);
  if (draft.column) {
    storage::RetroNote moved = *note;
    moved.column = retro->settings().columns[static_cast<std::size_t>(*draft.column)].name;
    if (row->stage == storage::Retro::Stage::collecting && !config::trim(draft.text).empty())
      retros.save(moved);
  }
  // The platform tells who deleted only for some; the message is the author's own.
  Person author = heard.person;
  if (note->author) author.id = *note->author;
  retro->change(heard.turn, author, *id, draft.text, true);
  return true;
}

bool RetroPart::fired(Turn& turn, const House&, const storage::Timer& timer) {
  if (timer.key.kind == "retro.action") {
    remind_owner(turn, timer.key.subject);
    return true;
  }
  if (timer.key.kind == "retro.ballot") {
    give_ballot(turn, timer.key.subject);
    return true;
  }
  if (timer.key.kind != "retro.stage") return false;
  const auto pieces = split_subject(timer.key.subject, 4);
  Retro* retro = pieces.size() == 4 ? find(TeamId{pieces[0]}, RitualId{pieces[1]}) : nullptr;
  const auto id = retro != nullptr ? number(pieces[2]) : std::nullopt;
  if (id) retro->stage_due(turn, RetroId{*id}, pieces[3]);
  return true;
}

void RetroPart::sync(Turn& turn, const House&) {
  for (const auto& retro : retros_) retro->sync(turn);
}

void RetroPart::home(Turn& turn, const House&, const Person& person, chat::Message& message) {
  std::vector<const config::Team*> seen;
  for (Retro* retro : of_person(turn, person)) {
    const config::Team& team = retro->team();
    const bool known = std::find(seen.begin(), seen.end(), &team) != seen.end();
    seen.push_back(&team);
    if (!known) {
      for (const storage::RetroAction& action : turn.tables().retro_actions.open(team.name)) {
        if (action.owner != person.id) continue;
        const auto mine = words::retro::review(Retro::shown(turn, team, action));
        message.blocks.insert(message.blocks.end(), mine.blocks.begin(), mine.blocks.end());
      }
    }
    const chat::Message status = retro->status(turn);
    message.blocks.push_back(chat::Divider{});
    message.blocks.insert(message.blocks.end(), status.blocks.begin(), status.blocks.end());
  }
}

std::vector<const commands::Command*> RetroPart::commands() const {
  std::vector<const commands::Command*> found;
  if (retros_.empty()) return found;
  for (const commands::Command& command : retro::words()) found.push_back(&command);
  return found;
}

}  // namespace houston::handlers
