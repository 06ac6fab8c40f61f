// How a row of the outbox is read. Internal to storage/: shared by what turns do (outbox.cpp) and what the
// courier does (claims.cpp).
#pragma once

#include "storage/outbox.hpp"
#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 2> kWords<Place::Kind>{"room", "person"};
template <>
inline constexpr std::array<std::string_view, 5> kWords<Action>{"post", "update", "remove", "home", "react"};
template <>
inline constexpr std::array<std::string_view, 4> kWords<Delivery>{"ready", "sending", "sent", "failed"};

/// A row as its columns.
struct StoredRow {
  OutboxRow row;
  std::optional<std::string> receipt_room{};
  std::optional<std::string> receipt_message{};
};

inline auto fields(StoredRow& s) {
  OutboxRow& r = s.row;
  return std::tie(r.id, r.place.kind, r.place.workspace, r.place.id, r.place.thread, r.action, r.target,
                  r.copy_of, r.body, r.delivery, r.created, r.not_before, r.attempts, r.sending_since,
                  s.receipt_room, s.receipt_message, r.error);
}

inline OutboxRow to_row(Database& database, StoredRow&& stored) {
  OutboxRow row = std::move(stored.row);
  row.key = database.installation() + "-" + std::to_string(row.id.value);
  if (stored.receipt_room && stored.receipt_message)
    row.receipt = Receipt{std::move(*stored.receipt_room), std::move(*stored.receipt_message)};
  return row;
}

}  // namespace houston::storage
