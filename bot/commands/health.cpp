// houston health: asks the Houston that serves from the same settings how it is. For a container's
// HEALTHCHECK and for scripts: exit 0 when it is well.
#include <CLI/CLI.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "bot/app.hpp"
#include "bot/commands/commands.hpp"
#include "bot/net/http_client.hpp"

namespace houston::bot {
namespace {

namespace asio = boost::asio;

/// Where a program on this machine reaches what listens on `address`: a listener on every address is on
/// loopback too.
std::string reachable(const std::string& address) {
  const auto colon = address.rfind(':');
  const std::string host = address.substr(0, colon), port = address.substr(colon);
  if (host == "0.0.0.0") return "127.0.0.1" + port;
  if (host == "[::]") return "[::1]" + port;
  return address;
}

net::HttpOutcome get(const std::string& url) {
  asio::io_context io{1};
  net::HttpClient client(io.get_executor(), net::client_tls({}).value(), net::ProxySettings{});
  net::HttpRequest request;
  request.url = url;
  request.repeatable = true;
  request.timeout = std::chrono::seconds(3);
  net::HttpOutcome outcome;
  asio::co_spawn(io, client.send(std::move(request)),
                 [&](std::exception_ptr failed, net::HttpOutcome answer) {
                   if (failed) std::rethrow_exception(failed);
                   outcome = std::move(answer);
                   io.stop();
                 });
  io.run();
  return outcome;
}

int ask(const std::filesystem::path& file) {
  config::Settings settings;
  if (!load_or_complain(file, settings)) return kExitCannotStart;
  if (settings.listen.empty()) {
    std::cerr << "Houston does not listen anywhere: write listen = \"127.0.0.1:9090\" under [houston] in "
              << file.string() << " and start it again\n";
    return kExitCannotStart;
  }
  const net::HttpOutcome outcome = get("http://" + reachable(settings.listen) + "/healthz");
  const auto* answer = std::get_if<net::HttpResponse>(&outcome);
  if (answer == nullptr) {
    std::cerr << "No Houston answers: " << std::get<net::NetError>(outcome).message << '\n';
    return kExitCannotStart;
  }
  std::cout << answer->body;
  return answer->status == 200 ? kExitClean : kExitCannotStart;
}

}  // namespace

void add_health(CLI::App& program, int& exit_code) {
  auto file = std::make_shared<std::filesystem::path>();
  CLI::App* command = program.add_subcommand("health", "Ask the Houston that serves whether it is well");
  add_config_option(*command, *file);
  command->callback([file, &exit_code] { exit_code = ask(*file); });
}

}  // namespace houston::bot
