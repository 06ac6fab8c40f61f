#include "bot/net/server_socket.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <utility>

#include "bot/net/wire_stream.hpp"

namespace houston::net {
namespace {

namespace websocket = boost::beast::websocket;
using asio::redirect_error;
using asio::use_awaitable;

constexpr std::size_t kLargestMessage = 16 * 1024 * 1024;
constexpr std::chrono::seconds kCloseWithin{1};

class Socket : public ServerSocket, public std::enable_shared_from_this<Socket> {
 public:
  explicit Socket(std::shared_ptr<Wire> wire) : wire_(std::move(wire)), ws_(WireStream(wire_)) {}

  void send(std::string text) override { queue({Kind::text, std::move(text), 0}); }
  void ping(std::string payload) override {
    payload.resize(std::min<std::size_t>(payload.size(), 125));  // RFC 6455 §5.5
    queue({Kind::ping, std::move(payload), 0});
  }
  void close(int code) override { queue({Kind::close, {}, code}); }
  void abort() override { wire_->close(); }
  void freeze() override {
    frozen_ = true;
    wire_->mute();
  }

  asio::awaitable<void> serve(boost::beast::http::request<boost::beast::http::string_body> upgrade,
                              std::chrono::milliseconds handshake_timeout, SocketEvents events) {
    const auto self = shared_from_this();
    ws_.set_option(websocket::stream_base::timeout{websocket::stream_base::none(),
                                                   websocket::stream_base::none(), false});
    ws_.read_message_max(kLargestMessage);
    ws_.auto_fragment(false);
    error_code error;
    wire_->expires_after(handshake_timeout);
    co_await ws_.async_accept(upgrade, redirect_error(use_awaitable, error));
    wire_->expires_never();
    if (error || wire_->timed_out()) co_return;
    ready_ = true;
    events.opened(self);
    write_next();
    boost::beast::flat_buffer buffer;
    while (!error) {
      co_await ws_.async_read(buffer, redirect_error(use_awaitable, error));
      if (frozen_) co_await stay_frozen();
      if (frozen_ || error) break;
      const auto bytes = buffer.data();
      std::string text(static_cast<const char*>(bytes.data()), bytes.size());
      buffer.consume(buffer.size());
      events.text(*self, std::move(text));
    }
    const int code = ws_.reason().code;
    wire_->close();
    events.closed(*self, code);
  }

 private:
  enum class Kind { text, ping, close };
  struct Item {
    Kind kind;
    std::string text;
    int code;
  };

  void queue(Item item) {
    if (!wire_->open() || closing_) return;
    closing_ = item.kind == Kind::close;
    waiting_.push_back(std::move(item));
    write_next();
  }

  void write_next() {
    if (writing_ || !ready_ || waiting_.empty()) return;
    writing_ = true;
    current_ = std::move(waiting_.front());
    waiting_.pop_front();
    auto done = [self = shared_from_this()](error_code error) {
      self->writing_ = false;
      if (error)
        self->wire_->close();  // The reader, which always waits, ends with it and tells.
      else
        self->write_next();
    };
    switch (current_.kind) {
      case Kind::text:
        ws_.text(true);
        ws_.async_write(asio::buffer(std::as_const(current_.text)),
                        [done = std::move(done)](error_code error, std::size_t) { done(error); });
        break;
      case Kind::ping:
        ws_.async_ping(websocket::ping_data(current_.text.data(), current_.text.size()), std::move(done));
        break;
      case Kind::close:
        wire_->expires_after(kCloseWithin);
        ws_.async_close(websocket::close_reason(static_cast<websocket::close_code>(current_.code)),
                        std::move(done));
        break;
    }
  }

  /// Takes what comes off the network, unseen, until either side closes TCP: not to read at all would keep
  /// the peer's giving up from us, and the descriptor with it.
  asio::awaitable<void> stay_frozen() {
    error_code error;
    char unseen[4096];
    while (!error) {
      const auto room = asio::buffer(unseen);
      co_await wire_->socket().async_read_some(room, redirect_error(use_awaitable, error));
    }
  }

  std::shared_ptr<Wire> wire_;
  WireWebSocket ws_;
  std::deque<Item> waiting_;
  Item current_{};
  bool ready_ = false, writing_ = false, closing_ = false, frozen_ = false;
};

}  // namespace

asio::awaitable<void> serve_websocket(std::shared_ptr<Wire> wire,
                                      boost::beast::http::request<boost::beast::http::string_body> upgrade,
                                      std::chrono::milliseconds handshake_timeout, SocketEvents events) {
  const auto socket = std::make_shared<Socket>(std::move(wire));
  co_await socket->serve(std::move(upgrade), handshake_timeout, std::move(events));
}

}  // namespace houston::net
