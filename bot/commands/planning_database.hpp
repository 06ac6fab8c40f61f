// A database for `houston plan`: it holds the absences and holds of the real one, and may be filled with a
// fresh roster without disturbing a Houston that serves from the real one.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "config/result.hpp"
#include "storage/database.hpp"

namespace houston::bot {

/// SQLite: a copy in a temporary folder, or an empty one when there is no database yet. PostgreSQL: the real
/// one; the transaction of the caller is never committed.
class PlanningDatabase {
 public:
  static Result<std::unique_ptr<PlanningDatabase>> open(const std::string& url);
  ~PlanningDatabase();  ///< Removes the copy.
  PlanningDatabase(const PlanningDatabase&) = delete;
  PlanningDatabase& operator=(const PlanningDatabase&) = delete;

  storage::Database& database() { return *database_; }

 private:
  PlanningDatabase() = default;
  std::filesystem::path folder_;
  std::unique_ptr<storage::Database> database_;
};

}  // namespace houston::bot
