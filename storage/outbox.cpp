// What a turn does to the outbox, and its upkeep. What the courier does stands in claims.cpp.
#include "storage/outbox.hpp"

#include <algorithm>
#include <stdexcept>

#include "storage/outbox_row.hpp"

namespace houston::storage {
namespace {

constexpr std::string_view kWithdrawn = "taken back before it was sent";

/// The update of `target` that still waits, with its new content: it leaves when it would have left.
std::optional<MessageId> replace_update(Database& database, MessageId target, const std::string& body) {
  return select_one<MessageId>(database,
                               "update outbox set body = ? where delivery = 'ready' and id = (select max(id)"
                               " from outbox where target = ? and finished is null and action = 'update'"
                               " and delivery = 'ready') returning id",
                               body, target);
}

std::optional<MessageId> replace_home(Database& database, const Place& place, const std::string& body) {
  return select_one<MessageId>(
      database,
      "update outbox set body = ? where delivery = 'ready' and id = (select max(id)"
      " from outbox where workspace = ? and place_kind = ? and place = ?"
      " and finished is null and action = 'home' and delivery = 'ready') returning id",
      body, place.workspace, place.kind, place.id);
}

/// Removing a message makes its waiting updates pointless, and the message itself when it never left. Returns
/// whether there is nothing on the platform to remove.
bool take_back(Database& database, MessageId target, Instant now) {
  run(database,
      "update outbox set delivery = 'failed', error = ?, finished = ?"
      " where target = ? and finished is null and action = 'update' and delivery = 'ready'",
      kWithdrawn, now, target);
  // Only a row that is ready: the courier may be claiming it at this moment.
  run(database,
      "update outbox set delivery = 'failed', error = ?, finished = ?"
      " where id = ? and action = 'post' and delivery = 'ready'",
      kWithdrawn, now, target);
  return select_one<Delivery>(database, "select delivery from outbox where id = ?", target) ==
         Delivery::failed;
}

}  // namespace

MessageId Outbox::add(const Place& place, Action action, std::optional<MessageId> target,
                      const std::string& body, Instant now, std::optional<MessageId> copy_of) {
  if ((action == Action::update || action == Action::remove) != target.has_value())
    throw std::logic_error("update and remove have a target, the other actions have none");
  Together together(database_);
  std::optional<MessageId> id;
  bool nothing_there = false;
  if (action == Action::update) id = replace_update(database_, *target, body);
  if (action == Action::home) id = replace_home(database_, place, body);
  if (action == Action::remove) nothing_there = take_back(database_, *target, now);
  if (!id) {
    const std::optional<Instant> finished = nothing_there ? std::optional(now) : std::nullopt;
    id = select_one<MessageId>(
        database_,
        "insert into outbox (workspace, place_kind, place, thread, action, target, copy_of, body,"
        " delivery, created, not_before, error, finished)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) returning id",
        place.workspace, place.kind, place.id, place.thread, action, target, copy_of, body,
        nothing_there ? Delivery::failed : Delivery::ready, now, now,
        nothing_there ? kWithdrawn : std::string_view(), finished);
  }
  together.done();
  return id.value();
}

std::optional<OutboxRow> Outbox::find(MessageId id) {
  auto stored = select_one<StoredRow>(
      database_,
      "select id, place_kind, workspace, place, thread, action, target, copy_of, body, delivery, created,"
      " not_before, attempts, sending_since, receipt_room, receipt_message, error from outbox where id = ?",
      id);
  if (!stored) return std::nullopt;
  return to_row(database_, std::move(*stored));
}

std::vector<OutboxRow> Outbox::everywhere(MessageId message) {
  std::vector<OutboxRow> rows;
  for (StoredRow& stored : select<StoredRow>(
           database_,
           "select id, place_kind, workspace, place, thread, action, target, copy_of, body, delivery, "
           "created,"
           " not_before, attempts, sending_since, receipt_room, receipt_message, error from outbox"
           " where id = ? or copy_of = ? order by id",
           message, message)) {
    OutboxRow row = to_row(database_, std::move(stored));
    const auto before = std::find_if(rows.begin(), rows.end(), [&](const OutboxRow& one) {
      return one.place.workspace == row.place.workspace && one.place.id == row.place.id;
    });
    if (before == rows.end()) {
      rows.push_back(std::move(row));
    } else {
      *before = std::move(row);
    }
  }
  return rows;
}

std::optional<MessageId> Outbox::by_receipt(const WorkspaceId& workspace, const Receipt& receipt) {
  return select_one<MessageId>(database_,
                               "select coalesce(copy_of, id) from outbox"
                               " where workspace = ? and receipt_room = ? and receipt_message = ?",
                               workspace, receipt.room, receipt.message);
}

int Outbox::depth() {
  return select_one<int>(database_, "select count(*) from outbox where finished is null").value();
}

int Outbox::depth(const WorkspaceId& workspace) {
  return select_one<int>(database_, "select count(*) from outbox where workspace = ? and finished is null",
                         workspace)
      .value();
}

int Outbox::forget_bodies_with(const WorkspaceId& workspace, const std::string& part) {
  return static_cast<int>(run(database_,
                              "update outbox set body = '' where workspace = ? and place_kind = 'person'"
                              " and finished is not null and replace(body, ?, '') <> body",
                              workspace, part));
}

int Outbox::forget_bodies(Instant before) {
  return static_cast<int>(
      run(database_, "update outbox set body = '' where finished is not null and body <> '' and finished < ?",
          before));
}

void Outbox::pause(const WorkspaceId& workspace, std::string_view scope, Instant until) {
  // Of two limits the longer one: a request that left before the first answer says less.
  run(database_,
      "insert into sending_pause (workspace, scope, until) values (?, ?, ?)"
      " on conflict (workspace, scope) do update set until = excluded.until"
      " where sending_pause.until < excluded.until",
      workspace, scope, until);
}

std::optional<Instant> Outbox::paused_until(const WorkspaceId& workspace, std::string_view scope) {
  return select_one<Instant>(database_, "select until from sending_pause where workspace = ? and scope = ?",
                             workspace, scope);
}

}  // namespace houston::storage
