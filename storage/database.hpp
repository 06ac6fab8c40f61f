// One connection to the one database, and the transaction everything happens in. The only header that knows
// there are two engines; the SQL above it is written once.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>

#include "config/result.hpp"
#include "config/types.hpp"

namespace houston::storage {

class Connection;

enum class Engine { sqlite, postgresql };

/// What went wrong with the database, sorted by what can be done about it. Thrown by every function of
/// storage/; never holds a password or what people wrote.
class DatabaseError : public std::runtime_error {
 public:
  enum class Kind {
    unavailable,  ///< Connection lost, locked, server restarting: roll back and try the whole turn again.
    full,      ///< Disk full, read-only, quota: nothing can be kept now; stop taking events, try again later.
    corrupt,   ///< The file is damaged: stop and tell the operator.
    conflict,  ///< A unique, foreign or check key refused the row: a broken invariant of one turn.
    other,
  };
  DatabaseError(Kind kind, const std::string& message) : std::runtime_error(message), kind_(kind) {}
  Kind kind() const { return kind_; }

 private:
  Kind kind_;
};

/// A connection. Belongs to one thread at a time. Not copyable.
class Database {
 public:
  /// Opens "sqlite:PATH" (created when missing; WAL, synchronous=FULL, foreign keys, busy timeout) or
  /// "postgresql://…", and brings the schema up to date (numbered, forward-only, each migration in a
  /// transaction, several replicas at once are safe). The error says what to do: a database newer than this
  /// program, a corrupt file, a directory that cannot be written, a server that does not answer.
  static Result<std::unique_ptr<Database>> open(const std::string& url);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  Engine engine() const;
  Connection& connection();  ///< For storage/ alone.

  /// A stable random identity of this database (UUID text), made when it was created: the prefix of metadata
  /// keys.
  const std::string& installation() const;

  /// Reconnects after Kind::unavailable; throws DatabaseError when that fails.
  void reconnect();

 private:
  struct Impl;
  explicit Database(std::unique_ptr<Impl> impl);
  std::unique_ptr<Impl> impl_;
};

/// BEGIN … COMMIT. Rolls back when destroyed uncommitted. SQLite: BEGIN IMMEDIATE.
class Transaction {
 public:
  explicit Transaction(Database& database);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  /// Waits until no other transaction that called this is under way. Two replicas' turns that look before
  /// they write
  /// ("is there a head message yet?") would otherwise both see nothing. SQLite's transactions are alone as
  /// they are.
  void alone();
  void commit();

 private:
  Database& database_;
  bool open_ = true;
};

/// SAVEPOINT inside a transaction: one turn of a group commit. Rolls back to itself when destroyed
/// unreleased.
class Savepoint {
 public:
  explicit Savepoint(Database& database);
  ~Savepoint();
  Savepoint(const Savepoint&) = delete;
  Savepoint& operator=(const Savepoint&) = delete;
  void release();

 private:
  Database& database_;
  bool open_ = true;
};

}  // namespace houston::storage
