// Takes typed values out of one table and reports what is not as it should be. Internal to config/.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "config/keys.hpp"
#include "config/problems.hpp"
#include "config/result.hpp"
#include "config/tree.hpp"

namespace houston::config {

struct Text {
  std::string value;
  Place place;
};

class TableReader {
 public:
  /// Reports at once the keys of `table` that `keys` does not know and the required ones that are not there.
  /// `table` must outlive the reader.
  TableReader(const Node& table, const TableKeys& keys, Problems& problems);

  Place place() const { return table_.place; }

  /// The value of a known key, whatever its type; null when absent. Throws std::logic_error for a key that is
  /// not in the reader's list: the list is what users are told.
  const Node* find(std::string_view key) const;

  /// Absent, or of the wrong type (which is reported): nothing.
  std::optional<Text> text(std::string_view key);
  std::optional<std::vector<Text>> texts(std::string_view key);
  std::optional<std::pair<std::int64_t, Place>> integer(std::string_view key);
  std::optional<std::pair<LocalDate, Place>> date(std::string_view key);
  /// The tables of a `[[key]]`, in the file's order.
  std::vector<const Node*> tables(std::string_view key);
  /// The table of a `[key]`, or null.
  const Node* table(std::string_view key);

  /// Reads text through `convert`, whose error completes the sentence that starts with the key and the value:
  /// `is not a time of day: write "09:30"`. False when the key is absent or wrong.
  template <class T>
  bool read(std::string_view key, T& into, Result<T> (*convert)(std::string_view)) {
    const auto found = text(key);
    if (!found) return false;
    auto value = convert(found->value);
    if (!value) {
      complain(key, *found, value.error().message);
      return false;
    }
    into = std::move(*value);
    return true;
  }

  /// Reads one of a few words.
  template <class T>
  bool choose(std::string_view key, T& into, const std::vector<std::pair<std::string, T>>& choices) {
    const auto found = text(key);
    if (!found) return false;
    std::vector<std::string> words;
    for (const auto& [word, value] : choices) {
      if (word == found->value) {
        into = value;
        return true;
      }
      words.push_back(word);
    }
    complain_choice(key, *found, words);
    return false;
  }

  /// Reports `key = "value" <message>` at the value.
  void complain(std::string_view key, const Text& value, std::string_view message);
  /// Reports that the value is none of `words`, with the nearest.
  void complain_choice(std::string_view key, const Text& value, const std::vector<std::string>& words);

 private:
  void check_keys();
  void wrong_type(std::string_view key, const Node& value);
  std::optional<Text> plain_text(std::string_view key, const Node& value);

  const Node& table_;
  const TableKeys keys_;
  Problems& problems_;
};

}  // namespace houston::config
