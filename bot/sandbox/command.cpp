#include "bot/sandbox/command.hpp"

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <system_error>

#include "bot/sandbox/sandbox.hpp"

namespace houston::bot::sandbox {
namespace {

namespace fs = std::filesystem;

// Writes the CA, or the sentence that says why it could not.
std::string write_ca(const fs::path& file, const std::string& pem) {
  std::ofstream out(file, std::ios::trunc);
  out << pem;
  out.flush();
  return out ? "" : "cannot write the CA to " + file.string() + ": choose another place with --ca-file.";
}

void print_ready(const SandboxCommandOptions& options, const Sandbox& sandbox, const fs::path& ca) {
  if (options.json) {
    std::cout << Json({{"api_url", sandbox.api_url()},
                       {"base_url", sandbox.base_url()},
                       {"bot_token", sandbox.app().bot_token},
                       {"app_token", sandbox.app().app_token},
                       {"ca_file", ca.string()},
                       {"port", sandbox.port()}})
                     .dump()
              << std::endl;
    return;
  }
  std::cout << "A simulated Slack workspace, \"" << sandbox.team().name << "\", is up.\n\n"
            << "  API URL    " << sandbox.api_url() << "\n"
            << "  bot token  " << sandbox.app().bot_token << "\n"
            << "  app token  " << sandbox.app().app_token << "\n";
  if (options.tls) std::cout << "  CA file    " << ca.string() << "\n";
  std::cout << "\nPoint a Slack program at the API URL" << (options.tls ? ", let it trust the CA file" : "")
            << ", and play the people with\n  curl " << (options.tls ? "--cacert " + ca.string() + " " : "")
            << sandbox.base_url()
            << "/control/say -d '{\"user\":\"bo\",\"channel\":\"#vision\",\"text\":\"hello\"}'   "
               "(docs/sandbox.md)\n"
            << "Ctrl-C ends it." << std::endl;
}

}  // namespace

int run_sandbox_command(const SandboxCommandOptions& options) {
  boost::asio::io_context context(1);
  SandboxOptions sandbox_options;
  sandbox_options.host = options.host;
  sandbox_options.port = options.port;
  sandbox_options.tls = options.tls;
  sandbox_options.rate_limits = options.rate_limits;
  sandbox_options.seed = options.seed;
  if (!options.clock_file.empty()) {
    try {
      sandbox_options.clock =
          std::make_shared<scheduler::FileClock>(options.clock_file, scheduler::SystemClock().now());
    } catch (const std::system_error& error) {
      std::cerr << "houston sandbox: cannot use " << options.clock_file.string()
                << " as a clock: " << error.what() << "\n";
      return 1;
    }
  }
  auto started = Sandbox::start(context.get_executor(), std::move(sandbox_options));
  if (!started) {
    std::cerr << "houston sandbox: " << started.error().message << "\n";
    return 1;
  }
  const std::unique_ptr<Sandbox> sandbox = std::move(*started);
  fs::path ca;
  if (options.tls) {
    ca = !options.ca_file.empty()
             ? options.ca_file
             : fs::temp_directory_path() / ("houston-sandbox-" + std::to_string(sandbox->port()) + "-ca.pem");
    if (const std::string problem = write_ca(ca, sandbox->ca_pem()); !problem.empty()) {
      std::cerr << "houston sandbox: " << problem << "\n";
      return 1;
    }
  }
  boost::asio::signal_set signals(context, SIGINT, SIGTERM);
  signals.async_wait([&](const boost::system::error_code&, int) {
    sandbox->stop();
    context.stop();
  });
  print_ready(options, *sandbox, ca);
  context.run();
  if (options.tls && options.ca_file.empty()) {
    std::error_code ignored;  // It lies in the temporary directory; what cannot be removed is swept up there.
    fs::remove(ca, ignored);
  }
  return 0;
}

}  // namespace houston::bot::sandbox
