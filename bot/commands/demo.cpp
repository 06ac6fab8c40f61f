// houston demo: a team's working week, in the simulated workspace or on a homeserver of its own.
#include "bot/demo/command.hpp"

#include <CLI/CLI.hpp>
#include <memory>

#include "bot/commands/commands.hpp"

namespace houston::bot {

void add_demo(CLI::App& program, int& exit_code) {
  auto options = std::make_shared<demo::DemoOptions>();
  CLI::App* command = program.add_subcommand(
      "demo", "A team of five lives through a working week: in a simulated Slack workspace, or on Matrix");
  command
      ->add_option(
          "--platform", options->platform,
          "slack, simulated here; or matrix, on a Synapse that is started here and ended with the demo")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_flag("--headless", options->headless, "Play all five, also in a terminal");
  command->add_option("--days", options->days, "Working days, 1 to 60")->capture_default_str();
  command->add_option("--seed", options->seed, "Who says what when")->capture_default_str();
  command->add_option("--transcript", options->transcript, "Write what is told to FILE, too, as Markdown")
      ->type_name("FILE");
  command->add_option("--as", options->as, "Whom you play in a terminal: ana, bo, chidi, devi or eva")
      ->type_name("NAME")
      ->capture_default_str();
  command->add_option(
      "--speed", options->speed,
      "Reading pace: 2 is twice as quick, 0 does not pause (default: 1 when you play, else 0)");
  command->callback([options, &exit_code] { exit_code = demo::run_demo(*options); });
}

}  // namespace houston::bot
