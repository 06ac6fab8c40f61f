// Which events have been taken: a redelivery finds its key here and becomes a no-op.
#pragma once

#include <string_view>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

class Inbox {
 public:
  explicit Inbox(Database& database) : database_(database) {}
  /// True when the key is new in this workspace and is now recorded; false when it was there.
  bool record(const WorkspaceId& workspace, std::string_view key, Instant now);
  /// Drops keys recorded before `before`; Slack repeats for up to 24 h, so keep at least 48 h. Returns how
  /// many.
  int forget(Instant before);

 private:
  Database& database_;
};

}  // namespace houston::storage
