// `houston sandbox` as a program of its own, so that the peers' tests need not build all of Houston.
#include <string>
#include <string_view>

#include "bot/sandbox/command.hpp"

int main(int argc, char** argv) {
  houston::bot::sandbox::SandboxCommandOptions options;
  options.json = true;
  for (int i = 1; i < argc; ++i) {
    const std::string_view flag = argv[i];
    if (flag == "--ca-file" && i + 1 < argc) options.ca_file = argv[++i];
    if (flag == "--clock-file" && i + 1 < argc) options.clock_file = argv[++i];
    if (flag == "--no-tls") options.tls = false;
  }
  return houston::bot::sandbox::run_sandbox_command(options);
}
