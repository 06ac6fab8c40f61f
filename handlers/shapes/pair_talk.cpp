#include "handlers/shapes/pair_talk.hpp"

#include <algorithm>

#include "config/text.hpp"
#include "handlers/commands/moments.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::shapes {
namespace {

using State = Meeting::State;

// Longer than what was asked is remembered in sections.
constexpr auto kRemembered = std::chrono::hours(24 * 30);

bool is_theirs(const Pair& pair, const PersonId& person) {
  return std::find(pair.people.begin(), pair.people.end(), person) != pair.people.end();
}

void settle(Turn& turn, Found& found, State how, const PersonId& by) {
  Meeting& meeting = found.meeting;
  const auto view = about(turn, *found.pairing, found.pair, meeting, by);
  if (meeting.state == State::dropped) {
    turn.reply(words::pair::gone());
    return;
  }
  if (meeting.state != State::planned) {
    const std::string who = called(turn, found.pair.workspace, meeting.settled_by, by);
    turn.reply(words::pair::settled(view, meeting.state, who, true));
    return;
  }
  found.pairing->settle(turn, found.pair, meeting, how, by);
  meeting.state = how;
  turn.reply(words::pair::settled(view, how, "you", false));
}

/// The instant that a person means, on their own clock; what is left out is the meeting's.
Instant meant(const commands::DayAndTime& when, const Meeting& meeting, const std::string& zone) {
  const auto local = scheduler::to_local(meeting.starts, zone);
  return scheduler::to_instant(when.date.value_or(local.date), when.time.value_or(local.time), zone).at;
}

}  // namespace

std::string called(Turn& turn, const WorkspaceId& workspace, const PersonId& person, const PersonId& reader) {
  return person == reader ? "you" : roster::name_of(turn.tables(), workspace, person);
}

std::string others(Turn& turn, const Pair& pair, const PersonId& reader) {
  std::vector<std::string> names;
  for (const PersonId& person : pair.people) {
    if (person != reader) names.push_back(roster::name_of(turn.tables(), pair.workspace, person));
  }
  return words::list(names);
}

words::pair::About about(Turn& turn, const Pairing& pairing, const Pair& pair, const Meeting& meeting,
                         const PersonId& reader) {
  words::pair::About view;
  view.kind = pairing.ritual().kind;
  view.id = std::to_string(meeting.id.value);
  view.pair = std::to_string(pair.id.value);
  view.with = others(turn, pair, reader);
  for (const PersonId& person : pair.people) {
    if (person == reader) continue;
    const auto known = roster::find(turn.tables(), *pairing.ritual().team, person);
    view.say = "1:1 @" + (known && !known->handle.empty() ? known->handle : person.value);
    break;
  }
  if (view.kind == "coffee") view.say = "coffee";
  view.starts = meeting.starts;
  view.when = zones::day_and_clock(meeting.starts, pairing.zone_of(turn, reader), turn.now());
  std::vector<std::string> outside;
  for (const PersonId& person : pair.people) {
    Pair alone = pair;
    alone.people = {person};
    if (!pairing.within_hours(turn, alone, meeting.starts)) {
      outside.push_back(called(turn, pair.workspace, person, reader));
    }
  }
  view.hours = words::list(outside);
  return view;
}

std::optional<Found> find_meeting(Heard& heard, const std::string& value, const FindPairing& find) {
  auto& pairs = heard.turn.tables().pairs;
  const auto id = leading_id(value);
  const auto meeting = id ? pairs.meeting({*id}) : std::nullopt;
  const auto pair = meeting ? pairs.find(meeting->pair) : std::nullopt;
  Pairing* pairing = pair && pair->active ? find(*pair) : nullptr;
  if (pairing == nullptr || !is_theirs(*pair, heard.person.id)) {
    heard.turn.reply(words::pair::gone());
    return std::nullopt;
  }
  return Found{pairing, *pair, *meeting};
}

bool clicked(Heard& heard, const std::string& kind, const chat::Clicked& clicked, const FindPairing& find,
             const std::function<void(const Found&)>& held) {
  const bool yes = clicked.action == kind + ".yes";
  const bool skipped = clicked.action == kind + ".skipped";
  if (!yes && !skipped && clicked.action != kind + ".moved") return false;
  auto found = find_meeting(heard, clicked.value, find);
  if (!found) return true;
  if (yes || skipped) {
    const bool open = found->meeting.state == State::planned;
    settle(heard.turn, *found, yes ? State::held : State::skipped, heard.person.id);
    if (yes && open && held) held(*found);
    return true;
  }
  const auto view = about(heard.turn, *found->pairing, found->pair, found->meeting, heard.person.id);
  if (found->meeting.state != State::planned) {
    heard.turn.reply(words::pair::gone());
  } else if (!heard.event.can_ask) {
    heard.turn.reply(words::pair::say_when(view.say));
  } else {
    const auto local =
        scheduler::to_local(found->meeting.starts, found->pairing->zone_of(heard.turn, heard.person.id));
    heard.turn.ask(
        words::pair::move_form(view, scheduler::iso_date(local.date), scheduler::clock_time(local.time)));
  }
  return true;
}

