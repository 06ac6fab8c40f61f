// What Houston decided to say and has not yet been told was delivered, and, once delivered, where it stands.
//
// A row goes ready → sending → sent (or failed). `sending` is committed before the request leaves; a row
// found in `sending` later is in doubt, and the courier looks it up on the platform by `key` before it sends
// again. Rows of one place leave in the order of their ids: a place with an unfinished row yields no later
// one.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

/// Where something is said: a room by its platform id, or a person's direct messages.
struct Place {
  enum class Kind { room, person } kind = Kind::room;
  WorkspaceId workspace;
  std::string id;                     ///< RoomId or PersonId, by `kind`.
  std::optional<MessageId> thread{};  ///< The message whose thread it belongs to; that one leaves first.
  auto operator<=>(const Place&) const = default;
};

enum class Action {
  post,    ///< A new message.
  update,  ///< New content for `target`. While an update of the same target is still ready, a new one
           ///< replaces it.
  remove,  ///< Deletes `target`.
  home,    ///< The person's home tab (place: person). Replaces a ready one.
  react,   ///< A reaction on somebody's message in the room, or its removal; the body says which.
};

enum class Delivery { ready, sending, sent, failed };

/// The platform's id of a delivered message.
struct Receipt {
  std::string room;
  std::string message;  ///< Slack: ts.
  auto operator<=>(const Receipt&) const = default;
};

struct OutboxRow {
  MessageId id;
  Place place;
  Action action = Action::post;
  std::optional<MessageId> target{};   ///< Of update and remove.
  std::optional<MessageId> copy_of{};  ///< The message that it says in another place.
  std::string body;  ///< The neutral message (or reaction) as JSON (handlers/chat/json.hpp); "" for remove.
  std::string key;   ///< Unique: "<installation>-<id>"; travels in the message's metadata.
  Delivery delivery = Delivery::ready;
  Instant created{};
  Instant not_before{};  ///< Stored Retry-After or back-off.
  int attempts = 0;
  /// Of an attempt whose end is not known; of a failed row: it may have arrived all the same.
  std::optional<Instant> sending_since{};
  std::optional<Receipt> receipt{};  ///< Of a sent post.
  std::string error;                 ///< Why it was postponed or given up, for people; never a secret.
};

class Outbox {
 public:
  explicit Outbox(Database& database) : database_(database) {}

  // What a turn does.
  /// `copy_of`: of a post that says in another place what that one says; never itself a copy.
  MessageId add(const Place& place, Action action, std::optional<MessageId> target, const std::string& body,
                Instant now, std::optional<MessageId> copy_of = std::nullopt);
  std::optional<OutboxRow> find(MessageId id);
  /// The message and its copies: of each place the last row, the message's own place first.
  std::vector<OutboxRow> everywhere(MessageId message);
  /// The message that stands there; of a copy the message that it is one of.
  std::optional<MessageId> by_receipt(const WorkspaceId& workspace, const Receipt& receipt);

  // What the courier does, each in a transaction of its own or grouped with others.

  /// Claims up to `limit` rows that may leave now, at most one a place, oldest first: ready, not_before
  /// reached, no unfinished row before it at its place, its thread's and target's message delivered (rows
  /// whose target or thread failed are given up here). Sets them to sending, counts the attempt, and leases
  /// their places to `owner` until `lease_until`. Rows in `sending` whose place's lease is over or is
  /// `owner`'s from an earlier life are not returned here: see take_in_doubt.
  std::vector<OutboxRow> claim(const WorkspaceId& workspace, std::string_view owner, Instant now,
                               Instant lease_until, int limit);
  /// Rows found in `sending` whose lease is over or held by nobody: leases them to `owner` and returns them.
  std::vector<OutboxRow> take_in_doubt(const WorkspaceId& workspace, std::string_view owner, Instant now,
                                       Instant lease_until, int limit);
  void sent(MessageId id, const std::optional<Receipt>& receipt, Instant now);  ///< And frees the place.
  /// Back to ready: not delivered, to be tried again from `not_before` on. Frees the place.
  void postpone(MessageId id, Instant not_before, std::string_view why);
  /// failed; frees the place. In doubt: it may have arrived all the same (see OutboxRow::sending_since).
  void give_up(MessageId id, std::string_view why, Instant now, bool in_doubt = false);
  /// Frees every lease of `owner`: at start (the earlier life's) and at a clean stop.
  void release(std::string_view owner);

  /// The earliest instant at which claim or take_in_doubt may have something new to give; nothing when idle.
  std::optional<Instant> next_ready(const WorkspaceId& workspace);
  /// Unfinished rows (ready or sending).
  int depth();
  int depth(const WorkspaceId& workspace);
  /// Deletes the bodies of rows finished before `before` (receipts stay). Returns how many.
  int forget_bodies(Instant before);
  /// The same at once for what was said to people in direct messages and has `part` in it.
  int forget_bodies_with(const WorkspaceId& workspace, const std::string& part);

  // A platform's limit on a method ("chat.update") or anything else named by `scope`.
  void pause(const WorkspaceId& workspace, std::string_view scope, Instant until);
  std::optional<Instant> paused_until(const WorkspaceId& workspace, std::string_view scope);

 private:
  Database& database_;
};

}  // namespace houston::storage
