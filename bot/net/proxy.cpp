#include "bot/net/proxy.hpp"

#include <arpa/inet.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace houston::net {
namespace {

std::string base64(const std::string& text) {
  std::string out(4 * ((text.size() + 2) / 3) + 1, '\0');
  const int length =
      EVP_EncodeBlock(reinterpret_cast<unsigned char*>(out.data()),
                      reinterpret_cast<const unsigned char*>(text.data()), static_cast<int>(text.size()));
  out.resize(static_cast<std::size_t>(length));
  return out;
}

/// Percent-decoding of user information: a '+' is a '+' there.
std::string percent_decode(std::string_view text) {
  std::string kept;
  for (const char c : text) {
    if (c == '+')
      kept += "%2B";
    else
      kept += c;
  }
  return form_decode(kept);
}

using Address = std::array<unsigned char, 16>;

/// How many bytes an address literal has: 4, 16, or 0 for what is none.
std::size_t read_address(const std::string& text, Address& address) {
  if (inet_pton(AF_INET, text.c_str(), address.data()) == 1) return 4;
  if (inet_pton(AF_INET6, text.c_str(), address.data()) == 1) return 16;
  return 0;
}

bool in_network(const std::string& host, const std::string& network) {
  const auto slash = network.find('/');
  Address ours{}, theirs{};
  const auto size = read_address(host, ours);
  if (size == 0 || size != read_address(network.substr(0, slash), theirs)) return false;
  std::size_t bits = size * 8;
  if (slash != std::string::npos) {
    const char* end = network.data() + network.size();
    const auto [rest, problem] = std::from_chars(network.data() + slash + 1, end, bits);
    if (problem != std::errc() || rest != end || bits > size * 8) return false;
  }
  for (std::size_t i = 0; i < bits; ++i) {
    const auto mask = static_cast<unsigned char>(0x80U >> (i % 8));
    if ((ours[i / 8] & mask) != (theirs[i / 8] & mask)) return false;
  }
  return true;
}

bool names(const std::string& entry, const std::string& host) {
  if (entry == "*") return true;
  if (in_network(host, entry)) return true;
  const std::string suffix = entry.front() == '.' ? entry.substr(1) : entry;
  if (suffix.empty() || host.size() < suffix.size()) return false;
  if (host.compare(host.size() - suffix.size(), suffix.size(), suffix) != 0) return false;
  return host.size() == suffix.size() || host[host.size() - suffix.size() - 1] == '.';
}

std::vector<std::string> split(const std::string& text) {
  std::vector<std::string> out;
  std::string word;
  for (const char c : text + ",") {
    if (c != ',' && c != ' ' && c != '\t') {
      // Brackets around IPv6 are left out: Url::host has none.
      if (c != '[' && c != ']') word += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    } else if (!word.empty()) {
      out.push_back(std::move(word));
      word.clear();
    }
  }
  return out;
}

}  // namespace

const Url* ProxySettings::for_url(const Url& url) const {
  if (!proxy || !url.secure() || url.loopback()) return nullptr;
  const bool direct = std::any_of(no_proxy.begin(), no_proxy.end(),
                                  [&](const std::string& entry) { return names(entry, url.host); });
  return direct ? nullptr : &*proxy;
}

Result<ProxySettings> proxy_from_environment(const std::function<std::string(const std::string&)>& get) {
  ProxySettings settings;
  // curl asks for the small letters first.
  std::string text = get("https_proxy");
  if (text.empty()) text = get("HTTPS_PROXY");
  std::string exceptions = get("no_proxy");
  if (exceptions.empty()) exceptions = get("NO_PROXY");
  settings.no_proxy = split(exceptions);
  if (text.empty()) return settings;

  if (text.find("://") == std::string::npos) text = "http://" + text;
  const auto start = text.find("://") + 3;
  auto end = text.find_first_of("/?#", start);
  if (end == std::string::npos) end = text.size();
  const auto at = text.rfind('@', end);
  if (at != std::string::npos && at >= start) {
    const std::string user = text.substr(start, at - start);
    const auto colon = user.find(':');
    const std::string password = colon == std::string::npos ? "" : user.substr(colon + 1);
    settings.authorization =
        Secret("Basic " + base64(percent_decode(user.substr(0, colon)) + ":" + percent_decode(password)));
    text.erase(start, at + 1 - start);
    end -= at + 1 - start;
  }
  auto url = parse_url(text);
  if (!url)
    return Error{"HTTPS_PROXY cannot be read: " + url.error().message +
                 " It should look like http://proxy.example.com:3128."};
  if (url->scheme != "http")
    return Error{
        "HTTPS_PROXY must name an http:// proxy: Houston speaks plain CONNECT to it, and TLS through it."};
  // Without a port, curl takes 1080.
  const std::string authority = text.substr(start, end - start);
  const auto bracket = authority.rfind(']');
  if (authority.find(':', bracket == std::string::npos ? 0 : bracket) == std::string::npos) url->port = 1080;
  settings.proxy = std::move(*url);
  return settings;
}

}  // namespace houston::net
