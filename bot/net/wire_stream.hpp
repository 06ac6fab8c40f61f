// A Wire as the stream type under Beast's websockets: one type for TCP and TLS, so that they are compiled
// once. Inside net only.
#pragma once

#include <algorithm>
#include <boost/asio/async_result.hpp>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <boost/beast/core/bind_handler.hpp>
#include <boost/beast/core/buffer_traits.hpp>
#include <boost/beast/core/role.hpp>
#include <boost/beast/core/stream_traits.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <boost/beast/websocket/teardown.hpp>
#include <memory>
#include <utility>

#include "bot/net/wire.hpp"

namespace houston::net {

class WireStream {
 public:
  using executor_type = asio::any_io_executor;

  explicit WireStream(std::shared_ptr<Wire> wire) : wire_(std::move(wire)) {}
  executor_type get_executor() { return wire_->socket().get_executor(); }
  Wire& wire() { return *wire_; }

  template <class Buffers, class Token>
  auto async_read_some(const Buffers& buffers, Token&& token) {
    // Reading less than there is room for is allowed: one buffer keeps the types below to one.
    asio::mutable_buffer first;
    for (auto i = asio::buffer_sequence_begin(buffers); i != asio::buffer_sequence_end(buffers); ++i) {
      first = *i;
      if (first.size() > 0) break;
    }
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [](auto handler, Wire* wire, asio::mutable_buffer room) {
          if (wire->tls())
            wire->tls()->async_read_some(room, std::move(handler));
          else
            wire->socket().async_read_some(room, std::move(handler));
        },
        token, wire_.get(), first);
  }

  /// Gathers the small buffers that Beast writes (a frame's head, its text) into one TLS record.
  template <class Buffers, class Token>
  auto async_write_some(const Buffers& buffers, Token&& token) {
    auto& gathered = wire_->outgoing();
    gathered.resize(std::min<std::size_t>(boost::beast::buffer_bytes(buffers), kRecord));
    const auto size = asio::buffer_copy(asio::buffer(gathered), buffers);
    return asio::async_initiate<Token, void(error_code, std::size_t)>(
        [](auto handler, Wire* wire, asio::const_buffer bytes) {
          if (wire->muted())
            asio::post(wire->socket().get_executor(),
                       boost::beast::bind_front_handler(std::move(handler), error_code(), bytes.size()));
          else if (wire->tls())
            wire->tls()->async_write_some(bytes, std::move(handler));
          else
            wire->socket().async_write_some(bytes, std::move(handler));
        },
        token, wire_.get(), asio::const_buffer(gathered.data(), size));
  }

  /// After the close handshake. Not TCP's own: Slack leaves the connection open, and Beast's would wait for
  /// its end (RFC 6455 §7.1.1 lets a client give up after a while; both close frames have been seen by then).
  template <class Handler>
  friend void async_teardown(boost::beast::role_type, WireStream& stream, Handler&& handler) {
    if (!stream.wire_->muted()) stream.wire_->close();  // A frozen one keeps TCP up.
    asio::post(stream.get_executor(),
               boost::beast::bind_front_handler(std::forward<Handler>(handler), error_code()));
  }
  friend void beast_close_socket(WireStream& stream) { stream.wire_->close(); }

 private:
  static constexpr std::size_t kRecord = 16 * 1024;
  std::shared_ptr<Wire> wire_;
};

/// Without permessage-deflate: Slack does not offer it, and messages are small.
using WireWebSocket = boost::beast::websocket::stream<WireStream, false>;

}  // namespace houston::net
