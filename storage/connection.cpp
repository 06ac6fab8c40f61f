#include "storage/connection.hpp"

#include <exception>

#include "storage/sql.hpp"

namespace houston::storage {

void Connection::rollback() noexcept {
  in_transaction = false;
  try {
    command("rollback");
  } catch (const std::exception&) {
    // Either the engine has rolled back by itself, or the connection is gone and the server does. What made
    // the caller roll back has been reported already.
  }
}

Statement& Connection::prepared(std::string_view sql, const std::vector<ColumnKind>& parameters,
                                std::size_t columns) {
  if (const auto found = statements_.find(sql); found != statements_.end()) {
    found->second->check(parameters, columns);
    if (!found->second->spent()) return *found->second;
    // Here and not when it failed: PostgreSQL refuses to release it while its transaction is a failed one.
    statements_.erase(found);
  }
  auto statement = std::make_unique<Statement>(*this, sql, parameters, columns);
  return *statements_.emplace(std::string(sql), std::move(statement)).first->second;
}

void Connection::forget(const Statement& statement) {
  std::erase_if(statements_, [&](const auto& entry) { return entry.second.get() == &statement; });
}

Execution::Execution(Database& database, std::string_view sql, const std::vector<ColumnKind>& parameters,
                     std::size_t columns)
    : connection_(database.connection()) {
  connection_.check_transaction();
  try {
    statement_ = &connection_.prepared(sql, parameters, columns);
  } catch (const soci::soci_error&) {
    connection_.rethrow();
  }
}

Execution::~Execution() {
  // On PostgreSQL the rows are here already, and forgetting would be a statement that a failed transaction
  // refuses.
  if (started_ && !done_ && connection_.engine() == Engine::sqlite) connection_.forget(*statement_);
}

Value& Execution::parameter(std::size_t index) {
  return statement_->parameter(index);
}

bool Execution::next() {
  if (done_) return false;
  try {
    const bool first = !started_;
    started_ = true;
    const bool row = first ? statement_->execute() : statement_->fetch();
    done_ = !row;
    return row;
  } catch (const soci::soci_error&) {
    connection_.rethrow();
  }
}

const Value& Execution::column(std::size_t index) const {
  return statement_->column(index);
}

long long Execution::changed() {
  return statement_->changed();
}

}  // namespace houston::storage
