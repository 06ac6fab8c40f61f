#include "handlers/celebrate/celebrate.hpp"

#include <algorithm>

#include "config/text.hpp"
#include "handlers/commands/commands.hpp"
#include "handlers/log/entries.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/log_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers {
namespace {

using commands::Request;
using log::Entry;

// A celebration that could not be said in time is told late, but not as old news.
constexpr auto kLate = std::chrono::hours(24 * 3);
constexpr int kMostLate = 50;

void celebrate_run(Request& request) {
  if (log::change(request)) return;
  const config::Team* team = log::team_for(request, "celebrate WHAT");
  if (team == nullptr) return;
  Entry entry;
  entry.kind = Entry::Kind::celebration;
  entry.author = request.person.id;
  entry.text = commands::joined(request.words);
  if (entry.text.empty()) {
    request.turn.reply(words::log::no_words());
    return;
  }
  const auto added = log::add(request.turn, *team, std::move(entry));
  request.turn.reply(words::log::noted(added.entry, team->name.value, added.what == log::Added::What::known));
}

bool celebrate_whole(Request& request) {
  return log::is_change(request);
}

/// A member by id, handle or e-mail address, or by a name that only one of them has.
std::optional<PersonId> member(const std::vector<storage::Person>& members, const std::string& who) {
  const std::string word = config::lower(config::trim(who));
  const std::string handle = word.starts_with('@') ? word.substr(1) : word;
  if (handle.empty()) return std::nullopt;
  for (const storage::Person& one : members) {
    const std::string id = config::lower(one.id.value);
    // Some platforms' ids begin with '@' themselves.
    if (id == word || id == handle || one.handle == handle || one.email == word) return one.id;
  }
  std::optional<PersonId> found;
  for (const storage::Person& one : members) {
    if (config::lower(one.name) != handle) continue;
    if (found) return std::nullopt;
    found = one.id;
  }
  return found;
}

bool is_web(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

}  // namespace

bool celebrate(Turn& turn, const House& house, const Celebration& celebration) {
  const config::Team* team = house.settings().team(celebration.team);
  if (team == nullptr || !team->wins) return false;
  bool fresh = true;
  for (const std::string& delivery : celebration.deliveries) {
    fresh = turn.tables().inbox.record(team->workspace, "hook:" + delivery, turn.now()) && fresh;
  }
  if (!fresh) return false;
  Entry entry;
  entry.kind = Entry::Kind::celebration;
  entry.source = "hook:" + celebration.source;
  const std::string title(config::trim(celebration.title));
  const std::string text(config::trim(celebration.text));
  entry.text = title + (title.empty() || text.empty() ? "" : "\n") + text;
  std::vector<std::string> others;
  const auto members = roster::members(turn.tables(), *team);
  for (const std::string& who : celebration.people) {
    const auto person = member(members, who);
    if (!person) {
      others.push_back(words::shorten(who, 80));
    } else if (std::find(entry.people.begin(), entry.people.end(), *person) == entry.people.end()) {
      entry.people.push_back(*person);
    }
  }
  if (entry.text.empty()) return false;
  if (!others.empty()) entry.text += "\n(" + words::list(others) + ")";
  if (is_web(celebration.url) && celebration.url.size() <= 2000) entry.url = celebration.url;
  return log::add(turn, *team, std::move(entry)).what == log::Added::What::fresh;
}

void Celebrate::sync(Turn& turn, const House& house) {
  for (const config::Team& team : house.settings().teams) {
    if (!team.wins || roster::channels(turn.tables(), team).empty()) continue;
    const storage::EntryFilter lately{team.name, Entry::Kind::celebration, {}, turn.now() - kLate, {}};
    auto entries = turn.tables().entries.newest(lately, kMostLate);
    std::reverse(entries.begin(), entries.end());
    for (Entry& entry : entries) {
      if (!entry.published) log::publish(turn, team, entry);
    }
  }
}

std::vector<const commands::Command*> Celebrate::commands() const {
  static const commands::Command command{"celebrate",
                                         "celebrate WHAT",
                                         "tell the channel of a success, however small",
                                         false,
                                         celebrate_run,
                                         celebrate_whole,
                                         {},
                                         {},
                                         log::offered};
  return {&command};
}

}  // namespace houston::handlers
