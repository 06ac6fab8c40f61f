#include "storage/inbox.hpp"

#include "storage/sql.hpp"

namespace houston::storage {

bool Inbox::record(const WorkspaceId& workspace, std::string_view key, Instant now) {
  return run(database_, "insert into inbox (workspace, key, taken) values (?, ?, ?) on conflict do nothing",
             workspace, key, now) == 1;
}

int Inbox::forget(Instant before) {
  return static_cast<int>(run(database_, "delete from inbox where taken < ?", before));
}

}  // namespace houston::storage
