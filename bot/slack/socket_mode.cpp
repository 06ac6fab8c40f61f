#include "bot/slack/socket_mode.hpp"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/cancellation_signal.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <map>
#include <utility>

#include "bot/slack/log.hpp"

namespace houston::bot::slack {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using Steady = std::chrono::steady_clock;

// Envelopes being handled at once; beyond, Slack is left to deliver them again.
constexpr int most_in_flight = 1000;
constexpr std::chrono::seconds drain_limit{3};

}  // namespace

struct SocketMode::Impl : std::enable_shared_from_this<SocketMode::Impl> {
  // One websocket, from asking for its URL to its end. The link is shared with the envelopes it brought: they
  // are acknowledged on the socket that delivered them.
  struct Connection {
    std::shared_ptr<Link> link;
    asio::cancellation_signal abandon;
    bool abandoned = false;
  };

  Impl(asio::any_io_executor executor_, SocketModeDoors doors_, SocketModeFsm::Options options,
       std::uint64_t seed, Metrics& metrics_)
      : executor(std::move(executor_)),
        doors(std::move(doors_)),
        fsm(options, seed),
        metrics(metrics_),
        wake(executor) {}

  // Does what the machine says, and lets run() look at the clock anew.
  void perform(const SocketModeFsm::Actions& actions) {
    for (const SocketModeFsm::Action& action : actions) {
      if (const auto* open = std::get_if<SocketModeFsm::Open>(&action)) {
        start(open->socket);
      } else if (const auto* close = std::get_if<SocketModeFsm::Close>(&action)) {
        shut(close->socket);
      } else if (const auto* say = std::get_if<SocketModeFsm::Say>(&action)) {
        if (say->level == SocketModeFsm::Say::Level::info) log_info(say->text);
        if (say->level == SocketModeFsm::Say::Level::warning) log_warning(say->text);
        if (say->level == SocketModeFsm::Say::Level::error) log_error(say->text);
      }
      // GiveUp: every socket is being closed; run() ends when they are.
    }
    metrics.set("slack_sockets", fsm.up());
    wake.cancel();
  }

  void start(SocketModeFsm::Socket socket) {
    auto connection = std::make_shared<Connection>();
    connections[socket] = connection;
    auto self = shared_from_this();
    asio::co_spawn(
        executor, serve(self, socket, connection),
        asio::bind_cancellation_slot(
            connection->abandon.slot(), [self, socket, connection](const std::exception_ptr& error) {
              std::string why = "abandoned";
              try {
                if (error) std::rethrow_exception(error);
              } catch (const std::exception& e) {
                why = e.what();
              }
              self->connections.erase(socket);
              // What serve() has told already is not told twice: the machine no longer knows it.
              self->perform(self->fsm.failed(socket, why, std::chrono::milliseconds(0), Steady::now()));
            }));
  }

  void shut(SocketModeFsm::Socket socket) {
    const auto found = connections.find(socket);
    if (found == connections.end()) return;
    const std::shared_ptr<Connection> connection = found->second;
    connection->abandoned = true;
    if (connection->link) {
      connection->link->close();
      return;
    }
    // Not from within the coroutine that may be on the stack right now.
    asio::post(executor, [connection] { connection->abandon.emit(asio::cancellation_type::terminal); });
  }

  static awaitable<void> serve(std::shared_ptr<Impl> self, SocketModeFsm::Socket socket,
                               std::shared_ptr<Connection> connection) {
    SocketModeDoors::Url url = co_await self->doors.ask_url();
    if (const auto* failure = std::get_if<ApiFailure>(&url)) {
      self->metrics.count("slack_connects", {{"outcome", "refused"}});
      if (failure->verdict == Verdict::operate) self->perform(self->fsm.refused(failure->why, Steady::now()));
      self->perform(self->fsm.failed(socket, failure->why, failure->wait, Steady::now()));
      co_return;
    }
    if (connection->abandoned) co_return;
    std::string address = std::get<std::string>(std::move(url));
    SocketModeDoors::Connected connected = co_await self->doors.connect(std::move(address));
    if (const auto* error = std::get_if<net::NetError>(&connected)) {
      self->metrics.count("slack_connects", {{"outcome", "failed"}});
      self->perform(self->fsm.failed(socket, error->message, std::chrono::milliseconds(0), Steady::now()));
      co_return;
    }
    connection->link = std::get<std::unique_ptr<Link>>(std::move(connected));
    if (connection->abandoned) connection->link->close();
    self->metrics.count("slack_connects", {{"outcome", "ok"}});
    self->perform(self->fsm.opened(socket, Steady::now()));
    for (;;) {
      net::WebSocket::Incoming incoming = co_await connection->link->read();
      if (auto* text = std::get_if<net::WebSocket::Text>(&incoming)) {
        self->frame(socket, connection->link, text->text);
      } else if (const auto* large = std::get_if<net::WebSocket::Oversize>(&incoming)) {
        self->metrics.count("slack_frames", {{"type", "oversize"}});
        log_warning("a frame of over " + std::to_string(large->at_least) + " bytes was passed over");
      } else {
        const auto& closed = std::get<net::WebSocket::Closed>(incoming);
        self->metrics.count("slack_disconnects", {{"how", closed.half_open ? "half_open" : "closed"}});
        self->perform(self->fsm.closed(socket, closed.reason, Steady::now()));
        co_return;
      }
    }
  }

