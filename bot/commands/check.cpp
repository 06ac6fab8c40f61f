// houston check: is the settings file right, and, with --online, does the workspace agree with it?
#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "bot/app.hpp"
#include "bot/commands/ask_platform.hpp"
#include "bot/commands/commands.hpp"
#include "bot/hooks/doors.hpp"
#include "bot/log.hpp"
#include "config/secret.hpp"
#include "handlers/houston.hpp"

namespace houston::bot {
namespace {

struct CheckOptions {
  std::filesystem::path config;
  bool online = false;
};

std::string counted(std::size_t count, const std::string& word) {
  return std::to_string(count) + " " + word + (count == 1 ? "" : "s");
}

int check_online(const config::Settings& settings) {
  int wrong = 0;
  for (const config::Workspace& workspace : settings.workspaces) {
    const Probe probe = probe_workspace(settings, workspace);
    for (const std::string& sentence : probe.problems) {
      std::cerr << redact(sentence) << '\n';
      ++wrong;
    }
    for (const std::string& sentence : probe.advice) std::cout << "advice: " << redact(sentence) << '\n';
  }
  if (const auto doors = hooks::open_doors(settings, config::read_secret); !doors) {
    std::cerr << redact(doors.error().message) << '\n';
    ++wrong;
  }
  return wrong;
}

int check(const CheckOptions& options) {
  config::Settings settings;
  if (!load_or_complain(options.config, settings)) return kExitCannotStart;
  set_up_log("warning");
  // The holiday files are read here, too: only then is it known that they are calendars.
  if (const auto created = handlers::Houston::create(settings); !created) {
    std::cerr << options.config.string() << ":0:0: " << redact(created.error().message) << '\n';
    return kExitCannotStart;
  }
  if (options.online && check_online(settings) > 0) return kExitCannotStart;

  std::size_t rituals = 0;
  for (const config::Team& team : settings.teams)
    rituals += team.standups.size() + team.retros.size() + team.one_on_ones.size() + team.coffees.size() +
               (team.wins ? 1 : 0);
  std::cout << options.config.string()
            << ": all is well: " << counted(settings.workspaces.size(), "workspace") << ", "
            << counted(settings.teams.size(), "team") << ", " << counted(rituals, "ritual")
            << (options.online ? ", and the platform agrees" : "") << '\n';
  return kExitClean;
}

}  // namespace

void add_check(CLI::App& program, int& exit_code) {
  auto options = std::make_shared<CheckOptions>();
  CLI::App* command =
      program.add_subcommand("check", "Check the settings file, and with --online the workspace");
  add_config_option(*command, options->config);
  command->add_flag("--online", options->online,
                    "Ask the platform, too: tokens, scopes, channels, rooms, members and leads");
  command->callback([options, &exit_code] { exit_code = check(*options); });
}

}  // namespace houston::bot
