#include "bot/sandbox/sandbox.hpp"

#include <boost/asio/post.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <optional>

#include "bot/sandbox/api/response_url.hpp"
#include "bot/sandbox/control.hpp"
#include "bot/sandbox/sandbox_impl.hpp"
#include "bot/sandbox/world.hpp"

namespace houston::bot::sandbox {
namespace asio = boost::asio;
namespace {

constexpr std::size_t kCallsKept = 10000;

class SocketWire final : public Wire {
 public:
  explicit SocketWire(std::shared_ptr<net::ServerSocket> socket) : socket_(std::move(socket)) {}
  void send(std::string text) override { socket_->send(std::move(text)); }
  void ping(std::string payload) override { socket_->ping(std::move(payload)); }
  void close(int code) override { socket_->close(code); }
  void abort() override { socket_->abort(); }
  void freeze() override { socket_->freeze(); }

 private:
  std::shared_ptr<net::ServerSocket> socket_;
};

// Counts a request while it is being answered, however that ends.
class InFlight {
 public:
  explicit InFlight(int& count) : count_(count) { ++count_; }
  ~InFlight() { --count_; }
  InFlight(const InFlight&) = delete;
  InFlight& operator=(const InFlight&) = delete;

 private:
  int& count_;
};

std::string path_of(const std::string& target) {
  return target.substr(0, target.find('?'));
}

std::string query_of(const std::string& target) {
  const auto mark = target.find('?');
  return mark == std::string::npos ? "" : target.substr(mark + 1);
}

// What stands behind the prefix, if the path has it.
std::optional<std::string> behind(const std::string& path, const std::string& prefix) {
  if (path.rfind(prefix, 0) != 0) return std::nullopt;
  return path.substr(prefix.size());
}

net::ServerResponse response(int status, std::string body) {
  net::ServerResponse out;
  out.status = status;
  out.body = std::move(body);
  return out;
}

HubOptions hub_options(const SandboxOptions& options, const App& app) {
  HubOptions out;
  out.app_id = app.id;
  out.ack_limit = options.ack_limit;
  out.ping_every = options.ping_every;
  out.approximate_connection_time = options.approximate_connection_time;
  out.delayed_events = options.delayed_events;
  return out;
}

}  // namespace

Sandbox::Impl::Impl(asio::any_io_executor the_executor, SandboxOptions the_options)
    : executor(the_executor),
      options(std::move(the_options)),
      clock(options.clock ? options.clock : std::make_shared<scheduler::SystemClock>()),
      started(std::chrono::steady_clock::now()),
      workspace(
          *clock, [this] { return real(); }, options.seed, *this),
      faults(options.seed + 1),
      hub_ids(options.seed + 2),
      hub(HubOptions{}, hub_ids),
      interactions(workspace, hub, validator),
      api(workspace, validator, faults,
          [this](const std::string& host) {
            if (!hub.enabled) return std::string();
            const std::string authority =
                host.empty() ? workspace.base_url.substr(workspace.base_url.find("//") + 2) : host;
            return (options.tls ? "wss://" : "ws://") + authority + "/link/?ticket=" + hub.ticket(real()) +
                   "&app_id=" + workspace.app.id;
          }),
      timer(executor) {
  workspace.trigger_life = options.trigger_life;
  workspace.events_for_own_messages = options.events_for_own_messages;
  make_world(workspace, options.default_world);
  hub.options() = hub_options(options, workspace.app);
  api.limits.enabled = options.rate_limits;
  api.called = [this](const ApiCall& call) {
    if (calls.size() >= kCallsKept) calls.erase(calls.begin(), calls.begin() + kCallsKept / 10);
    calls.push_back(call);
    Happening happening{};
    happening.kind = Happening::Kind::called;
    happening.at = call.at;
    happening.call = call;
    happened(happening);
  };
}

Result<void> Sandbox::Impl::listen() {
  net::ServerOptions server_options;
  server_options.host = options.host;
  server_options.port = options.port;
  if (options.tls) {
    certificate = net::make_certificate();
    auto tls = net::server_tls(certificate);
    if (!tls) return tls.error();
    server_options.tls = *tls;
  }
  const std::weak_ptr<Impl> weak = weak_from_this();
  net::ServerHandlers handlers;
  handlers.http = [weak](net::ServerRequest request) -> asio::awaitable<net::ServerResponse> {
    const auto self = weak.lock();
    if (!self) {
      net::ServerResponse gone;
      gone.hang_up = true;
      co_return gone;
    }
    net::ServerResponse answer = co_await self->http(std::move(request));
    co_return answer;
  };
  handlers.accept_websocket = [weak](const net::ServerRequest& request) {
    const auto self = weak.lock();
    const Json query = api::read_form(query_of(request.target));
    return self && path_of(request.target) == "/link/" &&
           self->hub.take_ticket(query.value("ticket", ""), self->real());
  };
  handlers.websocket_opened = [weak](std::shared_ptr<net::ServerSocket> socket, const net::ServerRequest&) {
    if (const auto self = weak.lock()) self->websocket(std::move(socket));
  };
  handlers.websocket_text = [weak](net::ServerSocket& socket, std::string text) {
    const auto self = weak.lock();
    if (!self) return;
    self->hub.heard(self->socket_numbers[&socket], text, self->moment());
    self->kick();
  };
  handlers.websocket_closed = [weak](net::ServerSocket& socket, int) {
    const auto self = weak.lock();
    if (!self) return;
    const auto number = self->socket_numbers.find(&socket);
    if (number == self->socket_numbers.end()) return;
    self->hub.closed(number->second, self->moment());
    self->socket_numbers.erase(number);
    Happening happening{};
    happening.kind = Happening::Kind::disconnected;
    happening.detail = std::to_string(self->hub.sockets());
    happening.at = self->clock->now();
    self->happened(happening);
    self->kick();
  };
  auto listening = net::Server::start(executor, std::move(server_options), std::move(handlers));
  if (!listening) return listening.error();
  server = std::move(*listening);
  const std::string host =
      options.host.find(':') == std::string::npos ? options.host : "[" + options.host + "]";
  workspace.base_url = (options.tls ? "https://" : "http://") + host + ":" + std::to_string(server->port());
  return {};
}

void Sandbox::Impl::stop() {
  if (stopped) return;
  stopped = true;
  timer.cancel();
  if (server) server->stop();
}

std::chrono::milliseconds Sandbox::Impl::real() const {
  return std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started);
}

