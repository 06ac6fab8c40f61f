// Slack's Web API: a method and its parameters in, the answer or a mapped failure out.
// https://docs.slack.dev/apis/web-api
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <functional>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "bot/metrics.hpp"
#include "bot/net/http_client.hpp"
#include "bot/slack/api_errors.hpp"
#include "config/secret.hpp"

namespace houston::bot::slack {

struct ApiAnswer {
  nlohmann::json body;              ///< With ok:true (or Verdict::success).
  std::vector<std::string> scopes;  ///< Of the token (x-oauth-scopes), where told.
};

struct ApiFailure {
  Verdict verdict = Verdict::retry;
  std::string code;                  ///< Slack's, or "http_503", "network", "not_json".
  std::string why;                   ///< For people; no secret, nothing that was sent.
  std::chrono::milliseconds wait{};  ///< Of Verdict::wait.
};

using ApiOutcome = std::variant<ApiAnswer, ApiFailure>;

/// How a request travels: net::HttpClient::send, or a test's script.
using Transport = std::function<boost::asio::awaitable<net::HttpOutcome>(net::HttpRequest)>;

/// Waits in real time; injected so that tests do not.
using Sleep = std::function<boost::asio::awaitable<void>(std::chrono::milliseconds)>;

/// Form parameters; objects (blocks, view, metadata) are JSON texts, as Slack's own SDK sends them.
using Parameters = std::map<std::string, std::string>;

/// One token's view of the API. Belongs to its executor's thread; calls may run side by side.
class WebApi {
 public:
  /// `api_url` ends in '/'.
  WebApi(std::string api_url, Secret token, Transport transport, Sleep sleep, Metrics& metrics);

  /// One request; nothing is repeated here. A lost answer, a 5xx or an answer that is not JSON is in doubt:
  /// the caller knows whether the method may be repeated.
  boost::asio::awaitable<ApiOutcome> call(std::string method, Parameters parameters);

  /// A call that only reads: up to four attempts, waiting as Slack asks (if a minute is enough) or 1, 2, 4 s.
  boost::asio::awaitable<ApiOutcome> ask(std::string method, Parameters parameters);

  /// Every page of a list: `each` gets each page's body and says whether to go on. Fails as the first failing
  /// page does. Patient: with ask(). Cursors are followed until there is none, whatever a page holds.
  boost::asio::awaitable<std::optional<ApiFailure>> pages(std::string method, Parameters parameters,
                                                          int limit, bool patient,
                                                          std::function<bool(const nlohmann::json&)> each);

  /// Hears how every call went, for health().
  void listen(std::function<void(const std::string& method, const ApiOutcome&)> listener) {
    listener_ = std::move(listener);
  }

  /// POSTs JSON to a response_url, which needs no token and is itself a secret. False when it failed
  /// (logged).
  boost::asio::awaitable<bool> respond(std::string response_url, std::string json);

 private:
  ApiOutcome read(const std::string& method, const net::HttpOutcome& outcome);
  std::string api_url_;
  Secret token_;
  Transport transport_;
  Sleep sleep_;
  std::function<void(const std::string&, const ApiOutcome&)> listener_;
  Metrics& metrics_;
};

/// The body of a form request.
std::string form_encode(const Parameters& parameters);

/// What an HTTP answer to a method means. Pure.
ApiOutcome read_answer(const std::string& method, const net::HttpResponse& response);

}  // namespace houston::bot::slack
