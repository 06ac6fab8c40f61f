// An HTTP/1.1 and websocket listener on Beast, for the sandbox and for /healthz and /metrics.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "bot/net/tls.hpp"
#include "config/result.hpp"

namespace houston::net {

struct ServerRequest {
  std::string method;
  std::string target;                          ///< Path and query as received.
  std::map<std::string, std::string> headers;  ///< Names in lower case.
  std::string body;
};

struct ServerResponse {
  int status = 200;
  std::string content_type = "application/json; charset=utf-8";
  std::string body;
  std::map<std::string, std::string> headers;
  /// Faults, for the sandbox: drop the connection instead of answering.
  bool hang_up = false;
};

/// The server's end of a websocket. Any call from the server's executor alone.
class ServerSocket {
 public:
  virtual ~ServerSocket() = default;
  virtual void send(std::string text) = 0;
  virtual void ping(std::string payload) = 0;
  virtual void close(int code) = 0;
  /// Drops the TCP connection without a close frame.
  virtual void abort() = 0;
  /// Stops reading, answering and pinging while TCP stays up: what a half-open connection looks like.
  virtual void freeze() = 0;
};

struct ServerHandlers {
  /// Answers one request; awaited one at a time a connection, concurrently over connections.
  std::function<boost::asio::awaitable<ServerResponse>(ServerRequest)> http;
  /// Whether a websocket upgrade of this target is accepted; null: none is.
  std::function<bool(const ServerRequest&)> accept_websocket;
  std::function<void(std::shared_ptr<ServerSocket>, const ServerRequest&)> websocket_opened;
  std::function<void(ServerSocket&, std::string text)> websocket_text;
  std::function<void(ServerSocket&, int code)> websocket_closed;
};

struct ServerOptions {
  std::string host = "127.0.0.1";
  std::uint16_t port = 0;                         ///< 0 takes a free one.
  TlsContext tls;                                 ///< Null: plain.
  std::size_t body_limit = 1024 * 1024;           ///< Larger ones get 413.
  std::chrono::milliseconds read_timeout{30000};  ///< Of a request's head and body; idle connections 60 s.
  std::size_t connections = 256;                  ///< More are closed at once.
};

class Server {
 public:
  /// Listens at once; the error names host and port. Runs on `executor` (single-threaded or a strand).
  static Result<std::unique_ptr<Server>> start(boost::asio::any_io_executor executor, ServerOptions options,
                                               ServerHandlers handlers);
  ~Server();
  std::uint16_t port() const;
  void stop();  ///< Stops accepting and closes every connection.

 private:
  struct Impl;
  explicit Server(std::shared_ptr<Impl> impl);
  std::shared_ptr<Impl> impl_;
};

}  // namespace houston::net
