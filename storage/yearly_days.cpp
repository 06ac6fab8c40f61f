#include "storage/yearly_days.hpp"

#include "storage/sql.hpp"

namespace houston::storage {

template <>
inline constexpr std::array<std::string_view, 2> kWords<YearlyDay::Kind>{"birthday", "anniversary"};

static auto fields(YearlyDay& d) {
  return std::tie(d.workspace, d.person, d.kind, d.month, d.day, d.year);
}

void YearlyDays::put(const YearlyDay& day) {
  run(database_,
      "insert into yearly_day (workspace, person, kind, month, day, year) values (?, ?, ?, ?, ?, ?)"
      " on conflict (workspace, person, kind) do update set month = excluded.month, day = excluded.day,"
      " year = excluded.year",
      day.workspace, day.person, day.kind, day.month, day.day, day.year);
}

bool YearlyDays::forget(const WorkspaceId& workspace, const PersonId& person, YearlyDay::Kind kind) {
  return run(database_, "delete from yearly_day where workspace = ? and person = ? and kind = ?", workspace,
             person, kind) > 0;
}

std::optional<YearlyDay> YearlyDays::find(const WorkspaceId& workspace, const PersonId& person,
                                          YearlyDay::Kind kind) {
  return select_one<YearlyDay>(database_,
                               "select workspace, person, kind, month, day, year from yearly_day"
                               " where workspace = ? and person = ? and kind = ?",
                               workspace, person, kind);
}

std::vector<YearlyDay> YearlyDays::all(const WorkspaceId& workspace) {
  return select<YearlyDay>(
      database_,
      "select workspace, person, kind, month, day, year from yearly_day where workspace = ?"
      " order by person, kind",
      workspace);
}

}  // namespace houston::storage
