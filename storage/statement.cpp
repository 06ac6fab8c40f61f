#include <stdexcept>

#include "storage/connection.hpp"
#include "storage/dialect.hpp"

namespace houston::storage {

Statement::Statement(Connection& connection, std::string_view sql, const std::vector<ColumnKind>& parameters,
                     std::size_t columns)
    : kinds_(parameters), parameters_(parameters.size()), columns_(columns), statement_(connection.session) {
  statement_.alloc();
  statement_.prepare(in_dialect(sql, connection.engine()));
  for (Slot& slot : columns_) statement_.exchange(soci::into(slot.value.text, slot.indicator));
  for (std::size_t i = 0; i < parameters_.size(); ++i) {
    Slot& slot = parameters_[i];
    if (kinds_[i] == ColumnKind::number)
      statement_.exchange(soci::use(slot.value.number, slot.indicator));
    else
      statement_.exchange(soci::use(slot.value.text, slot.indicator));
  }
  statement_.define_and_bind();
}

void Statement::check(const std::vector<ColumnKind>& parameters, std::size_t columns) const {
  if (parameters != kinds_ || columns != columns_.size())
    throw std::logic_error("one SQL text was used with two sets of types");
}

bool Statement::execute() {
  for (Slot& slot : parameters_) slot.indicator = slot.value.null ? soci::i_null : soci::i_ok;
  spent_ = true;
  const bool row = statement_.execute(true);
  spent_ = false;
  if (row) take_nulls();
  return row && !columns_.empty();
}

bool Statement::fetch() {
  const bool row = statement_.fetch();
  if (row) take_nulls();
  return row;
}

void Statement::take_nulls() {
  for (Slot& slot : columns_) slot.value.null = slot.indicator == soci::i_null;
}

}  // namespace houston::storage
