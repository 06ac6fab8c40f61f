// houston: the command line. With no command it is the demo, whose flags may stand alone ("houston
// --headless").
#include <CLI/CLI.hpp>
#include <csignal>
#include <exception>
#include <iostream>
#include <string>
#include <vector>

#include "bot/app.hpp"
#include "bot/commands/commands.hpp"
#include "config/secret.hpp"

namespace {

/// The arguments in CLI11's order (last first), with "demo" put in where no command stands.
std::vector<std::string> arguments(int argc, char** argv) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const std::string first = words.empty() ? "-" : words.front();
  const bool own = first == "--help" || first == "-h" || first == "--version" || first == "--help-all";
  if (first.starts_with('-') && !own) words.insert(words.begin(), "demo");
  return {words.rbegin(), words.rend()};
}

int run(int argc, char** argv) {
  // A peer that is gone is an error of the write, not the end of the program.
  std::signal(SIGPIPE, SIG_IGN);

  int exit_code = 0;
  CLI::App program("Houston keeps a team's rituals in Slack: standups prompted, answered, summed up.",
                   "houston");
  program.set_version_flag("--version", "houston " HOUSTON_VERSION);
  program.set_help_all_flag("--help-all", "Show the help of every command");
  program.require_subcommand(1);
  program.footer("Without a command: the demo.");
  houston::bot::add_serve(program, exit_code);
  houston::bot::add_check(program, exit_code);
  houston::bot::add_plan(program, exit_code);
  houston::bot::add_manifest(program, exit_code);
  houston::bot::add_health(program, exit_code);
  houston::bot::add_sandbox(program, exit_code);
  houston::bot::add_demo(program, exit_code);
  try {
    program.parse(arguments(argc, argv));
  } catch (const CLI::ParseError& wrong) {
    return program.exit(wrong) == 0 ? 0 : 1;
  }
  return exit_code;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc, argv);
  } catch (const std::exception& failure) {
    std::cerr << "houston: " << houston::redact(failure.what()) << '\n';
    return houston::bot::kExitInternal;
  }
}
