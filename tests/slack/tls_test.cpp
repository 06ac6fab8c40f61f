// The real network code against a real TLS server that speaks just enough Slack: HTTPS pool, websocket
// upgrade, hello, event, acknowledgement, refresh, stop.
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <vector>

#include "bot/net/server.hpp"
#include "bot/slack/slack.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/patience.hpp"

namespace houston::bot::slack {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using nlohmann::json;

// A scrap of Slack on loopback.
struct Server {
  explicit Server(asio::io_context& context) : certificate(net::make_certificate()) {
    net::ServerOptions options;
    options.tls = net::server_tls(certificate).value();
    net::ServerHandlers handlers;
    handlers.http = [this](net::ServerRequest request) { return answer(std::move(request)); };
    handlers.accept_websocket = [](const net::ServerRequest& request) {
      return request.target == "/link/?ticket=once";
    };
    handlers.websocket_opened = [this](std::shared_ptr<net::ServerSocket> socket, const net::ServerRequest&) {
      socket->send(R"({"type":"hello","debug_info":{"approximate_connection_time":3600}})");
      sockets.push_back(std::move(socket));
    };
    handlers.websocket_text = [this](net::ServerSocket&, std::string text) {
      acks.push_back(json::parse(text));
    };
    handlers.websocket_closed = [this](net::ServerSocket&, int) { ++closed; };
    server = std::move(
        net::Server::start(context.get_executor(), std::move(options), std::move(handlers)).value());
  }

  awaitable<net::ServerResponse> answer(net::ServerRequest request) {
    net::ServerResponse response;
    const std::string method = request.target.substr(request.target.rfind('/') + 1);
    json body = {{"ok", true}};
    if (method == "auth.test") body["user_id"] = "UHOUSTON";
    if (method == "apps.connections.open") {
      body["url"] = "wss://localhost:" + std::to_string(server->port()) + "/link/?ticket=once";
    }
    if (method == "users.list") body["members"] = json::array({{{"id", "U1"}, {"name", "ana"}}});
    if (method == "conversations.list") body["channels"] = json::array();
    if (method == "chat.postMessage") {
      body["channel"] = "C1";
      body["ts"] = "1.000100";
      posts.push_back(request.body);
    }
    response.body = body.dump();
    co_return response;
  }

  net::ThrowawayCertificate certificate;
  std::unique_ptr<net::Server> server;
  std::vector<std::shared_ptr<net::ServerSocket>> sockets;
  std::vector<json> acks;
  std::vector<std::string> posts;
  int closed = 0;
};

struct Sink final : EventSink {
  awaitable<Taken> take(chat::Event event) override {
    events.push_back(std::move(event));
    Taken taken;
    taken.kept = true;
    co_return taken;
  }
  awaitable<std::optional<std::string>> note(std::string) override { co_return std::nullopt; }
  awaitable<bool> keep_note(std::string, std::string) override { co_return true; }
  awaitable<Turn> hold(std::string, std::chrono::milliseconds) override { co_return Turn::ours; }
  std::vector<chat::Event> events;
};

}  // namespace

TEST_CASE("Over real TLS: connect, take an event, post, refresh, stop") {
  asio::io_context context;
  Server slack(context);
  const auto until = [&](const std::function<bool()>& done) {
    const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60 * test::kTimeFactor);
    while (!done() && std::chrono::steady_clock::now() < limit) {
      context.restart();
      context.run_one_for(std::chrono::milliseconds(50));
    }
    return done();
  };

  const std::filesystem::path ca = std::filesystem::temp_directory_path() /
                                   ("houston-slack-tls-" + std::to_string(slack.server->port()) + ".pem");
  std::ofstream(ca) << slack.certificate.ca_pem;
  scheduler::ManualClock clock{Instant{std::chrono::seconds(1764158400)}};
  Metrics metrics;
  SlackOptions options;
  options.workspace.name = WorkspaceId{"acme"};
  options.workspace.api_url = "https://localhost:" + std::to_string(slack.server->port()) + "/api/";
  options.bot_token = Secret("xoxb-1-tls-test");
  options.app_token = Secret("xapp-1-tls-test");
  options.tls = net::client_tls(ca).value();
  options.clock = &clock;
  std::filesystem::remove(ca);

  Sink sink;
  const std::unique_ptr<Platform> platform = make_slack(context.get_executor(), std::move(options), metrics);
  bool ended = false;
  asio::co_spawn(context, platform->run(sink), [&](const std::exception_ptr&) { ended = true; });
  REQUIRE(until(
      [&] { return slack.sockets.size() == 2 && platform->health().connected && sink.events.size() == 1; }));

  slack.sockets[0]->send(
      R"({"type":"events_api","envelope_id":"e-1","payload":{"type":"event_callback","event_id":"Ev1",
          "event":{"type":"message","channel":"D1","channel_type":"im","user":"U1","text":"done","ts":"1.1"}}})");
  REQUIRE(until([&] { return !slack.acks.empty(); }));
  CHECK(slack.acks[0] == json({{"envelope_id", "e-1"}}));
  CHECK(std::get<chat::Said>(sink.events.at(1).what).text == chat::plain("done"));

  storage::OutboxRow row;
  row.place.id = "C1";
  row.body = R"({"summary":"x","blocks":[]})";
  row.key = "k";
  std::optional<SendOutcome> outcome;
  asio::co_spawn(context, platform->send(row, {}),
                 [&](const std::exception_ptr&, SendOutcome sent) { outcome = std::move(sent); });
  REQUIRE(until([&] { return outcome.has_value(); }));
  CHECK(std::get<Delivered>(*outcome).receipt == storage::Receipt{"C1", "1.000100"});
  CHECK(slack.posts.at(0).find("xoxb") == std::string::npos);

  slack.sockets[0]->send(R"({"type":"disconnect","reason":"refresh_requested"})");
  REQUIRE(until([&] { return slack.sockets.size() == 3; }));
  CHECK(slack.closed == 0);
  slack.sockets[0]->close(1000);
  REQUIRE(until([&] { return slack.closed == 1; }));
  CHECK(platform->health().connected);

  platform->stop();
  REQUIRE(until([&] { return ended; }));
  CHECK_FALSE(platform->health().connected);
}

TEST_CASE("A server with another authority is not trusted, and the problem says so") {
  asio::io_context context;
  Server slack(context);
  scheduler::ManualClock clock{Instant{}};
  Metrics metrics;
  SlackOptions options;
  options.workspace.name = WorkspaceId{"acme"};
  options.workspace.api_url = "https://localhost:" + std::to_string(slack.server->port()) + "/api/";
  options.tls = net::client_tls({}).value();
  options.clock = &clock;
  Sink sink;
  const std::unique_ptr<Platform> platform = make_slack(context.get_executor(), std::move(options), metrics);
  bool ended = false;
  asio::co_spawn(context, platform->run(sink), [&](const std::exception_ptr&) { ended = true; });
  const auto limit = std::chrono::steady_clock::now() + std::chrono::seconds(60 * test::kTimeFactor);
  while (platform->health().problem.empty() && std::chrono::steady_clock::now() < limit) {
    context.restart();
    context.run_one_for(std::chrono::milliseconds(50));
  }
  INFO(platform->health().problem);
  CHECK(platform->health().problem.find("certificate") != std::string::npos);
  platform->stop();
  while (!ended && std::chrono::steady_clock::now() < limit) {
    context.restart();
    context.run_one_for(std::chrono::milliseconds(50));
  }
  CHECK(ended);
}

}  // namespace houston::bot::slack
