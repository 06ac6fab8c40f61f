// What outlives a turn: the settings and what is made of them. No state: that is in the tables.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "config/settings.hpp"
#include "handlers/part.hpp"
#include "handlers/random.hpp"
#include "handlers/standup/standup.hpp"
#include "scheduler/holidays.hpp"
#include "scheduler/recurrence.hpp"

namespace houston::handlers {

class House {
 public:
  /// The error names the holiday file that cannot be read. `seed`: of its chance; those who only look (plan,
  /// check) need none.
  static Result<std::unique_ptr<House>> build(const config::Settings& settings, std::uint64_t seed = 0);

  const config::Settings& settings() const { return settings_; }
  const std::vector<std::unique_ptr<Standup>>& standups() const { return standups_; }
  Standup* standup(const TeamId& team, const RitualId& ritual) const;
  Standup* standup(const Subject& subject) const { return standup(subject.team, subject.ritual); }
  /// Those of the teams the person is in, in the settings' order.
  std::vector<Standup*> standups_of(storage::Tables& tables, const WorkspaceId& workspace,
                                    const PersonId& person) const;
  /// What there is beside the standups, in the order in which it is asked.
  const std::vector<std::unique_ptr<Part>>& parts() const { return parts_; }
  /// Everything that prompts people: the standups, and what the parts bring.
  std::vector<shapes::Collect*> collects() const;
  /// Those of the teams the person is in.
  std::vector<shapes::Collect*> collects_of(storage::Tables& tables, const WorkspaceId& workspace,
                                            const PersonId& person) const;
  Random& random() const { return random_; }
  const scheduler::Holidays& holidays(const TeamId& team) const { return holidays_.at(team); }

 private:
  House(config::Settings settings, std::uint64_t seed) : settings_(std::move(settings)), random_(seed) {}

  config::Settings settings_;
  std::map<TeamId, scheduler::Holidays> holidays_;
  std::vector<std::unique_ptr<scheduler::Dates>> dates_;
  std::vector<std::unique_ptr<Standup>> standups_;
  std::vector<std::unique_ptr<Part>> parts_;
  mutable Random random_;  ///< No state of the house: what it gives is kept by whoever asked.
};

}  // namespace houston::handlers
