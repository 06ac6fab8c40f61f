// HTTPS_PROXY and NO_PROXY, as curl reads them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "bot/net/url.hpp"
#include "config/secret.hpp"

namespace houston::net {

struct ProxySettings {
  std::optional<Url> proxy;           ///< http:// proxies, spoken to with CONNECT.
  Secret authorization;               ///< "Basic …" for Proxy-Authorization, or empty.
  std::vector<std::string> no_proxy;  ///< Hosts, ".suffixes", "*".

  /// The proxy for this URL: secure schemes only, never for loopback hosts or what NO_PROXY names.
  const Url* for_url(const Url& url) const;
};

/// From HTTPS_PROXY / https_proxy (user:password@ is taken out into `authorization`) and NO_PROXY / no_proxy.
/// `get` reads the environment ("" for unset).
Result<ProxySettings> proxy_from_environment(const std::function<std::string(const std::string&)>& get);

}  // namespace houston::net
