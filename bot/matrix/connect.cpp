#include "bot/matrix/connect.hpp"

#include <utility>

#include "bot/net/http_client.hpp"

namespace houston::bot::matrix {
namespace {

namespace asio = boost::asio;
using asio::awaitable;

// A /sync after a long outage may be large.
constexpr std::size_t largest_answer = 64 * 1024 * 1024;

awaitable<net::HttpOutcome> send_with(std::shared_ptr<net::HttpClient> client, net::HttpRequest request) {
  net::HttpOutcome outcome = co_await client->send(std::move(request));
  co_return outcome;
}

}  // namespace

Transport real_transport(asio::any_io_executor executor, const net::TlsContext& tls,
                         const net::ProxySettings& proxy) {
  net::HttpLimits limits;
  limits.body = largest_answer;
  const auto client = std::make_shared<net::HttpClient>(std::move(executor), tls, proxy, limits);
  return [client](net::HttpRequest request) { return send_with(client, std::move(request)); };
}

std::unique_ptr<Platform> make_matrix(asio::any_io_executor executor, MatrixOptions options,
                                      Metrics& metrics) {
  Transport transport = real_transport(executor, options.tls, options.proxy);
  return make_matrix(std::move(executor), std::move(options), std::move(transport), metrics);
}

awaitable<Result<chat::RosterLoaded>> load_roster(asio::any_io_executor executor, MatrixOptions options,
                                                  Metrics& metrics) {
  Transport transport = real_transport(executor, options.tls, options.proxy);
  return load_roster(std::move(options), std::move(transport), metrics);
}

}  // namespace houston::bot::matrix
