// The log of a team, which wins, kudos, milestones and celebrations share: which team is meant, and who may
// do what.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "handlers/commands/commands.hpp"
#include "handlers/house.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers::log {

/// The teams with a log that the person is in, in the settings' order.
std::vector<const config::Team*> teams_of(storage::Tables& tables, const House& house,
                                          const storage::Person& person);
/// commands::Command::offered of the log's commands: the person is in a team with a log.
bool offered(commands::Request& request);
/// The team with a log whose channel this is; null for none.
const config::Team* team_in(storage::Tables& tables, const House& house, const WorkspaceId& workspace,
                            const RoomId& room);
/// A team with a log by its name, if the person is in it or may lead it; null otherwise.
const config::Team* team_named(storage::Tables& tables, const House& house, const storage::Person& person,
                               const std::string& name);

/// The team a command is about: the one whose channel it was said in, the only one, or the one that the first
/// word names, which is then taken off. Replies and returns null when it is not clear. `usage`: for that
/// reply.
const config::Team* team_for(commands::Request& request, const std::string& usage);

/// Which people words name, in the order of naming, each once.
struct Named {
  std::vector<PersonId> people;
  bool team = false;                 ///< "team", "everybody".
  std::vector<std::string> unknown;  ///< Surely meant as a person, but known to nobody.
  std::size_t used = 0;              ///< How many words.
};
/// The people named at the beginning, by `self`: mentions and handles ("@bo"), "and" and commas between them.
Named leading_people(storage::Tables& tables, const House& house, const storage::Person& self,
                     const std::vector<commands::Word>& words);
/// All words name people; names without '@' count, and "me" is `self`.
Named all_people(storage::Tables& tables, const House& house, const storage::Person& self,
                 const std::vector<commands::Word>& words);

/// `date`, or the last day before it that is no holiday (nor, with `weekends`, a Saturday or Sunday).
LocalDate working_day(const scheduler::Holidays& holidays, LocalDate date, bool weekends);

}  // namespace houston::handlers::log
