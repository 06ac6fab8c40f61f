// houston manifest: the Slack app manifest, ready to paste.
#include "bot/slack/manifest.hpp"

#include <CLI/CLI.hpp>
#include <iostream>
#include <memory>

#include "bot/app.hpp"
#include "bot/commands/commands.hpp"

namespace houston::bot {
namespace {

int print_manifest(const std::filesystem::path& file) {
  config::Settings settings;
  if (!load_or_complain(file, settings)) return kExitCannotStart;
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
