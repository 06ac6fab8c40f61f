// The part of the house: coffee pairs of all teams.
#include "handlers/coffee/coffee.hpp"

#include <algorithm>

#include "handlers/roster.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers {

using storage::Pair;
using storage::Person;

Coffees::Coffees(const config::Settings& settings, const std::map<TeamId, scheduler::Holidays>& holidays) {
  for (const config::Team& team : settings.teams) {
    for (const config::Coffee& one : team.coffees) {
      all_.push_back(std::make_unique<Coffee>(team, one, holidays.at(team.name)));
    }
  }
}

Coffees* Coffees::in(const House& house) {
  for (const auto& part : house.parts()) {
    if (auto* one = dynamic_cast<Coffees*>(part.get())) return one;
  }
  return nullptr;
}

Coffee* Coffees::of(const Pair& pair) const {
  for (const auto& one : all_) {
    if (one->team().name == pair.team && one->settings().name == pair.ritual) return one.get();
  }
  return nullptr;
}

shapes::FindPairing Coffees::finder() const {
  return [this](const Pair& pair) {
    Coffee* one = of(pair);
    return one != nullptr ? &one->pairing() : nullptr;
  };
}

std::vector<Coffee*> Coffees::of_person(Turn& turn, const House& house, const Person& person) const {
  const auto teams = roster::teams_of(turn.tables(), house.settings(), person.workspace, person.id);
  std::vector<Coffee*> found;
  for (const auto& one : all_) {
    if (std::find(teams.begin(), teams.end(), &one->team()) != teams.end()) found.push_back(one.get());
  }
  return found;
}

std::vector<Pair> Coffees::pairs_of(Turn& turn, const WorkspaceId& workspace, const PersonId& person) const {
  auto pairs = turn.tables().pairs.of_person(workspace, person);
  std::erase_if(pairs, [this](const Pair& pair) { return of(pair) == nullptr; });
  return pairs;
}

void Coffees::sync(Turn& turn, const House&) {
  for (const storage::Timer& timer : turn.tables().timers.list("coffee.round", "")) {
    const bool known = std::any_of(all_.begin(), all_.end(),
                                   [&](const auto& one) { return one->full_name() == timer.key.subject; });
    if (!known) turn.tables().timers.cancel(timer.key);
  }
  for (const auto& one : all_) one->sync(turn);
}

void Coffees::absences_changed(Turn& turn, const House&, const Person& person) {
  for (const Pair& pair : pairs_of(turn, person.workspace, person.id)) of(pair)->absences_changed(turn, pair);
}

bool Coffees::fired(Turn& turn, const House& house, const storage::Timer& timer) {
  if (timer.key.kind == "coffee.round") {
    for (const auto& one : all_) {
      if (one->full_name() != timer.key.subject) continue;
      one->round_due(turn, house, timer.due);
      one->sync(turn);
    }
    return true;
  }
  return std::any_of(all_.begin(), all_.end(),
                     [&](const auto& one) { return one->pairing().fired(turn, timer); });
}

bool Coffees::clicked(Heard& heard, const chat::Clicked& clicked) {
  return shapes::clicked(heard, Coffee::kKind, clicked, finder(), nullptr);
}

bool Coffees::submitted(Heard& heard, const chat::Submitted& submitted) {
  return shapes::submitted(heard, Coffee::kKind, submitted, finder());
}

void Coffees::home(Turn& turn, const House&, const Person& person, chat::Message& home) {
  std::vector<std::pair<words::pair::About, std::vector<words::pair::PointLine>>> shown;
  for (const Pair& pair : pairs_of(turn, person.workspace, person.id)) {
    auto& pairing = of(pair)->pairing();
    if (const auto current = pairing.current(turn, pair); current && current->asked) {
      const auto asks = of(pair)->question(turn, pair, *current, person.id);
      home.blocks.insert(home.blocks.end(), asks.blocks.begin(), asks.blocks.end());
    }
    if (const auto next = pairing.next(turn, pair)) {
      shown.emplace_back(shapes::about(turn, pairing, pair, *next, person.id),
                         std::vector<words::pair::PointLine>{});
    }
  }
  words::pair::home(home, shown);
}

void Coffees::forgotten(Turn& turn, const House&, const storage::Person&, const PersonId& former) {
  for (const storage::Pair& pair : turn.tables().pairs.ended_with(former)) {
    if (auto* one = of(pair)) shapes::ended(turn, one->pairing(), pair, former);
  }
}

std::vector<const commands::Command*> Coffees::commands() const {
  if (all_.empty()) return {};
  return {&coffee_command()};
}

}  // namespace houston::handlers
