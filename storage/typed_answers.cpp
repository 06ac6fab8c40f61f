#include "storage/responses.hpp"
#include "storage/sql.hpp"

namespace houston::storage {

static auto fields(TypedAnswer& a) {
  return std::tie(a.workspace, a.room, a.message, a.response, a.question);
}

void TypedAnswers::save(const TypedAnswer& answer) {
  run(database_,
      "insert into typed_answer (workspace, room, message, response, question) values (?, ?, ?, ?, ?)"
      " on conflict (workspace, room, message) do update set response = excluded.response,"
      " question = excluded.question",
      answer.workspace, answer.room, answer.message, answer.response, answer.question);
}

std::optional<TypedAnswer> TypedAnswers::find(const WorkspaceId& workspace, const std::string& room,
                                              const std::string& message) {
  return select_one<TypedAnswer>(database_,
                                 "select workspace, room, message, response, question from typed_answer"
                                 " where workspace = ? and room = ? and message = ?",
                                 workspace, room, message);
}

}  // namespace houston::storage
