// One TCP connection, with TLS on it or without, and one deadline for whatever it is doing. Inside net only.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "bot/net/tls.hpp"

namespace houston::net {

namespace asio = boost::asio;
using boost::system::error_code;

/// Held by shared_ptr: the coroutines and handlers that use it keep it alive. One thread (its executor's).
class Wire : public std::enable_shared_from_this<Wire> {
 public:
  using Tls = asio::ssl::stream<asio::ip::tcp::socket&>;

  explicit Wire(asio::ip::tcp::socket socket);

  /// Closes the connection when what is under way takes longer; replaces the deadline before.
  void expires_after(std::chrono::milliseconds time);
  void expires_never();
  /// Whether a deadline closed it.
  bool timed_out() const { return timed_out_; }

  /// Verifies the peer's certificate and that it is `host`'s. On failure tls_problem() says what is wrong.
  asio::awaitable<error_code> client_handshake(TlsContext context, std::string host);
  asio::awaitable<error_code> server_handshake(TlsContext context);
  /// What the verification found wrong with the peer's certificate (X509_V_ERR_…), 0 for nothing.
  int tls_problem() const { return tls_problem_; }

  asio::awaitable<std::size_t> read_some(asio::mutable_buffer buffer, error_code& error);
  /// Writes all of it. `error` apart, nothing is known about how much of it the peer has seen.
  asio::awaitable<void> write(asio::const_buffer buffer, error_code& error);

  /// Nothing has arrived that nobody asked for, and the peer has not closed: fit to be used again.
  bool quiet();
  /// TLS's and TCP's orderly end, within a second; then close().
  asio::awaitable<void> shut_down();
  /// At once. Whatever is pending ends with operation_aborted.
  void close();
  bool open() const { return socket_.is_open(); }

  /// For the websocket layer, which drives the stream itself (wire_stream.hpp).
  asio::ip::tcp::socket& socket() { return socket_; }
  Tls* tls() { return tls_ ? &*tls_ : nullptr; }
  /// From now on whatever is written goes nowhere (ServerSocket::freeze).
  void mute() { muted_ = true; }
  bool muted() const { return muted_; }
  std::vector<char>& outgoing() { return outgoing_; }

 private:
  asio::ip::tcp::socket socket_;
  TlsContext context_;  // Outlives tls_: the stream's callbacks belong to it.
  std::optional<Tls> tls_;
  asio::steady_timer timer_;
  std::vector<char> outgoing_;
  bool timed_out_ = false;
  bool muted_ = false;
  int tls_problem_ = 0;
};

}  // namespace houston::net
