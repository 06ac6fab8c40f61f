#include "storage/availability.hpp"
#include "storage/sql.hpp"

namespace houston::storage {
namespace {

LocalDate shifted(LocalDate date, int days) {
  return LocalDate(std::chrono::sys_days(date) + std::chrono::days(days));
}

void insert(Database& database, const Absence& absence) {
  run(database, "insert into absence (workspace, person, first_day, last_day, set_by) values (?, ?, ?, ?, ?)",
      absence.workspace, absence.person, absence.first, absence.last, absence.set_by);
}

}  // namespace

static auto fields(Absence& a) {
  return std::tie(a.workspace, a.person, a.first, a.last, a.set_by);
}

void Absences::set(const Absence& absence) {
  Together together(database_);
  const auto overlapped =
      select<Absence>(database_,
                      "select workspace, person, first_day, last_day, set_by from absence"
                      " where workspace = ? and person = ? and first_day <= ? and last_day >= ?",
                      absence.workspace, absence.person, absence.last, absence.first);
  run(database_,
      "delete from absence where workspace = ? and person = ? and first_day <= ? and last_day >= ?",
      absence.workspace, absence.person, absence.last, absence.first);
  for (const Absence& old : overlapped) {
    Absence rest = old;
    if (old.first < absence.first) {
      rest.last = shifted(absence.first, -1);
      insert(database_, rest);
    }
    if (old.last > absence.last) {
      rest.first = shifted(absence.last, 1);
      rest.last = old.last;
      insert(database_, rest);
    }
  }
  insert(database_, absence);
  together.done();
}

int Absences::end(const WorkspaceId& workspace, const PersonId& person, LocalDate from) {
  Together together(database_);
  long long touched =
      run(database_, "delete from absence where workspace = ? and person = ? and first_day >= ?", workspace,
          person, from);
  touched +=
      run(database_, "update absence set last_day = ? where workspace = ? and person = ? and last_day >= ?",
          shifted(from, -1), workspace, person, from);
  together.done();
  return static_cast<int>(touched);
}

std::optional<Absence> Absences::on(const WorkspaceId& workspace, const PersonId& person, LocalDate date) {
  return select_one<Absence>(database_,
                             "select workspace, person, first_day, last_day, set_by from absence"
                             " where workspace = ? and person = ? and first_day <= ? and last_day >= ?"
                             " order by id desc limit 1",
                             workspace, person, date, date);
}

std::vector<Absence> Absences::upcoming(const WorkspaceId& workspace, const PersonId& person,
                                        LocalDate from) {
  return select<Absence>(database_,
                         "select workspace, person, first_day, last_day, set_by from absence"
                         " where workspace = ? and person = ? and last_day >= ? order by first_day",
                         workspace, person, from);
}

}  // namespace houston::storage
