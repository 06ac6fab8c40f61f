// What happened in a room since the last time, without a gap: what /sync left out is asked for by /messages.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bot/matrix/api.hpp"

namespace houston::bot::matrix {

/// The filter of /sync: types that mean something to Houston, members only of who speaks. `history` false: of
/// the first sync, which is asked for a starting point alone.
std::string sync_filter(bool history);
/// The same types, for /messages.
std::string history_filter();

/// Where a room begins for Houston, when it entered it (or was invited to it) in `events`: the index behind
/// that. Nothing when it did neither. Messages before are somebody else's history; in direct messages what
/// was said between the invitation and the entry is said to Houston.
std::optional<std::size_t> own_beginning(const std::vector<nlohmann::json>& events, const std::string& self,
                                         bool direct);

/// The events of a room since `since`, oldest first. Walks back until `since`, until Houston's own entry, or
/// until the room's first event. `asked_before`: for servers that do not know where to stop, an instant (of
/// origin_server_ts, in milliseconds) that lies safely before `since`.
boost::asio::awaitable<Outcome<std::vector<nlohmann::json>>> whole_timeline(Api& api, std::string room,
                                                                            Timeline timeline,
                                                                            std::string since,
                                                                            std::string self, bool direct,
                                                                            std::int64_t asked_before);

}  // namespace houston::bot::matrix
