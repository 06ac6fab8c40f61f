#include "bot/roster_check.hpp"

#include <algorithm>

#include "bot/slack/roster.hpp"
#include "config/text.hpp"

namespace houston::bot {
namespace {

using config::lower;

// As storage::People::look_up: ids first, then handles, then e-mail.
const storage::Person* find_person(const std::vector<storage::Person>& people, const std::string& who) {
  const std::string wanted = lower(who);
  const std::string handle = wanted.starts_with('@') ? wanted.substr(1) : wanted;
  for (const storage::Person& person : people) {
    if (lower(person.id.value) == wanted) return &person;
  }
  for (const storage::Person& person : people) {
    if (person.handle == handle) return &person;
  }
  for (const storage::Person& person : people) {
    if (!person.email.empty() && person.email == wanted) return &person;
  }
  return nullptr;
}

std::string problem_of(const config::Team& team, const std::string& role, const std::string& who,
                       const std::vector<storage::Person>& people, bool matrix) {
  const std::string beginning = "team " + team.name.value + ": the " + role + " " + who + " ";
  const storage::Person* person = find_person(people, who);
  if (person == nullptr && matrix) {
    return beginning + "is not known to the homeserver: check the spelling, as in \"@ana:example.com\"";
  }
  if (person == nullptr) {
    const bool email = who.find('@') != std::string::npos && !who.starts_with('@');
    return beginning + "is not in the workspace: " +
           (email ? "check the address, and that the app has the scope users:read.email"
                  : "check the spelling; an id (U…), @handle or e-mail address is right");
  }
  if (person->deactivated) return beginning + "has a deactivated account: take them out of the settings";
  if (person->bot) return beginning + "is a bot: take it out of the settings";
  return {};
}

void check_channel(const config::Team& team, const chat::RosterLoaded& roster, bool matrix,
                   std::vector<std::string>& problems) {
  const auto found = std::find_if(roster.rooms.begin(), roster.rooms.end(), [&](const auto& entry) {
    return slack::names_room(team.channel, entry.room);
  });
  const std::string beginning =
      "team " + team.name.value + ": the " + (matrix ? "room " : "channel ") + team.channel + " ";
  if (matrix) {
    if (found == roster.rooms.end()) {
      problems.push_back(beginning +
                         "is not to be found: check its address, or write the room's id as channel");
    } else if (!found->room.joined) {
      problems.push_back(beginning + "does not have Houston in it: invite its account to it");
    }
    return;
  }
  if (found == roster.rooms.end()) {
    problems.push_back(beginning +
                       "is not to be found: check its name; to a private one Houston must be invited first "
                       "(/invite @Houston)");
  } else if (found->room.archived) {
    problems.push_back(beginning + "is archived: unarchive it, or name another");
  } else if (!found->room.joined) {
    problems.push_back(beginning + "does not have Houston in it: type /invite @Houston there");
  }
}

}  // namespace

std::vector<std::string> roster_problems(const config::Settings& settings, const WorkspaceId& workspace,
                                         const chat::RosterLoaded& roster) {
  std::vector<std::string> problems;
  const auto add = [&](std::string problem) {
    if (!problem.empty()) problems.push_back(std::move(problem));
  };
  const config::Workspace* const place = settings.workspace(workspace);
  const bool matrix = place != nullptr && place->platform == "matrix";
  for (const config::Team& team : settings.teams_within(workspace, true)) {
    check_channel(team, roster, matrix, problems);
    for (const std::string& lead : team.leads) add(problem_of(team, "lead", lead, roster.people, matrix));
    for (const config::OneOnOne& one : team.one_on_ones) {
      const std::string of = " of the ritual " + one.name.value;
      if (!one.lead.empty()) add(problem_of(team, "lead" + of, one.lead, roster.people, matrix));
      for (const std::string& who : one.with)
        add(problem_of(team, "person" + of, who, roster.people, matrix));
    }
    for (const auto& accounts : team.same) {
      for (const std::string& who : accounts) add(problem_of(team, "account", who, roster.people, matrix));
    }
    if (team.members_from_channel) continue;
    for (const std::string& member : team.members)
      add(problem_of(team, "member", member, roster.people, matrix));
  }
  return problems;
}

}  // namespace houston::bot
