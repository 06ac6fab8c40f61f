#include "bot/demo/matrix_client.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <optional>
#include <utility>

#include "bot/json_fields.hpp"
#include "bot/net/url.hpp"

namespace houston::bot::demo {
namespace {

namespace asio = boost::asio;
using asio::awaitable;
using std::chrono::milliseconds;

constexpr milliseconds kPatience{30000};
constexpr milliseconds kPoll{20000};  // For how long the homeserver holds a /sync that has no news.
constexpr milliseconds kAgain{200};   // After a /sync that failed.

/// The answer, or why there is none.
Result<nlohmann::json> read(const std::string& what, const net::HttpOutcome& outcome) {
  if (const auto* failed = std::get_if<net::NetError>(&outcome)) return Error{what + ": " + failed->message};
  const auto& response = std::get<net::HttpResponse>(outcome);
  nlohmann::json body = nlohmann::json::parse(response.body, nullptr, false);
  if (response.status == 200 && body.is_object()) return body;
  return Error{what + ": " + std::to_string(response.status) + " " + text_of(body, "errcode") + " " +
               text_of(body, "error")};
}

}  // namespace

struct MatrixClient::Following {
  net::HttpClient& http;
  std::function<net::HttpRequest(const std::string& since)> request;
  std::function<void(const Json&)> batches;
  bool over = false;

  static awaitable<void> poll(std::shared_ptr<Following> self) {
    std::string since;
    while (!self->over) {
      net::HttpRequest request = self->request(since);
      const net::HttpOutcome outcome = co_await self->http.send(std::move(request));
      if (self->over) co_return;
      const Result<Json> batch = read("sync", outcome);
      if (batch) {
        since = text_of(*batch, "next_batch");
        self->batches(*batch);
        continue;
      }
      asio::steady_timer timer(co_await asio::this_coro::executor, kAgain);
      co_await timer.async_wait(asio::use_awaitable);
    }
  }
};

MatrixClient::MatrixClient(Pump& pump, net::HttpClient& http, std::string url, std::string token)
    : pump_(pump), http_(http), url_(std::move(url)), token_(std::move(token)) {}

MatrixClient::~MatrixClient() {
  if (following_) following_->over = true;
}

net::HttpRequest MatrixClient::request(const std::string& method, const std::string& path,
                                       const Json& body) const {
  net::HttpRequest request;
  request.method = method;
  request.url = url_ + path;
  request.timeout = kPatience;
  if (!token_.empty()) request.headers.emplace_back("Authorization", "Bearer " + token_);
  if (!body.is_null()) {
    request.headers.emplace_back("Content-Type", "application/json");
    request.body = body.dump();
  }
  return request;
}

Result<MatrixClient::Json> MatrixClient::call(const std::string& method, const std::string& path,
                                              const Json& body) {
  const auto outcome = std::make_shared<std::optional<net::HttpOutcome>>();
  asio::co_spawn(pump_.io(), http_.send(request(method, path, body)),
                 [outcome](std::exception_ptr, net::HttpOutcome came) { *outcome = std::move(came); });
  const std::string what = method + " " + path.substr(0, path.find('?'));
  if (!pump_.serve_until([&] { return outcome->has_value(); }, 2 * kPatience))
    return Error{what + ": no answer in time"};
  return read(what, **outcome);
}

void MatrixClient::begin(const std::string& method, const std::string& path, const Json& body) {
  asio::co_spawn(pump_.io(), http_.send(request(method, path, body)), asio::detached);
}

void MatrixClient::follow(const Json& filter, std::function<void(const Json& batch)> batches) {
  const std::string path = "/_matrix/client/v3/sync?filter=" + net::percent_encode(filter.dump()) +
                           "&timeout=" + std::to_string(kPoll.count());
  following_ = std::make_shared<Following>(
      Following{http_,
                [request = request("GET", path, nullptr)](const std::string& since) {
                  net::HttpRequest next = request;
                  if (!since.empty()) next.url += "&since=" + net::percent_encode(since);
                  return next;
                },
                std::move(batches), false});
  asio::co_spawn(pump_.io(), Following::poll(following_), asio::detached);
}

}  // namespace houston::bot::demo
