// A Slack workspace as a Platform: Socket Mode in, Web API out.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <cstdint>
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

namespace houston::bot::slack {

struct SlackOptions {
  config::Workspace workspace;
  Secret bot_token;
  Secret app_token;
  net::TlsContext tls;
  net::ProxySettings proxy;
  std::vector<std::string>
      channels;  ///< "#name" or ids whose members are to be known, from the teams' settings.
  /// Names of reactions that mean something to Houston: what a message says is read when one is put on it.
  std::vector<std::string> reactions{};
  int sockets = 2;         ///< Socket Mode connections held (Slack allows ten an app).
  std::uint64_t seed = 0;  ///< Of the back-off's chance.
  const scheduler::Clock* clock =
      nullptr;  ///< Stamps events; what is due in real time (timeouts) does not use it.
};

std::unique_ptr<Platform> make_slack(boost::asio::any_io_executor executor, SlackOptions options,
                                     Metrics& metrics);

/// `houston check --online`: what is wrong between these settings and the workspace, a sentence each with its
/// cure: tokens, scopes, channels, membership of the bot, members and leads that cannot be found. Empty: all
/// is well.
boost::asio::awaitable<std::vector<std::string>> probe(boost::asio::any_io_executor executor,
                                                       SlackOptions options, const config::Settings& settings,
                                                       Metrics& metrics);

/// Who is there, without opening a socket: for `houston plan`, which must not take a running Houston's
/// events. The error says what to do.
boost::asio::awaitable<Result<chat::RosterLoaded>> load_roster(boost::asio::any_io_executor executor,
                                                               SlackOptions options, Metrics& metrics);

}  // namespace houston::bot::slack
