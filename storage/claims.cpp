// How the courier takes rows out of the outbox and says what became of them.
//
// Order and leases rest on one rule: of each place (workspace, place_kind, place; threads belong to their
// room) only the unfinished row with the smallest id, its head, may leave. While it is `sending` it remains
// the head, so that a place has at most one row in flight, and the lease on the place is the lease on that
// row: `owner` and `lease_until`. A unique index says the same once more. Several owners never wait for each
// other: a row that another transaction is claiming is passed over.
#include "storage/outbox.hpp"
#include "storage/outbox_row.hpp"

namespace houston::storage {
namespace {

/// A head that may leave now, or that never can.
struct Candidate {
  MessageId id;
  bool hopeless = false;  ///< What it belongs to was given up.
};

auto fields(Candidate& c) {
  return std::tie(c.id, c.hopeless);
}

constexpr std::string_view kHopeless = "the message that this one belongs to was not delivered";

}  // namespace

std::vector<OutboxRow> Outbox::claim(const WorkspaceId& workspace, std::string_view owner, Instant now,
                                     Instant lease_until, int limit) {
  Together together(database_);
  std::vector<OutboxRow> claimed;
  // Giving a hopeless row up makes the next row of its place the head: look again.
  for (bool again = true; again && static_cast<int>(claimed.size()) < limit;) {
    again = false;
    const auto candidates = select<Candidate>(
        database_,
        "select claimed.id, case when t.delivery = 'failed' or g.delivery = 'failed' then 1 else 0 end"
        " from outbox claimed"
        " join (select min(id) as id from outbox where workspace = ? and finished is null"
        "  group by place_kind, place) head on head.id = claimed.id"
        " left join outbox t on t.id = claimed.thread"
        " left join outbox g on g.id = claimed.target"
        " where claimed.delivery = 'ready' and claimed.not_before <= ?"
        " and (t.id is null or t.finished is not null) and (g.id is null or g.finished is not null)"
        " order by claimed.id limit ? {claim}",
        workspace, now, limit - static_cast<int>(claimed.size()));
    for (const Candidate& candidate : candidates) {
      if (candidate.hopeless) {
        give_up(candidate.id, kHopeless, now);
        again = true;
        continue;
      }
      auto stored = select_one<StoredRow>(
          database_,
          "update outbox set delivery = 'sending', attempts = attempts + 1, sending_since = ?, owner = ?,"
          " lease_until = ? where id = ? and delivery = 'ready'"
          " returning id, place_kind, workspace, place, thread, action, target, copy_of, body, delivery,"
          " created, not_before, attempts, sending_since, receipt_room, receipt_message, error",
          now, owner, lease_until, candidate.id);
      if (stored) claimed.push_back(to_row(database_, std::move(*stored)));
    }
  }
  together.done();
  return claimed;
}

std::vector<OutboxRow> Outbox::take_in_doubt(const WorkspaceId& workspace, std::string_view owner,
                                             Instant now, Instant lease_until, int limit) {
  Together together(database_);
  const auto found = select<MessageId>(
      database_,
      "select claimed.id from outbox claimed where claimed.workspace = ? and claimed.finished is null"
      " and claimed.delivery = 'sending' and (claimed.owner is null or claimed.lease_until <= ?)"
      " order by claimed.id limit ? {claim}",
      workspace, now, limit);
  std::vector<OutboxRow> taken;
  for (const MessageId id : found) {
    // `sending_since` stays: it says from when on the platform may have the message.
    run(database_, "update outbox set owner = ?, lease_until = ? where id = ?", owner, lease_until, id);
    if (auto row = find(id)) taken.push_back(std::move(*row));
  }
  together.done();
  return taken;
}

void Outbox::sent(MessageId id, const std::optional<Receipt>& receipt, Instant now) {
  std::optional<std::string> room;
  std::optional<std::string> message;
  if (receipt) {
    room = receipt->room;
    message = receipt->message;
  }
  // Also over `ready` and `failed`: who knows that the platform has it knows better than who gave up looking.
  run(database_,
      "update outbox set delivery = 'sent', finished = ?, owner = null, lease_until = null, error = '',"
      " receipt_room = case when action = 'post' then cast(? as text) end,"
      " receipt_message = case when action = 'post' then cast(? as text) end"
      " where id = ? and delivery <> 'sent'",
      now, room, message, id);
}

void Outbox::postpone(MessageId id, Instant not_before, std::string_view why) {
  Together together(database_);
  // A newer update of the same message waits already: this one has nothing to add to it.
  const auto newer = select_one<MessageId>(
      database_,
      "select n.id from outbox n join outbox o on n.target = o.target and n.id > o.id"
      " where o.id = ? and o.action = 'update' and n.action = 'update' and n.finished is null"
      " and n.delivery = 'ready' limit 1",
      id);
  if (newer) {
    run(database_,
        "update outbox set delivery = 'failed', finished = sending_since, owner = null, lease_until = null,"
        " error = 'replaced by a newer update' where id = ? and delivery = 'sending'",
        id);
    run(database_, "update outbox set not_before = ? where id = ? and not_before < ?", not_before, *newer,
        not_before);
  } else {
    run(database_,
        "update outbox set delivery = 'ready', not_before = ?, owner = null, lease_until = null, error = ?"
        " where id = ? and delivery = 'sending'",
        not_before, why, id);
  }
  together.done();
}

void Outbox::give_up(MessageId id, std::string_view why, Instant now, bool in_doubt) {
  run(database_,
      "update outbox set delivery = 'failed', finished = ?, owner = null, lease_until = null, error = ?"
      " where id = ? and finished is null",
      now, why, id);
  if (!in_doubt)
    run(database_, "update outbox set sending_since = null where id = ? and delivery = 'failed'", id);
}

void Outbox::release(std::string_view owner) {
  run(database_,
      "update outbox set owner = null, lease_until = null"
      " where finished is null and delivery = 'sending' and owner = ?",
      owner);
}

std::optional<Instant> Outbox::next_ready(const WorkspaceId& workspace) {
  // A row in flight may become in doubt when its lease ends; one that nobody leases is so already. A head
  // that waits for a message elsewhere does not count: that message's own row does.
  return select_one<std::optional<Instant>>(
             database_,
             "select min(case when o.delivery = 'ready' then o.not_before"
             "  else coalesce(o.lease_until, o.sending_since) end)"
             " from outbox o join (select min(id) as id from outbox where workspace = ? and finished is null"
             "  group by place_kind, place) head on head.id = o.id"
             " left join outbox t on t.id = o.thread left join outbox g on g.id = o.target"
             " where (t.id is null or t.finished is not null) and (g.id is null or g.finished is not null)",
             workspace)
      .value();
}

}  // namespace houston::storage
