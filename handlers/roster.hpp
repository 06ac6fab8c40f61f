// Who belongs to a team now: the people of its channel, or those the settings name, without bots and
// deactivated accounts.
#pragma once

#include <optional>
#include <vector>

#include "config/settings.hpp"
#include "storage/tables.hpp"

namespace houston::handlers::roster {

/// By id. Empty while the channel or its people are not known yet.
std::vector<storage::Person> members(storage::Tables& tables, const config::Team& team);
std::optional<storage::Person> member(storage::Tables& tables, const config::Team& team,
                                      const PersonId& person);

/// Those of the settings' leads whom the platform knows and who are active, each once.
std::vector<storage::Person> leads(storage::Tables& tables, const config::Team& team);
/// Whether the leads' words obey this person: a lead of the team, or an admin of the workspace.
bool may_lead(storage::Tables& tables, const config::Team& team, const PersonId& person);

/// In the order of the settings.
std::vector<const config::Team*> teams_of(storage::Tables& tables, const config::Settings& settings,
                                          const WorkspaceId& workspace, const PersonId& person);

/// The team's channel; nothing when it is given by a name that no known channel has.
std::optional<RoomId> channel(storage::Tables& tables, const config::Team& team);

/// What to call somebody: the name, or the id of one who is not known.
std::string name_of(storage::Tables& tables, const WorkspaceId& workspace, const PersonId& person);

}  // namespace houston::handlers::roster
