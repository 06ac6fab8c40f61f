#include "bot/net/server.hpp"

#include <algorithm>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/status.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/rfc6455.hpp>
#include <set>

#include "bot/net/http_feed.hpp"
#include "bot/net/server_socket.hpp"
#include "bot/net/wire.hpp"

namespace houston::net {
namespace {

namespace http = boost::beast::http;
namespace websocket = boost::beast::websocket;
using asio::redirect_error;
using asio::use_awaitable;
using asio::ip::tcp;
using Parser = http::request_parser<http::string_body>;

constexpr std::chrono::seconds kIdle{60};
constexpr std::chrono::seconds kDrain{1};         ///< What stop() leaves websockets to say goodbye.
constexpr std::chrono::milliseconds kBreath{50};  ///< After a failed accept, for want of descriptors mostly.
constexpr std::size_t kRefusedBody =
    64 * 1024 * 1024;  ///< Read away after a 413, so that the client sees it.
constexpr std::uint32_t kHeadLimit = 64 * 1024;

ServerRequest taken(const http::request<http::string_body>& message) {
  ServerRequest request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message) {
    std::string name(field.name_string());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const std::string value(field.value());
    const auto [place, fresh] = request.headers.emplace(std::move(name), value);
    if (!fresh) place->second += ", " + value;
  }
  request.body = message.body();
  return request;
}

std::string serialized(const ServerResponse& response, bool head, bool keep_alive) {
  std::string text =
      "HTTP/1.1 " + std::to_string(response.status) + " " +
      std::string(http::obsolete_reason(http::int_to_status(static_cast<unsigned>(response.status)))) +
      "\r\n";
  if (!response.content_type.empty()) text += "Content-Type: " + response.content_type + "\r\n";
  for (const auto& [name, value] : response.headers) text += name + ": " + value + "\r\n";
  const bool bodiless = response.status == 204 || response.status == 304;
  if (!bodiless) text += "Content-Length: " + std::to_string(response.body.size()) + "\r\n";
  text += keep_alive ? "Connection: keep-alive\r\n\r\n" : "Connection: close\r\n\r\n";
  if (!head && !bodiless) text += response.body;
  return text;
}

ServerResponse plain(int status, std::string text) {
  ServerResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  return response;
}

struct Connection {
  explicit Connection(std::shared_ptr<Wire> w) : wire(std::move(w)) {}
  std::shared_ptr<Wire> wire;
  std::shared_ptr<ServerSocket> socket;  ///< Once it is a websocket.
  asio::cancellation_signal cancel;
  bool idle = false;  ///< Between two requests.
};

}  // namespace

/// Kept alive by the connections' coroutines, so that a handler that is still suspended has its captures.
struct Server::Impl : std::enable_shared_from_this<Impl> {
  Impl(asio::any_io_executor e, ServerOptions o, ServerHandlers h)
      : executor(std::move(e)), options(std::move(o)), handlers(std::move(h)), acceptor(executor) {}

  asio::any_io_executor executor;
  ServerOptions options;
  ServerHandlers handlers;
  tcp::acceptor acceptor;
  std::uint16_t port = 0;
  std::set<std::shared_ptr<Connection>> connections;
  bool stopping = false;  ///< Answers under way are still given.
  bool ended = false;     ///< No handler is called any more.

  asio::awaitable<void> accept_all();
  asio::awaitable<void> serve(std::shared_ptr<Connection> connection);
  asio::awaitable<bool> answer_one(Connection& connection, std::string& pending);
  asio::awaitable<bool> refuse(Connection& connection, ServerResponse response);
  asio::awaitable<bool> write(Connection& connection, const ServerResponse& response, bool head,
                              bool keep_alive);
  asio::awaitable<void> upgrade(Connection& connection, http::request<http::string_body> message,
                                ServerRequest request);
  void stop();
  void end();
};