bool submitted(Heard& heard, const std::string& kind, const chat::Submitted& submitted,
               const FindPairing& find) {
  if (submitted.form != kind + ".move") return false;
  auto found = find_meeting(heard, submitted.state, find);
  if (!found) return true;
  const auto value = [&](const char* field) {
    const auto at = submitted.values.find(field);
    return at == submitted.values.end() ? std::string() : at->second;
  };
  const auto date = scheduler::parse_iso_date(value("date"));
  const auto time = commands::parse_clock(value("time"));
  if (!date) heard.turn.refuse("date", words::pair::not_a_time(value("date")));
  if (!time) heard.turn.refuse("time", words::pair::not_a_time(value("time")));
  if (!date || !time) return true;
  if (found->meeting.state != State::planned) {
    heard.turn.reply(words::pair::gone());
    return true;
  }
  const Instant starts =
      meant({date, time}, found->meeting, found->pairing->zone_of(heard.turn, heard.person.id));
  const auto outcome = found->pairing->move(heard.turn, found->pair, found->meeting, starts, heard.person.id);
  if (outcome == Pairing::MoveOutcome::taken) {
    heard.turn.refuse("time", words::pair::taken());
    return true;
  }
  found->meeting.starts = starts;
  heard.turn.reply(words::pair::moved_by_you(
      about(heard.turn, *found->pairing, found->pair, found->meeting, heard.person.id),
      outcome == Pairing::MoveOutcome::held));
  return true;
}

void ended(Turn& turn, const Pairing& pairing, const Pair& pair, const PersonId& former) {
  auto& tables = turn.tables();
  for (const Meeting& meeting : tables.pairs.since(pair.id, turn.now() - kRemembered)) {
    const std::string prefix = pairing.ritual().kind + "/" + std::to_string(meeting.id.value) + "/";
    for (const auto& section : tables.attention.sections_named(prefix)) {
      voice::revise(turn, section.message, section.section, words::pair::over());
    }
  }
  for (const PersonId& person : pair.people) {
    if (person == former) continue;
    std::vector<std::string> theirs;
    for (const storage::Point& point : tables.pairs.open_points(pair.id)) {
      if (point.author == person) theirs.push_back(point.text);
    }
    pairing.tell(turn, person, words::pair::ended(pairing.ritual().kind == "coffee", theirs));
    roster::touch(turn, *pairing.ritual().team, person);
  }
}

bool said(commands::Request& request, Pairing& pairing, const Pair& pair,
          const std::vector<std::string>& words) {
  if (words.empty()) return false;
  const std::string verb = config::lower(words.front());
  const bool yes = verb == "yes" || verb == "held" || verb == "met";
  const bool skip = verb == "skip" || verb == "skipped";
  const bool move = verb == "move" || verb == "moved";
  if (!yes && !skip && !move) return false;
  Turn& turn = request.turn;
  const PersonId& me = request.person.id;
  const auto meeting = pairing.current(turn, pair);
  // It cannot have happened before it begins.
  if (!meeting || (yes && meeting->starts > turn.now())) {
    turn.reply(words::pair::no_meeting(others(turn, pair, me)));
    return true;
  }
  Found found{&pairing, pair, *meeting};
  if (!move) {
    settle(turn, found, yes ? State::held : State::skipped, me);
    return true;
  }
  const auto view = about(turn, pairing, pair, *meeting, me);
  const std::string zone = pairing.zone_of(turn, me);
  std::string wrong;
  const auto when = commands::parse_moment({words.begin() + 1, words.end()},
                                           scheduler::local_date(turn.now(), zone), wrong);
  if (!when) {
    turn.reply(
        chat::paragraph(wrong.empty() ? words::pair::when_usage(view.say) : words::pair::not_a_time(wrong)));
    return true;
  }
  const Instant starts = meant(*when, *meeting, zone);
  const auto outcome = pairing.move(turn, pair, *meeting, starts, me);
  if (outcome == Pairing::MoveOutcome::taken) {
    turn.reply(chat::paragraph(words::pair::taken()));
    return true;
  }
  found.meeting.starts = starts;
  turn.reply(words::pair::moved_by_you(about(turn, pairing, pair, found.meeting, me),
                                       outcome == Pairing::MoveOutcome::held));
  return true;
}

}  // namespace houston::handlers::shapes