  void frame(SocketModeFsm::Socket socket, const std::shared_ptr<Link>& link, const std::string& text) {
    Frame read = read_frame(text);
    if (const auto* hello = std::get_if<Hello>(&read)) {
      metrics.count("slack_frames", {{"type", "hello"}});
      perform(fsm.greeted(socket, hello->lifetime, Steady::now()));
    } else if (const auto* disconnect = std::get_if<Disconnect>(&read)) {
      metrics.count("slack_frames", {{"type", "disconnect"}});
      perform(fsm.disconnect(socket, disconnect->reason, Steady::now()));
    } else if (const auto* bad = std::get_if<BadFrame>(&read)) {
      metrics.count("slack_frames", {{"type", bad->why}});
      log_warning("a frame that makes no sense was passed over (" + bad->why + ", " +
                  std::to_string(text.size()) + " bytes)");
    } else {
      envelope(link, std::get<Envelope>(std::move(read)));
    }
  }

  void envelope(const std::shared_ptr<Link>& link, Envelope envelope) {
    metrics.count("slack_frames", {{"type", "envelope"}});
    if (stopping) return;  // another replica, or the next start, gets it
    if (in_flight >= most_in_flight) {
      metrics.count("slack_frames", {{"type", "overload"}});
      return;
    }
    ++in_flight;
    auto self = shared_from_this();
    asio::co_spawn(executor, deliver(self, link, std::move(envelope)),
                   [self](const std::exception_ptr& error) {
                     --self->in_flight;
                     self->wake.cancel();
                     try {
                       if (error) std::rethrow_exception(error);
                     } catch (const std::exception& e) {
                       self->metrics.count("slack_frames", {{"type", "failed"}});
                       log_error(std::string("an event was not handled: ") + e.what());
                     }
                   });
  }

  static awaitable<void> deliver(std::shared_ptr<Impl> self, std::shared_ptr<Link> link, Envelope envelope) {
    const std::string id = envelope.id;
    const bool takes_payload = envelope.takes_payload;
    SocketModeDoors::Handled handled = co_await self->doors.handle(std::move(envelope));
    if (!handled.acknowledge) {
      self->metrics.count("slack_acks", {{"outcome", "withheld"}});
      co_return;
    }
    link->send(acknowledgement(id, takes_payload ? handled.payload : std::string()));
    self->metrics.count("slack_acks", {{"outcome", "sent"}});
    if (handled.after) co_await handled.after();
  }

  static awaitable<void> run(std::shared_ptr<Impl> self) {
    std::optional<Steady::time_point> drained_by;
    self->perform(self->fsm.start(Steady::now()));
    while (!self->fsm.finished() || self->in_flight > 0) {
      std::optional<Steady::time_point> at = self->fsm.wake_at();
      if (self->stopping) {
        const auto now = Steady::now();
        if (!drained_by) drained_by = now + drain_limit;
        const bool drained = self->in_flight == 0 || now >= *drained_by;
        if (drained && !self->fsm.stopping()) self->perform(self->fsm.stop(now));
        if (drained && self->fsm.finished()) break;
        if (!drained) at = drained_by;
      } else if (self->fsm.finished()) {
        self->stopping = true;  // given up: wait for what is in flight as if stopped
        continue;
      }
      self->wake.expires_at(at.value_or(Steady::time_point::max()));
      co_await self->wake.async_wait(asio::as_tuple(asio::use_awaitable));
      if (!self->stopping) self->perform(self->fsm.tick(Steady::now()));
    }
  }

  asio::any_io_executor executor;
  SocketModeDoors doors;
  SocketModeFsm fsm;
  Metrics& metrics;
  asio::steady_timer wake;
  std::map<SocketModeFsm::Socket, std::shared_ptr<Connection>> connections;
  int in_flight = 0;
  bool stopping = false;
};

SocketMode::SocketMode(asio::any_io_executor executor, SocketModeDoors doors, SocketModeFsm::Options options,
                       std::uint64_t seed, Metrics& metrics)
    : impl_(std::make_shared<Impl>(std::move(executor), std::move(doors), options, seed, metrics)) {}

SocketMode::~SocketMode() = default;

awaitable<void> SocketMode::run() {
  return Impl::run(impl_);
}

void SocketMode::stop() {
  impl_->stopping = true;
  impl_->wake.cancel();
}

int SocketMode::up() const {
  return impl_->fsm.up();
}

std::string SocketMode::problem() const {
  return impl_->fsm.problem();
}

}  // namespace houston::bot::slack
