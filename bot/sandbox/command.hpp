// `houston sandbox`: the simulated workspace alone, until SIGINT or SIGTERM.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>

namespace houston::bot::sandbox {

struct SandboxCommandOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;  ///< 0 takes a free one.
  std::filesystem::path
      clock_file;                 ///< Empty: the machine's clock; else a FileClock that /control/clock moves.
  std::filesystem::path ca_file;  ///< Where to write the CA; empty: a file in the temporary directory.
  bool tls = true;
  bool rate_limits = true;
  std::uint64_t seed = 1;
  bool json = false;  ///< Print the one ready line as JSON, for programs.
};

/// Prints API URL, tokens, CA file and a how-to, then serves. The exit code.
int run_sandbox_command(const SandboxCommandOptions& options);

}  // namespace houston::bot::sandbox
