// Who belongs to a team now: the people of its channels, or those the settings name, without bots and
// deactivated accounts. A team may be in several workspaces; each person is in one, and is spoken to there.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/settings.hpp"
#include "handlers/chat/text.hpp"
#include "handlers/turn.hpp"
#include "storage/tables.hpp"

namespace houston::handlers::roster {

/// By id. Empty while the channels or their people are not known yet. Of several accounts of one human that
/// the settings name (`same`) the first alone.
std::vector<storage::Person> members(storage::Tables& tables, const config::Team& team);
std::optional<storage::Person> member(storage::Tables& tables, const config::Team& team,
                                      const PersonId& person);

/// Those of the settings' leads whom the platform knows and who are active, each once.
std::vector<storage::Person> leads(storage::Tables& tables, const config::Team& team);
/// Whether the leads' words obey this person: a lead of the team, or an admin of the workspace they are in.
bool may_lead(storage::Tables& tables, const config::Team& team, const PersonId& person);

/// In the order of the settings.
std::vector<const config::Team*> teams_of(storage::Tables& tables, const config::Settings& settings,
                                          const WorkspaceId& workspace, const PersonId& person);

// --- Anybody of the team's workspaces, whether in the team or not.
std::optional<storage::Person> find(storage::Tables& tables, const config::Team& team,
                                    const PersonId& person);
/// As the settings name people.
std::optional<storage::Person> look_up(storage::Tables& tables, const config::Team& team,
                                       std::string_view who);
/// What to call somebody: the name, or the id of one who is not known.
std::string name_of(storage::Tables& tables, const config::Team& team, const PersonId& person);
std::string name_of(storage::Tables& tables, const WorkspaceId& workspace, const PersonId& person);
/// Where the person is; the team's first workspace for one who is not known.
WorkspaceId workspace_of(storage::Tables& tables, const config::Team& team, const PersonId& person);
/// Whether, and by whose word, the person is away that day.
std::optional<storage::Absence> away(storage::Tables& tables, const config::Team& team,
                                     const PersonId& person, LocalDate date);
/// Turn::touch() for somebody of the team.
void touch(Turn& turn, const config::Team& team, const PersonId& person);

/// A person's direct messages.
storage::Place direct(const storage::Person& person);

/// Whom somebody means by a name that they type: of their own workspace first, then of the others that their
/// teams are in. Never an account that is left out (`same`): the one that stands for it.
std::optional<storage::Person> named(storage::Tables& tables, const config::Settings& settings,
                                     const storage::Person& by, std::string_view who);
/// The same for a mention.
std::optional<storage::Person> named(storage::Tables& tables, const config::Settings& settings,
                                     const storage::Person& by, const PersonId& who);
/// The account that stands for this one in a team they share (`same`); nothing for an account that stands for
/// itself.
std::optional<storage::Person> stands_for(storage::Tables& tables, const config::Settings& settings,
                                          const storage::Person& account);

// --- Rooms.
/// The team's channel in that workspace; nothing when it is given by a name that no known channel has.
std::optional<RoomId> channel(storage::Tables& tables, const config::Team& team,
                              const WorkspaceId& workspace);
/// Every channel of the team that is known, in the settings' order: where it is spoken to.
std::vector<storage::Place> channels(storage::Tables& tables, const config::Team& team);
bool is_channel(storage::Tables& tables, const config::Team& team, const WorkspaceId& workspace,
                const RoomId& room);
/// A link to it, for readers of every workspace; nothing when none is known.
std::optional<chat::RoomLink> link(storage::Tables& tables, const config::Team& team);

}  // namespace houston::handlers::roster
