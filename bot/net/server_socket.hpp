// The server's end of one websocket. Inside net only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "bot/net/server.hpp"
#include "bot/net/wire.hpp"

namespace houston::net {

/// What one websocket tells its server; all null-safe, none is called after `closed`.
struct SocketEvents {
  std::function<void(std::shared_ptr<ServerSocket>)> opened;
  std::function<void(ServerSocket&, std::string)> text;
  std::function<void(ServerSocket&, int)> closed;
};

/// Answers the upgrade and serves the socket until it ends.
asio::awaitable<void> serve_websocket(std::shared_ptr<Wire> wire,
                                      boost::beast::http::request<boost::beast::http::string_body> upgrade,
                                      std::chrono::milliseconds handshake_timeout, SocketEvents events);

}  // namespace houston::net
