// Running SQL with typed parameters and typed rows. What the files of the tables are written with; internal
// to storage/, and free of SOCI so that they compile quickly.
//
//   run(database, "update t set a = ? where id = ?", a, id)          → rows changed
//   select<Thing>(database, "select a, b from t where c = ?", c)     → std::vector<Thing>
//   select_one<Instant>(database, "select due from …", …)            → std::optional<Instant>
//
// A Thing of several columns has a function `fields(Thing&)` beside the SQL: std::tie of its members in the
// order of the columns. Statements are prepared once a connection and kept under their text.
#pragma once

#include <optional>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "storage/database.hpp"
#include "storage/values.hpp"

namespace houston::storage {

/// A prepared statement, lent by the connection for one execution.
class Execution {
 public:
  /// `sql` is in the words of dialect.hpp. Throws DatabaseError, as all here.
  Execution(Database& database, std::string_view sql, const std::vector<ColumnKind>& parameters,
            std::size_t columns);
  /// Forgets the statement when its rows were not read to the end: SQLite would keep its read lock.
  ~Execution();
  Execution(const Execution&) = delete;
  Execution& operator=(const Execution&) = delete;

  Value& parameter(std::size_t index);
  /// True when there is a row. To be called until it is false.
  bool next();
  const Value& column(std::size_t index) const;
  long long changed();  ///< Rows inserted, updated or deleted.

 private:
  class Connection& connection_;
  class Statement* statement_ = nullptr;
  bool started_ = false;
  bool done_ = false;
};

namespace detail {

template <class T>
auto columns_of(T& to) {
  if constexpr (OneColumn<T>)
    return std::tie(to);
  else
    return fields(to);
}

/// What a parameter is bound as: literals and views are text.
template <class T>
using Bound =
    std::conditional_t<std::is_convertible_v<const T&, std::string_view> && !std::is_same_v<T, std::string>,
                       std::string_view, T>;

template <class... Parameters>
void bind(Execution& execution, const Parameters&... parameters) {
  [[maybe_unused]] std::size_t index = 0;
  [[maybe_unused]] const auto one = [&]<class T>(const T& from) {
    Value& value = execution.parameter(index++);
    value.null = false;
    Column<Bound<T>>::write(from, value);
  };
  (one(parameters), ...);
}

template <class... Parameters>
const std::vector<ColumnKind>& kinds() {
  static const std::vector<ColumnKind> all{Column<Bound<Parameters>>::kind...};
  return all;
}

}  // namespace detail

template <class... Parameters>
long long run(Database& database, std::string_view sql, const Parameters&... parameters) {
  Execution execution(database, sql, detail::kinds<std::decay_t<Parameters>...>(), 0);
  detail::bind(execution, parameters...);
  execution.next();
  return execution.changed();
}

template <class Row, class... Parameters>
std::vector<Row> select(Database& database, std::string_view sql, const Parameters&... parameters) {
  using Columns = decltype(detail::columns_of(std::declval<Row&>()));
  Execution execution(database, sql, detail::kinds<std::decay_t<Parameters>...>(),
                      std::tuple_size_v<Columns>);
  detail::bind(execution, parameters...);
  std::vector<Row> rows;
  while (execution.next()) {
    Row row{};
    std::apply(
        [&](auto&... to) {
          std::size_t index = 0;
          (Column<std::remove_reference_t<decltype(to)>>::read(execution.column(index++), to), ...);
        },
        detail::columns_of(row));
    rows.push_back(std::move(row));
  }
  return rows;
}

template <class Row, class... Parameters>
std::optional<Row> select_one(Database& database, std::string_view sql, const Parameters&... parameters) {
  auto rows = select<Row>(database, sql, parameters...);
  if (rows.empty()) return std::nullopt;
  return std::move(rows.front());
}

/// Several statements that belong together: joins the transaction that is open, or is one of its own.
class Together {
 public:
  explicit Together(Database& database);
  void done();  ///< Commits its own transaction; nothing when it joined one.

 private:
  std::optional<Transaction> own_;
};

}  // namespace houston::storage
