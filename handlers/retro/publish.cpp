// What the channel sees: the head, the notes by column, the open actions.
#include <algorithm>

#include "handlers/retro/retro.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using config::Anonymity;
using storage::Place;
using storage::RetroAction;
using storage::RetroNote;
using storage::RetroTopic;

namespace {

// What a message holds without being cut, wherever it is shown.
constexpr std::size_t kMostNotes = 20;
constexpr std::size_t kMostText = 6000;

const char* kOtherColumn = "Anything else";

}  // namespace

std::optional<Place> Retro::thread(Turn& turn, const storage::Retro& retro) {
  if (!retro.head) return std::nullopt;
  return turn.threads(*retro.head).front();
}

void Retro::show_head(Turn& turn, const storage::Retro& retro, words::retro::Head::State state,
                      std::optional<Instant> until) {
  if (!retro.head) return;
  words::retro::Head head;
  head.about = about(turn, retro);
  head.state = state;
  head.facilitator = roster::name_of(turn.tables(), team_, retro.facilitator);
  head.notes = static_cast<int>(turn.tables().retros.notes(retro.id).size());
  if (until)
    head.until =
        chat::DateTime{*until, zones::day_and_clock(*until, team_.time_zone, turn.now()), team_.time_zone};
  turn.revise(*retro.head, words::retro::head(head));
}

words::retro::Action Retro::shown(Turn& turn, const config::Team& team, const RetroAction& action) {
  return {team.name.value + "/" + std::to_string(action.number),
          action.number,
          action.text,
          roster::name_of(turn.tables(), team, action.owner),
          action.due,
          scheduler::local_date(turn.now(), team.time_zone),
          action.state,
          action.why};
}

/// What is open from before comes first: each action once, with its buttons.
void Retro::show_actions(Turn& turn, const storage::Retro& retro) {
  const auto place = thread(turn, retro);
  if (!place) return;
  for (RetroAction action : turn.tables().retro_actions.open(team_.name)) {
    action.review = turn.say(*place, words::retro::review(shown(turn, team_, action)));
    turn.tables().retro_actions.save(action);
  }
}

/// Numbers the notes, shuffled in their columns, and makes a topic of each.
void Retro::publish(Turn& turn, storage::Retro retro, std::vector<RetroNote> notes) {
  using State = words::retro::Head::State;
  auto& tables = turn.tables();
  if (!roster::member(tables, team_, retro.facilitator))
    retro.facilitator = next_facilitator(turn, *retro.day);
  if (notes.empty()) {
    retro.stage = Stage::over;
    tables.retros.save(retro);
    show_head(turn, retro, State::empty, {});
    return;
  }
  random_.shuffle(notes);
  const auto names = column_names();
  const auto place_of = [&](const RetroNote& note) {
    return std::find(names.begin(), names.end(), note.column) - names.begin();
  };
  // Columns that the settings no longer have, and notes without any, come last, each column together.
  std::stable_sort(notes.begin(), notes.end(), [&](const RetroNote& a, const RetroNote& b) {
    return std::pair(place_of(a), a.column) < std::pair(place_of(b), b.column);
  });
  int number = 0;
  for (RetroNote& note : notes) {
    note.position = ++number;
    note.topic = number;
    tables.retros.save(note);
    tables.retros.save(RetroTopic{retro.id, number, "", {}, {}, {}});
  }
  // The time to group counts from when the facilitator can hear of it, which may be the next morning.
  const auto facilitator = roster::find(tables, team_, retro.facilitator);
  const Instant heard =
      facilitator ? voice::when(turn, *facilitator, zones::own(*facilitator, team_)) : turn.now();
  const Instant voting = heard + settings_.grouping;
  set_stage(turn, retro, Stage::grouping, voting - turn.now());
  show_head(turn, retro, State::grouping, {});

  const auto place = thread(turn, retro);
  std::size_t length = 0;
  std::vector<words::retro::Note> together;
  for (std::size_t i = 0; i < notes.size() && place; ++i) {
    words::retro::Note shown{*notes[i].position, notes[i].text, ""};
    if (retro.anonymity == Anonymity::named && notes[i].author) {
      shown.who = roster::name_of(tables, team_, *notes[i].author);
    }
    length += shown.text.size();
    together.push_back(std::move(shown));
    const bool last = i + 1 == notes.size() || notes[i + 1].column != notes[i].column;
    if (!last && together.size() < kMostNotes && length + notes[i + 1].text.size() <= kMostText) continue;
    turn.say(*place,
             words::retro::column(about(turn, retro),
                                  notes[i].column.empty() ? kOtherColumn : notes[i].column, together));
    together.clear();
    length = 0;
  }
  if (!facilitator) return;
  voice::ask_soon(
      turn, *facilitator, zones::own(*facilitator, team_), section(*retro.day) + "/facilitate",
      words::retro::facilitate(about(turn, retro), topics(turn, retro),
                               zones::day_and_clock(voting, team_.time_zone, turn.now()),
                               full_name() + "/" + std::to_string(retro.id.value), alike(turn, retro)));
}

