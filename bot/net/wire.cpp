#include "bot/net/wire.hpp"

#include <sys/socket.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <utility>

namespace houston::net {

namespace ssl = asio::ssl;
using asio::redirect_error;
using asio::use_awaitable;

Wire::Wire(asio::ip::tcp::socket socket) : socket_(std::move(socket)), timer_(socket_.get_executor()) {
  error_code ignored;  // Only a matter of speed, and a socket that is gone already says so at its first use.
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
}

void Wire::expires_after(std::chrono::milliseconds time) {
  timer_.expires_after(time);
  timer_.async_wait([weak = weak_from_this()](error_code error) {
    if (error) return;
    const auto self = weak.lock();
    // A handler that was already queued when the deadline was moved must not act.
    if (!self || self->timer_.expiry() > std::chrono::steady_clock::now()) return;
    self->timed_out_ = true;
    self->close();
  });
}

void Wire::expires_never() {
  timer_.expires_at(std::chrono::steady_clock::time_point::max());
}

asio::awaitable<error_code> Wire::client_handshake(TlsContext context, std::string host) {
  context_ = std::move(context);
  tls_.emplace(socket_, *context_);
  error_code error;
  asio::ip::make_address(host, error);
  // SNI carries names only, never addresses (RFC 6066 §3).
  if (error && SSL_set_tlsext_host_name(tls_->native_handle(), host.c_str()) != 1)
    co_return error_code(static_cast<int>(::ERR_get_error()), asio::error::get_ssl_category());
  error = {};
  // Set here as well as in the context: whoever hands in a context cannot switch verification off.
  tls_->set_verify_mode(ssl::verify_peer, error);
  if (error) co_return error;
  tls_->set_verify_callback(
      [this, matches = ssl::host_name_verification(host)](bool fine, ssl::verify_context& verification) {
        const bool accepted = matches(fine, verification);
        if (fine && !accepted)
          X509_STORE_CTX_set_error(verification.native_handle(), X509_V_ERR_HOSTNAME_MISMATCH);
        if (!accepted) tls_problem_ = X509_STORE_CTX_get_error(verification.native_handle());
        return accepted;
      },
      error);
  if (error) co_return error;
  co_await tls_->async_handshake(ssl::stream_base::client, redirect_error(use_awaitable, error));
  co_return error;
}

asio::awaitable<error_code> Wire::server_handshake(TlsContext context) {
  context_ = std::move(context);
  tls_.emplace(socket_, *context_);
  error_code error;
  co_await tls_->async_handshake(ssl::stream_base::server, redirect_error(use_awaitable, error));
  co_return error;
}

asio::awaitable<std::size_t> Wire::read_some(asio::mutable_buffer buffer, error_code& error) {
  std::size_t size = 0;
  if (tls_)
    size = co_await tls_->async_read_some(buffer, redirect_error(use_awaitable, error));
  else
    size = co_await socket_.async_read_some(buffer, redirect_error(use_awaitable, error));
  co_return size;
}

asio::awaitable<void> Wire::write(asio::const_buffer buffer, error_code& error) {
  if (tls_)
    co_await asio::async_write(*tls_, buffer, redirect_error(use_awaitable, error));
  else
    co_await asio::async_write(socket_, buffer, redirect_error(use_awaitable, error));
}

bool Wire::quiet() {
  if (!socket_.is_open()) return false;
  // Bytes that TLS has taken from the socket but not yet turned into a record: a close_notify, most likely.
  if (tls_ && BIO_pending(SSL_get_rbio(tls_->native_handle())) > 0) return false;
  char byte = 0;
  const auto seen = ::recv(socket_.native_handle(), &byte, 1, MSG_PEEK | MSG_DONTWAIT);
  return seen < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
}

asio::awaitable<void> Wire::shut_down() {
  const auto self = shared_from_this();
  expires_after(std::chrono::seconds(1));
  error_code ignored;  // The peer may be gone, and then there is nothing left to end in order.
  if (tls_) co_await tls_->async_shutdown(redirect_error(use_awaitable, ignored));
  if (socket_.is_open()) socket_.shutdown(asio::ip::tcp::socket::shutdown_send, ignored);
  // Closing with unread bytes would send a reset, which can overtake our last answer on the peer's side.
  char drain[4096];
  for (ignored = {}; !ignored && socket_.is_open();) {
    const auto room = asio::buffer(drain);
    co_await socket_.async_read_some(room, redirect_error(use_awaitable, ignored));
  }
  close();
}

void Wire::close() {
  error_code ignored;  // close() releases the descriptor whatever it reports.
  socket_.close(ignored);
  expires_never();
}

}  // namespace houston::net
