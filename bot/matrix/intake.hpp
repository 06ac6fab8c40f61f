// What a /sync answer means: events for Houston's turns, and what has to be done about rooms (invitations,
// upgrades, direct messages) before it is known what they are.
//
//   /sync ──▶ gaps filled (timeline) ──▶ [ a layer that decrypts: m.room.encrypted → what it holds ] ──▶
//   read_event ──▶ chat::Event ──▶ the sink
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "bot/matrix/api.hpp"
#include "bot/matrix/batch.hpp"
#include "bot/matrix/direct_rooms.hpp"
#include "bot/matrix/events.hpp"
#include "bot/matrix/invitations.hpp"
#include "bot/matrix/known.hpp"
#include "bot/matrix/patience.hpp"
#include "bot/metrics.hpp"
#include "bot/platform.hpp"
#include "scheduler/clock.hpp"

namespace houston::bot::matrix {

/// Belongs to its executor's thread.
class Intake {
 public:
  /// `reactions`: names of those that mean something; the others are passed over.
  Intake(WorkspaceId workspace, std::vector<std::string> reactions, Api& api, Known& known,
         DirectRooms& direct, Profiles& profiles, const scheduler::Clock& clock, Metrics& metrics);

  /// `first`: the sync had no starting point, so timelines are history. Fails when something could not be
  /// asked or done now; the same answer, or the next, is then to be read again. `notes` is asked for what was
  /// said before. `asked_before` as in whole_timeline().
  boost::asio::awaitable<Outcome<Batch>> read(EventSink& notes, Synced synced, std::string since, bool first,
                                              std::int64_t asked_before);

  /// Upgraded rooms and invitations that wait, as kept in notes: read at the start.
  boost::asio::awaitable<void> recall(EventSink& notes);

  /// Somebody's profile was read again. (Their name is as their member events say.)
  void take_profile(const std::string& who, Profile profile, Batch& batch);

  /// Invitations wait to be answered: the next poll is not to wait for long.
  bool waits() const { return invitations_.wait(); }

 private:
  using Failed = std::optional<ApiFailure>;
  boost::asio::awaitable<Failed> read_room(EventSink& notes, std::string room, SyncedRoom synced,
                                           std::string since, std::int64_t asked_before, Batch& batch);
  boost::asio::awaitable<Failed> read_state(EventSink& notes, const std::string& room,
                                            const nlohmann::json& event, Batch& batch);
  boost::asio::awaitable<Failed> read_member(const std::string& room, const nlohmann::json& event, bool news,
                                             Batch& batch);
  boost::asio::awaitable<Failed> read_said(EventSink& notes, const std::string& room,
                                           const nlohmann::json& event, Batch& batch);
  boost::asio::awaitable<Failed> follow(EventSink& notes, const std::string& room,
                                        const nlohmann::json& tombstone, Batch& batch);
  boost::asio::awaitable<Failed> cannot_read(EventSink& notes, const std::string& room, Batch& batch);
  boost::asio::awaitable<Failed> recall_offer(const std::string& room);
  void read_levels(const std::string& room, const nlohmann::json& event, Batch& batch);
  void remember_own(const std::string& room, const nlohmann::json& event);

  chat::Event make(const PersonId& person, std::string key) const;
  void change_person(storage::Person person, Batch& batch);

  WorkspaceId workspace_;
  std::vector<std::string> reactions_;
  Api& api_;
  Known& known_;
  DirectRooms& direct_;
  Profiles& profiles_;
  const scheduler::Clock& clock_;
  Metrics& metrics_;
  Patience patience_;
  Invitations invitations_;
  std::map<std::string, nlohmann::json> recent_;        ///< Of the timeline that is being read, by id.
  std::map<std::string, std::optional<Offer>> offers_;  ///< By direct room; missing: not known.
  std::set<std::string> unreadable_;                    ///< Rooms where that was said.
};

}  // namespace houston::bot::matrix
