// Notes, all sprint long: by command, by form, by direct message.
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <stdexcept>

#include "config/text.hpp"
#include "handlers/retro/blame.hpp"
#include "handlers/retro/retro.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers {

using config::Anonymity;
using storage::NoteId;
using storage::Person;
using storage::RetroNote;

namespace {

constexpr std::size_t kLongest =
    1000;  // A note fits a button's value, where it waits for its writer's decision.

}  // namespace

std::vector<std::string> Retro::column_names() const {
  std::vector<std::string> names;
  for (const config::RetroColumn& column : settings_.columns) names.push_back(column.name);
  return names;
}

std::optional<int> Retro::column_of(const std::string& word) const {
  const std::string wanted = config::lower(config::trim(word));
  if (wanted.empty()) return std::nullopt;
  const auto only = [&](auto fits) {
    std::optional<int> found;
    for (std::size_t i = 0; i < settings_.columns.size(); ++i) {
      if (!fits(config::lower(settings_.columns[i].name))) continue;
      if (found) return std::optional<int>();
      found = static_cast<int>(i);
    }
    return found;
  };
  if (auto whole = only([&](const std::string& name) { return name == wanted; })) return whole;
  if (wanted.size() < 2) return std::nullopt;
  if (auto start = only([&](const std::string& name) { return name.starts_with(wanted); })) return start;
  return only([&](const std::string& name) { return (" " + name).find(" " + wanted) != std::string::npos; });
}

Retro::Draft Retro::draft_of(const std::string& text) const {
  Draft draft;
  draft.text = text;
  const auto colon = text.find(':');
  if (colon == std::string::npos || colon > 60) return draft;
  draft.column = column_of(text.substr(0, colon));
  if (draft.column) draft.text = text.substr(colon + 1);
  return draft;
}

std::string Retro::hash(const storage::Retro& retro, const PersonId& person) {
  unsigned char digest[EVP_MAX_MD_SIZE];
  unsigned int size = 0;
  const auto* data = reinterpret_cast<const unsigned char*>(person.value.data());
  if (HMAC(EVP_sha256(), retro.author_key.data(), static_cast<int>(retro.author_key.size()), data,
           person.value.size(), digest, &size) == nullptr) {
    throw std::runtime_error("OpenSSL cannot compute HMAC-SHA256");
  }
  static constexpr char digits[] = "0123456789abcdef";
  std::string out;
  for (unsigned int i = 0; i < size; ++i) {
    out += digits[digest[i] >> 4];
    out += digits[digest[i] & 15];
  }
  return out;
}

/// The one that takes notes now. It keeps the strictest setting it has met: a stricter one reaches back to
/// the notes given, a weaker one waits for the next.
storage::Retro Retro::collecting(Turn& turn) {
  auto& retros = turn.tables().retros;
  if (auto found = retros.collecting(team_.name, settings_.name)) {
    if (settings_.anonymity <= found->anonymity) return *found;
    found->anonymity = settings_.anonymity;
    if (found->anonymity == Anonymity::anonymous) make_anonymous(turn, *found);
    const auto stricter = retros.save(*found);
    if (stricter.anonymity == Anonymity::anonymous) cover_traces(turn, stricter);
    return stricter;
  }
  storage::Retro fresh;
  fresh.team = team_.name;
  fresh.ritual = settings_.name;
  fresh.anonymity = settings_.anonymity;
  if (fresh.anonymity == Anonymity::anonymous) fresh.author_key = random_.key();
  return retros.save(fresh);
}

void Retro::make_anonymous(Turn& turn, storage::Retro& retro) {
  auto& retros = turn.tables().retros;
  retro.author_key = random_.key();
  const auto notes = retros.notes(retro.id);
  std::vector<NoteId> fresh;
  for (const RetroNote& note : notes) {
    if (note.author) retros.count_author(retro.id, hash(retro, *note.author), 1);
    fresh.push_back(fresh_id(turn));
  }
  retros.make_anonymous(retro.id, fresh);
}

NoteId Retro::fresh_id(Turn& turn) {
  NoteId id{random_.id()};
  while (turn.tables().retros.note(id)) id = NoteId{random_.id()};
  return id;
}

