#include "handlers/celebrate/celebrate.hpp"

#include <algorithm>

#include "config/text.hpp"
#include "handlers/commands/commands.hpp"
#include "handlers/log/entries.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/words/log_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers {
namespace {

using commands::Request;
using log::Entry;

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

bool is_web(const std::string& url) {
  return url.starts_with("https://") || url.starts_with("http://");
}

}  // namespace

bool celebrate(Turn& turn, const House& house, const Celebration& celebration) {
  const config::Team* team = house.settings().team(celebration.team);
  if (team == nullptr || !team->wins) return false;
  Entry entry;
  entry.kind = Entry::Kind::celebration;
  entry.source = "hook:" + celebration.source;
  const std::string title(config::trim(celebration.title));
  const std::string text(config::trim(celebration.text));
  entry.text = title + (title.empty() || text.empty() ? "" : "\n") + text;
  std::vector<std::string> others;
  for (const std::string& who : celebration.people) {
    const auto person = turn.tables().people.look_up(team->workspace, who);
    if (!person || person->bot) {
      others.push_back(words::shorten(who, 80));
    } else if (std::find(entry.people.begin(), entry.people.end(), person->id) == entry.people.end()) {
      entry.people.push_back(person->id);
    }
  }
  if (entry.text.empty()) return false;
  if (!others.empty()) entry.text += "\n(" + words::list(others) + ")";
  if (is_web(celebration.url) && celebration.url.size() <= 2000) entry.url = celebration.url;
  return log::add(turn, *team, std::move(entry)).what == log::Added::What::fresh;
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
