#include "bot/slack/web_api.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "bot/json_fields.hpp"
#include "bot/net/url.hpp"
#include "bot/slack/log.hpp"
#include "bot/slack/text.hpp"

namespace houston::bot::slack {
namespace {

using boost::asio::awaitable;
using nlohmann::json;

// Slack waits at most this long for itself; more would hold up the place's other messages.
constexpr std::chrono::milliseconds step_timeout{15000};
// Without Retry-After.
constexpr std::chrono::milliseconds usual_wait{5000};
constexpr std::chrono::milliseconds longest_wait{std::chrono::hours(1)};
constexpr int most_pages = 1000;
constexpr int read_attempts = 4;
constexpr std::chrono::milliseconds longest_patience{60000};

std::string header(const net::HttpResponse& response, const std::string& name) {
  const auto found = response.headers.find(name);
  return found == response.headers.end() ? std::string() : found->second;
}

// Seconds; a date (RFC 9110 allows one, Slack never sends one) counts as none.
std::chrono::milliseconds retry_after(const net::HttpResponse& response) {
  const std::string text = header(response, "retry-after");
  std::int64_t seconds = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
  if (text.empty() || error != std::errc() || end != text.data() + text.size() || seconds < 0)
    return usual_wait;
  constexpr std::int64_t most = longest_wait.count() / 1000;
  return std::chrono::seconds(std::clamp<std::int64_t>(seconds, 1, most));
}

std::vector<std::string> comma_list(const std::string& text) {
  std::vector<std::string> items;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find(',', at), text.size());
    const std::size_t first = text.find_first_not_of(' ', at);
    if (first < end) {
      const std::size_t last = text.find_last_not_of(' ', end - 1);
      items.push_back(text.substr(first, last - first + 1));
    }
    at = end + 1;
  }
  return items;
}

// An error code or request id as it may stand in a log: short, nothing but what such things are made of.
std::string tame(const std::string& text) {
  std::string out;
  for (const char c : text.substr(0, 80)) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                      c == '_' || c == '-' || c == '.' || c == ':';
    out += fine ? c : '?';
  }
  return out;
}

}  // namespace

std::string form_encode(const Parameters& parameters) {
  std::string body;
  for (const auto& [name, value] : parameters) {
    if (!body.empty()) body += '&';
    body += net::percent_encode(name);
    body += '=';
    body += net::percent_encode(value);
  }
  return body;
}

ApiOutcome read_answer(const std::string& method, const net::HttpResponse& response) {
  if (response.status == 429) {
    return ApiFailure{Verdict::wait, "ratelimited", "Slack asks to wait before the next " + method,
                      retry_after(response)};
  }
  if (response.status >= 500) {
    const std::string code = "http_" + std::to_string(response.status);
    return ApiFailure{Verdict::doubt,
                      code,
                      "Slack answered " + method + " with HTTP " + std::to_string(response.status),
                      {}};
  }
  json body = json::parse(response.body, nullptr, false);
  if (response.status != 200) {
    return ApiFailure{Verdict::retry,
                      "http_" + std::to_string(response.status),
                      "Slack answered " + method + " with HTTP " + std::to_string(response.status) +
                          ": check api_url and the proxy in the settings",
                      {}};
  }
  if (!body.is_object() || !child(body, "ok").is_boolean()) {
    return ApiFailure{
        Verdict::doubt, "not_json", "the answer to " + method + " is not one of Slack's Web API", {}};
  }
  ApiAnswer answer;
  answer.scopes = comma_list(header(response, "x-oauth-scopes"));
  if (flag_of(body, "ok")) {
    answer.body = std::move(body);
    return answer;
  }
  const std::string code = tame(text_of(body, "error"));
  const Verdict what = verdict(method, code);
  if (what == Verdict::success) {
    answer.body = std::move(body);
    return answer;
  }
  ApiFailure failure{what, code, explain(method, code, tame(text_of(body, "needed"))), {}};
  if (what == Verdict::wait) failure.wait = retry_after(response);
  return failure;
}

WebApi::WebApi(std::string api_url, Secret token, Transport transport, Sleep sleep, Metrics& metrics)
    : api_url_(std::move(api_url)),
      token_(std::move(token)),
      transport_(std::move(transport)),
      sleep_(std::move(sleep)),
      metrics_(metrics) {}

