#include "config/addresses.hpp"

#include <algorithm>
#include <optional>
#include <system_error>

#include "config/text.hpp"

namespace houston::config {
namespace {

Error error(std::string message) {
  return Error{std::move(message)};
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool starts_with(std::string_view text, std::string_view start) {
  return text.substr(0, start.size()) == start;
}

std::optional<int> parse_port(std::string_view text) {
  if (text.empty() || text.size() > 5 || !std::all_of(text.begin(), text.end(), is_digit))
    return std::nullopt;
  int port = 0;
  for (const char c : text) port = port * 10 + (c - '0');
  if (port > 65535) return std::nullopt;
  return port;
}

/// Four numbers up to 255 of which the first is 127. "127.evil.example" is a name, not an address.
bool is_loopback_v4(std::string_view host) {
  int parts = 0;
  bool first_is_127 = false;
  while (true) {
    const auto dot = host.find('.');
    const std::string_view part = host.substr(0, dot);
    const auto number = part.size() <= 3 ? parse_port(part) : std::nullopt;
    if (!number || *number > 255) return false;
    if (parts++ == 0) first_is_127 = *number == 127;
    if (dot == std::string_view::npos) break;
    host.remove_prefix(dot + 1);
  }
  return parts == 4 && first_is_127;
}

bool is_loopback(std::string_view host) {
  return lower(host) == "localhost" || host == "[::1]" || is_loopback_v4(host);
}

bool is_host_name(std::string_view host) {
  const auto allowed = [](char c) {
    const char l = lower({&c, 1})[0];
    return is_digit(c) || (l >= 'a' && l <= 'z') || c == '-' || c == '.' || c == '_';
  };
  return !host.empty() && host.size() <= 253 && host.front() != '.' && host.front() != '-' &&
         std::all_of(host.begin(), host.end(), allowed);
}

bool is_v6_literal(std::string_view host) {
  return host.size() >= 4 && host.front() == '[' && host.back() == ']' &&
         std::all_of(host.begin() + 1, host.end() - 1, [](char c) {
           const char l = lower({&c, 1})[0];
           return is_digit(c) || (l >= 'a' && l <= 'f') || c == ':' || c == '.';
         });
}

struct HostPort {
  std::string_view host;                 ///< With its brackets, when an IPv6 address.
  std::optional<std::string_view> port;  ///< What stands after the colon, unchecked.
};

HostPort split_port(std::string_view authority) {
  const auto bracket = authority.rfind(']');
  const auto colon = authority.rfind(':');
  if (colon == std::string_view::npos || (bracket != std::string_view::npos && colon < bracket)) {
    return {authority, std::nullopt};
  }
  return {authority.substr(0, colon), authority.substr(colon + 1)};
}

bool is_host(std::string_view host) {
  return is_host_name(host) || is_v6_literal(host);
}

bool is_variable_name(std::string_view name) {
  const auto allowed = [](char c) {
    const char l = lower({&c, 1})[0];
    return is_digit(c) || (l >= 'a' && l <= 'z') || c == '_';
  };
  return !name.empty() && !is_digit(name[0]) && std::all_of(name.begin(), name.end(), allowed);
}

/// A password stands after a colon in the user part, or in a parameter of that name.
bool has_password(std::string_view url_rest) {
  const std::string_view authority = url_rest.substr(0, url_rest.find_first_of("/?"));
  const auto at = authority.rfind('@');
  if (at != std::string_view::npos && authority.substr(0, at).find(':') != std::string_view::npos)
    return true;
  const auto query = url_rest.find('?');
  if (query == std::string_view::npos) return false;
  const std::string parameters = "&" + lower(url_rest.substr(query + 1));
  return parameters.find("&password=") != std::string::npos ||
         parameters.find("&sslpassword=") != std::string::npos;
}

}  // namespace

std::filesystem::path resolve(const std::filesystem::path& folder, std::string_view path) {
  std::filesystem::path full = folder / std::filesystem::path(path);
  std::error_code failed;  // Only when there is no current directory; then the relative path is all there is.
  if (auto absolute = std::filesystem::absolute(full, failed); !failed) full = std::move(absolute);
  return full.lexically_normal();
}

Result<std::string> parse_api_url(std::string_view text) {
  constexpr std::string_view kWrite = "write \"https://slack.com/api/\"";
  const auto colon = text.find("://");
  if (colon == std::string_view::npos) return error("is not a URL: " + std::string(kWrite));
  const std::string scheme = lower(text.substr(0, colon));
  if (scheme != "https" && scheme != "http") {
    return error("is not a web address: it starts with https://; " + std::string(kWrite));
  }
  std::string_view rest = text.substr(colon + 3);
  if (rest.find_first_of("?#\\ ") != std::string_view::npos) {
    return error(
        "holds a '?', '#', '\\' or a space: write the address alone, as in \"https://slack.com/api/\"");
  }
  const auto slash = std::min(rest.find('/'), rest.size());
  const std::string_view authority = rest.substr(0, slash);
  if (authority.find('@') != std::string_view::npos) {
    return error("holds a user or a password: leave out everything up to the '@'");
  }
  const HostPort parts = split_port(authority);
  if (!is_host(parts.host)) return error("names no host: " + std::string(kWrite));
  if (parts.port && (!parse_port(*parts.port) || parse_port(*parts.port) == 0)) {
    return error("has a port that is not one: it is a number from 1 to 65535");
  }
  if (scheme == "http" && !is_loopback(parts.host)) {
    return error(
        "would send the tokens unencrypted: write https://. Plain http:// is for this machine alone "
        "(localhost, 127.0.0.1, [::1])");
  }
  std::string url = scheme + "://" + std::string(rest);
  if (url.back() != '/') url += '/';
  return url;
}

Result<std::string> parse_public_url(std::string_view text) {
  auto url = parse_api_url(text);
  if (url) return url;
  return error(
      "is not an address that calendars can be read from: write \"https://houston.example.com/\", without "
      "user, query or fragment. Plain http:// is for this machine alone (127.0.0.1, localhost)");
}

Result<std::string> parse_homeserver(std::string_view text) {
  constexpr std::string_view kWrite =
      "write the server's name, as in \"example.com\", or the homeserver's address, as in "
      "\"https://matrix.example.com\"";
  if (text.find("://") != std::string_view::npos) {
    auto url = parse_api_url(text);
    if (url) return url;
    if (starts_with(lower(text), "http://") && url.error().message.find("unencrypted") != std::string::npos)
      return url;
    return error("is not the address of a homeserver: " + std::string(kWrite));
  }
  if (!text.empty() && text[0] == '@') {
    return error("is an account: write the part after its colon, as in \"example.com\"");
  }
  const HostPort parts = split_port(text);
  if (!is_host(parts.host) || (parts.port && (!parse_port(*parts.port) || parse_port(*parts.port) == 0))) {
    return error("is not a homeserver: " + std::string(kWrite));
  }
  return lower(text);
}

Result<std::string> parse_database(std::string_view text, const std::filesystem::path& folder) {
  constexpr std::string_view kForms = "write \"sqlite:houston.db\" or \"postgresql://user@host/name\"";
  constexpr std::string_view kSqlite = "sqlite:";
  if (starts_with(text, kSqlite)) {
    const std::string_view path = text.substr(kSqlite.size());
    if (path.empty()) return error("names no file: write \"sqlite:houston.db\"");
    if (path == ":memory:")
      return error("would forget everything when Houston stops: write \"sqlite:houston.db\"");
    if (starts_with(path, "//"))
      return error("is a path and not a URL: write \"sqlite:/var/lib/houston/houston.db\"");
    if (path.back() == '/') return error("names a folder: add the file, as in \"sqlite:houston.db\"");
    return std::string(kSqlite) + resolve(folder, path).string();
  }
  for (const std::string_view scheme : {std::string_view("postgresql://"), std::string_view("postgres://")}) {
    if (!starts_with(text, scheme)) continue;
    const std::string_view rest = text.substr(scheme.size());
    if (has_password(rest)) {
      return error(
          "holds a password, which does not belong in this file: write \"postgresql://user@host/name\" and "
          "keep the password in ~/.pgpass or the environment variable PGPASSWORD");
    }
    if (rest.find(' ') != std::string_view::npos) return error("holds a space: " + std::string(kForms));
    return "postgresql://" + std::string(rest);
  }
  return error("is not a database that Houston knows: " + std::string(kForms));
}

Result<std::string> parse_listen(std::string_view text) {
  if (text.empty()) return std::string();
  HostPort parts = split_port(text);
  if (!parts.port && parse_port(text)) parts = {"", text};
  if (parts.host.empty()) parts.host = "127.0.0.1";
  if (!parts.port || !parse_port(*parts.port)) {
    return error("is not an address to listen at: write \"127.0.0.1:9090\", or \"\" for none");
  }
  if (!is_host(parts.host)) {
    return error(
        "is not an address to listen at: write \"127.0.0.1:9090\"; an IPv6 address stands in brackets, as in "
        "\"[::1]:9090\"");
  }
  return std::string(parts.host) + ':' + std::string(*parts.port);
}

Result<SecretSource> parse_secret_source(std::string_view text, const std::filesystem::path& folder,
                                         std::string_view example) {
  constexpr std::string_view kEnv = "env:", kFile = "file:";
  if (starts_with(text, kEnv)) {
    const std::string_view name = text.substr(kEnv.size());
    if (!is_variable_name(name)) {
      return error("does not name a variable after env: (letters, digits and '_'): write " + quote(example));
    }
    return SecretSource{SecretSource::Kind::environment, std::string(name)};
  }
  if (starts_with(text, kFile)) {
    const std::string_view path = text.substr(kFile.size());
    if (path.empty()) return error("names no file after file: : write \"file:/etc/houston/bot-token\"");
    return SecretSource{SecretSource::Kind::file, resolve(folder, path).string()};
  }
  if (text.empty())
    return error("is empty: write \"env:NAME\" or \"file:PATH\", where it is to be read from");
  return error(
      "holds the secret itself, or something that is not a source: a secret in this file would end up in "
      "backups and "
      "version control. Put it into an environment variable and write " +
      quote(example) + ", or into a file and write \"file:PATH\"");
}

}  // namespace houston::config
