// Absolute http, https, ws and wss URLs (RFC 3986), parsed by Boost.URL or Beast; no user information.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "config/result.hpp"

namespace houston::net {

struct Url {
  std::string scheme;      ///< Lower case.
  std::string host;        ///< Lower case; IPv6 without brackets.
  std::uint16_t port = 0;  ///< Given, or the scheme's own.
  std::string target;      ///< Path and query, at least "/".
  bool secure() const { return scheme == "https" || scheme == "wss"; }
  bool loopback() const;  ///< 127.0.0.0/8, ::1 or localhost.
  std::string host_header()
      const;  ///< "host[:port]", with brackets for IPv6, port only when not the scheme's own.
};

Result<Url> parse_url(std::string_view text);

/// RFC 3986 percent-encoding of everything but unreserved characters.
std::string percent_encode(std::string_view text);
/// Reads application/x-www-form-urlencoded: '+' is a blank.
std::string form_decode(std::string_view text);

}  // namespace houston::net
