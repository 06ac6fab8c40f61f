#include "bot/net/http_client.hpp"

#include <algorithm>
#include <boost/asio/this_coro.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <list>
#include <optional>

#include "bot/net/dial.hpp"
#include "bot/net/http_feed.hpp"
#include "bot/net/wire.hpp"

namespace houston::net {
namespace {

namespace http = boost::beast::http;
using Parser = http::response_parser<http::string_body>;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr std::uint32_t kHeadLimit = 64 * 1024;

bool is_token(const std::string& text) {  // RFC 9110 §5.6.2
  static constexpr std::string_view marks = "!#$%&'*+-.^_`|~";
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
           marks.find(c) != std::string_view::npos;
  });
}

bool is_field_value(const std::string& text) {
  return std::none_of(text.begin(), text.end(), [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
}

/// The request as it goes out, or nothing when a method or a header would break out of its line.
std::optional<std::string> serialized(const HttpRequest& request, const Url& url) {
  if (!is_token(request.method)) return std::nullopt;
  std::string text = request.method + " " + url.target + " HTTP/1.1\r\nHost: " + url.host_header() + "\r\n";
  for (const auto& [name, value] : request.headers) {
    if (!is_token(name) || !is_field_value(value)) return std::nullopt;
    text += name + ": " + value + "\r\n";
  }
  const bool expects_body = request.method == "POST" || request.method == "PUT" || request.method == "PATCH";
  if (!request.body.empty() || expects_body)
    text += "Content-Length: " + std::to_string(request.body.size()) + "\r\n";
  text += "Connection: keep-alive\r\n\r\n";
  return text + request.body;
}

HttpResponse taken(Parser& parser) {
  auto& message = parser.get();
  HttpResponse response;
  response.status = static_cast<int>(message.result_int());
  for (const auto& field : message) {
    std::string name(field.name_string());
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    const std::string value(field.value());
    const auto [place, fresh] = response.headers.emplace(std::move(name), value);
    if (!fresh) place->second += ", " + value;
  }
  response.body = std::move(message.body());
  return response;
}

/// One request on one connection, and what that leaves behind.
struct Exchange {
  HttpOutcome outcome;
  bool reusable = false;
  bool answered = false;  ///< At least a byte came back.
};

NetError failed(NetError::Stage stage, const Wire& wire, std::string message) {
  NetError error;
  error.stage = stage;
  error.may_have_arrived = true;
  error.timed_out = wire.timed_out();
  error.message = std::move(message);
  return error;
}

std::string parse_problem(const Url& url, const error_code& error, const HttpLimits& limits) {
  if (error == http::error::body_limit)
    return "The answer of " + url.host + " is larger than the " + std::to_string(limits.body) +
           " bytes that are read.";
  return "The answer of " + url.host + " is not HTTP: " + error.message() + ".";
}

asio::awaitable<Exchange> exchange(Wire& wire, const Url& url, const HttpRequest& request,
                                   const std::string& bytes, const HttpLimits& limits) {
  Exchange result;
  error_code error;
  wire.expires_after(request.timeout);
  const auto outgoing = asio::buffer(bytes);
  co_await wire.write(outgoing, error);
  if (error) {
    // How much of it the kernel had already taken is not known: "may have arrived" is the only honest answer.
    result.outcome =
        failed(NetError::Stage::send, wire,
               "Sending to " + url.host + " failed: " + reason_text(wire, error, request.timeout) + ".");
    co_return result;
  }

  std::optional<Parser> parser;
  const auto begin = [&] {
    parser.emplace();
    parser->header_limit(kHeadLimit);
    parser->body_limit(limits.body);
    parser->eager(true);
    parser->skip(request.method == "HEAD");
  };
  begin();
  std::string pending;
  char piece[16 * 1024];
  wire.expires_after(request.timeout);
  while (!parser->is_done()) {
    const auto room = asio::buffer(piece);
    const auto size = co_await wire.read_some(room, error);
    if (error == asio::error::eof && parser->got_some()) {
      // TLS's own end: an answer without a length ends here. A cut TCP connection gives stream_truncated
      // instead.
      parser->put_eof(error);
      if (!error && parser->is_done()) break;
      if (!error || error == http::error::partial_message || error == http::error::end_of_stream)
        error = asio::error::eof;
    }
    if (error) {
      result.outcome = failed(NetError::Stage::receive, wire,
                              "Reading the answer of " + url.host +
                                  " failed: " + reason_text(wire, error, request.timeout) + ".");
      co_return result;
    }
    if (!result.answered) wire.expires_after(request.timeout);
    result.answered = true;
    pending.append(piece, size);
    feed(*parser, pending, error);
    // 1xx answers (RFC 9110 §15.2) come before the one that counts.
    while (!error && parser->is_done() && parser->get().result_int() / 100 == 1) {
      begin();
      feed(*parser, pending, error);
    }
    if (error) {
      result.outcome = failed(NetError::Stage::protocol, wire, parse_problem(url, error, limits));
      co_return result;
    }
  }
  wire.expires_never();
  result.reusable = parser->keep_alive() && pending.empty() && !wire.timed_out() && wire.open();
  result.outcome = taken(*parser);
  co_return result;
}

}  // namespace

struct HttpClient::Impl {
  struct Idle {
    std::string key;
    std::shared_ptr<Wire> wire;
    steady_clock::time_point since;
  };

  asio::any_io_executor executor;
  TlsContext tls;
  ProxySettings proxy;
  HttpLimits limits;
  std::list<Idle> idle;  ///< Newest first.
  bool ended = false;

  static std::string key(const Url& url) {
    return (url.secure() ? "tls " : "tcp ") + url.host + " " + std::to_string(url.port);
  }

  /// A kept connection that still looks alive, or null. Those that do not are dropped on the way.
  std::shared_ptr<Wire> take(const std::string& wanted) {
    const auto now = steady_clock::now();
    std::shared_ptr<Wire> found;
    for (auto i = idle.begin(); i != idle.end();) {
      const bool mine = !found && i->key == wanted;
      const bool fit = now - i->since < limits.idle && (!mine || i->wire->quiet());
      if (fit && !mine) {
        ++i;
        continue;
      }
      if (fit)
        found = i->wire;
      else
        i->wire->close();
      i = idle.erase(i);
    }
    return found;
  }

  void keep(const std::string& name, std::shared_ptr<Wire> wire) {
    const auto have = std::count_if(idle.begin(), idle.end(), [&](const Idle& i) { return i.key == name; });
    if (ended || static_cast<std::size_t>(have) >= limits.idle_per_host) {
      wire->close();
      return;
    }
    idle.push_front({name, std::move(wire), steady_clock::now()});
  }

  static asio::awaitable<HttpOutcome> send(std::shared_ptr<Impl> self, HttpRequest request);
  asio::awaitable<HttpOutcome> attempt(const HttpRequest& request, const Url& url, const std::string& bytes);
};

asio::awaitable<HttpOutcome> HttpClient::Impl::attempt(const HttpRequest& request, const Url& url,
                                                       const std::string& bytes) {
  const std::string name = key(url);
  for (auto wire = take(name);; wire = nullptr) {
    const bool reused = wire != nullptr;
    if (!reused) {
      auto dialled = co_await dial(executor, url, tls, proxy, request.timeout);
      if (auto* error = std::get_if<NetError>(&dialled)) co_return std::move(*error);
      wire = std::move(std::get<std::shared_ptr<Wire>>(dialled));
    }
    auto done = co_await exchange(*wire, url, request, bytes, limits);
    if (done.reusable) {
      keep(name, std::move(wire));
      co_return std::move(done.outcome);
    }
    wire->close();
    // A kept connection that died under a request: the peer closed it for its age, in all likelihood, but a
    // request that must not happen twice is only repeated by who can look up whether it did.
    const bool stale = reused && !done.answered && !wire->timed_out() && request.repeatable;
    const auto state = co_await asio::this_coro::cancellation_state;
    if (!stale || state.cancelled() != asio::cancellation_type::none) co_return std::move(done.outcome);
  }
}

asio::awaitable<HttpOutcome> HttpClient::Impl::send(std::shared_ptr<Impl> self, HttpRequest request) {
  const auto url = parse_url(request.url);
  const auto refused = [](std::string message) {
    NetError error;
    error.stage = NetError::Stage::protocol;
    error.message = std::move(message);
    return error;
  };
  if (!url) co_return refused(url.error().message);
  if (url->scheme != "https" && url->scheme != "http")
    co_return refused("An HTTP request needs an https:// or http:// URL.");
  const auto bytes = serialized(request, *url);
  if (!bytes)
    co_return refused("The request to " + url->host + " has a method or a header that HTTP does not allow.");

  // From here a cancellation is a result, not an exception at the next co_await.
  const bool throwing = co_await asio::this_coro::throw_if_cancelled();
  co_await asio::this_coro::throw_if_cancelled(false);
  HttpOutcome outcome = co_await self->attempt(request, *url, *bytes);
  const auto state = co_await asio::this_coro::cancellation_state;
  co_await asio::this_coro::throw_if_cancelled(throwing);
  auto* error = std::get_if<NetError>(&outcome);
  if (error && state.cancelled() != asio::cancellation_type::none) {
    error->stage = NetError::Stage::cancelled;
    error->timed_out = false;
    error->message = "The request to " + url->host + " was called off.";
  }
  co_return outcome;
}

HttpClient::HttpClient(boost::asio::any_io_executor executor, TlsContext tls, ProxySettings proxy,
                       HttpLimits limits)
    : impl_(std::make_shared<Impl>()) {
  impl_->executor = std::move(executor);
  impl_->tls = std::move(tls);
  impl_->proxy = std::move(proxy);
  impl_->limits = limits;
}

HttpClient::~HttpClient() {
  impl_->ended = true;
  for (auto& kept : impl_->idle) kept.wire->close();
  impl_->idle.clear();
}

boost::asio::awaitable<HttpOutcome> HttpClient::send(HttpRequest request) {
  return Impl::send(impl_, std::move(request));
}

}  // namespace houston::net
