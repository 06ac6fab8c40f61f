#include "config/settings.hpp"

#include <algorithm>

#include "config/files.hpp"
#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"
#include "config/values.hpp"

namespace houston::config {
namespace {

constexpr std::size_t kLargestFile = 1 << 20;

Loaded only_problem(Problem problem) {
  Loaded loaded;
  loaded.problems.push_back(std::move(problem));
  return loaded;
}

/// Line and column (in code points) of the byte at `offset`.
Place place_at(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const auto line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1,
          static_cast<int>(code_points(before.substr(line_start))) + 1};
}

void parse_tables(const Node& root, const Context& context, Settings& settings) {
  TableReader reader(root, kTop, context.problems);
  parse_houston(reader.table("houston"), context, settings);

  Names workspace_names("workspace", context.problems);
  for (const Node* table : reader.tables("workspace")) {
    settings.workspaces.push_back(parse_workspace(*table, context));
    workspace_names.take(settings.workspaces.back().name.value, *table);
  }
  Names team_names("team", context.problems);
  Names hook_names("hook", context.problems);
  for (const Node* table : reader.tables("team")) {
    settings.teams.push_back(parse_team(*table, settings, hook_names, context));
    team_names.take(settings.teams.back().name.value, *table);
  }
  const auto none = [&](std::string_view key) {
    const Node* found = reader.find(key);
    return found == nullptr || (found->kind == Node::Kind::list && found->list.empty());
  };
  if (none("workspace")) {
    context.problems.add({},
                         "there is no [[workspace]]: add one, with name, bot_token and app_token, as in "
                         "config/houston.example.toml");
  }
  if (none("team")) {
    context.problems.add({},
                         "there is no [[team]]: add one, with name, workspace, channel and time_zone, as in "
                         "config/houston.example.toml");
  }
}

}  // namespace

void Names::take(const std::string& name, const Node& table) {
  if (name.empty()) return;
  const auto entry =
      std::find_if(table.table.begin(), table.table.end(), [](const Entry& e) { return e.key == "name"; });
  const Place place = entry == table.table.end() ? table.place : entry->value.place;
  for (const auto& [other, line] : taken_) {
    if (lower(other) != lower(name)) continue;
    problems_.add(place, "there is already a " + what_ + " named " + quote(other) + ", at line " +
                             std::to_string(line) +
                             ": give each a name of its own (capitals make no difference)");
    return;
  }
  taken_.emplace_back(name, place.line);
}

const Workspace* Settings::workspace(const WorkspaceId& id) const {
  const auto at =
      std::find_if(workspaces.begin(), workspaces.end(), [&](const Workspace& w) { return w.name == id; });
  return at == workspaces.end() ? nullptr : &*at;
}

const Team* Settings::team(const TeamId& id) const {
  const auto at = std::find_if(teams.begin(), teams.end(), [&](const Team& t) { return t.name == id; });
  return at == teams.end() ? nullptr : &*at;
}

bool TeamRoom::takes(std::string_view person) const {
  return parse_matrix_person(person).has_value() == (platform == kMatrix.kind);
}

std::vector<TeamRoom> Team::rooms() const {
  std::vector<TeamRoom> all{{workspace, channel, platform}};
  all.insert(all.end(), also.begin(), also.end());
  return all;
}

bool Team::is_in(const WorkspaceId& in) const {
  return workspace == in ||
         std::any_of(also.begin(), also.end(), [&](const TeamRoom& room) { return room.workspace == in; });
}

std::optional<Team> Team::within(const WorkspaceId& in, bool surely) const {
  const auto all = rooms();
  for (const TeamRoom& room : all) {
    if (room.workspace != in) continue;
    if (also.empty()) return *this;
    Team team = *this;
    team.workspace = room.workspace;
    team.channel = room.channel;
    team.platform = room.platform;
    team.also.clear();
    const auto elsewhere = [&](const std::string& person) {
      const auto could =
          std::count_if(all.begin(), all.end(), [&](const TeamRoom& one) { return one.takes(person); });
      return !room.takes(person) || (surely && could > 1);
    };
    std::erase_if(team.leads, elsewhere);
    std::erase_if(team.members, elsewhere);
    for (OneOnOne& one : team.one_on_ones) {
      if (!one.lead.empty() && elsewhere(one.lead)) one.lead.clear();
      std::erase_if(one.with, elsewhere);
    }
    for (auto& accounts : team.same) std::erase_if(accounts, elsewhere);
    return team;
  }
  return std::nullopt;
}

std::vector<Team> Settings::teams_within(const WorkspaceId& id, bool surely) const {
  std::vector<Team> found;
  for (const Team& team : teams) {
    if (auto there = team.within(id, surely)) found.push_back(std::move(*there));
  }
  return found;
}

std::string to_string(const std::filesystem::path& file, const Problem& problem) {
  std::string out = file.string();
  if (problem.line > 0) out += ':' + std::to_string(problem.line) + ':' + std::to_string(problem.column);
  return out + ": " + problem.message;
}

Loaded load(const std::filesystem::path& file, const Checks& checks) {
  const auto text = read_file(file, kLargestFile);
  if (!text) {
    return only_problem({0, 0,
                         "the settings file " + text.error().message +
                             ": name one with --config; config/houston.example.toml is there to be copied"});
  }
  Loaded loaded = parse(*text, file.parent_path(), checks);
  loaded.settings.file = file;
  return loaded;
}

Loaded parse(std::string_view text, const std::filesystem::path& folder, const Checks& checks) {
  if (text.size() > kLargestFile) return only_problem({0, 0, "the settings are larger than a megabyte"});
  if (const auto bad = bad_utf8(text)) {
    const Place place = place_at(text, *bad);
    return only_problem({place.line, place.column,
                         "this is not UTF-8 text: save the file with the encoding UTF-8 in your editor"});
  }
  if (trim(text).empty()) {
    return only_problem(
        {0, 0, "the settings file is empty: copy config/houston.example.toml and fill it in"});
  }
  Loaded loaded;
  Problems problems;
  const Node root = read_tree(text, problems);
  if (problems.empty()) parse_tables(root, {folder, checks, problems}, loaded.settings);
  loaded.problems = problems.take();
  return loaded;
}

}  // namespace houston::config
