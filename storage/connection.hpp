// A connection to one of the two engines, with its prepared statements. The only header that includes SOCI;
// internal to storage/.
#pragma once

#include <soci/soci.h>

#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "config/result.hpp"
#include "storage/database.hpp"
#include "storage/values.hpp"

namespace houston::storage {

class Statement {
 public:
  Statement(Connection& connection, std::string_view sql, const std::vector<ColumnKind>& parameters,
            std::size_t columns);

  Value& parameter(std::size_t index) { return parameters_.at(index).value; }
  const Value& column(std::size_t index) const { return columns_.at(index).value; }
  /// Refuses another use of the same text with other types: it would read the wrong members.
  void check(const std::vector<ColumnKind>& parameters, std::size_t columns) const;
  bool execute();  ///< True when there is a first row.
  bool fetch();
  long long changed() { return statement_.get_affected_rows(); }
  /// Whether its last execution failed. SOCI then leaves the parameters' buffers behind and loses them if the
  /// statement is executed once more; only its destructor frees them.
  bool spent() const { return spent_; }

 private:
  struct Slot {
    Value value;
    soci::indicator indicator = soci::i_ok;
  };
  void take_nulls();

  std::vector<ColumnKind> kinds_;
  std::vector<Slot> parameters_;  // Never resized: SOCI holds pointers into it.
  std::vector<Slot> columns_;
  soci::statement statement_;
  bool spent_ = false;
};

class Connection {
 public:
  virtual ~Connection() = default;
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  virtual Engine engine() const = 0;
  /// Connects and sets the session up; throws DatabaseError. What was prepared before is forgotten.
  virtual void connect() = 0;
  /// Runs SQL that has no parameters and whose rows do not matter, several statements at once if need be.
  virtual void command(const char* sql) = 0;
  virtual void begin() = 0;
  virtual void commit() = 0;
  /// Takes the lock under which migrations run; a transaction is open and its end frees the lock.
  virtual void lock_schema() = 0;
  /// Whether there is a table of this name.
  virtual bool has_table(const std::string& name) = 0;
  /// The exception that is being handled as a DatabaseError.
  virtual DatabaseError translate() = 0;
  [[noreturn]] void rethrow() { throw translate(); }
  /// Throws when the open transaction is no longer there: SQLite rolls one back by itself when the disk is
  /// full, and what follows would be committed a statement at a time.
  virtual void check_transaction() = 0;
  /// What a person should call this database; no password.
  virtual std::string name() const = 0;

  void rollback() noexcept;

  Statement& prepared(std::string_view sql, const std::vector<ColumnKind>& parameters, std::size_t columns);
  void forget(const Statement& statement);

  soci::session session;
  bool in_transaction = false;

 protected:
  Connection() = default;
  void forget_all() { statements_.clear(); }

 private:
  struct Hash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const { return std::hash<std::string_view>{}(text); }
  };
  std::unordered_map<std::string, std::unique_ptr<Statement>, Hash, std::equal_to<>> statements_;
};

/// `where` is what follows "sqlite:". Not yet connected.
std::unique_ptr<Connection> make_sqlite(std::string where);
/// The error never repeats the URL: it may hold a password.
Result<std::unique_ptr<Connection>> make_postgresql(const std::string& url);

}  // namespace houston::storage
