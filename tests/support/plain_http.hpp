// The plainest HTTP/1.1 client there is, for what tests do in the place of people and operators: one blocking
// request a connection, to loopback. It shares nothing with net::HttpClient, so that no fault is on both
// sides of a test.
#pragma once

#include <string>

namespace houston::test {

struct PlainAnswer {
  int status = 0;
  std::string body;
};

/// `url` is "http://HOST:PORT/path?query". `bearer` becomes the Authorization header, `body` is sent as JSON;
/// either may be "". Throws std::runtime_error when there is no answer (a minute of silence is none).
PlainAnswer plain_http(const std::string& method, const std::string& url, const std::string& bearer = {},
                       const std::string& body = {});

/// Percent-encodes all but the unreserved characters of RFC 3986: an id as a piece of a path or query.
std::string percent(const std::string& text);

}  // namespace houston::test
