#include "storage/platform_notes.hpp"

#include "storage/sql.hpp"

namespace houston::storage {

std::optional<std::string> PlatformNotes::find(const WorkspaceId& workspace, std::string_view name) {
  return select_one<std::string>(
      database_, "select value from platform_note where workspace = ? and name = ?", workspace, name);
}

void PlatformNotes::put(const WorkspaceId& workspace, std::string_view name, std::string_view value) {
  if (value.empty()) {
    run(database_, "delete from platform_note where workspace = ? and name = ?", workspace, name);
    return;
  }
  run(database_,
      "insert into platform_note (workspace, name, value) values (?, ?, ?)"
      " on conflict (workspace, name) do update set value = excluded.value",
      workspace, name, value);
}

}  // namespace houston::storage
