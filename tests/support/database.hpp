// A fresh, empty database for a test, on either engine.
//
//   TEMPLATE_TEST_CASE("a timer fires once", "[storage]", OnSqlite, OnPostgresql) {
//     HOUSTON_NEED(TestType::engine);
//     FreshDatabase fresh(TestType::engine);
//     auto database = fresh.open();
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "storage/database.hpp"
#include "tests/support/folder.hpp"

namespace houston::test {

struct OnSqlite {
  static constexpr storage::Engine engine = storage::Engine::sqlite;
};
struct OnPostgresql {
  static constexpr storage::Engine engine = storage::Engine::postgresql;
};

/// True, and said on standard output, when the engine cannot be had here. Throws instead when CI=true: there
/// nothing is skipped in silence.
bool missing(storage::Engine engine);

/// Ends a case that the machine cannot run; ctest shows it as skipped (tests/support/CMakeLists.txt).
#define HOUSTON_NEED(engine) \
  if (houston::test::missing(engine)) return

class FreshDatabase {
 public:
  /// Throws std::runtime_error when it cannot be made.
  explicit FreshDatabase(storage::Engine engine);
  ~FreshDatabase();  ///< Drops it, whoever is still connected.
  FreshDatabase(const FreshDatabase&) = delete;
  FreshDatabase& operator=(const FreshDatabase&) = delete;

  const std::string& url() const { return url_; }
  /// A connection to it; it may be called several times. Throws std::runtime_error with what open() says.
  std::unique_ptr<storage::Database> open() const;
  /// Runs SQL past the code under test, on a connection of its own.
  void execute(const std::string& sql) const;
  /// The first column of the first row, "" when there is none.
  std::string ask(const std::string& sql) const;
  /// PostgreSQL: ends every connection to it, as a server that restarts does.
  void cut_connections() const;

 private:
  storage::Engine engine_;
  std::optional<Folder> folder_;
  std::string admin_;  ///< PostgreSQL: the URL of the database from which others are made.
  std::string name_;
  std::string url_;
};

}  // namespace houston::test
