// Keeps two Houstons off one SQLite file: each would take the other's messages under way for its own of an
// earlier life. (Replicas share a PostgreSQL database, where leases tell them apart.)
#pragma once

#include <memory>
#include <string>

#include "config/result.hpp"

namespace houston::bot {

class DatabaseLock {
 public:
  /// Locks "PATH.lock" beside "sqlite:PATH" until destroyed; the kernel frees it when the process dies. Locks
  /// nothing for other databases. The error is for people.
  static Result<std::unique_ptr<DatabaseLock>> take(const std::string& url);
  ~DatabaseLock();
  DatabaseLock(const DatabaseLock&) = delete;
  DatabaseLock& operator=(const DatabaseLock&) = delete;

 private:
  explicit DatabaseLock(int file) : file_(file) {}
  int file_;
};

}  // namespace houston::bot
