// houston plan: who will be prompted when.
#include "handlers/plan.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "bot/app.hpp"
#include "bot/commands/ask_platform.hpp"
#include "bot/commands/commands.hpp"
#include "bot/commands/plan_output.hpp"
#include "bot/commands/planning_database.hpp"
#include "bot/log.hpp"
#include "config/secret.hpp"
#include "scheduler/clock.hpp"
#include "scheduler/zone.hpp"
#include "storage/tables.hpp"

namespace houston::bot {
namespace {

using Prompts = std::vector<handlers::PlannedPrompt>;

struct PlanOptions {
  std::filesystem::path config;
  std::string from;
  int days = 14;
  bool json = false;
  bool offline = false;
};

void store(storage::Tables& tables, const WorkspaceId& workspace, const chat::RosterLoaded& roster) {
  for (const storage::Person& person : roster.people) tables.people.put(person);
  for (const auto& room : roster.rooms) {
    tables.rooms.put(room.room);
    if (room.members) tables.rooms.replace_members(workspace, room.room.id, *room.members);
  }
}

/// Brings the roster of each workspace into `tables`. Where the platform cannot be asked, what is known from
/// serving will do.
std::optional<Error> fill(storage::Tables& tables, const config::Settings& settings) {
  for (const config::Workspace& workspace : settings.workspaces) {
    const auto roster = ask_roster(settings, workspace);
    if (roster) {
      store(tables, workspace.name, *roster);
    } else if (!tables.people.all(workspace.name).empty()) {
      std::cerr << redact(roster.error().message) << " (The people known from before are used.)\n";
    } else {
      return Error{roster.error().message + " To plan without the platform, add --offline."};
    }
  }
  return std::nullopt;
}

Result<Prompts> make_plan(const config::Settings& settings, const PlanOptions& options,
                          handlers::PlanRange range) {
  if (options.offline) return handlers::plan(settings, nullptr, range);
  auto planning = PlanningDatabase::open(settings.database);
  if (!planning) return planning.error();
  storage::Transaction never_committed((*planning)->database());
  storage::Tables tables((*planning)->database());
  if (auto error = fill(tables, settings)) return *error;
  return handlers::plan(settings, &tables, range);
}

int print_plan(const PlanOptions& options) {
  config::Settings settings;
  if (!load_or_complain(options.config, settings)) return kExitCannotStart;
  set_up_log("warning");
  handlers::PlanRange range;
  range.from = scheduler::local_date(scheduler::SystemClock().now(), "UTC");
  range.days = options.days;
  if (!options.from.empty()) {
    const auto from = scheduler::parse_iso_date(options.from);
    if (!from) {
      std::cerr << "--from " << options.from << " is not a date: write it as 2026-11-24\n";
      return kExitCannotStart;
    }
    range.from = *from;
  }
  Result<Prompts> prompts = Prompts();
  try {
    prompts = make_plan(settings, options, range);
  } catch (const storage::DatabaseError& failure) {
    prompts = Error{failure.what()};
  }
  if (!prompts) {
    std::cerr << redact(prompts.error().message) << '\n';
    return kExitCannotStart;
  }
  std::cout << (options.json ? plan_json(*prompts) : plan_table(*prompts));
  return kExitClean;
}

}  // namespace

void add_plan(CLI::App& program, int& exit_code) {
  auto options = std::make_shared<PlanOptions>();
  CLI::App* command = program.add_subcommand("plan", "Print who will be prompted when, in whose local time");
  add_config_option(*command, options->config);
  command->add_option("--from", options->from, "First day, as 2026-11-24; today by default")
      ->type_name("DATE");
  command->add_option("--days", options->days, "How many days")
      ->check(CLI::Range(1, 3660))
      ->capture_default_str();
  command->add_flag("--json", options->json, "For programs");
  command->add_flag("--offline", options->offline,
                    "Ask nobody: members as the file names them, in the team's time zone");
  command->callback([options, &exit_code] { exit_code = print_plan(*options); });
}

}  // namespace houston::bot
