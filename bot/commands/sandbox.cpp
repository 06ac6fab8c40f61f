// houston sandbox: the simulated workspace alone.
#include <CLI/CLI.hpp>
#include <memory>

#include "bot/commands/commands.hpp"
#include "bot/log.hpp"
#include "bot/sandbox/command.hpp"

namespace houston::bot {

void add_sandbox(CLI::App& program, int& exit_code) {
  auto options = std::make_shared<sandbox::SandboxCommandOptions>();
  CLI::App* command =
      program.add_subcommand("sandbox", "A simulated Slack workspace on loopback, for any Slack program");
  command->add_option("--host", options->host, "Address to listen at")->capture_default_str();
  command->add_option("--port", options->port, "Port to listen at; 0 takes a free one")
      ->capture_default_str();
  command
      ->add_option("--clock-file", options->clock_file,
                   "Keep the workspace's time in FILE, so that it can be hurried")
      ->type_name("FILE");
  command->add_option("--ca-file", options->ca_file, "Where to write the certificate authority (PEM)")
      ->type_name("FILE");
  command->add_option("--seed", options->seed, "Of the workspace's chance")->capture_default_str();
  command->add_flag("--tls,!--no-tls", options->tls,
                    "Speak https and wss (the default), or plain http and ws");
  command->add_flag("--rate-limits,!--no-rate-limits", options->rate_limits,
                    "Limit calls as Slack does (the default)");
  command->add_flag("--json", options->json, "Print the one ready line as JSON, for programs");
  command->callback([options, &exit_code] {
    set_up_log("info");
    exit_code = sandbox::run_sandbox_command(*options);
  });
}

}  // namespace houston::bot
