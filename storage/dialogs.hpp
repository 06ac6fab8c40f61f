// Questions that are open, and the forms that are filled in step by step.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/types.hpp"
#include "storage/database.hpp"

namespace houston::storage {

/// Where a conversation with a person stands. One that began later lies on top: it hears what they type.
struct Dialog {
  WorkspaceId workspace;
  PersonId person;
  std::string kind;     ///< "standup", "form", …
  std::string subject;  ///< The handler's own words: "vision/daily/2026-11-24".
  int question = 0;     ///< The next one to be answered, 0-based.
  DialogId id{};
  Instant touched{};  ///< When it began, or last came a step further.
};

class Dialogs {
 public:
  explicit Dialogs(Database& database) : database_(database) {}
  /// Inserts it on top (id 0), or replaces it where it lies; returns it with its id.
  Dialog save(const Dialog& dialog);
  void raise(DialogId id);  ///< On top.
  std::optional<Dialog> find(DialogId id);
  /// The one on top.
  std::optional<Dialog> of(const WorkspaceId& workspace, const PersonId& person);
  std::vector<Dialog> all(const WorkspaceId& workspace, const PersonId& person);  ///< From the top down.
  /// With the form that it may be.
  void end(DialogId id);
  /// Everybody's whose kind and subject begin so.
  void end_all(const std::string& kind, const std::string& subject);

 private:
  Database& database_;
};

/// What was answered to a field of an open form.
struct FormAnswer {
  DialogId dialog;
  std::string field;
  std::string value{};
  bool settled = false;  ///< Not to be asked again.
  std::string room{};    ///< The message that said it; "" for none.
  std::string message{};
};

/// Nothing of a form outlives its dialog.
class OpenForms {
 public:
  explicit OpenForms(Database& database) : database_(database) {}
  void put(DialogId dialog, const std::string& form);  ///< Inserts or replaces; `form` as JSON.
  std::optional<std::string> find(DialogId dialog);
  void put(const FormAnswer& answer);  ///< Inserts or replaces.
  std::vector<FormAnswer> answers(DialogId dialog);
  /// The answer that this message gave.
  std::optional<FormAnswer> said_by(const WorkspaceId& workspace, const std::string& room,
                                    const std::string& message);

 private:
  Database& database_;
};

}  // namespace houston::storage
