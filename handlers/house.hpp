// What outlives a turn: the settings and what is made of them. No state: that is in the tables.
#pragma once

#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "config/settings.hpp"
#include "handlers/part.hpp"
#include "handlers/standup/standup.hpp"
#include "scheduler/holidays.hpp"
#include "scheduler/recurrence.hpp"

namespace houston::handlers {

class House {
 public:
  /// The error names the holiday file that cannot be read.
  static Result<std::unique_ptr<House>> build(const config::Settings& settings);

  const config::Settings& settings() const { return settings_; }
  const std::vector<std::unique_ptr<Standup>>& standups() const { return standups_; }
  Standup* standup(const TeamId& team, const RitualId& ritual) const;
  Standup* standup(const Subject& subject) const { return standup(subject.team, subject.ritual); }
  /// Those of the teams the person is in, in the settings' order.
  std::vector<Standup*> standups_of(storage::Tables& tables, const WorkspaceId& workspace,
                                    const PersonId& person) const;
  /// What there is beside the standups, in the order in which it is asked.
  const std::vector<std::unique_ptr<Part>>& parts() const { return parts_; }
  const scheduler::Holidays& holidays(const TeamId& team) const { return holidays_.at(team); }

 private:
  explicit House(config::Settings settings) : settings_(std::move(settings)) {}

  config::Settings settings_;
  std::map<TeamId, scheduler::Holidays> holidays_;
  std::vector<std::unique_ptr<scheduler::Dates>> dates_;
  std::vector<std::unique_ptr<Standup>> standups_;
  std::vector<std::unique_ptr<Part>> parts_;
};

}  // namespace houston::handlers
