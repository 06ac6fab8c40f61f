#include "config/reader.hpp"

#include <algorithm>
#include <stdexcept>

#include "config/nearest.hpp"
#include "config/text.hpp"

namespace houston::config {
namespace {

bool is_header(std::string_view example) {
  return example.find('[') == 0 && example.find('"') == std::string_view::npos;
}

/// How a line with the key should look: `at = "09:30"`, or `[[team.ritual]]`.
std::string right_line(const Key& key) {
  if (is_header(key.example)) return std::string(key.example);
  return std::string(key.name) + " = " + std::string(key.example);
}

const Key* known(const TableKeys& keys, std::string_view name) {
  const auto at =
      std::find_if(keys.keys.begin(), keys.keys.end(), [&](const Key& k) { return k.name == name; });
  return at == keys.keys.end() ? nullptr : &*at;
}

/// Where a key that is wrong here would be right, or nothing.
std::string belongs_elsewhere(std::string_view name, const TableKeys& here) {
  // A slip of one letter is a slip, whatever other tables have.
  for (const Key& key : here.keys) {
    if (edit_distance(name, key.name) == 1) return "";
  }
  for (const TableKeys& other : kTables) {
    if (other.title == here.title) {
      // Rituals share most of their keys; which platform one is on is the rarer mistake, and the worse one.
      if (other.chooser == "platform" && other.kind != here.kind && known(other, name) != nullptr) {
        return "it is for platform = " + quote(other.kind) + "; leave it out, or change platform";
      }
      continue;
    }
    if (const Key* key = known(other, name)) {
      if (is_header(key->example)) return "write " + std::string(key->example);
      return "it belongs under " + std::string(other.title);
    }
  }
  return {};
}

std::string unknown_key(std::string_view name, const TableKeys& keys) {
  std::string message = quote(name) + " is not a setting of " + std::string(keys.title) + ": ";
  std::vector<std::string> names;
  for (const Key& key : keys.keys) names.emplace_back(key.name);
  // Exactly right somewhere else is a better guess than nearly right here.
  if (const std::string elsewhere = belongs_elsewhere(name, keys); !elsewhere.empty())
    return message + elsewhere;
  if (const auto guess = nearest(name, names)) return message + "did you mean " + quote(*guess) + "?";
  return message + "it takes " + list_words(names);
}

}  // namespace

TableReader::TableReader(const Node& table, const TableKeys& keys, Problems& problems)
    : table_(table), keys_(keys), problems_(problems) {
  check_keys();
}

void TableReader::check_keys() {
  for (const Entry& entry : table_.table) {
    if (known(keys_, entry.key) == nullptr) problems_.add(entry.place, unknown_key(entry.key, keys_));
  }
  for (const Key& key : keys_.keys) {
    if (key.required && find(key.name) == nullptr) {
      problems_.add(table_.place, "this " + std::string(keys_.title) + " has no " + quote(key.name) +
                                      ": add a line such as " + right_line(key));
    }
  }
}

const Node* TableReader::find(std::string_view key) const {
  if (known(keys_, key) == nullptr) throw std::logic_error("a key is read that keys.hpp does not list");
  const auto at =
      std::find_if(table_.table.begin(), table_.table.end(), [&](const Entry& e) { return e.key == key; });
  return at == table_.table.end() ? nullptr : &at->value;
}

void TableReader::wrong_type(std::string_view key, const Node& value) {
  problems_.add(value.place, std::string(key) + " is " + std::string(kind_words(value.kind)) +
                                 ", which it cannot be: write " + right_line(*known(keys_, key)));
}

std::optional<Text> TableReader::plain_text(std::string_view key, const Node& value) {
  if (value.kind != Node::Kind::text) {
    wrong_type(key, value);
    return std::nullopt;
  }
  // No setting needs a line break or a NUL, and both make trouble further on (paths, headers, log lines).
  if (has_control_character(value.text)) {
    problems_.add(value.place, std::string(key) + " holds a line break or another control character: " +
                                   "write it on one line, without escapes such as \\n");
    return std::nullopt;
  }
  return Text{value.text, value.place};
}

std::optional<Text> TableReader::text(std::string_view key) {
  const Node* value = find(key);
  if (value == nullptr) return std::nullopt;
  return plain_text(key, *value);
}

std::optional<std::vector<Text>> TableReader::texts(std::string_view key) {
  const Node* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind != Node::Kind::list) {
    wrong_type(key, *value);
    return std::nullopt;
  }
  std::vector<Text> items;
  bool good = true;
  for (const Node& item : value->list) {
    if (auto text = plain_text(key, item)) {
      items.push_back(std::move(*text));
    } else {
      good = false;
    }
  }
  if (!good) return std::nullopt;
  return items;
}

std::optional<std::pair<std::int64_t, Place>> TableReader::integer(std::string_view key) {
  const Node* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind != Node::Kind::integer) {
    wrong_type(key, *value);
    return std::nullopt;
  }
  return std::pair(value->integer, value->place);
}

std::optional<std::pair<LocalDate, Place>> TableReader::date(std::string_view key) {
  const Node* value = find(key);
  if (value == nullptr) return std::nullopt;
  if (value->kind == Node::Kind::text) {
    problems_.add(value->place, std::string(key) +
                                    " is text, and should be a date: write it without quotes, as in " +
                                    right_line(*known(keys_, key)));
    return std::nullopt;
  }
  if (value->kind != Node::Kind::date) {
    wrong_type(key, *value);
    return std::nullopt;
  }
  return std::pair(value->date, value->place);
}

std::vector<const Node*> TableReader::tables(std::string_view key) {
  const Node* value = find(key);
  if (value == nullptr) return {};
  const std::string right = right_line(*known(keys_, key));
  if (value->kind == Node::Kind::table) {
    problems_.add(value->place,
                  "there can be several of these, so the header has two pairs of brackets: write " + right);
    return {};
  }
  if (value->kind != Node::Kind::list) {
    wrong_type(key, *value);
    return {};
  }
  std::vector<const Node*> found;
  for (const Node& item : value->list) {
    if (item.kind == Node::Kind::table) {
      found.push_back(&item);
    } else {
      wrong_type(key, item);
    }
  }
  return found;
}

const Node* TableReader::table(std::string_view key) {
  const Node* value = find(key);
  if (value == nullptr) return nullptr;
  if (value->kind == Node::Kind::list) {
    problems_.add(value->place, "there is only one of these: write " + right_line(*known(keys_, key)));
    return nullptr;
  }
  if (value->kind != Node::Kind::table) {
    wrong_type(key, *value);
    return nullptr;
  }
  return value;
}

void TableReader::complain(std::string_view key, const Text& value, std::string_view message) {
  problems_.add(value.place, std::string(key) + ' ' + quote(value.value) + ' ' + std::string(message));
}

void TableReader::complain_choice(std::string_view key, const Text& value,
                                  const std::vector<std::string>& words) {
  const auto guess = nearest(value.value, words);
  complain(key, value,
           "is not known: " + (guess ? "did you mean " + quote(*guess) + "? " : std::string()) + "It takes " +
               list_words(words));
}

}  // namespace houston::config
