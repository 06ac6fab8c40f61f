// A loop to run a test's coroutine in, and peers that misbehave as they are told.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/io_context.hpp>
#include <chrono>
#include <deque>
#include <exception>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/net/certificate.hpp"
#include "bot/net/http_client.hpp"
#include "bot/net/server.hpp"
#include "bot/net/tls.hpp"
#include "bot/net/wire.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/patience.hpp"

namespace houston::net::test {

namespace asio = boost::asio;
using std::chrono::milliseconds;

/// Long enough never to matter, short enough to end a test that hangs.
inline constexpr milliseconds kPatience{20000 * houston::test::kTimeFactor};
/// For steps that are meant to time out.
inline constexpr milliseconds kShort{40};

/// Runs the coroutine in `io` until it is done and rethrows what it throws.
template <class T>
T run(asio::io_context& io, asio::awaitable<T> work) {
  std::exception_ptr problem;
  std::optional<T> result;
  asio::co_spawn(io, std::move(work), [&](std::exception_ptr p, T value) {
    problem = p;
    if (!p) result = std::move(value);
    io.stop();
  });
  io.restart();
  io.run();
  if (problem) std::rethrow_exception(problem);
  REQUIRE(result.has_value());
  return std::move(*result);
}

/// One authority and certificate for all tests: making keys is slow under the sanitizers.
const ThrowawayCertificate& certificate();
TlsContext server_context();
/// A client that trusts `authority`; the file it needs is removed again.
TlsContext trusting(const ThrowawayCertificate& authority);
inline TlsContext trusting() {
  return trusting(certificate());
}

/// A TCP listener; each connection is given to the script of its number, the last script to all further ones.
/// A script ends when it likes; its connection is then closed.
class RawPeer {
 public:
  using Script = std::function<asio::awaitable<void>(std::shared_ptr<Wire>)>;
  RawPeer(asio::io_context& io, std::vector<Script> scripts);
  ~RawPeer();
  std::uint16_t port() const;
  int connections() const;
  std::string url(const std::string& scheme, const std::string& target = "/") const;

 private:
  struct State;
  std::shared_ptr<State> state_;
};

/// Reads up to and including the blank line that ends a head; empty when the connection ended before.
asio::awaitable<std::string> read_head(std::shared_ptr<Wire> wire);
asio::awaitable<void> say(std::shared_ptr<Wire> wire, std::string text);
/// Until the other side closes.
asio::awaitable<void> until_closed(std::shared_ptr<Wire> wire);
inline std::string answer(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
}

/// A request to a URL with patience.
HttpRequest get(std::string url);
HttpRequest post(std::string url, std::string body);
std::string describe(const HttpOutcome& outcome);
const HttpResponse& good(const HttpOutcome& outcome);
const NetError& bad(const HttpOutcome& outcome);

}  // namespace houston::net::test
