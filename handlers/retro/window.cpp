// The collection window: it opens, prompts, reminds and closes.
#include <algorithm>

#include "handlers/reasons.hpp"
#include "handlers/retro/retro.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using config::Anonymity;
using storage::Occurrence;
using storage::Participant;
using storage::Person;

namespace {

// Fewer would be too easy to guess from.
constexpr int kFewestAuthors = 3;

}  // namespace

Retro::Retro(const config::Team& team, const config::Retro& settings, const scheduler::Dates& dates,
             const scheduler::Holidays& holidays, Random& random, const config::Settings& everything)
    : team_(team),
      settings_(settings),
      everything_(everything),
      random_(random),
      collect_(shapes::ritual_of(kKind, team, settings, config::ZoneChoice::team, dates, holidays), *this) {}

words::retro::About Retro::about(Turn& turn, const std::optional<storage::Retro>& retro) {
  words::retro::About about;
  about.team = team_.name.value;
  about.ritual = settings_.name.value;
  about.name = full_name();
  about.anonymity = retro ? retro->anonymity : settings_.anonymity;
  if (retro) about.date = retro->day;
  about.today = scheduler::local_date(turn.now(), team_.time_zone);
  about.channel = roster::link(turn.tables(), team_);
  return about;
}

std::string Retro::section(LocalDate date) const {
  return "retro/" + full_name() + "/" + scheduler::iso_date(date);
}

bool Retro::window_open(Turn& turn) {
  const auto retro = turn.tables().retros.collecting(team_.name, settings_.name);
  return retro && retro->day.has_value();
}

/// The member after the last facilitator, by id; those away that day are passed over where others are there.
PersonId Retro::next_facilitator(Turn& turn, LocalDate date) {
  auto members = roster::members(turn.tables(), team_);
  auto present = members;
  std::erase_if(present, [&](const Person& one) {
    return roster::away(turn.tables(), team_, one.id, date).has_value();
  });
  if (!present.empty()) members = std::move(present);
  if (members.empty()) return {};
  const auto last = turn.tables().retros.latest(team_.name, settings_.name);
  if (last) {
    for (const Person& one : members) {
      if (one.id > last->facilitator) return one.id;
    }
  }
  return members.front().id;
}

void Retro::begun(Turn& turn, Occurrence& occurrence) {
  if (occurrence.state != Occurrence::State::open) return;
  if (occurrence.closes && *occurrence.closes <= turn.now()) return;  // Missed: nothing was opened.
  auto retro = collecting(turn);
  if (retro.day == occurrence.date) return;
  if (retro.day && *retro.day < occurrence.date) {
    // Windows of days must not overlap: the next one ends this.
    collect_.end_now(turn, *retro.day);
    retro = collecting(turn);
  }
  retro.day = occurrence.date;
  retro.facilitator = next_facilitator(turn, occurrence.date);
  if (const auto places = roster::channels(turn.tables(), team_); !places.empty()) {
    words::retro::Head head;
    head.about = about(turn, retro);
    head.facilitator = roster::name_of(turn.tables(), team_, retro.facilitator);
    head.open_actions = static_cast<int>(turn.tables().retro_actions.open(team_.name).size());
    if (occurrence.closes) {
      head.until = chat::DateTime{*occurrence.closes,
                                  zones::day_and_clock(*occurrence.closes, team_.time_zone, turn.now()),
                                  team_.time_zone};
    }
    retro.head = turn.say(places, words::retro::head(head));
    occurrence.head = retro.head;
    turn.tables().occurrences.save(occurrence);
  }
  turn.tables().retros.save(retro);
  show_actions(turn, retro);
}

chat::Message Retro::prompt_message(Turn& turn, const Participant& row, const Person& person) {
  const auto retro = collecting(turn);
  words::retro::Prompt prompt;
  prompt.about = about(turn, retro);
  prompt.columns = column_names();
  if (retro.anonymity != Anonymity::anonymous) {
    prompt.given = turn.tables().retros.notes_of(retro.id, person.id);
  }
  const std::string zone = zones::own(person, team_);
  if (row.reason == reason::late) prompt.late_since = zones::clock(row.prompt_at, zone);
  prompt.asked_by_lead = row.reason == reason::run;
  prompt.open_until =
      zones::day_and_clock(row.closes.value_or(row.prompt_at + settings_.close), zone, turn.now());
  return words::retro::prompt(prompt);
}

MessageId Retro::prompt(Turn& turn, const Occurrence& occurrence, const Participant& row,
                        const Person& person) {
  return voice::ask(turn, person, section(occurrence.date), prompt_message(turn, row, person));
}

/// What was shown to people while authors were kept: it is written anew without, or its text goes.
void Retro::cover_traces(Turn& turn, const storage::Retro& retro) {
  auto& tables = turn.tables();
  for (const config::TeamRoom& room : team_.rooms()) {
    tables.outbox.forget_bodies_with(room.workspace, "\"" + full_name() + "/");
  }
  tables.dialogs.end_all("retro.", full_name() + "/");
  if (!retro.day) return;
  const auto occurrence = tables.occurrences.on(team_.name, settings_.name, *retro.day);
  if (!occurrence) return;
  for (const Participant& row : tables.occurrences.participants(occurrence->id)) {
    const auto person = roster::find(tables, team_, row.person);
    if (!row.prompt || !person) continue;
    voice::revise(turn, *row.prompt, section(occurrence->date), prompt_message(turn, row, *person));
  }
}

/// Those who gave nothing are reminded; where that is not known, everybody.
void Retro::remind(Turn& turn, const Occurrence& occurrence, const Participant& row) {
  const auto retro = collecting(turn);
  if (retro.anonymity != Anonymity::anonymous && turn.tables().retros.notes_of(retro.id, row.person) > 0)
    return;
  const auto person = roster::find(turn.tables(), team_, row.person);
  if (!person) return;
  const std::string open_until =
      zones::day_and_clock(row.closes.value_or(turn.now()), zones::own(*person, team_), turn.now());
  voice::ask(turn, *person, section(occurrence.date) + "/" + std::to_string(row.reminders),
             words::retro::reminder(about(turn, retro), open_until));
}

/// Who took part is written down only where authors are stored anyway.
void Retro::closing(Turn& turn, Occurrence& occurrence) {
  const auto retro = collecting(turn);
  if (retro.anonymity == Anonymity::anonymous) return;
  for (const Participant& row : turn.tables().occurrences.participants(occurrence.id)) {
    if (row.state != Participant::State::prompted) continue;
    if (turn.tables().retros.notes_of(retro.id, row.person) > 0) collect_.answered(turn, occurrence, row);
  }
}

void Retro::closed(Turn& turn, Occurrence& occurrence) {
  auto& retros = turn.tables().retros;
  auto retro = collecting(turn);
  if (retro.day != occurrence.date) return;
  auto notes = retros.notes(retro.id);
  if (retro.anonymity == Anonymity::anonymous) {
    const bool few = !notes.empty() && retros.authors(retro.id) < kFewestAuthors;
    retros.forget_authors(retro.id);
    retro.author_key.clear();
    if (few) {
      show_head(turn, retro, words::retro::Head::State::held_back, {});
      // They wait for the next, which must have enough authors of its own: these can be counted no more.
      retro.day.reset();
      retro.head.reset();
      retro.facilitator = {};
      retro.author_key = random_.key();
      retros.save(retro);
      return;
    }
  }
  publish(turn, std::move(retro), std::move(notes));
}

}  // namespace houston::handlers
