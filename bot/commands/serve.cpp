// houston serve: runs Houston for real, until SIGTERM or SIGINT.
#include <spdlog/spdlog.h>

#include <CLI/CLI.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <memory>
#include <random>
#include <system_error>

#include "bot/app.hpp"
#include "bot/commands/commands.hpp"
#include "bot/log.hpp"
#include "bot/platforms.hpp"

namespace houston::bot {
namespace {

struct ServeOptions {
  std::filesystem::path config;
  std::filesystem::path clock_file;
};

Result<std::unique_ptr<scheduler::Clock>> make_clock(const std::filesystem::path& file) {
  const scheduler::SystemClock machine;
  if (file.empty()) return std::unique_ptr<scheduler::Clock>(std::make_unique<scheduler::SystemClock>());
  try {
    return std::unique_ptr<scheduler::Clock>(std::make_unique<scheduler::FileClock>(file, machine.now()));
  } catch (const std::system_error& failure) {
    return Error{"The clock file " + file.string() + " cannot be used: " + failure.what()};
  }
}

/// Blocks until the App has ended, by a signal or by itself.
int run_until_told(App& app) {
  boost::asio::io_context signals_context{1};
  boost::asio::signal_set signals(signals_context, SIGTERM, SIGINT);
  signals.async_wait([&](const boost::system::error_code& failed, int signal) {
    if (failed) return;
    spdlog::info("Houston was told to stop ({}) and finishes what is under way",
                 signal == SIGTERM ? "SIGTERM" : "SIGINT");
    app.stop();
  });
  app.on_ending([&] { boost::asio::post(signals_context, [&] { signals.cancel(); }); });
  app.start();
  signals_context.run();
  return app.wait();
}

int serve(const ServeOptions& options) {
  config::Settings settings;
  if (!load_or_complain(options.config, settings)) return kExitCannotStart;
  set_up_log(settings.log);

  auto clock = make_clock(options.clock_file);
  if (!clock) {
    spdlog::critical("{}", clock.error().message);
    return kExitCannotStart;
  }
  AppParts parts;
  parts.settings = settings;
  parts.clock = clock->get();
  parts.read_secret = config::read_secret;
  parts.make_platform = known_platforms();
  std::random_device chance;
  parts.seed = (std::uint64_t{chance()} << 32) | chance();
  parts.notify_service = true;
  auto app = App::create(std::move(parts));
  if (!app) {
    spdlog::critical("Houston cannot start: {}", app.error().message);
    return kExitCannotStart;
  }
  spdlog::info("Houston {} serves {} workspace(s) and {} team(s)", HOUSTON_VERSION,
               settings.workspaces.size(), settings.teams.size());
  if ((*app)->listen_port() != 0) {
    spdlog::info("/healthz and /metrics are at port {}", (*app)->listen_port());
  }
  const int code = run_until_told(**app);
  if (code == kExitClean) spdlog::info("Houston has stopped; nothing is lost");
  return code;
}

}  // namespace

void add_serve(CLI::App& program, int& exit_code) {
  auto options = std::make_shared<ServeOptions>();
  CLI::App* command = program.add_subcommand("serve", "Run Houston until SIGTERM or SIGINT");
  add_config_option(*command, options->config);
  command
      ->add_option("--clock-file", options->clock_file,
                   "For simulations: follow the clock in FILE (eight bytes, moved by houston sandbox)")
      ->type_name("FILE");
  command->callback([options, &exit_code] { exit_code = serve(*options); });
}

}  // namespace houston::bot
