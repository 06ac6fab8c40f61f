// The coroutines around SocketModeFsm: opens the websockets, reads them, hands envelopes on, acknowledges.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <functional>
#include <memory>
#include <string>
#include <variant>

#include "bot/metrics.hpp"
#include "bot/net/websocket.hpp"
#include "bot/slack/frames.hpp"
#include "bot/slack/socket_mode_fsm.hpp"
#include "bot/slack/web_api.hpp"

namespace houston::bot::slack {

/// A websocket as Socket Mode needs it: net::WebSocket, or a test's script.
class Link {
 public:
  virtual ~Link() = default;
  virtual boost::asio::awaitable<net::WebSocket::Incoming> read() = 0;
  virtual void send(std::string text) = 0;  ///< Ahead of anything that waits.
  virtual void close() = 0;
};

struct SocketModeDoors {
  using Url = std::variant<std::string, ApiFailure>;
  using Connected = std::variant<std::unique_ptr<Link>, net::NetError>;
  /// What became of an envelope.
  struct Handled {
    bool acknowledge = false;  ///< False: it could not be kept. Slack delivers it again.
    std::string payload{};     ///< JSON, or "".
    std::function<boost::asio::awaitable<void>()> after{};  ///< Run once the acknowledgement is on its way.
  };

  std::function<boost::asio::awaitable<Url>()> ask_url;  ///< apps.connections.open
  std::function<boost::asio::awaitable<Connected>(std::string url)> connect;
  std::function<boost::asio::awaitable<Handled>(Envelope)> handle;  ///< Several at a time; begun in order.
};

/// Belongs to its executor's thread.
class SocketMode {
 public:
  SocketMode(boost::asio::any_io_executor executor, SocketModeDoors doors, SocketModeFsm::Options options,
             std::uint64_t seed, Metrics& metrics);
  ~SocketMode();

  /// Until stop(), or until Slack's refusal makes going on pointless (problem() says why). Once.
  boost::asio::awaitable<void> run();
  /// Takes no further envelope, lets those that were taken be acknowledged (three seconds at most), closes.
  void stop();
  int up() const;
  std::string problem() const;

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace houston::bot::slack
