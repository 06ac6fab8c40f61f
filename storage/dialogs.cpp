#include "storage/responses.hpp"
#include "storage/sql.hpp"

namespace houston::storage {

static auto fields(Dialog& d) {
  return std::tie(d.workspace, d.person, d.kind, d.subject, d.question);
}

void Dialogs::save(const Dialog& dialog) {
  run(database_,
      "insert into dialog (workspace, person, kind, subject, question) values (?, ?, ?, ?, ?)"
      " on conflict (workspace, person) do update set kind = excluded.kind, subject = excluded.subject,"
      " question = excluded.question",
      dialog.workspace, dialog.person, dialog.kind, dialog.subject, dialog.question);
}

std::optional<Dialog> Dialogs::of(const WorkspaceId& workspace, const PersonId& person) {
  return select_one<Dialog>(database_,
                            "select workspace, person, kind, subject, question from dialog"
                            " where workspace = ? and person = ?",
                            workspace, person);
}

void Dialogs::end(const WorkspaceId& workspace, const PersonId& person) {
  run(database_, "delete from dialog where workspace = ? and person = ?", workspace, person);
}

}  // namespace houston::storage
