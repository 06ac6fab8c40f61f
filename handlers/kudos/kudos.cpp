#include "handlers/kudos/kudos.hpp"

#include <algorithm>

#include "config/text.hpp"
#include "handlers/commands/commands.hpp"
#include "handlers/log/entries.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/words/log_words.hpp"

namespace houston::handlers {
namespace {

using commands::Request;
using log::Entry;

constexpr const char* kUsage = "kudos @NAME for WHAT";

bool thanks_self(const log::Named& named, const PersonId& self) {
  return std::find(named.people.begin(), named.people.end(), self) != named.people.end();
}

void give(Turn& turn, const config::Team& team, const PersonId& author, const log::Named& named,
          std::string text) {
  Entry entry;
  entry.kind = Entry::Kind::kudos;
  entry.author = author;
  entry.people = named.people;
  entry.whole_team = named.team;
  entry.text = std::move(text);
  const auto added = log::add(turn, team, std::move(entry));
  turn.reply(words::log::noted(added.entry, team.name.value, added.what == log::Added::What::known));
}

void kudos_run(Request& request) {
  if (log::change(request)) return;
  const config::Team* team = log::team_for(request, kUsage);
  if (team == nullptr) return;
  if (request.words.empty() && request.can_ask) {
    request.turn.ask(words::log::kudos_form(team->name.value));
    return;
  }
  if (!request.words.empty() && config::lower(request.words.front().text) == "to") {
    request.words.erase(request.words.begin());
  }
  const auto named = log::leading_people(request.tables(), request.house, request.person, request.words);
  if (!named.unknown.empty()) {
    request.turn.reply(words::log::unknown_people(named.unknown));
    return;
  }
  if (named.people.empty() && !named.team) {
    request.turn.reply(chat::paragraph(words::log::nobody_named()));
    return;
  }
  if (thanks_self(named, request.person.id)) {
    request.turn.reply(chat::paragraph(words::log::not_oneself()));
    return;
  }
  std::size_t from = named.used;
  if (from < request.words.size()) {
    const std::string word = config::lower(request.words[from].text);
    if (word == "for" || word == ":" || word == "-") ++from;
  }
  std::string text = commands::joined(request.words, from);
  if (text.empty()) {
    request.turn.reply(chat::paragraph(words::log::for_what()));
    return;
  }
  give(request.turn, *team, request.person.id, named, std::move(text));
}

bool kudos_whole(Request& request) {
  if (request.words.empty() || log::is_change(request)) return true;
  const auto named = log::leading_people(request.tables(), request.house, request.person, request.words);
  return (!named.people.empty() || named.team) && named.unknown.empty() &&
         named.used < request.words.size() && config::lower(request.words[named.used].text) == "for";
}

}  // namespace

bool Kudos::submitted(Heard& heard, const chat::Submitted& submitted) {
  if (submitted.form != "kudos.give") return false;
  auto& tables = heard.turn.tables();
  const auto value = [&](const char* field) {
    const auto found = submitted.values.find(field);
    return found == submitted.values.end() ? std::string() : std::string(config::trim(found->second));
  };
  const config::Team* team = log::team_named(tables, heard.house, heard.person, submitted.state);
  const std::string text = value("text");
  const auto named =
      log::all_people(tables, heard.house, heard.person,
                      commands::split(tables, heard.event.workspace, chat::plain(value("who"))));
  if (team == nullptr) {
    heard.turn.refuse("text", words::log::form_gone());
    return true;
  }
  if (!named.unknown.empty()) {
    heard.turn.refuse("who", words::log::unknown_in_form(named.unknown));
  } else if (named.people.empty() && !named.team) {
    heard.turn.refuse("who", words::log::nobody_named());
  } else if (thanks_self(named, heard.person.id)) {
    heard.turn.refuse("who", words::log::not_oneself());
  }
  if (text.empty()) heard.turn.refuse("text", words::log::for_what());
  if (!heard.turn.immediate().refused.empty()) return true;
  give(heard.turn, *team, heard.person.id, named, text);
  return true;
}

std::vector<const commands::Command*> Kudos::commands() const {
  static const commands::Command kudos{"kudos",
                                       "kudos @NAME for WHAT",
                                       "thank one, several, or the team",
                                       false,
                                       kudos_run,
                                       kudos_whole,
                                       {},
                                       {},
                                       log::offered};
  return {&kudos};
}

}  // namespace houston::handlers
