#include "config/tree.hpp"

#include <toml++/toml.h>

#include <algorithm>

#include "config/text.hpp"

namespace houston::config {
namespace {

// No real settings nest deeper than a team's ritual's list; what does is refused before recursion can hurt.
constexpr int kDeepest = 16;
constexpr std::size_t kLongestLine = 8192;

Place place_of(const toml::source_region& source) {
  return {static_cast<int>(source.begin.line), static_cast<int>(source.begin.column)};
}

class Converter {
 public:
  explicit Converter(Problems& problems) : problems_(problems) {}

  Node convert(const toml::node& from, int depth) {
    Node to;
    to.place = place_of(from.source());
    if (depth > kDeepest) {
      problems_.add(to.place,
                    "tables or lists are nested too deep here: no setting needs more than four levels");
      return to;
    }
    switch (from.type()) {
      case toml::node_type::string:
        to.kind = Node::Kind::text;
        to.text = from.as_string()->get();
        break;
      case toml::node_type::integer:
        to.kind = Node::Kind::integer;
        to.integer = from.as_integer()->get();
        break;
      case toml::node_type::floating_point:
        to.kind = Node::Kind::real;
        break;
      case toml::node_type::boolean:
        to.kind = Node::Kind::truth;
        break;
      case toml::node_type::date: {
        to.kind = Node::Kind::date;
        const toml::date& date = from.as_date()->get();
        to.date = LocalDate{std::chrono::year{date.year}, std::chrono::month{date.month},
                            std::chrono::day{date.day}};
        break;
      }
      case toml::node_type::time:
        to.kind = Node::Kind::time;
        break;
      case toml::node_type::date_time:
        to.kind = Node::Kind::date_time;
        break;
      case toml::node_type::array:
        to.kind = Node::Kind::list;
        for (const toml::node& item : *from.as_array()) to.list.push_back(convert(item, depth + 1));
        break;
      case toml::node_type::table:
      case toml::node_type::none:
        to.kind = Node::Kind::table;
        for (const auto& [key, value] : *from.as_table()) {
          to.table.push_back({std::string(key.str()), place_of(key.source()), convert(value, depth + 1)});
        }
        // toml++ keeps keys in alphabetical order.
        std::stable_sort(to.table.begin(), to.table.end(),
                         [](const Entry& a, const Entry& b) { return a.place < b.place; });
        break;
    }
    return to;
  }

 private:
  Problems& problems_;
};

/// Refuses what would make the parser recurse without bound (a dotted key of thousands of parts): keys cannot
/// span lines, so that a bound on lines is a bound on depth.
bool lines_are_sane(std::string_view text, Problems& problems) {
  int line = 1;
  for (std::size_t at = 0; at <= text.size(); ++line) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    if (end - at > kLongestLine) {
      problems.add({line, 1}, "this line is longer than 8192 bytes: split a long list over several lines");
      return false;
    }
    at = end + 1;
  }
  return true;
}

/// What toml++ says, with the cure for the commonest slips.
std::string explain(std::string_view description) {
  constexpr std::string_view kPrefix = "Error while parsing ";
  if (description.substr(0, kPrefix.size()) == kPrefix) description.remove_prefix(kPrefix.size());
  std::string message = "this is not TOML (" + std::string(description) + ")";
  const auto mentions = [&](std::string_view part) {
    return description.find(part) != std::string_view::npos;
  };
  // "info" begins like the number inf, "nobody" like nan.
  if (mentions("could not determine value type") || mentions("expected value-terminator"))
    return message + ": write text in quotes, as in log = \"info\"";
  if (mentions("parsing time") || description.substr(0, 4) == "time") {
    return message + ": write a time of day in quotes, as in at = \"09:30\"";
  }
  if (description.substr(0, 6) == "string" && mentions("control characters"))
    return message + ": close the text with a quote on the line on which it opens";
  if (mentions("cannot redefine"))
    return message + ": write each key and each [table] once; a list of tables is [[table]]";
  if (mentions("end-of-file"))
    return message + ": something opened before this point is not closed or not finished";
  return message + ": write key = value, text in double quotes, lists in [ ]";
}

}  // namespace

Node read_tree(std::string_view text, Problems& problems) {
  if (!lines_are_sane(text, problems)) return {};
  try {
    const toml::table table = toml::parse(text);
    return Converter(problems).convert(table, 0);
  } catch (const toml::parse_error& error) {
    Place place = place_of(error.source());
    place.line = std::clamp(place.line, 1, static_cast<int>(std::count(text.begin(), text.end(), '\n')) + 1);
    place.column = std::max(place.column, 1);
    problems.add(place, explain(error.description()));
    return {};
  }
}

std::string_view kind_words(Node::Kind kind) {
  switch (kind) {
    case Node::Kind::text:
      return "text";
    case Node::Kind::integer:
      return "a whole number";
    case Node::Kind::real:
      return "a number with a fraction";
    case Node::Kind::truth:
      return "true or false";
    case Node::Kind::date:
      return "a date";
    case Node::Kind::time:
      return "a time without quotes";
    case Node::Kind::date_time:
      return "a date with a time";
    case Node::Kind::list:
      return "a list";
    case Node::Kind::table:
      return "a table";
  }
  return "a value";
}

}  // namespace houston::config
