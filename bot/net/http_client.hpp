// HTTP/1.1 over TLS (or plain on loopback) with a pool of kept-alive connections. Beast stays in the .cpp.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bot/net/error.hpp"
#include "bot/net/proxy.hpp"
#include "bot/net/tls.hpp"
#include "bot/net/url.hpp"

namespace houston::net {

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::pair<std::string, std::string>>
      headers;  ///< Host, Content-Length and Connection are added.
  std::string body;
  /// The request changes something that must not happen twice: it is never repeated on a fresh connection
  /// when a kept-alive one turns out to be dead after the request may have left.
  bool repeatable = false;
  std::chrono::milliseconds timeout{
      30000};  ///< Of each step: resolve, connect, proxy, TLS, send, first byte, body.
};

struct HttpResponse {
  int status = 0;
  std::map<std::string, std::string> headers;  ///< Names in lower case; repeated ones joined with ", ".
  std::string body;
};

using HttpOutcome = std::variant<HttpResponse, NetError>;

struct HttpLimits {
  std::size_t body = 16 * 1024 * 1024;  ///< A larger answer is a protocol error.
  std::size_t idle_per_host = 8;        ///< Connections kept.
  std::chrono::milliseconds idle{50000};
};

/// Belongs to its executor's thread. Concurrent requests each take a connection of their own.
class HttpClient {
 public:
  HttpClient(boost::asio::any_io_executor executor, TlsContext tls, ProxySettings proxy,
             HttpLimits limits = {});
  ~HttpClient();
  /// Never throws for what the network does. Redirects are returned, not followed. Cancelling the coroutine
  /// closes its connection and gives Stage::cancelled. A kept-alive connection that the peer has closed is
  /// noticed before use where possible; one that fails before any byte left is replaced silently by a fresh
  /// one.
  boost::asio::awaitable<HttpOutcome> send(HttpRequest request);

 private:
  struct Impl;
  std::shared_ptr<Impl> impl_;
};

}  // namespace houston::net
