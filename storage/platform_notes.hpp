// What the client of a platform keeps between its runs (where it has read to, its login): names and values of
// its own, a workspace. Export and forgetting do not look here: it is no place for people.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

class PlatformNotes {
 public:
  explicit PlatformNotes(Database& database) : database_(database) {}
  std::optional<std::string> find(const WorkspaceId& workspace, std::string_view name);
  /// Inserts or replaces; an empty value removes the note.
  void put(const WorkspaceId& workspace, std::string_view name, std::string_view value);

 private:
  Database& database_;
};

}  // namespace houston::storage