void Retro::answer(Turn& turn, const chat::Message& message) {
  const auto retro = turn.tables().retros.collecting(team_.name, settings_.name);
  const bool traceless =
      settings_.anonymity == Anonymity::anonymous || (retro && retro->anonymity == Anonymity::anonymous);
  traceless ? turn.whisper(message) : turn.reply(message);
}

RetroNote Retro::keep(Turn& turn, const storage::Retro& retro, const Person& person, const Draft& draft,
                      const std::string& text) {
  auto& retros = turn.tables().retros;
  RetroNote note;
  note.id = fresh_id(turn);
  note.retro = retro.id;
  if (draft.column) note.column = settings_.columns.at(static_cast<std::size_t>(*draft.column)).name;
  note.text = text;
  note.day = scheduler::local_date(turn.now(), team_.time_zone);
  if (retro.anonymity == Anonymity::anonymous) {
    retros.count_author(retro.id, hash(retro, person.id), 1);
    retros.add(note);
    return note;
  }
  note.author = person.id;
  retros.add(note);
  if (draft.typed) {
    retros.remember_typed(person.workspace, draft.typed->first.value, draft.typed->second, note.id);
  }
  return note;
}

std::vector<std::string> Retro::member_names(Turn& turn) {
  std::vector<std::string> names;
  for (const Person& person : roster::members(turn.tables(), team_)) {
    names.push_back(person.name);
    names.push_back(person.handle);
  }
  return names;
}

void Retro::put_down(Turn& turn, const Person& person, const std::vector<Draft>& drafts) {
  const storage::Retro retro = collecting(turn);
  const auto about = this->about(turn, retro);
  const auto names = settings_.no_blame ? member_names(turn) : std::vector<std::string>();
  std::vector<words::retro::Kept> kept;
  std::vector<std::pair<std::string, std::string>> columns;
  std::vector<chat::Message> suggestions;
  bool cut = false;
  bool typed = false;
  for (const Draft& draft : drafts) {
    const std::string whole(config::trim(draft.text));
    if (whole.empty()) continue;
    const std::string text = words::shorten(whole, kLongest);
    const bool praise = draft.column && settings_.columns.at(static_cast<std::size_t>(*draft.column)).praise;
    if (settings_.no_blame && !draft.decided) {
      if (const auto blaming = retro::blame(text, names, praise)) {
        const std::string column = draft.column ? std::to_string(*draft.column) : "-";
        suggestions.push_back(
            words::retro::suggest(about, text, *blaming, full_name() + "/" + column + "/" + text));
        continue;
      }
    }
    const RetroNote note = keep(turn, retro, person, draft, text);
    const std::string value = full_name() + "/" + std::to_string(note.id.value);
    kept.push_back({value, text, note.column});
    cut = cut || text != whole;
    typed = typed || draft.typed.has_value();
    if (!draft.column && drafts.size() == 1) {
      for (std::size_t i = 0; i < settings_.columns.size(); ++i) {
        columns.emplace_back(settings_.columns[i].name, value + "/" + std::to_string(i));
      }
    }
  }
  if (kept.empty() && suggestions.empty()) {
    answer(turn, words::retro::usage());
    return;
  }
  if (!kept.empty()) answer(turn, words::retro::kept(about, kept, columns, cut, typed));
  for (const chat::Message& suggestion : suggestions) answer(turn, suggestion);
}

void Retro::write(Turn& turn, const Person& person, bool can_ask) {
  const auto about = this->about(turn, collecting(turn));
  if (can_ask) {
    turn.ask(words::retro::form(about, column_names()));
    return;
  }
  ask_typed(turn, person, full_name() + "/-");
}

/// By a dialog; of an anonymous retro without one, because it would write down who is about to give a note.
void Retro::ask_typed(Turn& turn, const Person& person, const std::string& subject) {
  const auto retro = collecting(turn);
  const auto about = this->about(turn, retro);
  if (retro.anonymity == Anonymity::anonymous) {
    turn.whisper(words::retro::how_to_type(about, settings_.columns.front().name));
    return;
  }
  turn.open_dialog({person.workspace, person.id, "retro.note", subject, 0});
  ask_note(turn, person);
}