void Sandbox::Impl::event(const Json& inner) {
  interactions.event(inner);
  kick();
}

void Sandbox::Impl::happened(const Happening& happening) {
  if (observers.empty()) return;
  untold.push_back(happening);
  if (telling) return;
  telling = true;
  // Not from within the change: an observer may act on the workspace again.
  asio::post(executor, [self = shared_from_this()] { self->tell_observers(); });
}

void Sandbox::Impl::tell_observers() {
  while (!untold.empty() && !stopped) {
    const Happening happening = std::move(untold.front());
    untold.pop_front();
    const auto everyone = observers;
    for (const auto& [number, observer] : everyone)
      if (observers.count(number)) observer(happening);
  }
  untold.clear();
  telling = false;
}

void Sandbox::Impl::kick() {
  if (kicked || stopped) return;
  kicked = true;
  asio::post(executor, [self = shared_from_this()] {
    self->kicked = false;
    self->tick();
  });
}

void Sandbox::Impl::tick() {
  if (stopped) return;
  hub.tick(moment());
  std::optional<std::chrono::milliseconds> wait;
  if (const auto next = hub.next_real()) wait = std::max(*next - real(), std::chrono::milliseconds(0));
  if (const auto due = hub.next_due()) {
    const auto until = clock->real_wait(*due);
    if (!wait || until < *wait) wait = until;
  }
  timer.cancel();
  if (!wait) return;
  timer.expires_after(*wait);
  timer.async_wait([weak = weak_from_this()](const boost::system::error_code& error) {
    if (error) return;
    if (const auto self = weak.lock()) self->tick();
  });
}

