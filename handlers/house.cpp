#include "handlers/house.hpp"

#include <algorithm>

#include "handlers/birthdays/birthdays.hpp"
#include "handlers/celebrate/celebrate.hpp"
#include "handlers/coffee/coffee.hpp"
#include "handlers/digest/digest.hpp"
#include "handlers/kudos/kudos.hpp"
#include "handlers/log/upkeep.hpp"
#include "handlers/milestones/milestones.hpp"
#include "handlers/one_on_one/one_on_one.hpp"
#include "handlers/privacy/privacy.hpp"
#include "handlers/retro/part.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/part.hpp"
#include "handlers/wins/wins.hpp"

namespace houston::handlers {

Result<std::unique_ptr<House>> House::build(const config::Settings& settings, std::uint64_t seed) {
  std::unique_ptr<House> house(new House(settings, seed));
  for (const config::Team& team : house->settings_.teams) {
    auto holidays = scheduler::Holidays::load(team.holidays);
    if (!holidays) return holidays.error();
    house->holidays_.emplace(team.name, std::move(*holidays));
  }
  for (const config::Team& team : house->settings_.teams) {
    for (const config::Standup& standup : team.standups) {
      house->dates_.push_back(std::make_unique<scheduler::Dates>(standup.schedule));
      house->standups_.push_back(
          std::make_unique<Standup>(team, standup, *house->dates_.back(), house->holidays_.at(team.name)));
    }
  }
  auto& parts = house->parts_;
  parts.push_back(std::make_unique<log::Upkeep>());
  parts.push_back(std::make_unique<Wins>());
  parts.push_back(std::make_unique<Kudos>());
  parts.push_back(std::make_unique<Milestones>());
  parts.push_back(std::make_unique<Celebrate>());
  parts.push_back(std::make_unique<Birthdays>());
  parts.push_back(std::make_unique<Digest>());
  parts.push_back(std::make_unique<RetroPart>(*house));
  parts.push_back(std::make_unique<OneOnOnes>(house->settings_, house->holidays_));
  parts.push_back(std::make_unique<Coffees>(house->settings_, house->holidays_));
  parts.push_back(std::make_unique<voice::Quiet>());
  parts.push_back(std::make_unique<Privacy>());
  return house;
}

Standup* House::standup(const TeamId& team, const RitualId& ritual) const {
  for (const auto& standup : standups_) {
    if (standup->team().name == team && standup->settings().name == ritual) return standup.get();
  }
  return nullptr;
}

std::vector<Standup*> House::standups_of(storage::Tables& tables, const WorkspaceId& workspace,
                                         const PersonId& person) const {
  const auto teams = roster::teams_of(tables, settings_, workspace, person);
  std::vector<Standup*> found;
  for (const auto& standup : standups_) {
    if (std::find(teams.begin(), teams.end(), &standup->team()) != teams.end()) {
      found.push_back(standup.get());
    }
  }
  return found;
}

std::vector<shapes::Collect*> House::collects() const {
  std::vector<shapes::Collect*> found;
  for (const auto& standup : standups_) found.push_back(&standup->collect());
  for (const auto& part : parts_) {
    const auto theirs = part->collects();
    found.insert(found.end(), theirs.begin(), theirs.end());
  }
  return found;
}

std::vector<shapes::Collect*> House::collects_of(storage::Tables& tables, const WorkspaceId& workspace,
                                                 const PersonId& person) const {
  const auto teams = roster::teams_of(tables, settings_, workspace, person);
  auto found = collects();
  std::erase_if(found, [&](const shapes::Collect* one) {
    return std::find(teams.begin(), teams.end(), one->ritual().team) == teams.end();
  });
  return found;
}

}  // namespace houston::handlers
