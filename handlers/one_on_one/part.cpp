// 1:1s as a part of the house: buttons, forms, timers, the home tab.
#include <algorithm>
#include <charconv>

#include "handlers/one_on_one/one_on_one.hpp"
#include "handlers/roster.hpp"
#include "handlers/subject.hpp"

namespace houston::handlers {

using storage::Meeting;
using storage::Pair;
using storage::Point;

namespace {

std::string value_of(const chat::Submitted& submitted, const std::string& field) {
  const auto found = submitted.values.find(field);
  return found == submitted.values.end() ? std::string() : found->second;
}

}  // namespace

OneOnOnes::OneOnOnes(const config::Settings& settings,
                     const std::map<TeamId, scheduler::Holidays>& holidays) {
  for (const config::Team& team : settings.teams) {
    for (const config::OneOnOne& one : team.one_on_ones) {
      all_.push_back(std::make_unique<OneOnOne>(team, one, holidays.at(team.name)));
    }
  }
}

OneOnOnes* OneOnOnes::in(const House& house) {
  for (const auto& part : house.parts()) {
    if (auto* one = dynamic_cast<OneOnOnes*>(part.get())) return one;
  }
  return nullptr;
}

OneOnOne* OneOnOnes::of(const Pair& pair) const {
  for (const auto& one : all_) {
    if (one->team().name == pair.team && one->settings().name == pair.ritual) return one.get();
  }
  return nullptr;
}

shapes::FindPairing OneOnOnes::finder() const {
  return [this](const Pair& pair) {
    OneOnOne* one = of(pair);
    return one != nullptr ? &one->pairing() : nullptr;
  };
}

std::vector<Pair> OneOnOnes::pairs_of(Turn& turn, const WorkspaceId& workspace,
                                      const PersonId& person) const {
  auto pairs = turn.tables().pairs.of_person(workspace, person);
  std::erase_if(pairs, [this](const Pair& pair) { return of(pair) == nullptr; });
  return pairs;
}

void OneOnOnes::sync(Turn& turn, const House& house) {
  // Pairs of rituals that the settings no longer have.
  for (Pair& pair : turn.tables().pairs.all()) {
    const config::Team* team = house.settings().team(pair.team);
    const bool known = team != nullptr &&
                       (std::any_of(team->one_on_ones.begin(), team->one_on_ones.end(),
                                    [&](const config::OneOnOne& one) { return one.name == pair.ritual; }) ||
                        std::any_of(team->coffees.begin(), team->coffees.end(),
                                    [&](const config::Coffee& one) { return one.name == pair.ritual; }));
    if (known) continue;
    for (Meeting& meeting : turn.tables().pairs.planned(pair.id)) {
      meeting.state = Meeting::State::dropped;
      ++meeting.sequence;
      meeting.changed = turn.now();
      turn.tables().pairs.save(meeting);
    }
    pair.active = false;
    turn.tables().pairs.save(pair);
  }
  for (const auto& one : all_) one->sync(turn);
}

void OneOnOnes::absences_changed(Turn& turn, const House&, const storage::Person& person) {
  for (const Pair& pair : pairs_of(turn, person.workspace, person.id)) of(pair)->sync(turn, pair);
}

bool OneOnOnes::fired(Turn& turn, const House&, const storage::Timer& timer) {
  if (timer.key.kind == "one_on_one.quiet") {
    const auto id = shapes::leading_id(timer.key.subject);
    const auto pair = id ? turn.tables().pairs.find({*id}) : std::nullopt;
    OneOnOne* one = pair && pair->active ? of(*pair) : nullptr;
    if (one != nullptr) one->quiet_due(turn, *pair);
    return true;
  }
  return std::any_of(all_.begin(), all_.end(),
                     [&](const auto& one) { return one->pairing().fired(turn, timer); });
}

/// The pair that a button or form names, when the person is one of it.
std::optional<Pair> OneOnOnes::own_pair(Heard& heard, const std::string& value) const {
  const auto id = shapes::leading_id(value);
  for (Pair& pair : pairs_of(heard.turn, heard.event.workspace, heard.person.id)) {
    if (id && pair.id.value == *id) return std::move(pair);
  }
  heard.turn.reply(words::pair::gone());
  return std::nullopt;
}

bool OneOnOnes::clicked(Heard& heard, const chat::Clicked& clicked) {
  if (!clicked.action.starts_with("one_on_one.")) return false;
  Turn& turn = heard.turn;
  if (clicked.action == "one_on_one.add") {
    const auto pair = own_pair(heard, clicked.value);
    if (!pair) return true;
    const auto view = shapes::about(turn, of(*pair)->pairing(), *pair, Meeting{}, heard.person.id);
    if (heard.event.can_ask) {
      turn.ask(words::pair::point_form(view));
    } else {
      turn.reply(words::pair::nothing_said(view.say + " talk about …"));
    }
    return true;
  }
  if (clicked.action == "one_on_one.slot") {
    const auto pair = own_pair(heard, clicked.value);
    const auto pieces = split_subject(clicked.value, 3);
    if (!pair || pieces.size() != 3) return true;
    int weekday = -1;
    int minutes = -1;
    std::from_chars(pieces[1].data(), pieces[1].data() + pieces[1].size(), weekday);
    std::from_chars(pieces[2].data(), pieces[2].data() + pieces[2].size(), minutes);
    if (weekday < 0 || weekday > 6 || minutes < 0 || minutes >= 24 * 60) return true;
    of(*pair)->choose(turn, *pair, {weekday, minutes});
    for (const PersonId& person : pair->people) {
      const auto text = words::pair::series(
          shapes::others(turn, *pair, person), words::pair::slot(weekday, minutes) + " (" + pair->zone + ")",
          shapes::called(turn, pair->workspace, heard.person.id, person), person == heard.person.id);
      if (person == heard.person.id) {
        turn.reply(text);
      } else {
        of(*pair)->pairing().tell(turn, person, text);
      }
    }
    return true;
  }
  if (clicked.action == "one_on_one.after") {
    const auto found = shapes::find_meeting(heard, clicked.value, finder());
    if (found) after(heard, *found);
    return true;
  }
  return shapes::clicked(heard, OneOnOne::kKind, clicked, finder(),
                         [&](const shapes::Found& found) { after(heard, found); });
}

/// What comes of it: which points are done with, what was promised.
void OneOnOnes::after(Heard& heard, const shapes::Found& found) {
  OneOnOne* one = of(found.pair);
  const auto view = shapes::about(heard.turn, *found.pairing, found.pair, found.meeting, heard.person.id);
  if (heard.event.can_ask) {
    heard.turn.ask(words::pair::after_form(view, one->points(heard.turn, found.pair, heard.person.id)));
  } else {
    heard.turn.reply(words::pair::after_by_text(view.say));
  }
}

void OneOnOnes::comes(Heard& heard, const shapes::Found& found, const chat::Submitted& submitted) {
  auto& pairs = heard.turn.tables().pairs;
  for (Point& point : pairs.open_points(found.pair.id)) {
    const std::string said = value_of(submitted, "p" + std::to_string(point.id.value));
    if (said != "done" && said != "drop") continue;
    point.state = said == "done" ? Point::State::done : Point::State::dropped;
    point.settled = heard.turn.now();
    pairs.save(point);
  }
  if (!of(found.pair)
           ->add(heard.turn, found.pair, heard.person.id, Point::Kind::promise,
                 value_of(submitted, "promise"))) {
    heard.turn.reply(words::pair::too_many_points());
    return;
  }
  heard.turn.reply(words::pair::after_saved(shapes::others(heard.turn, found.pair, heard.person.id)));
}

bool OneOnOnes::submitted(Heard& heard, const chat::Submitted& submitted) {
  if (!submitted.form.starts_with("one_on_one.")) return false;
  if (submitted.form == "one_on_one.point") {
    const auto pair = own_pair(heard, submitted.state);
    if (!pair) return true;
    OneOnOne* one = of(*pair);
    const bool all =
        one->add(heard.turn, *pair, heard.person.id, Point::Kind::point, value_of(submitted, "text")) &&
        one->add(heard.turn, *pair, heard.person.id, Point::Kind::promise, value_of(submitted, "promise"));
    if (const auto next = one->pairing().next(heard.turn, *pair))
      one->pairing().refresh(heard.turn, *pair, *next);
    heard.turn.reply(all ? words::pair::kept(shapes::others(heard.turn, *pair, heard.person.id), false)
                         : words::pair::too_many_points());
    return true;
  }
  if (submitted.form == "one_on_one.comes") {
    const auto found = shapes::find_meeting(heard, submitted.state, finder());
    if (found) comes(heard, *found, submitted);
    return true;
  }
  return shapes::submitted(heard, OneOnOne::kKind, submitted, finder());
}

void OneOnOnes::home(Turn& turn, const House&, const storage::Person& person, chat::Message& home) {
  std::vector<std::pair<words::pair::About, std::vector<words::pair::PointLine>>> shown;
  for (const Pair& pair : pairs_of(turn, person.workspace, person.id)) {
    OneOnOne* one = of(pair);
    const auto current = one->pairing().current(turn, pair);
    if (current && current->asked) {
      const auto asks = one->question(turn, pair, *current, person.id);
      home.blocks.insert(home.blocks.end(), asks.blocks.begin(), asks.blocks.end());
    }
    const auto next = one->pairing().next(turn, pair);
    if (!next) continue;
    shown.emplace_back(shapes::about(turn, one->pairing(), pair, *next, person.id),
                       one->points(turn, pair, person.id));
  }
  std::stable_sort(shown.begin(), shown.end(),
                   [](const auto& a, const auto& b) { return a.first.starts < b.first.starts; });
  if (shown.size() > 8) shown.resize(8);
  words::pair::home(home, shown);
}

void OneOnOnes::forgotten(Turn& turn, const House&, const storage::Person&, const PersonId& former) {
  for (const storage::Pair& pair : turn.tables().pairs.ended_with(former)) {
    if (auto* one = of(pair)) shapes::ended(turn, one->pairing(), pair, former);
  }
}

std::vector<const commands::Command*> OneOnOnes::commands() const {
  if (all_.empty()) return {};
  return {&one_on_one_command()};
}

}  // namespace houston::handlers
