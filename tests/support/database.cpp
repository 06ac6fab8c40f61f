#include "tests/support/database.hpp"

#include <libpq-fe.h>
#include <sqlite3.h>
#include <unistd.h>

#include <cstdlib>
#include <iostream>
#include <stdexcept>

#include "tests/support/postgres.hpp"

namespace houston::test {
namespace {

using storage::Engine;

std::string ask_postgres(const std::string& url, const std::string& sql) {
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(url.c_str()), &PQfinish);
  PQsetNoticeProcessor(
      connection.get(), [](void*, const char*) {}, nullptr);
  const std::unique_ptr<PGresult, decltype(&PQclear)> result(PQexec(connection.get(), sql.c_str()), &PQclear);
  const auto status = PQresultStatus(result.get());
  if (status != PGRES_COMMAND_OK && status != PGRES_TUPLES_OK)
    throw std::runtime_error(sql + ": " + PQerrorMessage(connection.get()));
  return PQntuples(result.get()) > 0 ? PQgetvalue(result.get(), 0, 0) : "";
}

std::string ask_sqlite(const std::string& path, const std::string& sql) {
  sqlite3* opened = nullptr;
  const int failed = sqlite3_open(path.c_str(), &opened);
  const std::unique_ptr<sqlite3, decltype(&sqlite3_close)> connection(opened, &sqlite3_close);
  if (failed != SQLITE_OK) throw std::runtime_error(path + ": " + sqlite3_errmsg(opened));
  sqlite3_busy_timeout(opened, 5000);
  std::string answer;
  const auto take = [](void* to, int columns, char** values, char**) {
    auto& into = *static_cast<std::string*>(to);
    if (into.empty() && columns > 0 && values[0] != nullptr) into = values[0];
    return 0;
  };
  if (sqlite3_exec(opened, sql.c_str(), take, &answer, nullptr) != SQLITE_OK)
    throw std::runtime_error(sql + ": " + sqlite3_errmsg(opened));
  return answer;
}

}  // namespace

bool missing(Engine engine) {
  if (engine == Engine::sqlite) return false;
  std::string why;
  if (postgres_folder(why)) return false;
  const std::string said = "no PostgreSQL for this test: " + why;
  const char* ci = std::getenv("CI");
  if (ci != nullptr && std::string_view(ci) == "true") throw std::runtime_error(said);
  std::cout << "SKIPPED: " << said << std::endl;
  return true;
}

FreshDatabase::FreshDatabase(Engine engine) : engine_(engine) {
  if (engine == Engine::sqlite) {
    folder_.emplace();
    name_ = (*folder_ / "houston.db").string();
    url_ = "sqlite:" + name_;
    return;
  }
  std::string why;
  const auto server = postgres_folder(why);
  if (!server) throw std::runtime_error(why);
  static int count = 0;
  name_ = "test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
  admin_ = postgres_url(*server, "postgres");
  url_ = postgres_url(*server, name_);
  ask_postgres(admin_, "drop database if exists " + name_);
  ask_postgres(admin_, "create database " + name_ + " template template0");
}

FreshDatabase::~FreshDatabase() {
  if (engine_ == Engine::sqlite) return;
  try {
    ask_postgres(admin_, "drop database if exists " + name_ + " with (force)");
  } catch (const std::exception& error) {
    std::cerr << error.what() << '\n';
  }
}

std::unique_ptr<storage::Database> FreshDatabase::open() const {
  auto database = storage::Database::open(url_);
  if (!database) throw std::runtime_error(database.error().message);
  return std::move(*database);
}

void FreshDatabase::execute(const std::string& sql) const {
  ask(sql);
}

std::string FreshDatabase::ask(const std::string& sql) const {
  return engine_ == Engine::sqlite ? ask_sqlite(name_, sql) : ask_postgres(url_, sql);
}

void FreshDatabase::cut_connections() const {
  ask_postgres(
      admin_,
      "select count(pg_terminate_backend(pid, 5000)) from pg_stat_activity where datname = '" + name_ + "'");
}

}  // namespace houston::test
