#include "bot/net/websocket.hpp"

#include <algorithm>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <deque>
#include <optional>
#include <utility>

#include "bot/net/dial.hpp"
#include "bot/net/wire_stream.hpp"

namespace houston::net {

namespace websocket = boost::beast::websocket;
namespace http = boost::beast::http;
using asio::redirect_error;
using asio::use_awaitable;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

namespace {

constexpr std::size_t kPiece = 64 * 1024;
/// An oversize message is read away up to so many times the largest; beyond, the connection is not worth
/// keeping.
constexpr std::size_t kPatienceWithSize = 16;
/// Unread messages at which reading pauses, so that TCP holds the peer back; a largest one's bytes do it,
/// too.
constexpr std::size_t kUnread = 256;

}  // namespace

/// Reading goes on by itself as long as the connection lives: Beast answers pings and sees pongs only while
/// it reads, and a slow (or cancelled) read() must not make a healthy connection look dead. Everything here
/// is callbacks that hold the object alive; each ends when the wire is closed.
struct WebSocket::Impl : std::enable_shared_from_this<Impl> {
  Impl(std::shared_ptr<Wire> w, WebSocketOptions o)
      : options(o),
        wire(std::move(w)),
        ws(WireStream(wire)),
        arrived(wire->socket().get_executor()),
        ticker(wire->socket().get_executor()),
        watch(wire->socket().get_executor()) {}

  void begin();
  void read_more();
  void on_piece(error_code error);
  void on_control(websocket::frame_type kind);
  void queue(std::string text, bool urgent);
  void write_next();
  void ping_later();
  void ping();
  void count_anew();
  void look_after(steady_clock::time_point when);
  void check_alive();
  void start_closing();
  void end(Closed how);
  static asio::awaitable<Incoming> read(std::shared_ptr<Impl> self);

  WebSocketOptions options;
  std::shared_ptr<Wire> wire;
  WireWebSocket ws;
  asio::steady_timer arrived;  ///< Never expires; cancelled when something is there to read.
  asio::steady_timer ticker;   ///< Own pings.
  asio::steady_timer watch;    ///< The next moment at which the connection could be found dead.

