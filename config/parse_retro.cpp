#include <algorithm>
#include <array>

#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"
#include "config/values.hpp"

namespace houston::config {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

constexpr std::size_t kMostColumns = 8;

struct Format {
  const char* name;
  std::vector<RetroColumn> columns;
};

const std::vector<Format>& formats() {
  static const std::vector<Format> all{
      {"went-well", {{"Went well", true}, {"To improve"}, {"Ideas"}}},
      {"start-stop-continue", {{"Start"}, {"Stop"}, {"Continue", true}}},
      {"4ls", {{"Liked", true}, {"Learned"}, {"Lacked"}, {"Longed for"}}},
      {"glad-sad-mad", {{"Glad", true}, {"Sad"}, {"Mad"}}},
      {"sailboat", {{"Wind", true}, {"Anchors"}, {"Rocks"}, {"Island"}}},
      {"lessons", {{"What happened"}, {"What helped", true}, {"What hurt"}, {"What we change"}}},
  };
  return all;
}

void read_count(TableReader& reader, std::string_view key, int& into, int least, int most,
                const Context& context) {
  const auto found = reader.integer(key);
  if (!found) return;
  if (found->first < least || found->first > most) {
    context.problems.add(found->second, std::string(key) + " = " + std::to_string(found->first) +
                                            " cannot be: write a number from " + std::to_string(least) +
                                            " to " + std::to_string(most));
    return;
  }
  into = static_cast<int>(found->first);
}

void read_own_columns(TableReader& reader, const std::vector<Text>& names, Place place, Retro& retro,
                      const Context& context) {
  if (names.empty() || names.size() > kMostColumns) {
    context.problems.add(place, "columns has " + std::to_string(names.size()) +
                                    " names: write 1 to 8, as in columns = [\"Keep\", \"Change\"]");
    return;
  }
  for (const Text& name : names) {
    const std::string column(trim(name.value));
    const auto same = [&](const RetroColumn& other) { return lower(other.name) == lower(column); };
    if (column.empty() || code_points(column) > 40) {
      reader.complain("columns", name, "is not a column's name: write 1 to 40 characters");
    } else if (column.find(':') != std::string::npos) {
      reader.complain("columns", name, "has a colon, which ends a column's name where people type it");
    } else if (std::any_of(retro.columns.begin(), retro.columns.end(), same)) {
      reader.complain("columns", name, "is there twice (capitals make no difference)");
    } else {
      retro.columns.push_back({column, false});
    }
  }
}

void read_columns(TableReader& reader, Retro& retro, const Context& context) {
  const Node* own = reader.find("columns");
  if (own == nullptr) {
    std::string format = formats().front().name;
    std::vector<std::pair<std::string, std::string>> names;
    for (const Format& one : formats()) names.emplace_back(one.name, one.name);
    reader.choose<std::string>("format", format, names);
    for (const Format& one : formats()) {
      if (one.name == format) retro.columns = one.columns;
    }
    return;
  }
  if (const auto format = reader.text("format")) {
    reader.complain("format", *format,
                    "stands beside columns, and only one of them can hold: leave out format or columns");
  }
  const auto names = reader.texts("columns");
  if (names) read_own_columns(reader, *names, own->place, retro, context);
}

}  // namespace

Retro parse_retro(const Node& table, const Context& context) {
  Retro retro;
  TableReader reader(table, kRetro, context.problems);
  reader.read("name", retro.name.value, parse_name);
  read_schedule(reader, retro.schedule, context);
  const bool close_is_known = read_length(reader, "close", retro.close, minutes(1), hours(24 * 14));
  const auto close = close_is_known ? std::optional(retro.close) : std::nullopt;
  if (!read_reminders(reader, retro.remind, close, "opening")) {
    // Late in the window, whatever its length: 20h of 24h.
    const Duration late = std::chrono::floor<minutes>(retro.close * 5 / 6);
    if (late >= minutes(1)) retro.remind = {late};
  }
  read_columns(reader, retro, context);
  reader.choose<Anonymity>("anonymity", retro.anonymity,
                           {{"named", Anonymity::named},
                            {"confidential", Anonymity::confidential},
                            {"anonymous", Anonymity::anonymous}});
  reader.choose<bool>("no_blame", retro.no_blame, {{"suggest", true}, {"off", false}});
  read_length(reader, "grouping", retro.grouping, minutes(1), hours(24 * 14));
  read_length(reader, "voting", retro.voting, minutes(1), hours(24 * 14));
  read_length(reader, "discussion", retro.discussion, minutes(1), hours(24 * 30));
  read_count(reader, "votes", retro.votes, 1, 20, context);
  const bool one_given = reader.find("votes_on_one") != nullptr;
  read_count(reader, "votes_on_one", retro.votes_on_one, 1, 20, context);
  if (!one_given) retro.votes_on_one = std::min(retro.votes_on_one, retro.votes);
  read_count(reader, "topics", retro.topics, 1, 10, context);
  return retro;
}

}  // namespace houston::config