asio::awaitable<void> Server::Impl::accept_all() {
  const auto self = shared_from_this();  // For the connections.
  while (acceptor.is_open()) {
    error_code error;
    tcp::socket socket = co_await acceptor.async_accept(redirect_error(use_awaitable, error));
    if (!acceptor.is_open() || error == asio::error::operation_aborted) break;
    if (error) {
      asio::steady_timer breath(executor, kBreath);
      error_code ignored;  // A cancelled wait comes with a closed acceptor.
      co_await breath.async_wait(redirect_error(use_awaitable, ignored));
      continue;
    }
    if (connections.size() >= options.connections) continue;  // Closes it.
    const auto connection = std::make_shared<Connection>(std::make_shared<Wire>(std::move(socket)));
    connections.insert(connection);
    auto work = serve(connection);
    asio::co_spawn(
        executor, std::move(work),
        asio::bind_cancellation_slot(connection->cancel.slot(), [self, connection](std::exception_ptr) {
          // Only cancellation throws: answer_one catches the handlers'.
          connection->wire->close();
          self->connections.erase(connection);
        }));
  }
}

asio::awaitable<void> Server::Impl::serve(std::shared_ptr<Connection> connection) {
  const auto self = shared_from_this();
  Wire& wire = *connection->wire;
  if (options.tls) {
    wire.expires_after(options.read_timeout);
    const error_code error = co_await wire.server_handshake(options.tls);
    if (error || wire.timed_out()) co_return;
  }
  std::string pending;
  bool more = true;
  while (more && !ended) more = co_await answer_one(*connection, pending);
}

/// False when the connection is over.
asio::awaitable<bool> Server::Impl::answer_one(Connection& connection, std::string& pending) {
  Wire& wire = *connection.wire;
  Parser parser;
  parser.header_limit(kHeadLimit);
  parser.body_limit(options.body_limit);
  parser.eager(true);
  error_code error;
  bool continued = false;
  char piece[16 * 1024];
  connection.idle = pending.empty();
  wire.expires_after(connection.idle ? std::chrono::milliseconds(kIdle) : options.read_timeout);
  feed(parser, pending, error);
  while (!error && !parser.is_done()) {
    if (parser.is_header_done() && !continued && parser.get()[http::field::expect] == "100-continue") {
      continued = true;
      static constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";
      const auto bytes = asio::buffer(go_on);
      co_await wire.write(bytes, error);
      if (error) co_return false;
    }
    const auto room = asio::buffer(piece);
    const auto size = co_await wire.read_some(room, error);
    if (error || ended) co_return false;  // Gone, or too slow: nobody there to hear about it.
    if (connection.idle) wire.expires_after(options.read_timeout);
    connection.idle = false;
    pending.append(piece, size);
    feed(parser, pending, error);
  }
  wire.expires_never();
  if (wire.timed_out() || ended) co_return false;
  if (error == http::error::body_limit) {
    auto response = plain(413, "The body is larger than " + std::to_string(options.body_limit) + " bytes.\n");
    co_return co_await refuse(connection, std::move(response));
  }
  if (error == http::error::header_limit) {
    auto response = plain(431, "The headers are too large.\n");
    co_return co_await refuse(connection, std::move(response));
  }
  if (error) {
    auto response = plain(400, "That is not an HTTP request.\n");
    co_return co_await refuse(connection, std::move(response));
  }

  auto message = parser.release();
  auto request = taken(message);
  if (websocket::is_upgrade(message)) {
    if (!pending.empty()) {
      auto response = plain(400, "Nothing may follow an upgrade request before it is answered.\n");
      co_return co_await refuse(connection, std::move(response));
    }
    co_await upgrade(connection, std::move(message), std::move(request));
    co_return false;
  }
  const bool head = request.method == "HEAD";
  bool keep_alive = message.keep_alive();
  ServerResponse response;
  if (handlers.http) {
    bool threw = false;
    try {
      auto answer = handlers.http(std::move(request));
      response = co_await std::move(answer);
    } catch (...) {
      threw = true;  // Told to the client; what went wrong inside is not its business.
    }
    if (threw) response = plain(500, "Something went wrong here.\n");
  } else {
    response = plain(404, "There is nothing here.\n");
  }
  if (response.hang_up || ended) co_return false;
  if (stopping) keep_alive = false;
  const bool written = co_await write(connection, response, head, keep_alive);
  if (!written) co_return false;
  if (stopping) keep_alive = false;
  if (!keep_alive) co_await wire.shut_down();
  co_return keep_alive;
}