  boost::beast::flat_buffer buffer;
  std::deque<Incoming> incoming;
  std::size_t unread_bytes = 0;
  std::size_t discarded = 0;  ///< Of the oversize message that is being read away.
  bool reading = false;
  std::deque<std::string> urgent_waiting, waiting;
  std::string writing_text;
  bool writing = false, pinging = false, closing = false;
  std::optional<steady_clock::time_point> unanswered;  ///< When the oldest own ping without a pong was sent.
  std::optional<steady_clock::time_point> peer_pinged;
  std::optional<Closed> closed;
};

// --- Reading
// --------------------------------------------------------------------------------------------------

void WebSocket::Impl::read_more() {
  if (reading || closed || incoming.size() >= kUnread || unread_bytes > options.largest_message) return;
  reading = true;
  ws.async_read_some(buffer, kPiece, [self = shared_from_this()](error_code error, std::size_t) {
    self->reading = false;
    self->on_piece(error);
  });
}

void WebSocket::Impl::on_piece(error_code error) {
  if (closed) return;
  if (error == websocket::error::closed) {
    const auto& reason = ws.reason();
    Closed how;
    how.code = reason.code;
    how.reason = closing ? "Closed by this side." : "The other side closed the connection.";
    return end(std::move(how));
  }
  if (error) {
    Closed how;
    how.reason = closing ? "Closed by this side, without the other's answer."
                         : "The connection failed: " + reason_text(*wire, error, options.close_within) + ".";
    return end(std::move(how));
  }
  // A long message keeps control frames from coming between; its bytes are a sign of life, too.
  if (!ws.is_message_done()) count_anew();
  if (discarded > 0 || buffer.size() > options.largest_message) {
    discarded += buffer.size();
    buffer.consume(buffer.size());
  }
  const bool hopeless = discarded / kPatienceWithSize > options.largest_message;
  if (ws.is_message_done() || hopeless) {
    if (discarded > 0) {
      incoming.push_back(Oversize{discarded});
    } else {
      const auto bytes = buffer.data();
      unread_bytes += bytes.size();
      incoming.push_back(Text{std::string(static_cast<const char*>(bytes.data()), bytes.size())});
      buffer.consume(buffer.size());
    }
    discarded = 0;
    arrived.cancel();
  }
  if (hopeless) {
    Closed how;
    how.reason = "The other side sent a message that does not end.";
    return end(std::move(how));
  }
  read_more();
}

asio::awaitable<WebSocket::Incoming> WebSocket::Impl::read(std::shared_ptr<Impl> self) {
  error_code ignored;  // The timer is only ever cancelled.
  while (self->incoming.empty() && !self->closed) {
    self->arrived.expires_at(steady_clock::time_point::max());
    co_await self->arrived.async_wait(redirect_error(use_awaitable, ignored));
    // A cancelled reader throws here, having lost nothing: what arrives stays for the next read.
    const auto state = co_await asio::this_coro::cancellation_state;
    if (state.cancelled() != asio::cancellation_type::none)
      throw boost::system::system_error(asio::error::operation_aborted);
  }
  if (self->incoming.empty()) co_return *self->closed;
  Incoming next = std::move(self->incoming.front());
  self->incoming.pop_front();
  if (const auto* text = std::get_if<Text>(&next)) self->unread_bytes -= text->text.size();
  // Reading may have paused for want of room, and pongs with it.
  if (!self->reading && !self->closed) {
    self->count_anew();
    self->read_more();
  }
  co_return next;
}

// --- Writing
// --------------------------------------------------------------------------------------------------

void WebSocket::Impl::queue(std::string text, bool urgent) {
  if (closed || closing) return;
  (urgent ? urgent_waiting : waiting).push_back(std::move(text));
  write_next();
}

void WebSocket::Impl::write_next() {
  if (writing || closed) return;
  auto& lane = urgent_waiting.empty() ? waiting : urgent_waiting;
  if (lane.empty()) {
    if (closing) start_closing();
    return;
  }
  writing = true;
  writing_text = std::move(lane.front());
  lane.pop_front();
  ws.async_write(
      asio::buffer(std::as_const(writing_text)), [self = shared_from_this()](error_code error, std::size_t) {
        self->writing = false;
        if (!error) return self->write_next();
        Closed how;
        how.reason = "Sending failed: " + reason_text(*self->wire, error, self->options.close_within) + ".";
        self->end(std::move(how));
      });
}

// --- Life and death
// -------------------------------------------------------------------------------------------

void WebSocket::Impl::begin() {
  ws.control_callback([this](websocket::frame_type kind, boost::beast::string_view) { on_control(kind); });
  read_more();
  ping_later();
}

void WebSocket::Impl::on_control(websocket::frame_type kind) {
  if (kind == websocket::frame_type::pong) {
    unanswered.reset();
  } else if (kind == websocket::frame_type::ping) {
    peer_pinged = steady_clock::now();
    check_alive();
  } else {
    // Beast answers the close frame; a peer that takes no more bytes must not keep that waiting for ever.
    wire->expires_after(options.close_within);
  }
}

void WebSocket::Impl::count_anew() {
  const auto now = steady_clock::now();
  if (unanswered) unanswered = now;
  if (peer_pinged) peer_pinged = now;
}

void WebSocket::Impl::ping_later() {
  ticker.expires_after(options.ping_every);
  ticker.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    if (error || !self || self->closed || self->closing) return;
    self->ping();
    self->ping_later();
  });
}

void WebSocket::Impl::ping() {
  if (!unanswered) {
    unanswered = steady_clock::now();
    check_alive();
  }
  if (pinging) return;  // The one before has not even left: the watch sees to it.
  pinging = true;
  ws.async_ping("houston", [self = shared_from_this()](error_code error) {
    self->pinging = false;
    // The read that is pending tells what happened, once whatever it still wants to say is said.
    if (error && !self->closed && !self->closing) self->wire->expires_after(self->options.close_within);
  });
}

void WebSocket::Impl::look_after(steady_clock::time_point when) {
  watch.expires_at(when);
  watch.async_wait([weak = weak_from_this()](error_code error) {
    const auto self = weak.lock();
    if (!error && self) self->check_alive();
  });
}

/// Ends the connection if it is dead, and otherwise comes back when it could be.
void WebSocket::Impl::check_alive() {
  if (closed || closing) return;
  const auto now = steady_clock::now();
  std::optional<steady_clock::time_point> next;
  const auto consider = [&](const auto& since, milliseconds within, const char* what) {
    if (!since) return;
    const auto due = *since + within;
    if (due > now) {
      next = next ? std::min(*next, due) : due;
      return;
    }
    // While reading pauses nobody can see a pong; read() counts anew.
    if (!reading) {
      next = now + within;
      return;
    }
    Closed how;
    how.half_open = true;
    how.reason = what;
    end(std::move(how));
  };
  consider(unanswered, options.pong_within, "The connection is dead: a ping was not answered.");
  if (!closed)
    consider(peer_pinged, options.peer_ping_within,
             "The connection is dead: the other side has ceased to ping.");
  if (!closed && next) look_after(*next);
}

