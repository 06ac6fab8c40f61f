#include "storage/migrations.hpp"

#include <chrono>

#include "storage/dialect.hpp"

namespace houston::storage {
namespace {

/// A transaction of the bare connection: there is no Database yet.
class Step {
 public:
  explicit Step(Connection& connection) : connection_(connection) {
    connection_.begin();
    connection_.in_transaction = true;
    connection_.lock_schema();
  }
  ~Step() {
    if (connection_.in_transaction) connection_.rollback();
  }
  Step(const Step&) = delete;
  Step& operator=(const Step&) = delete;
  void commit() {
    connection_.commit();
    connection_.in_transaction = false;
  }

 private:
  Connection& connection_;
};

constexpr const char* kVersions =
    "create table if not exists schema_version (version {int64} not null primary key, name {text} not null,"
    " applied {int64} not null) {strict}";

void apply(Connection& connection, const Migration& migration) {
  connection.command(in_dialect(migration.sql, connection.engine()).c_str());
  const auto now = std::chrono::time_point_cast<Duration>(std::chrono::system_clock::now());
  const std::string record = "insert into schema_version (version, name, applied) values (" +
                             std::to_string(migration.version) + ", '" + std::string(migration.name) + "', " +
                             std::to_string(now.time_since_epoch().count()) + ")";
  connection.command(record.c_str());
}

}  // namespace

int schema_version(Connection& connection) {
  if (!connection.has_table("schema_version")) return 0;
  try {
    int version = 0;
    connection.session << "select coalesce(max(version), 0) from schema_version", soci::into(version);
    return version;
  } catch (const soci::soci_error&) {
    connection.rethrow();
  }
}

std::optional<std::string> refuse_newer(int version) {
  const int known = migrations().back().version;
  if (version <= known) return std::nullopt;
  return "The database has schema version " + std::to_string(version) +
         ", this Houston (" HOUSTON_VERSION ") knows up to " + std::to_string(known) +
         ": it was used by a newer Houston. Run that version or a later one, or restore the backup made "
         "before the upgrade.";
}

Result<void> migrate(Connection& connection) {
  const int last = migrations().back().version;
  // Looked at without a lock first: nearly every start finds nothing to do.
  for (int version = schema_version(connection); version != last;) {
    if (const auto refused = refuse_newer(version)) return Error{*refused};
    Step step(connection);
    version = schema_version(connection);  // Another replica may have been here.
    if (version < last) {
      if (version == 0) connection.command(in_dialect(kVersions, connection.engine()).c_str());
      apply(connection, migrations()[static_cast<std::size_t>(version)]);
      ++version;
    }
    step.commit();
  }
  return {};
}

}  // namespace houston::storage
