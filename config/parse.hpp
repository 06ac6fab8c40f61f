// One function a table of the settings file, each in its own parse_*.cpp. Internal to config/.
#pragma once

#include <filesystem>
#include <vector>

#include "config/problems.hpp"
#include "config/settings.hpp"
#include "config/tree.hpp"

namespace houston::config {

/// What the readers of all tables need.
struct Context {
  const std::filesystem::path& folder;  ///< Where relative paths start.
  const Checks& checks;
  Problems& problems;
  std::string_view platform = "slack";  ///< Of the team's workspace: how rooms and people are named.
  bool also_other = false;  ///< The team is on the other platform, too: people may be named in either way.
};

/// Sees to it that names are unique, whatever their case: people type them.
class Names {
 public:
  /// `what` names the kind of thing: "team".
  Names(std::string what, Problems& problems) : what_(std::move(what)), problems_(problems) {}
  /// Takes the name of `table` and reports one that is taken. A table without a (right) name is passed over.
  void take(const std::string& name, const Node& table);

 private:
  std::string what_;
  Problems& problems_;
  std::vector<std::pair<std::string, int>> taken_;
};

/// `[houston]`; null for an absent table, which is all defaults.
void parse_houston(const Node* table, const Context& context, Settings& settings);

/// One `[[workspace]]`.
Workspace parse_workspace(const Node& table, const Context& context);

/// One `[[team]]` with its rituals and hooks. `settings` holds what the file says of [houston] and the
/// workspaces, to which it refers; `hooks` takes the names of hooks, which are unique in the file.
Team parse_team(const Node& table, const Settings& settings, Names& hooks, const Context& context);

/// One `[[team.ritual]]` of kind "standup".
Standup parse_standup(const Node& table, bool team_has_leads, const Context& context);

/// One `[[team.ritual]]` of kind "wins".
Wins parse_wins(const Node& table, const Context& context);
/// One `[[team.ritual]]` of kind "one_on_one".
OneOnOne parse_one_on_one(const Node& table, bool team_has_leads, const Context& context);

/// One `[[team.ritual]]` of kind "coffee".
Coffee parse_coffee(const Node& table, const Context& context);

/// One `[[team.hook]]`.
Hook parse_hook(const Node& table, const Context& context);

/// One `[[team.ritual]]` of kind "retro".
Retro parse_retro(const Node& table, const Context& context);

class TableReader;
/// days, rule, start and at of any ritual; what is not written stays as it is.
void read_schedule(TableReader& reader, Schedule& schedule, const Context& context);
/// rule and start alone. `instead`: the key that says the same in plainer words.
void read_rule(TableReader& reader, Schedule& schedule, const Context& context, std::string_view instead);
/// A length of time that must lie within bounds. False when what is written is none, and was complained of.
bool read_length(TableReader& reader, std::string_view key, Duration& into, Duration least, Duration most);
/// remind of a ritual that collects: ascending, each once, and before `close` where that is known. Both count
/// from `begin` ("prompt"). False when the key is not there.
bool read_reminders(TableReader& reader, std::vector<Duration>& remind, std::optional<Duration> close,
                    const std::string& begin);

/// How people and rooms are named on the context's platform.
using Form = Result<std::string> (*)(std::string_view);
Form person_form(const Context& context);
Form room_form(const Context& context);

/// The ritual's kind; "" when it has none or it is not text.
std::string kind_of(const Node& table);

/// True (and reported) when the ritual's kind is not one that Houston knows; its other keys then mean
/// nothing.
bool refuse_kind(const Node& table, const Context& context);

}  // namespace houston::config