void Sandbox::Impl::websocket(std::shared_ptr<net::ServerSocket> socket) {
  const net::ServerSocket* key = socket.get();
  socket_numbers[key] = hub.opened(std::make_shared<SocketWire>(std::move(socket)), moment());
  Happening happening{};
  happening.kind = Happening::Kind::connected;
  happening.detail = std::to_string(hub.sockets());
  happening.at = clock->now();
  happened(happening);
  kick();
}

asio::awaitable<net::ServerResponse> Sandbox::Impl::http(net::ServerRequest request) {
  const std::string path = path_of(request.target);
  net::ServerResponse out;
  if (behind(path, "/api/")) {
    const InFlight counted(in_flight);
    out = co_await web_api(std::move(request));
  } else if (behind(path, "/control/")) {
    out = co_await control_api(std::move(request));
  } else if (const auto id = behind(path, "/commands/")) {
    const auto answer = api::post_response_url(workspace, validator, *id, request.body);
    out = response(answer.status, answer.body);
  } else {
    out = response(
        404, R"({"ok":false,"error":"There is /api/, /control/ and /link/ here; see docs/sandbox.md."})");
  }
  kick();
  co_return out;
}

asio::awaitable<net::ServerResponse> Sandbox::Impl::web_api(net::ServerRequest request) {
  api::Request call;
  call.http_method = request.method;
  call.method = path_of(request.target).substr(5);
  call.query = query_of(request.target);
  call.headers = std::move(request.headers);
  call.body = std::move(request.body);
  const api::Reply reply = api.answer(call);
  if (reply.delay.count() > 0) {
    asio::steady_timer pause(executor, reply.delay);
    boost::system::error_code ignored;  // A cancelled pause is a short one.
    co_await pause.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  net::ServerResponse out;
  out.status = reply.status;
  out.content_type = reply.content_type;
  out.headers = reply.headers;
  out.body = reply.body;
  out.hang_up = reply.hang_up;
  co_return out;
}

asio::awaitable<net::ServerResponse> Sandbox::Impl::control_api(net::ServerRequest request) {
  const std::string name = path_of(request.target).substr(9);
  Json arguments = request.method == "GET" || request.body.empty()
                       ? api::read_form(query_of(request.target))
                       : Json::parse(request.body, nullptr, false);
  if (arguments.is_discarded() || !api::is_utf8(arguments))
    co_return response(400, R"({"ok":false,"error":"The body is not JSON."})");
  struct Waiting {
    explicit Waiting(const asio::any_io_executor& executor) : wake(executor) {}
    std::optional<ControlAnswer> answer;
    asio::steady_timer wake;
  };
  const auto waiting = std::make_shared<Waiting>(executor);
  if (!facade) co_return response(503, R"({"ok":false,"error":"The sandbox is going away."})");
  control(*facade, name, arguments, [waiting](ControlAnswer answer) {
    waiting->answer = std::move(answer);
    waiting->wake.cancel();
  });
  kick();
  while (!waiting->answer) {
    waiting->wake.expires_after(std::chrono::hours(1));
    boost::system::error_code woken;
    co_await waiting->wake.async_wait(asio::redirect_error(asio::use_awaitable, woken));
  }
  const std::string body = waiting->answer->body.dump(-1, ' ', false, Json::error_handler_t::replace);
  co_return response(waiting->answer->status, body);
}

Result<std::unique_ptr<Sandbox>> Sandbox::start(asio::any_io_executor executor, SandboxOptions options) {
  auto impl = std::make_shared<Impl>(executor, std::move(options));
  if (auto listening = impl->listen(); !listening) return listening.error();
  std::unique_ptr<Sandbox> sandbox(new Sandbox(impl));
  impl->facade = sandbox.get();
  return sandbox;
}

Sandbox::Sandbox(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}

Sandbox::~Sandbox() {
  impl_->facade = nullptr;
  impl_->observers.clear();
  stop();
}

void Sandbox::stop() {
  impl_->stop();
}

}  // namespace houston::bot::sandbox
