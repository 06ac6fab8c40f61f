#include "storage/dialogs.hpp"

#include <stdexcept>

#include "storage/sql.hpp"

namespace houston::storage {

static auto fields(Dialog& d) {
  return std::tie(d.id, d.workspace, d.person, d.kind, d.subject, d.question, d.touched);
}
static auto fields(FormAnswer& a) {
  return std::tie(a.dialog, a.field, a.value, a.settled, a.room, a.message);
}

Dialog Dialogs::save(const Dialog& dialog) {
  Dialog saved = dialog;
  if (!dialog.id) {
    saved.id = select_one<DialogId>(database_,
                                    "insert into dialog (workspace, person, kind, subject, question, rank,"
                                    " touched) values (?, ?, ?, ?, ?, (select coalesce(max(rank), 0) + 1"
                                    " from dialog where workspace = ? and person = ?), ?) returning id",
                                    dialog.workspace, dialog.person, dialog.kind, dialog.subject,
                                    dialog.question, dialog.workspace, dialog.person, dialog.touched)
                   .value();
  } else if (run(database_, "update dialog set kind = ?, subject = ?, question = ?, touched = ? where id = ?",
                 dialog.kind, dialog.subject, dialog.question, dialog.touched, dialog.id) != 1) {
    throw std::logic_error("a dialog was to be replaced that is not there");
  }
  return saved;
}

void Dialogs::raise(DialogId id) {
  run(database_,
      "update dialog set rank = (select max(other.rank) + 1 from dialog other where other.workspace ="
      " dialog.workspace and other.person = dialog.person) where id = ?",
      id);
}

std::optional<Dialog> Dialogs::find(DialogId id) {
  return select_one<Dialog>(
      database_, "select id, workspace, person, kind, subject, question, touched from dialog where id = ?",
      id);
}

std::optional<Dialog> Dialogs::of(const WorkspaceId& workspace, const PersonId& person) {
  return select_one<Dialog>(database_,
                            "select id, workspace, person, kind, subject, question, touched from dialog"
                            " where workspace = ? and person = ? order by rank desc limit 1",
                            workspace, person);
}

std::vector<Dialog> Dialogs::all(const WorkspaceId& workspace, const PersonId& person) {
  return select<Dialog>(database_,
                        "select id, workspace, person, kind, subject, question, touched from dialog"
                        " where workspace = ? and person = ? order by rank desc",
                        workspace, person);
}

void Dialogs::end(DialogId id) {
  run(database_, "delete from dialog where id = ?", id);
}

void OpenForms::put(DialogId dialog, const std::string& form) {
  run(database_,
      "insert into open_form (dialog, form) values (?, ?)"
      " on conflict (dialog) do update set form = excluded.form",
      dialog, form);
}

std::optional<std::string> OpenForms::find(DialogId dialog) {
  return select_one<std::string>(database_, "select form from open_form where dialog = ?", dialog);
}

void OpenForms::put(const FormAnswer& answer) {
  run(database_,
      "insert into open_form_answer (dialog, field, value, settled, room, message) values (?, ?, ?, ?, ?, ?)"
      " on conflict (dialog, field) do update set value = excluded.value, settled = excluded.settled,"
      " room = excluded.room, message = excluded.message",
      answer.dialog, answer.field, answer.value, answer.settled, answer.room, answer.message);
}

std::vector<FormAnswer> OpenForms::answers(DialogId dialog) {
  return select<FormAnswer>(database_,
                            "select dialog, field, value, settled, room, message from open_form_answer"
                            " where dialog = ? order by field",
                            dialog);
}

std::optional<FormAnswer> OpenForms::said_by(const WorkspaceId& workspace, const std::string& room,
                                             const std::string& message) {
  return select_one<FormAnswer>(
      database_,
      "select a.dialog, a.field, a.value, a.settled, a.room, a.message from open_form_answer a"
      " join dialog d on d.id = a.dialog where d.workspace = ? and a.room = ? and a.message = ?"
      " and a.message <> ''",
      workspace, room, message);
}

void Dialogs::end_all(const std::string& kind, const std::string& subject) {
  run(database_, "delete from dialog where kind like ? and subject like ?", kind + "%", subject + "%");
}

}  // namespace houston::storage
