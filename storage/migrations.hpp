// The schema's history, and bringing a database up to date with it. Internal to storage/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/result.hpp"
#include "storage/connection.hpp"

namespace houston::storage {

struct Migration {
  int version = 0;
  std::string_view name;  ///< "0001_initial"
  std::string_view sql;   ///< With the dialect's words in braces.
};

/// All that this program knows, from 1 up without a gap. Made at build time out of migrations/*.sql.
const std::vector<Migration>& migrations();

/// The newest migration the database has had; 0 for an empty one.
int schema_version(Connection& connection);

/// Why this program must not use a database of `version`; nothing when it may.
std::optional<std::string> refuse_newer(int version);

/// Applies what is missing, each migration in its own transaction under a lock that other replicas respect.
/// Throws DatabaseError; the Result's error is the sentence of refuse_newer().
Result<void> migrate(Connection& connection);

}  // namespace houston::storage
