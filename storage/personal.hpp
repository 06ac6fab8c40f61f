// What is kept of a person, wherever it stands: to be given to them, and to be forgotten. It is driven by a
// list of the columns that name people (personal.cpp): whoever adds a table with such a column adds a line
// there, and a test that walks the schema fails until they do.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

/// The id under which a team goes on keeping what somebody wrote who asked to be forgotten begins with this.
/// No platform gives such ids.
inline constexpr std::string_view kFormer = "former-";
/// What they are called then.
inline constexpr const char* kFormerName = "a former member";
inline bool is_former(const PersonId& person) {
  return person.value.starts_with(kFormer);
}

struct Record {
  std::string table;
  struct Cell {
    std::string column;
    std::optional<std::string> text{};
    bool number = false;
    auto operator<=>(const Cell&) const = default;
  };
  std::vector<Cell> cells;
  auto operator<=>(const Record&) const = default;
};

class Personal {
 public:
  explicit Personal(Database& database) : database_(database) {}
  /// Every row that names the person, table by table. What was said to them is in it without its text: that
  /// is in the chat.
  std::vector<Record> of_person(const WorkspaceId& workspace, const PersonId& person);
  /// Erases what is the person's alone; in what the team needs, `former` takes the person's place. Everything
  /// not yet said to the person stays unsaid.
  void forget(const WorkspaceId& workspace, const PersonId& person, const PersonId& former, Instant now);
  /// What a team wrote and did together. Nothing that is between two people, secret or unfinished.
  std::vector<Record> of_team(const TeamId& team);

  struct Column {
    std::string table;
    std::string column;
    bool number = false;
    auto operator<=>(const Column&) const = default;
  };
  /// All columns of all tables, as the engine tells them.
  const std::vector<Column>& schema();
  /// Whether by its name the column is one that holds people.
  static bool names_people(const Column& column);
  /// Whether export and forgetting reach it.
  static bool covered(const Column& column);

 private:
  std::vector<Record> rows(std::string_view table, std::string_view where, std::string_view parameter,
                           const std::optional<WorkspaceId>& workspace);
  void end_pairs(const WorkspaceId& workspace, const PersonId& person, const PersonId& former, Instant now);
  Database& database_;
  std::vector<Column> schema_;
};

}  // namespace houston::storage
