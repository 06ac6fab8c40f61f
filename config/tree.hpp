// The settings file as a tree of values that know where they stand. The only door to toml++, so that its
// header is compiled once. Internal to config/.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/problems.hpp"

namespace houston::config {

struct Entry;

/// A TOML value. Only the member that `kind` names is meaningful.
struct Node {
  enum class Kind { text, integer, real, truth, date, time, date_time, list, table };
  Kind kind = Kind::table;
  Place place;  ///< Of the value; of the `[header]` for a table written with one.
  std::string text;
  std::int64_t integer = 0;
  LocalDate date{};
  std::vector<Node> list;
  std::vector<Entry> table;  ///< In the order of the file.
};

struct Entry {
  std::string key;
  Place place;  ///< Of the key.
  Node value;
};

/// The text as a tree; an empty table and a problem (its position and what would be right) when it is not
/// TOML.
Node read_tree(std::string_view text, Problems& problems);

/// "text", "a whole number", "a list", …
std::string_view kind_words(Node::Kind kind);

}  // namespace houston::config
