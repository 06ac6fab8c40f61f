// From a URL to a connection that is ready for HTTP: look-up, connect, proxy, TLS. Inside net only.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <memory>
#include <string>
#include <variant>

#include "bot/net/error.hpp"
#include "bot/net/proxy.hpp"
#include "bot/net/tls.hpp"
#include "bot/net/url.hpp"
#include "bot/net/wire.hpp"

namespace houston::net {

using DialOutcome = std::variant<std::shared_ptr<Wire>, NetError>;

/// `timeout` is each step's. Plain http and ws are refused but for loopback hosts. The arguments must live
/// until it ends. Call it with throw_if_cancelled(false); a cancelled one gives some error, and the caller,
/// who knows of the cancellation, says so.
asio::awaitable<DialOutcome> dial(asio::any_io_executor executor, const Url& url, const TlsContext& tls,
                                  const ProxySettings& proxy, std::chrono::milliseconds timeout);

/// "… took longer than 30 s" or the error's own text.
std::string reason_text(const Wire& wire, const error_code& error, std::chrono::milliseconds timeout);

}  // namespace houston::net
