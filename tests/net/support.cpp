#include "tests/net/support.hpp"

#include <boost/asio/ip/address.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace houston::net::test {

using asio::ip::tcp;

const ThrowawayCertificate& certificate() {
  static const ThrowawayCertificate made = make_certificate();
  return made;
}

TlsContext server_context() {
  return server_tls(certificate()).value();
}

TlsContext trusting(const ThrowawayCertificate& authority) {
  auto context = client_tls({}).value();
  context->add_certificate_authority(asio::buffer(authority.ca_pem));
  return context;
}

struct RawPeer::State : std::enable_shared_from_this<State> {
  State(asio::io_context& i, std::vector<Script> s)
      : io(i), acceptor(i, tcp::endpoint(asio::ip::make_address("127.0.0.1"), 0)), scripts(std::move(s)) {}

  void accept() {
    acceptor.async_accept([self = shared_from_this()](error_code error, tcp::socket socket) {
      if (error) return;
      const auto number =
          std::min<std::size_t>(static_cast<std::size_t>(self->count), self->scripts.size() - 1);
      ++self->count;
      auto wire = std::make_shared<Wire>(std::move(socket));
      self->wires.push_back(wire);
      auto work = self->scripts[number](wire);
      // The state, and with it the script's captures, lives until the script is done.
      asio::co_spawn(self->io, std::move(work), [self, wire](std::exception_ptr) { wire->close(); });
      self->accept();
    });
  }

  asio::io_context& io;
  tcp::acceptor acceptor;
  std::vector<Script> scripts;
  std::vector<std::weak_ptr<Wire>> wires;
  int count = 0;
};

RawPeer::RawPeer(asio::io_context& io, std::vector<Script> scripts)
    : state_(std::make_shared<State>(io, std::move(scripts))) {
  state_->accept();
}

RawPeer::~RawPeer() {
  state_->acceptor.close();
  for (const auto& weak : state_->wires)
    if (const auto wire = weak.lock()) wire->close();
}

std::uint16_t RawPeer::port() const {
  return state_->acceptor.local_endpoint().port();
}
int RawPeer::connections() const {
  return state_->count;
}
std::string RawPeer::url(const std::string& scheme, const std::string& target) const {
  return scheme + "://127.0.0.1:" + std::to_string(port()) + target;
}

asio::awaitable<std::string> read_head(std::shared_ptr<Wire> wire) {
  std::string head;
  error_code error;
  char byte = 0;
  while (head.find("\r\n\r\n") == std::string::npos) {
    const auto room = asio::buffer(&byte, 1);
    co_await wire->read_some(room, error);
    if (error) co_return std::string();
    head += byte;
  }
  co_return head;
}

asio::awaitable<void> say(std::shared_ptr<Wire> wire, std::string text) {
  error_code ignored;  // The other side may be gone; the test finds out by itself.
  const auto bytes = asio::buffer(std::as_const(text));
  co_await wire->write(bytes, ignored);
}

asio::awaitable<void> until_closed(std::shared_ptr<Wire> wire) {
  error_code error;
  char piece[4096];
  while (!error) {
    const auto room = asio::buffer(piece);
    co_await wire->read_some(room, error);
  }
}

HttpRequest get(std::string url) {
  HttpRequest request;
  request.url = std::move(url);
  request.repeatable = true;
  request.timeout = kPatience;
  return request;
}

HttpRequest post(std::string url, std::string body) {
  HttpRequest request = get(std::move(url));
  request.method = "POST";
  request.repeatable = false;
  request.body = std::move(body);
  return request;
}

std::string describe(const HttpOutcome& outcome) {
  if (const auto* error = std::get_if<NetError>(&outcome))
    return "error at stage " + std::to_string(static_cast<int>(error->stage)) + ": " + error->message;
  return "HTTP " + std::to_string(std::get<HttpResponse>(outcome).status);
}

const HttpResponse& good(const HttpOutcome& outcome) {
  INFO(describe(outcome));
  REQUIRE(std::holds_alternative<HttpResponse>(outcome));
  return std::get<HttpResponse>(outcome);
}

const NetError& bad(const HttpOutcome& outcome) {
  INFO(describe(outcome));
  REQUIRE(std::holds_alternative<NetError>(outcome));
  return std::get<NetError>(outcome);
}

}  // namespace houston::net::test
