// Invitations: those of the teams' people are accepted, and those to the teams' rooms; strangers' are
// declined.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <chrono>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "bot/matrix/api.hpp"
#include "bot/matrix/batch.hpp"
#include "bot/matrix/direct_rooms.hpp"
#include "bot/matrix/known.hpp"
#include "bot/matrix/patience.hpp"
#include "bot/metrics.hpp"
#include "bot/platform.hpp"

namespace houston::bot::matrix {

/// Belongs to its executor's thread.
class Invitations {
 public:
  Invitations(Api& api, Known& known, DirectRooms& direct, Patience& patience, Metrics& metrics)
      : api_(api), known_(known), direct_(direct), patience_(patience), metrics_(metrics) {}

  /// Those that wait, as kept in `notes`: read when it becomes Houston's turn to answer them.
  boost::asio::awaitable<void> recall(EventSink& notes);

  /// Answers those of a /sync (room → stripped state) and those that wait. Fails when Houston's account is in
  /// trouble; what a limit or another server holds up waits.
  boost::asio::awaitable<std::optional<ApiFailure>> answer(
      EventSink& notes, std::map<std::string, std::vector<nlohmann::json>> invited, Batch& batch);

  /// `next` follows the upgraded `room` and does not let Houston in: an invitation to it is welcome.
  void hope_for(const std::string& next, const std::string& room) { awaited_[next] = room; }

  /// Some wait to be answered: the next poll is not to wait for long.
  bool wait() const { return !held_.empty() && known_.roster.complete(); }

 private:
  struct Invitation {
    std::string by;
    bool direct = false;
  };
  boost::asio::awaitable<std::optional<ApiFailure>> answer_one(EventSink& notes, std::string room,
                                                               Invitation invitation, Batch& batch);

  Api& api_;
  Known& known_;
  DirectRooms& direct_;
  Patience& patience_;
  Metrics& metrics_;
  std::map<std::string, std::string> awaited_;  ///< Replacements that did not let Houston in yet.
  /// Of people who may be members for all that is known: answered when the teams' rooms can be seen, and
  /// those that a limit held up. A homeserver tells of an invitation only once.
  std::map<std::string, Invitation> held_;
  std::chrono::steady_clock::time_point after_{};  ///< The server limits joining until then.
};

}  // namespace houston::bot::matrix
