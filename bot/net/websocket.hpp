// A websocket client connection (RFC 6455) with a write queue, pings both ways and half-open detection. Beast
// stays in the .cpp.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <variant>

#include "bot/net/error.hpp"
#include "bot/net/proxy.hpp"
#include "bot/net/tls.hpp"

namespace houston::net {

struct WebSocketOptions {
  std::chrono::milliseconds handshake_timeout{15000};  ///< Of each step until the upgrade is done.
  std::chrono::milliseconds ping_every{2000};          ///< Own pings.
  std::chrono::milliseconds pong_within{5000};         ///< No pong for so long: the connection is dead.
  std::chrono::milliseconds peer_ping_within{
      30000};                                     ///< Once the peer has pinged: no ping for so long, dead.
  std::chrono::milliseconds close_within{1000};   ///< Slack may leave TCP open after the close handshake.
  std::size_t largest_message = 4 * 1024 * 1024;  ///< A larger one is read away and reported as Oversize.
};

class WebSocket {
 public:
  struct Text {
    std::string text;
  };
  struct Oversize {
    std::size_t at_least =
        0;  ///< Bytes. The connection goes on where possible, else the next read gives Closed.
  };
  struct Closed {
    int code = 0;            ///< Close code, 0 without a close frame.
    std::string reason;      ///< For people: who closed, or what failed.
    bool half_open = false;  ///< Found dead by missing pings or pongs.
  };
  using Incoming = std::variant<Text, Oversize, Closed>;

  using Outcome = std::variant<std::unique_ptr<WebSocket>, NetError>;
  /// wss (or ws on loopback). The error never repeats the URL's query: it holds a ticket.
  static boost::asio::awaitable<Outcome> connect(boost::asio::any_io_executor executor, std::string url,
                                                 TlsContext tls, ProxySettings proxy,
                                                 WebSocketOptions options);
  ~WebSocket();

  /// The next message. One reader at a time. Pings are answered whether or not one waits. A cancelled read
  /// throws operation_aborted and loses no message: what arrives is kept for the next one.
  boost::asio::awaitable<Incoming> read();
  /// Queues a text message; urgent ones (acknowledgements) go ahead of those that are not. Dropped once
  /// closed.
  void send(std::string text, bool urgent);
  /// Starts the close handshake; the reader gets Closed within close_within.
  void close();

 private:
  struct Impl;
  explicit WebSocket(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace houston::net
