// `houston check --online` on Matrix: what is wrong between settings and homeserver.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <string>
#include <vector>

#include "bot/matrix/api.hpp"
#include "bot/matrix/matrix.hpp"
#include "bot/matrix/session.hpp"
#include "config/settings.hpp"

namespace houston::bot::matrix {

struct Probed {
  std::vector<std::string> problems;  ///< A sentence each, with its cure. Empty: all is well.
  std::vector<std::string> advice;    ///< What would be better otherwise.
};

/// Joins nothing and says nothing anywhere: is it a homeserver, does it take the token or password, and, team
/// by team, is the room there, is Houston in it or invited, may it write, is the room one that it can read,
/// are leads and members there.
boost::asio::awaitable<Probed> probe(boost::asio::any_io_executor executor, MatrixOptions options,
                                     const config::Settings& settings, Metrics& metrics);
boost::asio::awaitable<Probed> probe(Api& api, Session& session, const config::Settings& settings,
                                     config::Workspace workspace);

/// Whether the room's power levels (the content of m.room.power_levels; null for none) let `user` send
/// messages, and what they ask for.
struct MayWrite {
  bool may = true;
  std::int64_t has = 0;
  std::int64_t needs = 0;
};
MayWrite may_write(const nlohmann::json& levels, const std::string& user);

}  // namespace houston::bot::matrix