void Retro::reword(Turn& turn, const Person& person, const Draft& draft, bool can_ask) {
  const auto about = this->about(turn, collecting(turn));
  const std::string state = full_name() + "/" + (draft.column ? std::to_string(*draft.column) : "-");
  if (can_ask) {
    turn.ask(words::retro::one_note(about, "retro.reword", state, draft.text));
    return;
  }
  ask_typed(turn, person, state);
}

std::optional<RetroNote> Retro::own_note(Turn& turn, const PersonId& person, NoteId id) {
  const auto retro = collecting(turn);
  auto note = turn.tables().retros.note(id);
  if (!note || note->retro != retro.id || (note->author && *note->author != person)) return std::nullopt;
  return note;
}

void Retro::edit(Turn& turn, const Person& person, NoteId id, bool can_ask, bool modal) {
  const auto note = own_note(turn, person.id, id);
  const auto about = this->about(turn, collecting(turn));
  if (!note) {
    answer(turn, words::retro::gone(about));
    return;
  }
  const std::string state = full_name() + "/" + std::to_string(id.value);
  if (!note->author && !modal) {
    // A dialog would write down, if only for a while, whose note this is.
    answer(turn, words::retro::write_anew(about));
    return;
  }
  if (can_ask) {
    turn.ask(words::retro::one_note(about, "retro.edit", state, note->text));
    return;
  }
  turn.open_dialog({person.workspace, person.id, "retro.edit", state, 0});
  ask_note(turn, person);
}

void Retro::ask_note(Turn& turn, const Person& person) {
  turn.say(roster::direct(person), words::retro::ask_note(about(turn, collecting(turn))));
}

/// Other words for what the note is to read, before it does. True when they were suggested.
bool Retro::suggests(Turn& turn, const RetroNote& note, const std::string& text) {
  if (!settings_.no_blame) return false;
  const auto column = std::find_if(settings_.columns.begin(), settings_.columns.end(),
                                   [&](const config::RetroColumn& one) { return one.name == note.column; });
  const bool praise = column != settings_.columns.end() && column->praise;
  const auto blaming = retro::blame(text, member_names(turn), praise);
  if (!blaming) return false;
  const std::string value = full_name() + "/" + std::to_string(note.id.value);
  answer(turn, words::retro::suggest_change(about(turn, collecting(turn)), text, *blaming, value,
                                            value + "/" + text));
  return true;
}

void Retro::change(Turn& turn, const Person& person, NoteId id, const std::string& text, bool quietly,
                   bool decided) {
  auto note = own_note(turn, person.id, id);
  const auto about = this->about(turn, collecting(turn));
  const std::string kept = words::shorten(std::string(config::trim(text)), kLongest);
  if (!note) {
    if (!quietly) answer(turn, words::retro::gone(about));
    return;
  }
  if (kept.empty()) {
    withdraw(turn, person, id, quietly);
    return;
  }
  if (!decided && kept != note->text && suggests(turn, *note, kept)) return;
  note->text = kept;
  turn.tables().retros.save(*note);
  if (!quietly) answer(turn, words::retro::changed(about));
}

void Retro::move(Turn& turn, const Person& person, NoteId id, int column) {
  auto note = own_note(turn, person.id, id);
  const auto about = this->about(turn, collecting(turn));
  if (!note || column < 0 || static_cast<std::size_t>(column) >= settings_.columns.size()) {
    answer(turn, words::retro::gone(about));
    return;
  }
  note->column = settings_.columns[static_cast<std::size_t>(column)].name;
  turn.tables().retros.save(*note);
  answer(turn, words::retro::changed(about));
}

void Retro::withdraw(Turn& turn, const Person& person, NoteId id, bool quietly) {
  const auto note = own_note(turn, person.id, id);
  const auto retro = collecting(turn);
  const auto about = this->about(turn, retro);
  if (!note) {
    if (!quietly) answer(turn, words::retro::gone(about));
    return;
  }
  turn.tables().retros.remove(id);
  if (!note->author && retro.anonymity == Anonymity::anonymous) {
    turn.tables().retros.count_author(retro.id, hash(retro, person.id), -1);
  }
  if (!quietly) answer(turn, words::retro::withdrawn(about));
}

}  // namespace houston::handlers
