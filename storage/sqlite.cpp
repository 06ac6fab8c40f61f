// SQLite: one file, one writer at a time.
#include <fcntl.h>
#include <soci/sqlite3/soci-sqlite3.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>

#include "storage/connection.hpp"

namespace houston::storage {
namespace {

using Kind = DatabaseError::Kind;
namespace sql = sqlite_api;

/// Below this size the whole file is checked at start; it takes about a tenth of a second.
constexpr std::uintmax_t kCheckedSize = 32u << 20;
constexpr int kBusyMilliseconds = 5000;

class Sqlite final : public Connection {
 public:
  explicit Sqlite(std::string path) : path_(std::move(path)) {}
  ~Sqlite() override { forget_all(); }

  Engine engine() const override { return Engine::sqlite; }
  std::string name() const override { return "sqlite:" + path_; }

  void connect() override {
    forget_all();
    session.close();
    lost_.reset();
    in_transaction = false;
    check_place();
    try {
      session.open(soci::sqlite3, "dbname=\"" + path_ + "\"");
      sql::sqlite3_busy_timeout(handle(), kBusyMilliseconds);
      // Reads the header and the list of tables: a file that is no database shows here.
      const int tables = number("select count(*) from sqlite_master");
      const int ours = number("select count(*) from sqlite_master where name = 'schema_version'");
      if (tables > 0 && ours == 0)
        throw DatabaseError(Kind::other, "The file " + path_ +
                                             " is a database of another program. Name another file in "
                                             "`database` of [houston].");
      if (sql::sqlite3_db_readonly(handle(), "main") == 1)
        throw DatabaseError(Kind::full,
                            "The database file " + path_ +
                                " cannot be written. Give the user that runs Houston the right to "
                                "write it and its folder.");
      std::string mode;
      session << "pragma journal_mode = wal", soci::into(mode);
      if (mode != "wal")
        throw DatabaseError(Kind::other,
                            "The database file " + path_ +
                                " is on a file system that SQLite's write-ahead log does not work "
                                "on (a network share?). Put it on a local disk.");
      command(
          "pragma synchronous = full; pragma foreign_keys = on; pragma journal_size_limit = 67108864;"
          // What was deleted is gone from the file, too: the key of an anonymous retro, say.
          " pragma secure_delete = on");
      check_whole();
    } catch (const soci::soci_error&) {
      rethrow();
    }
  }

  void command(const char* text) override {
    char* said = nullptr;
    const int code = sql::sqlite3_exec(handle(), text, nullptr, nullptr, &said);
    if (code == SQLITE_OK) return;
    const std::string message = said != nullptr ? said : sql::sqlite3_errstr(code);
    sql::sqlite3_free(said);
    throw failure(code, message);
  }
  void begin() override {
    lost_.reset();
    // At once: a transaction that turns into a writer half-way may find the file changed under it.
    command("begin immediate");
  }
  void commit() override { command("commit"); }
  void lock_schema() override {}  // BEGIN IMMEDIATE is the lock.
  bool has_table(const std::string& table) override {
    try {
      int count = 0;
      session << "select count(*) from sqlite_master where type = 'table' and name = :name",
          soci::into(count), soci::use(table);
      return count > 0;
    } catch (const soci::soci_error&) {
      rethrow();
    }
  }

  DatabaseError translate() override {
    try {
      throw;
    } catch (const soci::sqlite3_soci_error& error) {
      return failure(error.result(), error.get_error_message());
    } catch (const soci::soci_error& error) {
      // Not what(): it tells the parameters, which are people's words.
      return failure(SQLITE_ERROR, error.get_error_message());
    }
  }

  void check_transaction() override {
    if (!session.is_connected()) throw DatabaseError(Kind::unavailable, "The database is not open.");
    if (!in_transaction || sql::sqlite3_get_autocommit(handle()) == 0) return;
    if (lost_) throw *lost_;
    throw DatabaseError(Kind::unavailable, "SQLite rolled the transaction back.");
  }

 private:
  sql::sqlite3* handle() {
    if (!session.is_connected()) throw DatabaseError(Kind::unavailable, "The database is not open.");
    return static_cast<soci::sqlite3_session_backend*>(session.get_backend())->conn_;
  }

