#include <CLI/CLI.hpp>
#include <iostream>

#include "bot/commands/commands.hpp"
#include "scheduler/recurrence.hpp"
#include "scheduler/zone.hpp"

namespace houston::bot {

void add_config_option(CLI::App& command, std::filesystem::path& file) {
  command
      .add_option("-c,--config", file, "The settings file (TOML); config/houston.example.toml explains it")
      ->required()
      ->type_name("FILE");
}

config::Loaded load_settings(const std::filesystem::path& file) {
  config::Checks checks;
  checks.zone_exists = scheduler::zone_exists;
  checks.rule_problem = scheduler::rule_problem;
  return config::load(file, checks);
}

bool load_or_complain(const std::filesystem::path& file, config::Settings& settings) {
  config::Loaded loaded = load_settings(file);
  for (const config::Problem& problem : loaded.problems) {
    std::cerr << config::to_string(file, problem) << '\n';
  }
  if (!loaded.problems.empty()) return false;
  settings = std::move(loaded.settings);
  return true;
}

}  // namespace houston::bot
