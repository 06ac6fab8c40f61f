#include "bot/calendar_pages.hpp"

#include <algorithm>
#include <charconv>
#include <utility>

#include "handlers/one_on_one/calendar.hpp"

namespace houston::bot {
namespace {

net::ServerResponse plain(int status, std::string text) {
  net::ServerResponse response;
  response.status = status;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::move(text);
  response.headers["Cache-Control"] = "no-store";
  return response;
}

bool is_token(const std::string& text) {
  return text.size() == 43 && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
                  c == '_';
         });
}

}  // namespace

std::optional<CalendarAddress> calendar_address(const std::string& path) {
  const std::string before = "/cal/";
  const std::string after = ".ics";
  if (!path.starts_with(before) || !path.ends_with(after) || path.size() < before.size() + after.size()) {
    return std::nullopt;
  }
  const std::string name = path.substr(before.size(), path.size() - before.size() - after.size());
  const auto slash = name.find('/');
  CalendarAddress address{name.substr(0, slash), std::nullopt};
  if (!is_token(address.token)) return std::nullopt;
  if (slash == std::string::npos) return address;
  const std::string number = name.substr(slash + 1);
  std::int64_t pair = 0;
  const auto read = std::from_chars(number.data(), number.data() + number.size(), pair);
  if (read.ec != std::errc() || read.ptr != number.data() + number.size() || pair <= 0) return std::nullopt;
  address.pair = pair;
  return address;
}

boost::asio::awaitable<net::ServerResponse> CalendarPages::answer(net::ServerRequest request) {
  if (request.method != "GET" && request.method != "HEAD") co_return plain(405, "GET is all there is.\n");
  const auto address = calendar_address(request.target.substr(0, request.target.find('?')));
  if (!address) co_return plain(404, "There is no such calendar.\n");
  const std::string fingerprint = handlers::calendar::fingerprint(address->token);
  if (!limits_.allow(fingerprint, std::chrono::steady_clock::now())) {
    net::ServerResponse busy = plain(429, "Too many requests: try again later.\n");
    busy.headers["Retry-After"] = "60";
    co_return busy;
  }
  const std::optional<std::int64_t> pair = address->pair;
  CalendarAnswer answer = co_await read_(fingerprint, pair);
  if (!answer.asked) co_return plain(503, "The database does not answer: try again later.\n");
  limits_.found(fingerprint, answer.ics.has_value());
  if (!answer.ics) co_return plain(404, "There is no such calendar.\n");
  net::ServerResponse response;
  response.content_type = "text/calendar; charset=utf-8";
  response.headers["Cache-Control"] = "private, max-age=300";
  response.headers["X-Robots-Tag"] = "noindex";
  if (request.method == "GET") response.body = std::move(*answer.ics);
  co_return response;
}

}  // namespace houston::bot
