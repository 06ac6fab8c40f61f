// GET /cal/<token>.ics and /cal/<token>/<pair>.ics: private calendars. Tokens are in no log line, metric or
// error.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>

#include "bot/calendar_limits.hpp"
#include "bot/net/server.hpp"

namespace houston::bot {

struct CalendarAnswer {
  bool asked = false;  ///< False when the database did not answer in time.
  std::optional<std::string> ics;
};
/// Reads the calendar of a token's fingerprint.
using ReadCalendar = std::function<boost::asio::awaitable<CalendarAnswer>(std::string fingerprint,
                                                                          std::optional<std::int64_t> pair)>;

/// What an address names; nothing when it is not one of these.
struct CalendarAddress {
  std::string token;
  std::optional<std::int64_t> pair{};
};
std::optional<CalendarAddress> calendar_address(const std::string& path);

class CalendarPages {
 public:
  explicit CalendarPages(ReadCalendar read) : read_(std::move(read)) {}
  /// Whether the path is this page's.
  static bool owns(const std::string& path) { return path.starts_with("/cal/"); }
  boost::asio::awaitable<net::ServerResponse> answer(net::ServerRequest request);

 private:
  ReadCalendar read_;
  CalendarLimits limits_;
};

}  // namespace houston::bot