std::string Retro::topic_id(const storage::Retro& retro, int number) const {
  return full_name() + "/" + std::to_string(retro.id.value) + "/" + std::to_string(number);
}

std::vector<words::retro::Topic> Retro::topics(Turn& turn, const storage::Retro& retro) {
  auto& tables = turn.tables();
  const auto notes = tables.retros.notes(retro.id);
  std::vector<words::retro::Topic> found;
  for (const RetroTopic& row : tables.retros.topics(retro.id)) {
    words::retro::Topic topic;
    topic.id = topic_id(retro, row.number);
    topic.number = row.number;
    topic.title = row.title;
    topic.votes = row.votes;
    for (const RetroNote& note : notes) {
      if (note.topic != row.number) continue;
      words::retro::Note shown{note.position.value_or(0), note.text, ""};
      if (retro.anonymity == Anonymity::named && note.author) {
        shown.who = roster::name_of(tables, team_, *note.author);
      }
      topic.notes.push_back(std::move(shown));
    }
    found.push_back(std::move(topic));
  }
  return found;
}

std::optional<storage::Retro> Retro::under_way(Turn& turn) {
  auto latest = turn.tables().retros.latest(team_.name, settings_.name);
  if (!latest || latest->stage == Stage::over) return std::nullopt;
  return latest;
}

chat::Message Retro::status(Turn& turn) {
  auto& tables = turn.tables();
  auto retro = under_way(turn);
  const auto collecting = tables.retros.collecting(team_.name, settings_.name);
  if (!retro || (collecting && collecting->day)) retro = collecting;
  const auto shown = retro ? retro : tables.retros.latest(team_.name, settings_.name);
  std::string line;
  if (shown) {
    const std::string who =
        shown->facilitator.value.empty() ? "" : roster::name_of(tables, team_, shown->facilitator);
    line = words::retro::stage(shown->stage, shown->day.has_value(),
                               static_cast<int>(tables.retros.notes(shown->id).size()), who);
  } else {
    line = words::retro::stage(Stage::collecting, false, 0, "");
  }
  std::string next;
  const LocalDate today = scheduler::local_date(turn.now(), team_.time_zone);
  auto date = collect_.ritual().dates->next(today);
  while (date && scheduler::to_instant(*date, settings_.schedule.at, team_.time_zone).at <= turn.now()) {
    date = collect_.ritual().dates->next(scheduler::next_day(*date));
  }
  if (date) {
    next = zones::day_and_clock(scheduler::to_instant(*date, settings_.schedule.at, team_.time_zone).at,
                                team_.time_zone, turn.now());
  }
  return words::retro::status(about(turn, retro), line, next);
}

}  // namespace houston::handlers
