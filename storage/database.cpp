#include "storage/database.hpp"

#include <boost/uuid/random_generator.hpp>
#include <boost/uuid/uuid_io.hpp>
#include <stdexcept>

#include "config/secret.hpp"
#include "storage/connection.hpp"
#include "storage/migrations.hpp"
#include "storage/sql.hpp"

namespace houston::storage {

struct Database::Impl {
  std::unique_ptr<Connection> connection;
  std::string installation;
};

namespace {

constexpr std::string_view kSqlite = "sqlite:";
/// Held while a replica's turns run. Another number than the one of migrations.
constexpr const char* kLockTurns = "select pg_advisory_xact_lock(5215575101346890320)";

Result<std::unique_ptr<Connection>> make_connection(const std::string& url) {
  if (url.starts_with(kSqlite)) return make_sqlite(url.substr(kSqlite.size()));
  if (url.starts_with("postgresql://") || url.starts_with("postgres://")) return make_postgresql(url);
  return Error{"The database must be \"sqlite:PATH\" or \"postgresql://user@host/name\"."};
}

/// The first to ask makes it; a replica that asks at the same time gets the same.
std::string read_installation(Database& database) {
  constexpr std::string_view read = "select value from setting where name = 'installation'";
  if (auto known = select_one<std::string>(database, read)) return *known;
  run(database, "insert into setting (name, value) values ('installation', ?) on conflict do nothing",
      boost::uuids::to_string(boost::uuids::random_generator()()));
  return select_one<std::string>(database, read).value();
}

}  // namespace

Result<std::unique_ptr<Database>> Database::open(const std::string& url) {
  try {
    auto connection = make_connection(url);
    if (!connection) return connection.error();
    (*connection)->connect();
    if (auto migrated = migrate(**connection); !migrated) return migrated.error();
    auto impl = std::make_unique<Impl>();
    impl->connection = std::move(*connection);
    std::unique_ptr<Database> database(new Database(std::move(impl)));
    database->impl_->installation = read_installation(*database);
    return database;
  } catch (const DatabaseError& error) {
    return Error{redact(error.what())};
  }
}

Database::Database(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Database::~Database() = default;

Engine Database::engine() const {
  return impl_->connection->engine();
}
Connection& Database::connection() {
  return *impl_->connection;
}
const std::string& Database::installation() const {
  return impl_->installation;
}

void Database::reconnect() {
  Connection& connection = *impl_->connection;
  if (connection.in_transaction) connection.rollback();
  connection.connect();
  // A newer replica may have migrated it in the meantime.
  if (const auto refused = refuse_newer(schema_version(connection)))
    throw DatabaseError(DatabaseError::Kind::other, *refused);
  if (read_installation(*this) != impl_->installation)
    throw DatabaseError(DatabaseError::Kind::other, "The database " + connection.name() +
                                                        " was replaced by another one. Restart Houston.");
}

Transaction::Transaction(Database& database) : database_(database) {
  Connection& connection = database_.connection();
  if (connection.in_transaction) throw std::logic_error("a transaction inside a transaction");
  connection.begin();
  connection.in_transaction = true;
}

void Transaction::alone() {
  Connection& connection = database_.connection();
  connection.check_transaction();
  if (database_.engine() == Engine::postgresql) connection.command(kLockTurns);
}

Transaction::~Transaction() {
  if (open_) database_.connection().rollback();
}

void Transaction::commit() {
  if (!open_) throw std::logic_error("a transaction was to be committed twice");
  Connection& connection = database_.connection();
  connection.check_transaction();
  connection.commit();
  connection.in_transaction = false;
  open_ = false;
}

Savepoint::Savepoint(Database& database) : database_(database) {
  Connection& connection = database_.connection();
  if (!connection.in_transaction) throw std::logic_error("a savepoint outside a transaction");
  connection.check_transaction();
  connection.command("savepoint turn");
}

Savepoint::~Savepoint() {
  if (!open_) return;
  try {
    Connection& connection = database_.connection();
    connection.check_transaction();
    connection.command("rollback to savepoint turn; release savepoint turn");
  } catch (const std::exception&) {
    // The whole transaction is gone, and its commit will say so.
  }
}

void Savepoint::release() {
  if (!open_) throw std::logic_error("a savepoint was to be released twice");
  database_.connection().check_transaction();
  database_.connection().command("release savepoint turn");
  open_ = false;
}

Together::Together(Database& database) {
  if (!database.connection().in_transaction) own_.emplace(database);
}

void Together::done() {
  if (own_) own_->commit();
}

}  // namespace houston::storage