/// The close frame goes behind what is queued; with a peer that is stuck, close_within ends it all the same.
void WebSocket::Impl::start_closing() {
  ws.async_close(websocket::close_code::normal, [self = shared_from_this()](error_code) {
    // The pending read ends with the answer, or with the wire.
  });
}

void WebSocket::Impl::end(Closed how) {
  if (closed) return;
  closed = std::move(how);
  wire->close();
  ticker.cancel();
  watch.cancel();
  arrived.cancel();
}

// --- Opening
// --------------------------------------------------------------------------------------------------

namespace {

/// What may be said about an upgrade that was refused. The target, with its ticket, may not.
NetError refused(const Url& url, const Wire& wire, const error_code& error,
                 const websocket::response_type& response, milliseconds timeout) {
  NetError problem;
  const bool told = error.category() == websocket::make_error_code(websocket::error::closed).category() ||
                    error.category() == http::make_error_code(http::error::bad_version).category();
  problem.stage = told ? NetError::Stage::protocol : NetError::Stage::receive;
  problem.may_have_arrived = true;
  problem.timed_out = wire.timed_out();
  problem.message = "The websocket to " + url.host + " could not be opened: ";
  if (error == websocket::error::upgrade_declined)
    problem.message += "the server answered HTTP " + std::to_string(response.result_int()) + ".";
  else
    problem.message += reason_text(wire, error, timeout) + ".";
  return problem;
}

}  // namespace

asio::awaitable<WebSocket::Outcome> WebSocket::connect(asio::any_io_executor executor, std::string text,
                                                       TlsContext tls, ProxySettings proxy,
                                                       WebSocketOptions options) {
  const auto url = parse_url(text);
  if (!url || (url->scheme != "wss" && url->scheme != "ws")) {
    NetError problem;
    problem.stage = NetError::Stage::protocol;
    problem.message = url ? "A websocket needs a wss:// or ws:// URL." : url.error().message;
    co_return problem;
  }
  const bool throwing = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  std::optional<NetError> problem;
  std::shared_ptr<Impl> impl;
  auto dialled = co_await dial(executor, *url, tls, proxy, options.handshake_timeout);
  if (auto* failed = std::get_if<NetError>(&dialled)) {
    problem = std::move(*failed);
  } else {
    const auto wire = std::get<std::shared_ptr<Wire>>(dialled);
    impl = std::make_shared<Impl>(wire, options);
    // Beast's own time-outs off: the wire's deadline and the pings here do it.
    impl->ws.set_option(websocket::stream_base::timeout{websocket::stream_base::none(),
                                                        websocket::stream_base::none(), false});
    impl->ws.set_option(websocket::stream_base::decorator([](websocket::request_type& request) {
      request.set(http::field::user_agent, "Houston/" HOUSTON_VERSION);
    }));
    impl->ws.read_message_max(0);  // on_piece() counts, and survives what is too large.
    impl->ws.auto_fragment(false);
    impl->ws.text(true);
    websocket::response_type response;
    error_code error;
    const std::string host = url->host_header();
    wire->expires_after(options.handshake_timeout);
    co_await impl->ws.async_handshake(response, host, url->target, redirect_error(use_awaitable, error));
    wire->expires_never();
    if (!error && wire->timed_out()) error = asio::error::timed_out;
    if (error) problem = refused(*url, *wire, error, response, options.handshake_timeout);
  }
  const auto state = co_await asio::this_coro::cancellation_state;
  co_await asio::this_coro::throw_if_cancelled(throwing);
  if (state.cancelled() != asio::cancellation_type::none) {
    if (!problem) problem.emplace();
    problem->stage = NetError::Stage::cancelled;
    problem->timed_out = false;
    problem->message = "The websocket to " + url->host + " was called off.";
  }
  if (problem) {
    if (impl) impl->wire->close();
    co_return std::move(*problem);
  }
  impl->begin();
  co_return std::unique_ptr<WebSocket>(new WebSocket(std::move(impl)));
}

WebSocket::WebSocket(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

WebSocket::~WebSocket() {
  Closed how;
  how.reason = "Closed by this side.";
  impl_->end(std::move(how));
}

asio::awaitable<WebSocket::Incoming> WebSocket::read() {
  return Impl::read(impl_);
}

void WebSocket::send(std::string text, bool urgent) {
  impl_->queue(std::move(text), urgent);
}

void WebSocket::close() {
  if (impl_->closed || impl_->closing) return;
  impl_->closing = true;
  impl_->ticker.cancel();
  impl_->watch.cancel();
  impl_->wire->expires_after(impl_->options.close_within);
  impl_->write_next();
}

}  // namespace houston::net
