#include "handlers/log/upkeep.hpp"

#include <algorithm>
#include <limits>

#include "config/text.hpp"
#include "handlers/log/entries.hpp"
#include "handlers/words/log_words.hpp"

namespace houston::handlers::log {

bool Upkeep::clicked(Heard& heard, const chat::Clicked& clicked) {
  if (clicked.action != "log.edit" && clicked.action != "log.withdraw") return false;
  const auto found = shown(heard.turn, heard.house, heard.person, clicked.value);
  if (!found || found->entry.withdrawn) {
    heard.turn.reply(words::log::no_entry(clicked.value));
  } else if (!may_change(heard.turn.tables(), *found->team, found->entry, heard.person.id)) {
    heard.turn.reply(words::log::not_yours());
  } else if (clicked.action == "log.withdraw") {
    withdraw(heard.turn, *found->team, found->entry, heard.person.id);
    heard.turn.reply(words::log::withdrawn(found->entry));
  } else if (heard.event.can_ask) {
    heard.turn.ask(words::log::edit_form(found->entry));
  } else {
    heard.turn.reply(words::log::how_to_edit(found->entry));
  }
  return true;
}

bool Upkeep::submitted(Heard& heard, const chat::Submitted& submitted) {
  if (submitted.form != "log.edit") return false;
  const auto found = shown(heard.turn, heard.house, heard.person, submitted.state);
  const auto text = submitted.values.find("text");
  if (!found || found->entry.withdrawn ||
      !may_change(heard.turn.tables(), *found->team, found->entry, heard.person.id)) {
    heard.turn.refuse("text", words::log::form_gone());
  } else if (text == submitted.values.end() || config::trim(text->second).empty()) {
    heard.turn.refuse("text", words::log::form_empty());
  } else {
    edit(heard.turn, *found->team, found->entry, text->second);
    heard.turn.reply(words::log::edited(*heard.turn.tables().entries.find(found->entry.id)));
  }
  return true;
}

void Upkeep::forgotten(Turn& turn, const House& house, const storage::Person& person,
                       const PersonId& former) {
  for (const config::Team& team : house.settings().teams) {
    if (!team.is_in(person.workspace)) continue;
    for (const Entry& entry : turn.tables().entries.newest({team.name}, std::numeric_limits<int>::max())) {
      const bool theirs = entry.author == former ||
                          std::find(entry.people.begin(), entry.people.end(), former) != entry.people.end();
      if (theirs) show_again(turn, team, entry);
    }
  }
}

}  // namespace houston::handlers::log
