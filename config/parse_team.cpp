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

void read_workspace(TableReader& reader, Team& team, const std::vector<Workspace>& workspaces) {
  const auto found = reader.text("workspace");
  if (!found) return;
  team.workspace.value = found->value;
  std::vector<std::string> names;
  for (const Workspace& workspace : workspaces) {
    // With a workspace missing or unnamed, that is what is wrong; this team may well be right.
    if (workspace.name.value.empty()) return;
    names.push_back(workspace.name.value);
  }
  if (names.empty() || std::find(names.begin(), names.end(), found->value) != names.end()) return;
  const auto guess = nearest(found->value, names);
  reader.complain("workspace", *found,
                  "is not a [[workspace]] of this file: " +
                      (guess ? "did you mean " + quote(*guess) + "?" : "it has " + list_words(names)));
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
  read_workspace(reader, team, settings.workspaces);
  for (const Workspace& workspace : settings.workspaces) {
    if (workspace.name == team.workspace) context.platform = workspace.platform;
  }
  reader.read("channel", team.channel, room_form(context));
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