asio::awaitable<bool> Server::Impl::write(Connection& connection, const ServerResponse& response, bool head,
                                          bool keep_alive) {
  const std::string text = serialized(response, head, keep_alive);
  const auto bytes = asio::buffer(text);
  error_code error;
  connection.wire->expires_after(options.read_timeout);
  co_await connection.wire->write(bytes, error);
  connection.wire->expires_never();
  co_return !error && !connection.wire->timed_out();
}

asio::awaitable<bool> Server::Impl::refuse(Connection& connection, ServerResponse response) {
  const bool written = co_await write(connection, response, false, false);
  if (!written) co_return false;
  // The client is still sending. Closing now would reset the connection under it, and the answer be lost.
  Wire& wire = *connection.wire;
  wire.expires_after(options.read_timeout);
  if (!wire.tls()) {
    error_code ignored;
    wire.socket().shutdown(tcp::socket::shutdown_send, ignored);
  }
  error_code error;
  char piece[16 * 1024];
  for (std::size_t drained = 0; !error && drained < kRefusedBody && !ended && !stopping;) {
    const auto room = asio::buffer(piece);
    drained += co_await wire.read_some(room, error);
  }
  wire.close();
  co_return false;
}

asio::awaitable<void> Server::Impl::upgrade(Connection& connection, http::request<http::string_body> message,
                                            ServerRequest request) {
  if (stopping || !handlers.accept_websocket || !handlers.accept_websocket(request)) {
    auto response = plain(403, "No websocket is open to this request.\n");
    co_await write(connection, response, false, false);
    if (connection.wire->open()) co_await connection.wire->shut_down();
    co_return;
  }
  SocketEvents events;
  events.opened = [this, &connection, &request](std::shared_ptr<ServerSocket> socket) {
    connection.socket = socket;
    if (!ended && handlers.websocket_opened) handlers.websocket_opened(std::move(socket), request);
  };
  events.text = [this](ServerSocket& socket, std::string text) {
    if (!ended && handlers.websocket_text) handlers.websocket_text(socket, std::move(text));
  };
  events.closed = [this](ServerSocket& socket, int code) {
    if (!ended && handlers.websocket_closed) handlers.websocket_closed(socket, code);
  };
  co_await serve_websocket(connection.wire, std::move(message), options.read_timeout, std::move(events));
  connection.socket = nullptr;
}

void Server::Impl::stop() {
  if (stopping) return;
  stopping = true;
  error_code ignored;
  acceptor.close(ignored);
  for (const auto& connection : connections) {
    if (connection->socket) {
      connection->socket->close(websocket::close_code::going_away);
      connection->wire->expires_after(kDrain);
    } else if (connection->idle) {
      connection->wire->close();
    }
  }
}

void Server::Impl::end() {
  stopping = ended = true;
  error_code ignored;
  acceptor.close(ignored);
  const auto all = connections;
  for (const auto& connection : all) {
    connection->cancel.emit(asio::cancellation_type::terminal);
    connection->wire->close();
    if (connection->socket) connection->socket->abort();
  }
}

Result<std::unique_ptr<Server>> Server::start(boost::asio::any_io_executor executor, ServerOptions options,
                                              ServerHandlers handlers) {
  error_code error;
  const std::string place = options.host + " port " + std::to_string(options.port);
  const auto address =
      asio::ip::make_address(options.host == "localhost" ? "127.0.0.1" : options.host, error);
  if (error) return Error{"\"" + options.host + "\" is not an address to listen at; give an IP address."};
  const tcp::endpoint endpoint(address, options.port);
  auto impl = std::make_shared<Impl>(std::move(executor), std::move(options), std::move(handlers));
  impl->acceptor.open(endpoint.protocol(), error);
  // Without it, a restart would fail for as long as old connections linger in TIME_WAIT.
  if (!error) impl->acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) impl->acceptor.bind(endpoint, error);
  if (!error) impl->acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error) return Error{"Cannot listen at " + place + ": " + error.message() + "."};
  impl->port = impl->acceptor.local_endpoint(error).port();
  asio::co_spawn(impl->executor, impl->accept_all(), [impl](std::exception_ptr) { /* It throws nothing. */ });
  return std::unique_ptr<Server>(new Server(std::move(impl)));
}

Server::Server(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
Server::~Server() {
  impl_->end();
}

std::uint16_t Server::port() const {
  return impl_->port;
}
void Server::stop() {
  impl_->stop();
}

}  // namespace houston::net
