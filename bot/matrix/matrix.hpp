// A Matrix account as a Platform: /sync in, the client-server API out.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "bot/metrics.hpp"
#include "bot/net/proxy.hpp"
#include "bot/net/tls.hpp"
#include "bot/platform.hpp"
#include "config/result.hpp"
#include "config/settings.hpp"
#include "handlers/chat/event.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::matrix {

struct MatrixOptions {
  config::Workspace workspace;
  Secret secret;  ///< What the workspace's settings name: the access token, or the password.
  /// Reads it again, where it may have been replaced while Houston runs. May be null.
  std::function<Result<Secret>()> reread{};
  net::TlsContext tls;
  net::ProxySettings proxy;
  std::vector<std::string> channels;        ///< Aliases or ids of the teams' rooms, from the settings.
  std::vector<std::string> people{};        ///< Ids of leads and members that the settings name.
  std::vector<std::string> reactions{};     ///< Names of reactions that mean something to Houston.
  std::uint64_t seed = 0;                   ///< Of the back-off's chance.
  const scheduler::Clock* clock = nullptr;  ///< Stamps events; what is due in real time does not use it.
};

std::unique_ptr<Platform> make_matrix(boost::asio::any_io_executor executor, MatrixOptions options,
                                      Metrics& metrics);

/// Who is there, without taking a running Houston's events and without joining anything: for `houston plan`.
/// The error says what to do.
boost::asio::awaitable<Result<chat::RosterLoaded>> load_roster(boost::asio::any_io_executor executor,
                                                               MatrixOptions options, Metrics& metrics);

}  // namespace houston::bot::matrix
