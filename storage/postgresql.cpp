// PostgreSQL: several replicas share the work.
#include <libpq-fe.h>
#include <soci/postgresql/soci-postgresql.h>

#include <cstring>
#include <map>
#include <memory>

#include "storage/connection.hpp"

namespace houston::storage {
namespace {

using Kind = DatabaseError::Kind;
using Options = std::map<std::string, std::string>;

/// Held while a migration runs. Any number will do as long as it is ours and stays the same.
constexpr const char* kLockSchema = "select pg_advisory_xact_lock(5215575101346890319)";

/// Once connected: no wait is for ever, and an acknowledged turn is on disk even where the server's default
/// is to answer first and write later. Stronger settings are left alone.
constexpr const char* kSetUp =
    "set client_encoding = 'UTF8';"
    "set lock_timeout = '10s';"
    "set idle_in_transaction_session_timeout = '60s';"
    "set default_transaction_isolation = 'read committed';"
    "select set_config('synchronous_commit', 'on', false) where current_setting('synchronous_commit') = "
    "'off'";

struct Free {
  void operator()(PQconninfoOption* options) const { PQconninfoFree(options); }
  void operator()(PGresult* result) const { PQclear(result); }
};

Kind kind_of(const std::string& state) {
  const std::string_view group = std::string_view(state).substr(0, 2);
  if (group == "08" || state.starts_with("57P0") || group == "40" || state == "55P03" || state == "57014" ||
      state == "25P03" || state == "53300")
    return Kind::unavailable;
  if (group == "53" || state == "25006") return Kind::full;
  if (group == "23") return Kind::conflict;
  if (state == "XX001" || state == "XX002") return Kind::corrupt;
  return Kind::other;
}

std::string one_line(std::string text) {
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  for (char& c : text)
    if (c == '\n' || c == '\t') c = ' ';
  return text;
}

class Postgresql final : public Connection {
 public:
  explicit Postgresql(Options options) : options_(std::move(options)) {}
  ~Postgresql() override { forget_all(); }

  Engine engine() const override { return Engine::postgresql; }

  std::string name() const override {
    const auto part = [&](const char* key, const std::string& before) {
      const auto found = options_.find(key);
      return found == options_.end() ? std::string() : before + found->second;
    };
    const std::string user = part("user", "");
    return "postgresql://" + (user.empty() ? "" : user + "@") + part("host", "") + part("port", ":") +
           part("dbname", "/");
  }

  void connect() override {
    forget_all();  // Before the session they belong to.
    session.close();
    in_transaction = false;
    std::string parameters;
    for (const auto& [key, value] : options_) {
      parameters += key + "='";
      for (const char c : value)
        parameters += (c == '\'' || c == '\\') ? std::string{'\\', c} : std::string{c};
      parameters += "' ";
    }
    try {
      session.open(soci::postgresql, parameters);
    } catch (const soci::soci_error& error) {
      throw DatabaseError(Kind::unavailable,
                          "The database " + name() +
                              " cannot be reached: " + hide_password(error.get_error_message()) +
                              ". Is the server running, does the database exist, and may this "
                              "user use it?");
    }
    // Errors without their DETAIL: it shows the rows, which are people's words.
    PQsetErrorVerbosity(handle(), PQERRORS_TERSE);
    PQsetNoticeProcessor(
        handle(), [](void*, const char*) {}, nullptr);
    command(kSetUp);
  }

  void command(const char* text) override { execute(text); }
  void begin() override { command("begin"); }
  void commit() override {
    // A transaction that failed earlier is rolled back by COMMIT, which then reports success.
    if (execute("commit") != "COMMIT")
      throw DatabaseError(Kind::other,
                          "PostgreSQL rolled the transaction back because a statement of it failed.");
  }
  void lock_schema() override { command(kLockSchema); }
  bool has_table(const std::string& table) override {
    try {
      // Not to_regclass(): it answers from the session's cache, which still says no when another replica has
      // made the table while this one waited for the schema's lock.
      int count = 0;
      session << "select count(*) from pg_catalog.pg_class where relname = :name"
                 " and pg_catalog.pg_table_is_visible(oid)",
          soci::into(count), soci::use(table);
      return count > 0;
    } catch (const soci::soci_error&) {
      rethrow();
    }
  }

  DatabaseError translate() override {
    try {
      throw;
    } catch (const soci::postgresql_soci_error& error) {
      return failure(error.sqlstate(), error.get_error_message());
    } catch (const soci::soci_error& error) {
      // Not what(): it tells the parameters, which are people's words.
      return failure("", error.get_error_message());
    }
  }

  void check_transaction() override {
    if (!session.is_connected()) throw DatabaseError(Kind::unavailable, name() + " is not connected.");
  }

 private:
  PGconn* handle() {
    soci::details::session_backend* backend = session.get_backend();
    if (backend == nullptr) throw DatabaseError(Kind::unavailable, name() + " is not connected.");
    return static_cast<soci::postgresql_session_backend*>(backend)->conn_;
  }

  /// Returns the command tag of the last statement.
  std::string execute(const char* text) {
    const std::unique_ptr<PGresult, Free> result(PQexec(handle(), text));
    const ExecStatusType status = PQresultStatus(result.get());
    if (status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK) return PQcmdStatus(result.get());
    const char* state = PQresultErrorField(result.get(), PG_DIAG_SQLSTATE);
    throw failure(state != nullptr ? state : "", PQerrorMessage(handle()));
  }

  DatabaseError failure(const std::string& state, const std::string& said) {
    const bool gone = session.get_backend() == nullptr || PQstatus(handle()) == CONNECTION_BAD;
    const Kind kind = gone ? Kind::unavailable : kind_of(state);
    const std::string detail = " (PostgreSQL: " + hide_password(one_line(said)) + ")";
    switch (kind) {
      case Kind::unavailable:
        return DatabaseError(kind, "The database " + name() + " is not available." + detail);
      case Kind::full:
        return DatabaseError(kind,
                             "The database " + name() +
                                 " cannot be written: is its disk full, or is it read-only? Houston carries "
                                 "on when it can be." +
                                 detail);
      case Kind::corrupt:
        return DatabaseError(
            kind, "The database " + name() + " is damaged. Stop Houston and restore a backup." + detail);
      case Kind::conflict:
        return DatabaseError(kind, "The database refused a row." + detail);
      case Kind::other:
        break;
    }
    return DatabaseError(Kind::other, "The database " + name() + " failed." + detail);
  }

  std::string hide_password(std::string text) const {
    const auto found = options_.find("password");
    if (found != options_.end() && !found->second.empty())
      for (auto at = text.find(found->second); at != std::string::npos; at = text.find(found->second, at + 1))
        text.replace(at, found->second.size(), "[secret]");
    return one_line(std::move(text));
  }

  Options options_;
};

}  // namespace

Result<std::unique_ptr<Connection>> make_postgresql(const std::string& url) {
  char* said = nullptr;
  const std::unique_ptr<PQconninfoOption, Free> parsed(PQconninfoParse(url.c_str(), &said));
  PQfreemem(said);  // Repeats the URL, and with it a password.
  if (!parsed)
    return Error{
        "The database's address is not a PostgreSQL URL: write \"postgresql://user@host:5432/name\"."};
  Options options{{"connect_timeout", "10"}, {"application_name", "houston"}, {"tcp_user_timeout", "30000"}};
  for (const PQconninfoOption* option = parsed.get(); option->keyword != nullptr; ++option)
    if (option->val != nullptr) options[option->keyword] = option->val;
  return std::unique_ptr<Connection>(std::make_unique<Postgresql>(std::move(options)));
}

}  // namespace houston::storage
