// houston manifest: the Slack app manifest, ready to paste.
#include "bot/slack/manifest.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <memory>

#include "bot/app.hpp"
#include "bot/commands/commands.hpp"

namespace houston::bot {
namespace {

int print_manifest(const std::filesystem::path& file) {
  config::Settings settings;
  if (!load_or_complain(file, settings)) return kExitCannotStart;
  const auto on_slack = [](const config::Workspace& workspace) { return workspace.platform == "slack"; };
  if (std::none_of(settings.workspaces.begin(), settings.workspaces.end(), on_slack)) {
    std::cerr << "A manifest is for Slack, and no [[workspace]] of " << file.string()
              << " is on Slack: on Matrix Houston is an ordinary account, invited like any other\n";
    return kExitCannotStart;
  }
  std::cout << slack::manifest(settings) << '\n';
  return kExitClean;
}

}  // namespace

void add_manifest(CLI::App& program, int& exit_code) {
  auto file = std::make_shared<std::filesystem::path>();
  CLI::App* command = program.add_subcommand("manifest", "Print the Slack app manifest, ready to paste");
  add_config_option(*command, *file);
  command->callback([file, &exit_code] { exit_code = print_manifest(*file); });
}

}  // namespace houston::bot
