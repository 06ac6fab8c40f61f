#include "bot/commands/planning_database.hpp"

#include <sqlite3.h>
#include <stdlib.h>

#include <cerrno>
#include <optional>
#include <system_error>
#include <utility>

namespace houston::bot {
namespace {

namespace fs = std::filesystem;

using Connection = std::unique_ptr<sqlite3, decltype(&sqlite3_close_v2)>;

std::pair<Connection, int> open_file(const fs::path& file, int flags) {
  sqlite3* raw = nullptr;
  const int result = sqlite3_open_v2(file.c_str(), &raw, flags, nullptr);
  return {Connection(raw, sqlite3_close_v2), result};
}

/// SQLite's online backup: a consistent copy, also while somebody writes.
std::optional<Error> copy_database(const fs::path& from, const fs::path& to) {
  const auto failed = [&](const std::string& why) {
    return Error{"The database " + from.string() + " cannot be read: " + why};
  };
  auto [source, opened] = open_file(from, SQLITE_OPEN_READONLY);
  if (opened != SQLITE_OK) return failed(sqlite3_errstr(opened));
  auto [target, made] = open_file(to, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
  if (made != SQLITE_OK) return failed(sqlite3_errstr(made));
  sqlite3_busy_timeout(source.get(), 5000);
  sqlite3_backup* backup = sqlite3_backup_init(target.get(), "main", source.get(), "main");
  if (backup == nullptr) return failed(sqlite3_errmsg(target.get()));
  const int stepped = sqlite3_backup_step(backup, -1);
  sqlite3_backup_finish(backup);
  if (stepped != SQLITE_DONE) return failed(sqlite3_errstr(stepped));
  return std::nullopt;
}

Result<fs::path> temporary_folder() {
  std::error_code wrong;
  std::string name = (fs::temp_directory_path(wrong) / "houston-plan-XXXXXX").string();
  if (wrong || ::mkdtemp(name.data()) == nullptr) {
    return Error{"There is no room for a temporary database (" + std::generic_category().message(errno) +
                 "): set TMPDIR to a folder that can be written"};
  }
  return fs::path(name);
}

}  // namespace

Result<std::unique_ptr<PlanningDatabase>> PlanningDatabase::open(const std::string& url) {
  constexpr std::string_view kScheme = "sqlite:";
  std::unique_ptr<PlanningDatabase> planning(new PlanningDatabase);
  std::string chosen = url;
  if (url.starts_with(kScheme)) {
    auto folder = temporary_folder();
    if (!folder) return folder.error();
    planning->folder_ = *folder;
    const fs::path copy = planning->folder_ / "plan.db";
    const fs::path real = url.substr(kScheme.size());
    std::error_code ignored;
    if (fs::exists(real, ignored)) {
      if (auto error = copy_database(real, copy)) return *error;
    }
    chosen = std::string(kScheme) + copy.string();
  }
  auto opened = storage::Database::open(chosen);
  if (!opened) return opened.error();
  planning->database_ = std::move(*opened);
  return planning;
}

PlanningDatabase::~PlanningDatabase() {
  database_.reset();
  std::error_code ignored;
  if (!folder_.empty()) fs::remove_all(folder_, ignored);
}

}  // namespace houston::bot
