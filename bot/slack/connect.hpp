// What the platform, the probe and the roster share: Web APIs for both tokens over one connection pool.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <memory>

#include "bot/slack/slack.hpp"
#include "bot/slack/socket_mode.hpp"
#include "bot/slack/web_api.hpp"

namespace houston::bot::slack {

/// How requests and websockets travel; tests put scripts in place of the network.
struct Network {
  Transport http;
  std::function<boost::asio::awaitable<SocketModeDoors::Connected>(std::string url)> websocket;
  Sleep sleep;
};

/// The real one: net::HttpClient, net::WebSocket and a timer, on this executor.
Network real_network(boost::asio::any_io_executor executor, const SlackOptions& options);

std::unique_ptr<Platform> make_slack(boost::asio::any_io_executor executor, SlackOptions options,
                                     Network network, Metrics& metrics);

boost::asio::awaitable<std::vector<std::string>> probe(SlackOptions options, const config::Settings& settings,
                                                       Network network, Metrics& metrics);

boost::asio::awaitable<Result<chat::RosterLoaded>> load_roster(SlackOptions options, Network network,
                                                               Metrics& metrics);

}  // namespace houston::bot::slack