ApiOutcome WebApi::read(const std::string& method, const net::HttpOutcome& outcome) {
  if (const auto* lost = std::get_if<net::NetError>(&outcome)) {
    metrics_.count("slack_calls", {{"method", method}, {"outcome", lost->timed_out ? "timeout" : "network"}});
    return ApiFailure{lost->may_have_arrived ? Verdict::doubt : Verdict::retry, "network", lost->message, {}};
  }
  const auto& response = std::get<net::HttpResponse>(outcome);
  ApiOutcome result = read_answer(method, response);
  const std::string request = tame(header(response, "x-slack-req-id"));
  if (const auto* failure = std::get_if<ApiFailure>(&result)) {
    metrics_.count("slack_calls", {{"method", method}, {"outcome", failure->code}});
    std::string text = method + ": " + failure->code + (request.empty() ? "" : ", request " + request);
    const json body = json::parse(response.body, nullptr, false);
    const json& messages = child(child(body, "response_metadata"), "messages");
    if (messages.is_array()) {  // which block is at fault; may quote it, so only at debug level
      for (const json& message : messages) {
        if (message.is_string())
          log_debug(method + ": " + cut(one_line(clean(message.get<std::string>())), 300));
      }
    }
    // What passes by itself is repeated by the caller, perhaps every second: who waits says so, once a
    // minute.
    if (failure->verdict == Verdict::give_up || failure->verdict == Verdict::operate) {
      log_info(text);
    } else {
      log_debug(text);
    }
  } else {
    metrics_.count("slack_calls", {{"method", method}, {"outcome", "ok"}});
    if (!request.empty()) log_debug(method + ": ok, request " + request);
  }
  return result;
}

awaitable<ApiOutcome> WebApi::call(std::string method, Parameters parameters) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = api_url_ + method;
  // A form with a charset earns a warning (superfluous_charset): UTF-8 is what forms are.
  request.headers = {{"Authorization", "Bearer " + token_.reveal()},
                     {"Content-Type", "application/x-www-form-urlencoded"},
                     {"Accept", "application/json"},
                     {"User-Agent", std::string("houston/") + HOUSTON_VERSION}};
  request.body = form_encode(parameters);
  request.repeatable = false;
  request.timeout = step_timeout;
  const net::HttpOutcome outcome = co_await transport_(std::move(request));
  ApiOutcome result = read(method, outcome);
  if (listener_) listener_(method, result);
  co_return result;
}

awaitable<ApiOutcome> WebApi::ask(std::string method, Parameters parameters) {
  for (int attempt = 1;; ++attempt) {
    ApiOutcome outcome = co_await call(method, parameters);
    const auto* failure = std::get_if<ApiFailure>(&outcome);
    const bool passing =
        failure != nullptr && (failure->verdict == Verdict::wait || failure->verdict == Verdict::retry ||
                               failure->verdict == Verdict::doubt);
    std::chrono::milliseconds wait = std::chrono::seconds(1 << (attempt - 1));
    if (passing && failure->verdict == Verdict::wait) wait = failure->wait;
    if (!passing || attempt == read_attempts || wait > longest_patience) co_return outcome;
    co_await sleep_(wait);
  }
}

awaitable<std::optional<ApiFailure>> WebApi::pages(std::string method, Parameters parameters, int limit,
                                                   bool patient, std::function<bool(const json&)> each) {
  parameters["limit"] = std::to_string(limit);
  for (int page = 0; page < most_pages; ++page) {
    ApiOutcome outcome = ApiFailure{};
    if (patient) {
      outcome = co_await ask(method, parameters);
    } else {
      outcome = co_await call(method, parameters);
    }
    if (auto* failure = std::get_if<ApiFailure>(&outcome)) co_return std::move(*failure);
    const json& body = std::get<ApiAnswer>(outcome).body;
    if (!each(body)) co_return std::nullopt;
    std::string cursor = text_of(child(body, "response_metadata"), "next_cursor");
    if (cursor.empty()) co_return std::nullopt;
    parameters["cursor"] = std::move(cursor);
  }
  co_return ApiFailure{Verdict::retry, "endless", method + " has no last page", {}};
}

awaitable<bool> WebApi::respond(std::string response_url, std::string body) {
  net::HttpRequest request;
  request.method = "POST";
  request.url = std::move(response_url);
  request.headers = {{"Content-Type", "application/json; charset=utf-8"}};
  request.body = std::move(body);
  request.timeout = step_timeout;
  const net::HttpOutcome outcome = co_await transport_(std::move(request));
  const auto* response = std::get_if<net::HttpResponse>(&outcome);
  const bool fine = response != nullptr && response->status == 200;
  metrics_.count("slack_calls", {{"method", "response_url"}, {"outcome", fine ? "ok" : "failed"}});
  if (!fine) {
    log_warning("an immediate answer was lost: " + (response != nullptr
                                                        ? "HTTP " + std::to_string(response->status)
                                                        : std::string("no connection")));
  }
  co_return fine;
}

}  // namespace houston::bot::slack