  int number(const char* query) {
    int result = 0;
    session << query, soci::into(result);
    return result;
  }

  /// Says what SQLite's "unable to open database file" does not. Creates the file, readable by its owner
  /// alone: it holds what people wrote.
  void check_place() {
    namespace fs = std::filesystem;
    if (path_.empty() || path_ == ":memory:" || path_.find_first_of("\"\n") != std::string::npos)
      throw DatabaseError(Kind::other, "\"" + path_ +
                                           "\" cannot be a database file. Name a file in `database` of "
                                           "[houston], such as \"sqlite:houston.db\".");
    std::error_code ignored;
    const fs::path folder = fs::absolute(path_, ignored).parent_path();
    const auto refuse = [&](Kind kind, const std::string& why) {
      throw DatabaseError(kind, "The database file " + path_ + " cannot be opened: " + why);
    };
    if (!fs::exists(folder, ignored))
      refuse(Kind::other, "there is no folder " + folder.string() +
                              ". Create it, or name another file in `database` of [houston].");
    if (!fs::is_directory(folder, ignored)) refuse(Kind::other, folder.string() + " is not a folder.");
    if (fs::is_directory(path_, ignored)) refuse(Kind::other, "it is a folder. Name a file.");
    const std::string rights =
        " Give the user that runs Houston the right to write it, or name another file in `database` of "
        "[houston].";
    // SQLite writes its log beside the file.
    if (::access(folder.c_str(), W_OK | X_OK) != 0)
      refuse(Kind::full,
             "the folder " + folder.string() + " cannot be written (" + std::strerror(errno) + ")." + rights);
    const int file = ::open(path_.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file < 0) refuse(Kind::full, std::string(std::strerror(errno)) + "." + rights);
    ::close(file);
  }

  void check_whole() {
    std::error_code unknown;
    const auto size = std::filesystem::file_size(path_, unknown);
    if (unknown || size > kCheckedSize) return;
    std::string found;
    session << "pragma quick_check(1)", soci::into(found);
    if (found != "ok") throw failure(SQLITE_CORRUPT, found);
  }

  DatabaseError failure(int code, const std::string& said) {
    const DatabaseError error = describe(code & 0xff, said);
    // SQLite rolls back by itself after some errors; what is tried next in that transaction fails with this.
    if (in_transaction && session.is_connected() && sql::sqlite3_get_autocommit(handle()) != 0 && !lost_)
      lost_ = error;
    return error;
  }

  DatabaseError describe(int code, const std::string& said) const {
    const std::string detail = " (SQLite: " + said + ")";
    switch (code) {
      case SQLITE_FULL:
      case SQLITE_IOERR:
      case SQLITE_READONLY:
      case SQLITE_CANTOPEN:
      case SQLITE_PERM:
        return {Kind::full, "The database " + path_ +
                                " cannot be written: is the disk full or read-only? Houston "
                                "carries on when there is space again." +
                                detail};
      case SQLITE_BUSY:
      case SQLITE_LOCKED:
      case SQLITE_PROTOCOL:
      case SQLITE_SCHEMA:
      case SQLITE_INTERRUPT:
        return {Kind::unavailable, "The database " + path_ + " is locked by another program." + detail};
      case SQLITE_CORRUPT:
      case SQLITE_NOTADB:
        return {Kind::corrupt,
                "The database file " + path_ +
                    " is damaged or is no database. Restore a backup; "
                    "or rescue what can be read with: sqlite3 FILE .recover | sqlite3 NEW; or move it "
                    "away to start anew." +
                    detail};
      case SQLITE_CONSTRAINT:
        return {Kind::conflict, "The database refused a row." + detail};
      default:
        return {Kind::other, "The database " + path_ + " failed." + detail};
    }
  }

  std::string path_;
  std::optional<DatabaseError> lost_;
};

}  // namespace

std::unique_ptr<Connection> make_sqlite(std::string where) {
  return std::make_unique<Sqlite>(std::move(where));
}

}  // namespace houston::storage
