#include <algorithm>

#include "config/addresses.hpp"
#include "config/files.hpp"
#include "config/nearest.hpp"
#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"
#include "config/values.hpp"

namespace houston::config {
namespace {

std::vector<std::string> check_people(TableReader& reader, std::string_view key,
                                      const std::vector<Text>& people, const Context& context) {
  std::vector<std::string> good;
  for (const Text& person : people) {
    const auto form = person_form(context)(person.value);
    if (!form) {
      reader.complain(key, person, form.error().message);
    } else if (std::find(good.begin(), good.end(), *form) == good.end()) {
      good.push_back(*form);  // Naming somebody twice is the same as once.
    }
  }
  return good;
}

void read_members(TableReader& reader, Team& team, const Context& context) {
  const Node* members = reader.find("members");
  if (members == nullptr) return;
  if (members->kind == Node::Kind::text) {
    if (members->text == "channel") return;
    const Text found{members->text, members->place};
    const auto guess = nearest(members->text, {"channel"});
    reader.complain(
        "members", found,
        guess ? "is not known: did you mean \"channel\"?"
              : "is not known: write \"channel\" for everyone in the channel, or a list, as in members = " +
                    std::string(context.platform == kMatrix.kind ? "[\"@ana:example.com\"]"
                                                                 : "[\"@ana\", \"bo@example.com\"]"));
    return;
  }
  team.members_from_channel = false;
  if (const auto people = reader.texts("members")) {
    if (people->empty()) {
      context.problems.add(
          members->place,
          "members is an empty list, so nobody would be asked: name people, or write members = "
          "\"channel\" for everyone in the channel");
    }
    team.members = check_people(reader, "members", *people, context);
  }
}

/// The workspace's name, and its platform. Nothing when it is left out, or not a workspace of the file.
const Workspace* read_workspace(TableReader& reader, WorkspaceId& name, const Settings& settings) {
  const auto found = reader.text("workspace");
  if (!found) return nullptr;
  name.value = found->value;
  std::vector<std::string> names;
  for (const Workspace& workspace : settings.workspaces) {
    // With a workspace missing or unnamed, that is what is wrong; this team may well be right.
    if (workspace.name.value.empty()) return nullptr;
    names.push_back(workspace.name.value);
  }
  const Workspace* known = settings.workspace(name);
  if (names.empty() || known != nullptr) return known;
  const auto guess = nearest(found->value, names);
  reader.complain("workspace", *found,
                  "is not a [[workspace]] of this file: " +
                      (guess ? "did you mean " + quote(*guess) + "?" : "it has " + list_words(names)));
  return nullptr;
}

/// The `[[team.also]]`: where else the team is.
void read_also(TableReader& team_reader, Team& team, const Settings& settings, const Context& context) {
  for (const Node* table : team_reader.tables("also")) {
    TeamRoom room;
    TableReader reader(*table, kAlso, context.problems);
    Context there = context;
    if (const Workspace* workspace = read_workspace(reader, room.workspace, settings)) {
      room.platform = workspace->platform;
    }
    there.platform = room.platform;
    reader.read("channel", room.channel, room_form(there));
    if (!room.workspace.value.empty() && team.is_in(room.workspace)) {
      reader.complain("workspace", *reader.text("workspace"),
                      "has this team already: a team is in each workspace once, in one channel");
      continue;
    }
    team.also.push_back(std::move(room));
  }
}

/// Accounts of one human each.
void read_same(TableReader& reader, Team& team, const Context& context) {
  const Node* all = reader.find("same");
  if (all == nullptr) return;
  const auto wrong = [&](const Node& where, const std::string& what) {
    context.problems.add(where.place,
                         "same " + what +
                             ": write a list for each human, the account that I ask first, as in "
                             "same = [[\"@ana\", \"@ana:example.com\"]]");
  };
  if (all->kind != Node::Kind::list) {
    wrong(*all, "is " + std::string(kind_words(all->kind)));
    return;
  }
  if (team.also.empty()) {
    context.problems.add(all->place,
                         "same says who has an account in several workspaces, and this team is in one: add a "
                         "[[team.also]], or leave it out");
  }
  std::vector<std::string> taken;
  for (const Node& human : all->list) {
    std::vector<std::string> accounts;
    const auto names = human.kind == Node::Kind::list ? human.list : std::vector<Node>();
    for (const Node& one : names) {
      const auto form = one.kind == Node::Kind::text ? person_form(context)(one.text)
                                                     : Result<std::string>(Error{"is not text"});
      if (!form) {
        reader.complain("same", {one.text, one.place}, form.error().message);
      } else if (std::find(taken.begin(), taken.end(), *form) != taken.end()) {
        reader.complain("same", {one.text, one.place}, "stands there twice: an account is of one human");
      } else {
        taken.push_back(*form);
        accounts.push_back(*form);
      }
    }
    if (names.size() < 2) {
      wrong(human, "names two accounts of a human or more");
      return;
    }
    team.same.push_back(std::move(accounts));
  }
}

void read_holidays(TableReader& reader, Team& team, const Context& context) {
  const auto files = reader.texts("holidays");
  if (!files) return;
  for (const Text& file : *files) {
    if (file.value.empty()) {
      reader.complain("holidays", file,
                      "names no file: write holidays = [\"holidays/pl.ics\"], or [] for none");
      continue;
    }
    auto path = resolve(context.folder, file.value);
    if (const std::string why = unreadable(path); !why.empty()) {
      reader.complain(
          "holidays", file,
          why + " (" + path.string() + "): name an .ics file; a relative path starts at this file's folder");
      continue;
    }
    team.holidays.push_back(std::move(path));
  }
}

/// What a hook needs beside itself.
void check_hook(const Node& hook, const Team& team, const Settings& settings, const Context& context) {
  if (!team.wins) {
    context.problems.add(hook.place,
                         "what a hook is told goes into the team's log, and this team keeps none: add a "
                         "[[team.ritual]] with kind = \"wins\"");
  }
  if (settings.listen.empty()) {
    context.problems.add(hook.place,
                         "a hook is served where Houston listens, and it does not listen: write listen = "
                         "\"127.0.0.1:9090\" under [houston]");
  }
}

}  // namespace

Form person_form(const Context& context) {
  if (context.also_other) return parse_any_person;
  return context.platform == kMatrix.kind ? parse_matrix_person : parse_person;
}

Form room_form(const Context& context) {
  return context.platform == kMatrix.kind ? parse_matrix_room : parse_channel;
}

Team parse_team(const Node& table, const Settings& settings, Names& hooks, const Context& of_file) {
  Team team;
  Context context = of_file;
  TableReader reader(table, kTeam, context.problems);
  reader.read("name", team.name.value, parse_name);
  if (const Workspace* workspace = read_workspace(reader, team.workspace, settings)) {
    team.platform = workspace->platform;
  }
  context.platform = team.platform;
  reader.read("channel", team.channel, room_form(context));
  read_also(reader, team, settings, context);
  context.also_other = std::any_of(team.also.begin(), team.also.end(),
                                   [&](const TeamRoom& room) { return room.platform != team.platform; });
  if (const auto zone = reader.text("time_zone")) {
    team.time_zone = zone->value;
    if (const std::string why = zone_problem(zone->value, context.checks.zone_exists); !why.empty()) {
      reader.complain("time_zone", *zone, why);
    }
  }
  // A wrong lead is a lead all the same: one problem, not two.
  const Node* leads = reader.find("leads");
  const bool has_leads = leads != nullptr && !(leads->kind == Node::Kind::list && leads->list.empty());
  if (const auto people = reader.texts("leads")) team.leads = check_people(reader, "leads", *people, context);
  read_members(reader, team, context);
  read_same(reader, team, context);
  read_holidays(reader, team, context);

  Names names("ritual of this team", context.problems);
  for (const Node* ritual : reader.tables("ritual")) {
    if (refuse_kind(*ritual, context)) continue;
    const std::string kind = kind_of(*ritual);
    if (kind == kWins.kind) {
      if (team.wins) {
        context.problems.add(
            ritual->place,
            "this team has a ritual of kind \"wins\" already, and a team has one log: leave one of them out");
        continue;
      }
      team.wins = parse_wins(*ritual, context);
      names.take(team.wins->name.value, *ritual);
    } else if (kind_of(*ritual) == kRetro.kind) {
      team.retros.push_back(parse_retro(*ritual, context));
      names.take(team.retros.back().name.value, *ritual);
    } else if (kind == kOneOnOne.kind) {
      team.one_on_ones.push_back(parse_one_on_one(*ritual, has_leads, context));
      names.take(team.one_on_ones.back().name.value, *ritual);
    } else if (kind == kCoffee.kind) {
      team.coffees.push_back(parse_coffee(*ritual, context));
      names.take(team.coffees.back().name.value, *ritual);
    } else {
      team.standups.push_back(parse_standup(*ritual, has_leads, context));
      names.take(team.standups.back().name.value, *ritual);
    }
  }
  for (const Node* hook : reader.tables("hook")) {
    team.hooks.push_back(parse_hook(*hook, context));
    hooks.take(team.hooks.back().name, *hook);
    check_hook(*hook, team, settings, context);
  }
  return team;
}

}  // namespace houston::config
