#include "bot/net/url.hpp"

#include <arpa/inet.h>

#include <algorithm>
#include <charconv>
#include <utility>

namespace houston::net {
namespace {

// Locale-free, and safe for any char.
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_letter(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}
char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  std::transform(out.begin(), out.end(), out.begin(), lower);
  return out;
}

std::uint16_t own_port(std::string_view scheme) {
  return scheme == "https" || scheme == "wss" ? 443 : 80;
}

bool is_ipv6(const std::string& text) {
  in6_addr address{};
  return inet_pton(AF_INET6, text.c_str(), &address) == 1;
}

bool is_host_name(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
    return is_digit(c) || is_letter(c) || c == '.' || c == '-' || c == '_';
  });
}

int hex_value(char c) {
  if (is_digit(c)) return c - '0';
  c = lower(c);
  return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

}  // namespace

bool Url::loopback() const {
  if (host == "localhost") return true;
  in_addr four{};
  if (inet_pton(AF_INET, host.c_str(), &four) == 1) return ntohl(four.s_addr) >> 24 == 127;
  in6_addr six{};
  return inet_pton(AF_INET6, host.c_str(), &six) == 1 && IN6_IS_ADDR_LOOPBACK(&six);
}

std::string Url::host_header() const {
  std::string out = host.find(':') == std::string::npos ? host : "[" + host + "]";
  if (port != own_port(scheme)) out += ":" + std::to_string(port);
  return out;
}

// The messages don't repeat the text: it may hold a ticket or a password.
Result<Url> parse_url(std::string_view text) {
  // Blanks and control characters would end up in the request line.
  if (std::any_of(text.begin(), text.end(), [](char c) { return c <= ' ' || c > '~'; }))
    return Error{"The URL holds a blank, a control character or a letter beyond ASCII; percent-encode it."};
  const auto colon = text.find("://");
  Url url;
  if (colon != std::string_view::npos) url.scheme = lowered(text.substr(0, colon));
  if (url.scheme != "https" && url.scheme != "http" && url.scheme != "wss" && url.scheme != "ws")
    return Error{"The URL must begin with https://, http://, wss:// or ws://."};
  text.remove_prefix(colon + 3);
  std::string_view authority = text.substr(0, text.find_first_of("/?#"));
  text.remove_prefix(authority.size());
  if (authority.find('@') != std::string_view::npos)
    return Error{"The URL must not hold a user name or a password."};

  std::string_view port;
  bool port_given = false;
  if (!authority.empty() && authority.front() == '[') {
    const auto end = authority.find(']');
    if (end == std::string_view::npos) return Error{"The URL's IPv6 address lacks its closing bracket."};
    url.host = lowered(authority.substr(1, end - 1));
    if (!is_ipv6(url.host)) return Error{"The URL's host in brackets is not an IPv6 address."};
    authority.remove_prefix(end + 1);
    if (!authority.empty() && authority.front() != ':')
      return Error{"The URL has something other than a port behind its IPv6 address."};
    if (!authority.empty()) port = authority.substr(1), port_given = !port.empty();
  } else {
    const auto end = authority.find(':');
    url.host = lowered(authority.substr(0, end));
    if (!is_host_name(url.host))
      return Error{"The URL's host is missing or holds characters that no host name has."};
    if (end != std::string_view::npos) port = authority.substr(end + 1), port_given = !port.empty();
  }
  url.port = own_port(url.scheme);
  if (port_given) {
    const auto [rest, problem] = std::from_chars(port.data(), port.data() + port.size(), url.port);
    if (problem != std::errc() || rest != port.data() + port.size() || url.port == 0)
      return Error{"The URL's port must be a number from 1 to 65535."};
  }
  text = text.substr(0, text.find('#'));  // A fragment is never sent (RFC 9110 §7.1).
  url.target = text.empty() || text.front() != '/' ? "/" + std::string(text) : std::string(text);
  return url;
}

std::string percent_encode(std::string_view text) {
  static constexpr char digits[] = "0123456789ABCDEF";
  std::string out;
  out.reserve(text.size());
  for (const char c : text) {
    if (is_digit(c) || is_letter(c) || c == '-' || c == '.' || c == '_' || c == '~') {
      out += c;
    } else {
      const auto byte = static_cast<unsigned char>(c);
      out += {'%', digits[byte >> 4], digits[byte & 15]};
    }
  }
  return out;
}

std::string form_decode(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '+') {
      out += ' ';
    } else if (text[i] == '%' && i + 2 < text.size() && hex_value(text[i + 1]) >= 0 &&
               hex_value(text[i + 2]) >= 0) {
      out += static_cast<char>(hex_value(text[i + 1]) * 16 + hex_value(text[i + 2]));
      i += 2;
    } else {
      out += text[i];  // A stray '%' stands for itself, as browsers read it (WHATWG URL §5.1).
    }
  }
  return out;
}

}  // namespace houston::net
