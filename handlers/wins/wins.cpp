#include "handlers/wins/wins.hpp"

#include "config/reactions.hpp"
#include "config/text.hpp"
#include "handlers/as_typed.hpp"
#include "handlers/log/entries.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/log_words.hpp"

namespace houston::handlers {
namespace {

using commands::Request;
using log::Added;
using log::Entry;
using storage::Person;

constexpr std::string_view kPrefix = "win:";
constexpr const char* kUsage = "win WHAT";

Entry win(const PersonId& author, const PersonId& whose, std::string text) {
  Entry entry;
  entry.kind = Entry::Kind::win;
  entry.author = author;
  entry.people = {whose};
  entry.text = std::move(text);
  return entry;
}

void tell(Turn& turn, const config::Team& team, const Added& added) {
  switch (added.what) {
    case Added::What::fresh:
      turn.reply(words::log::noted(added.entry, team.name.value, false));
      break;
    case Added::What::known:
      turn.reply(words::log::noted(added.entry, team.name.value, true));
      break;
    case Added::What::revived:
      turn.reply(words::log::brought_back(added.entry));
      break;
    case Added::What::withdrawn:
      turn.reply(words::log::stays_withdrawn());
      break;
  }
}

bool is_win(const std::string& text) {
  return config::lower(config::trim(text)).starts_with(kPrefix);
}

std::string after_prefix(const std::string& text) {
  const std::string whole(config::trim(text));
  return std::string(config::trim(is_win(text) ? std::string_view(whole).substr(kPrefix.size()) : whole));
}

/// The message's author; the one who points at it when that is a bot, or nobody known.
PersonId whose(Heard& heard, const PersonId& author) {
  auto& tables = heard.turn.tables();
  const auto known = tables.people.find(heard.event.workspace, author);
  if (!known || known->bot) return heard.person.id;
  const auto instead = roster::stands_for(tables, heard.house.settings(), *known);
  return instead ? instead->id : author;
}

void open_form(Turn& turn, const config::Team& team) {
  turn.ask(words::log::win_form(team.name.value));
}

void win_run(Request& request) {
  if (log::change(request)) return;
  const config::Team* team = log::team_for(request, kUsage);
  if (team == nullptr) return;
  const std::string text = commands::joined(request.words);
  if (!text.empty()) {
    tell(request.turn, *team, log::add(request.turn, *team, win(request.person.id, request.person.id, text)));
  } else if (request.can_ask) {
    open_form(request.turn, *team);
  } else {
    request.turn.reply(words::log::no_words());
  }
}

bool win_whole(Request& request) {
  return request.words.empty() || log::is_change(request);
}

/// A direct message "win: …", or, in one of several teams, "win: vision: …".
void take_direct(Heard& heard, const chat::Said& said, const std::string& text) {
  std::string what = after_prefix(text);
  const auto mine = log::teams_of(heard.turn.tables(), heard.house, heard.person);
  const config::Team* team = mine.size() == 1 ? mine.front() : nullptr;
  std::vector<std::string> names;
  for (const config::Team* one : mine) {
    const std::string lead = config::lower(one->name.value) + ":";
    if (team == nullptr && config::lower(what).starts_with(lead)) {
      team = one;
      what = std::string(config::trim(std::string_view(what).substr(lead.size())));
    }
    names.push_back(one->name.value);
  }
  if (mine.empty()) {
    heard.turn.reply(words::log::no_log());
  } else if (team == nullptr) {
    heard.turn.reply(words::log::which_team(names, "win: WHAT"));
  } else if (what.empty()) {
    heard.turn.reply(words::log::no_words());
  } else {
    Entry entry = win(heard.person.id, heard.person.id, what);
    entry.source = log::of_direct(said.room, said.message);
    tell(heard.turn, *team, log::add(heard.turn, *team, std::move(entry)));
  }
}

using Mark = storage::Entries::Mark;

/// A message in a room was edited, or deleted (`text` empty): the win that was made of it goes along.
bool follow(Heard& heard, const config::Team& team, const std::string& source, const std::string& text) {
  const auto entry = heard.turn.tables().entries.by_source(team.name, source);
  if (!entry) return false;
  const std::string what(config::trim(text));
  if (entry->withdrawn) return true;
  if (what.empty()) {
    log::withdraw(heard.turn, team, *entry, entry->author);
  } else if (what != entry->text) {
    log::edit(heard.turn, team, *entry, what);
  }
  return true;
}

/// Somebody took their reaction back. By nobody's word: whoever reacts next brings the win back.
void unmark(Turn& turn, const config::Team& team, const Entry& entry, const PersonId& person) {
  auto& entries = turn.tables().entries;
  const bool theirs = entries.unmark(entry.id, person, Mark::reaction) || entry.author == person;
  if (theirs && !entry.withdrawn && entries.marks(entry.id) == 0) {
    log::withdraw(turn, team, entry, PersonId{});
  }
}

/// Somebody else reacts to the same message, which may read otherwise by now; what was worded anew by hand
/// stays as it is.
void read_again(Turn& turn, Entry entry, const std::string& text) {
  if (entry.changed != entry.logged) return;
  const std::string now = log::as_kept(text);
  if (now == entry.text) return;
  entry.text = now;
  turn.tables().entries.save(entry);
}

}  // namespace

bool Wins::said(Heard& heard, const chat::Said& said, const std::string& text) {
  if (!is_win(text)) return false;
  take_direct(heard, said, text);
  return true;
}

bool Wins::continued(Heard& heard, const storage::Dialog&, const chat::Said& said, const std::string& text) {
  return this->said(heard, said, text);
}

bool Wins::amended(Heard& heard, const RoomId& room, const std::string& message, const std::string& text) {
  if (const auto marked = text.empty() ? heard.turn.tables().entries.marked_by(message) : std::nullopt) {
    const auto entry = heard.turn.tables().entries.find(marked->entry);
    const config::Team* team = entry ? heard.house.settings().team(entry->team) : nullptr;
    if (team != nullptr && team->wins) unmark(heard.turn, *team, *entry, marked->person);
    return true;
  }
  for (const config::Team& team : heard.house.settings().teams) {
    if (!team.wins || !team.is_in(heard.event.workspace)) continue;
    if (follow(heard, team, log::of_message(room, message), text)) return true;
    const auto entry = heard.turn.tables().entries.by_source(team.name, log::of_direct(room, message));
    if (!entry) continue;
    const std::string lead = config::lower(team.name.value) + ":";
    std::string what = after_prefix(text);
    if (config::lower(what).starts_with(lead)) {
      what = std::string(config::trim(std::string_view(what).substr(lead.size())));
    }
    if (entry->withdrawn) return true;
    if (what.empty()) {
      log::withdraw(heard.turn, team, *entry, entry->author);
    } else if (what != entry->text) {
      log::edit(heard.turn, team, *entry, what);
    }
    return true;
  }
  return false;
}

bool Wins::shortcut(Heard& heard, const chat::ShortcutUsed& used) {
  if (used.shortcut != "wins.log") return false;
  auto& tables = heard.turn.tables();
  const auto mine = log::teams_of(tables, heard.house, heard.person);
  const config::Team* here =
      used.room ? log::team_in(tables, heard.house, heard.event.workspace, *used.room) : nullptr;
  const bool in_team = here != nullptr && roster::member(tables, *here, heard.person.id);
  const config::Team* team = in_team ? here : mine.size() == 1 ? mine.front() : nullptr;
  if (mine.empty()) {
    heard.turn.reply(words::log::no_log());
    return true;
  }
  if (team == nullptr) {
    std::vector<std::string> names;
    for (const config::Team* one : mine) names.push_back(one->name.value);
    heard.turn.reply(words::log::which_team(names, kUsage));
    return true;
  }
  const std::string text =
      used.quoted ? as_typed(tables, heard.event.workspace, used.quoted->text) : std::string();
  if (config::trim(text).empty() || !used.room || !used.message) {
    heard.turn.reply(words::log::no_words());
    return true;
  }
  Entry entry = win(heard.person.id, whose(heard, used.quoted->author), text);
  entry.source = log::of_message(*used.room, *used.message);
  const Added added = log::add(heard.turn, *team, std::move(entry));
  if (added.what == Added::What::fresh || added.what == Added::What::revived) {
    tables.entries.mark(added.entry.id, heard.person.id, Mark::shortcut);
  }
  // In the team's channel the quiet reaction says it.
  if (!in_team || added.what == Added::What::known || added.what == Added::What::withdrawn) {
    tell(heard.turn, *team, added);
  }
  return true;
}

bool Wins::reacted(Heard& heard, const chat::Reacted& reacted) {
  auto& tables = heard.turn.tables();
  const config::Team* team = log::team_in(tables, heard.house, heard.event.workspace, reacted.room);
  if (team == nullptr || !config::same_reaction(team->wins->reaction, reacted.reaction)) return false;
  if (!roster::member(tables, *team, heard.person.id)) return true;
  const std::string source = log::of_message(reacted.room, reacted.message);
  if (reacted.removed) {
    const auto entry = tables.entries.by_source(team->name, source);
    if (entry) unmark(heard.turn, *team, *entry, heard.person.id);
    return true;
  }
  if (!reacted.quoted) {
    // A redelivery finds its key taken; the person is told once, and durably: nobody looks at a screen for
    // it.
    heard.turn.say(roster::direct(heard.person), words::log::unreadable());
    return true;
  }
  const std::string text = as_typed(tables, heard.event.workspace, reacted.quoted->text);
  if (config::trim(text).empty()) {
    heard.turn.say(roster::direct(heard.person), words::log::no_words());
    return true;
  }
  Entry entry = win(heard.person.id, whose(heard, reacted.quoted->author), text);
  entry.source = source;
  const Added added = log::add(heard.turn, *team, std::move(entry));
  if (added.what == Added::What::withdrawn) return true;
  tables.entries.mark(added.entry.id, heard.person.id, Mark::reaction, reacted.id);
  if (added.what == Added::What::known) read_again(heard.turn, added.entry, text);
  return true;
}

bool Wins::clicked(Heard& heard, const chat::Clicked& clicked) {
  if (clicked.action == "wins.page") {
    wins::turn_page(heard, clicked.value);
    return true;
  }
  if (clicked.action != "wins.open") return false;
  const auto mine = log::teams_of(heard.turn.tables(), heard.house, heard.person);
  if (mine.empty()) {
    heard.turn.reply(words::log::no_log());
  } else if (mine.size() > 1) {
    std::vector<std::string> names;
    for (const config::Team* one : mine) names.push_back(one->name.value);
    heard.turn.reply(words::log::which_team(names, kUsage));
  } else if (heard.event.can_ask) {
    open_form(heard.turn, *mine.front());
  } else {
    heard.turn.reply(words::log::no_words());
  }
  return true;
}

bool Wins::submitted(Heard& heard, const chat::Submitted& submitted) {
  if (submitted.form != "wins.log") return false;
  const config::Team* team = log::team_named(heard.turn.tables(), heard.house, heard.person, submitted.state);
  const auto text = submitted.values.find("text");
  if (team == nullptr) {
    heard.turn.refuse("text", words::log::form_gone());
  } else if (text == submitted.values.end() || config::trim(text->second).empty()) {
    heard.turn.refuse("text", words::log::form_empty());
  } else {
    tell(heard.turn, *team, log::add(heard.turn, *team, win(heard.person.id, heard.person.id, text->second)));
  }
  return true;
}

void Wins::home(Turn& turn, const House& house, const Person& person, chat::Message& home) {
  wins::add_to_home(turn, house, person, home);
}

std::vector<const commands::Command*> Wins::commands() const {
  static const commands::Command win_command{
      "win", "win WHAT", "put down a win; also: win edit NUMBER TEXT, win withdraw NUMBER",
      false, win_run,    win_whole,
      {},    {},         log::offered};
  static const commands::Command wins_command{"wins",
                                              "wins [since DAY] [@NAME]",
                                              "your team's wins; wins mine, and wins mine year as Markdown",
                                              false,
                                              wins::look_back,
                                              wins::is_look_back,
                                              {},
                                              {},
                                              log::offered};
  return {&win_command, &wins_command};
}

}  // namespace houston::handlers
