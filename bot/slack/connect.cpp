#include "bot/slack/connect.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>

#include "bot/net/http_client.hpp"

namespace houston::bot::slack {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

class RealLink final : public Link {
 public:
  explicit RealLink(std::unique_ptr<net::WebSocket> socket) : socket_(std::move(socket)) {}
  awaitable<net::WebSocket::Incoming> read() override { return socket_->read(); }
  void send(std::string text) override { socket_->send(std::move(text), true); }
  void close() override { socket_->close(); }

 private:
  std::unique_ptr<net::WebSocket> socket_;
};

awaitable<net::HttpOutcome> send_with(std::shared_ptr<net::HttpClient> client, net::HttpRequest request) {
  net::HttpOutcome outcome = co_await client->send(std::move(request));
  co_return outcome;
}

awaitable<SocketModeDoors::Connected> connect_with(asio::any_io_executor executor, std::string url,
                                                   net::TlsContext tls, net::ProxySettings proxy) {
  net::WebSocketOptions options;
  net::WebSocket::Outcome outcome =
      co_await net::WebSocket::connect(executor, std::move(url), std::move(tls), std::move(proxy), options);
  if (auto* error = std::get_if<net::NetError>(&outcome)) co_return std::move(*error);
  std::unique_ptr<Link> link =
      std::make_unique<RealLink>(std::get<std::unique_ptr<net::WebSocket>>(std::move(outcome)));
  co_return std::move(link);
}

awaitable<void> sleep_for(asio::any_io_executor executor, std::chrono::milliseconds time) {
  asio::steady_timer timer(executor, time);
  co_await timer.async_wait(asio::use_awaitable);
}

}  // namespace

Network real_network(asio::any_io_executor executor, const SlackOptions& options) {
  const auto client = std::make_shared<net::HttpClient>(executor, options.tls, options.proxy);
  const net::TlsContext tls = options.tls;
  const net::ProxySettings proxy = options.proxy;
  Network network;
  network.http = [client](net::HttpRequest request) { return send_with(client, std::move(request)); };
  network.websocket = [executor, tls, proxy](std::string url) {
    return connect_with(executor, std::move(url), tls, proxy);
  };
  network.sleep = [executor](std::chrono::milliseconds time) { return sleep_for(executor, time); };
  return network;
}

std::unique_ptr<Platform> make_slack(asio::any_io_executor executor, SlackOptions options, Metrics& metrics) {
  Network network = real_network(executor, options);
  return make_slack(std::move(executor), std::move(options), std::move(network), metrics);
}

awaitable<std::vector<std::string>> probe(asio::any_io_executor executor, SlackOptions options,
                                          const config::Settings& settings, Metrics& metrics) {
  Network network = real_network(executor, options);
  return probe(std::move(options), settings, std::move(network), metrics);
}

awaitable<Result<chat::RosterLoaded>> load_roster(asio::any_io_executor executor, SlackOptions options,
                                                  Metrics& metrics) {
  Network network = real_network(executor, options);
  return load_roster(std::move(options), std::move(network), metrics);
}

}  // namespace houston::bot::slack
