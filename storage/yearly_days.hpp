// Birthdays and work anniversaries of those who opted in: a day of the year; of a birthday never the year.
#pragma once

#include <optional>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

struct YearlyDay {
  enum class Kind { birthday, anniversary };
  WorkspaceId workspace{};
  PersonId person{};
  Kind kind = Kind::birthday;  ///< Unique with the person.
  int month = 1;
  int day = 1;                ///< 29 in February included.
  std::optional<int> year{};  ///< Of an anniversary, when it was given.
};

class YearlyDays {
 public:
  explicit YearlyDays(Database& database) : database_(database) {}
  void put(const YearlyDay& day);  ///< Inserts or replaces.
  /// False when there was none.
  bool forget(const WorkspaceId& workspace, const PersonId& person, YearlyDay::Kind kind);
  std::optional<YearlyDay> find(const WorkspaceId& workspace, const PersonId& person, YearlyDay::Kind kind);
  std::vector<YearlyDay> all(const WorkspaceId& workspace);  ///< By person, then kind.

 private:
  Database& database_;
};

}  // namespace houston::storage
