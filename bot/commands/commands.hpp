// The program's commands, one file each. Each function adds its command to the command line and stores the
// exit code when the command was run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "config/settings.hpp"

namespace CLI {
class App;
}

namespace houston::bot {

void add_serve(CLI::App& program, int& exit_code);
void add_check(CLI::App& program, int& exit_code);
void add_plan(CLI::App& program, int& exit_code);
void add_manifest(CLI::App& program, int& exit_code);
void add_health(CLI::App& program, int& exit_code);
void add_sandbox(CLI::App& program, int& exit_code);
void add_demo(CLI::App& program, int& exit_code);  ///< demo.cpp.

/// Adds --config, which is required.
void add_config_option(CLI::App& command, std::filesystem::path& file);

/// Reads the settings, with every check that the floors below offer.
config::Loaded load_settings(const std::filesystem::path& file);

/// The settings, or nothing after each problem was printed on stderr as file:line:column: message.
bool load_or_complain(const std::filesystem::path& file, config::Settings& settings);

}  // namespace houston::bot
