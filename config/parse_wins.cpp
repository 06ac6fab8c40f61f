#include <algorithm>

#include "config/parse.hpp"
#include "config/reactions.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"
#include "config/values.hpp"

namespace houston::config {
namespace {

constexpr int kLongestAskBefore = 30;

Result<std::string> parse_reaction(std::string_view text) {
  const auto allowed = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '+' || c == '\'';
  };
  // An emoji outside the table is known by itself, and works where reactions are emoji.
  if (is_emoji(text) && code_points(text) <= 10) return reaction_name(text);
  std::string_view name = text;
  while (!name.empty() && name.front() == ':') name.remove_prefix(1);
  while (!name.empty() && name.back() == ':') name.remove_suffix(1);
  if (name.empty() || name.size() > 100 || !std::all_of(name.begin(), name.end(), allowed)) {
    return Error{
        "is not the name of a reaction: write it as it is called in the chat, as in \"trophy\", or \"🏆\""};
  }
  if (name != text) return Error{"has colons: write " + quote(name)};
  return std::string(name);
}

/// Where reactions are emoji, a name that no emoji has could never be given.
Result<std::string> parse_emoji_reaction(std::string_view text) {
  auto name = parse_reaction(text);
  if (name && !is_emoji(*name) && reaction_emoji(*name).empty()) {
    return Error{
        "names no emoji that Houston knows, and on Matrix people react with emoji: write it itself, as in "
        "\"🏆\""};
  }
  return name;
}

}  // namespace

Wins parse_wins(const Node& table, const Context& context) {
  Wins wins;
  TableReader reader(table, kWins, context.problems);
  reader.read("name", wins.name.value, parse_name);
  read_schedule(reader, wins.schedule, context);
  reader.read("reaction", wins.reaction,
              context.platform == kMatrix.kind ? parse_emoji_reaction : parse_reaction);
  reader.choose<KudosIn>("kudos", wins.kudos, {{"channel", KudosIn::channel}, {"digest", KudosIn::digest}});
  reader.choose<QuietWeek>("quiet", wins.quiet, {{"say", QuietWeek::say}, {"skip", QuietWeek::skip}});
  if (const auto days = reader.integer("ask_before")) {
    if (days->first < 0 || days->first > kLongestAskBefore) {
      context.problems.add(days->second, "ask_before = " + std::to_string(days->first) +
                                             " is no number of days that helps: write 1 to " +
                                             std::to_string(kLongestAskBefore) + ", or 0 for never");
    } else {
      wins.ask_before = static_cast<int>(days->first);
    }
  }
  return wins;
}

}  // namespace houston::config
