#include "handlers/log/team_log.hpp"

#include <algorithm>

#include "config/text.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/log_words.hpp"

namespace houston::handlers::log {

using commands::Request;
using commands::Word;
using storage::Person;

std::vector<const config::Team*> teams_of(storage::Tables& tables, const House& house, const Person& person) {
  auto teams = roster::teams_of(tables, house.settings(), person.workspace, person.id);
  std::erase_if(teams, [](const config::Team* team) { return !team->wins; });
  return teams;
}

bool offered(Request& request) {
  return !teams_of(request.tables(), request.house, request.person).empty();
}

const config::Team* team_in(storage::Tables& tables, const House& house, const WorkspaceId& workspace,
                            const RoomId& room) {
  for (const config::Team& team : house.settings().teams) {
    if (team.wins && roster::is_channel(tables, team, workspace, room)) return &team;
  }
  return nullptr;
}

const config::Team* team_named(storage::Tables& tables, const House& house, const Person& person,
                               const std::string& name) {
  for (const config::Team& team : house.settings().teams) {
    if (!team.wins || !team.is_in(person.workspace) ||
        config::lower(team.name.value) != config::lower(name)) {
      continue;
    }
    if (roster::member(tables, team, person.id) || roster::may_lead(tables, team, person.id)) return &team;
  }
  return nullptr;
}

const config::Team* team_for(Request& request, const std::string& usage) {
  const auto mine = teams_of(request.tables(), request.house, request.person);
  if (mine.empty()) {
    request.turn.reply(words::log::no_log());
    return nullptr;
  }
  if (mine.size() == 1) return mine.front();
  if (!request.words.empty()) {
    std::string first = config::lower(request.words.front().text);
    if (!first.empty() && first.back() == ':') first.pop_back();
    for (const config::Team* team : mine) {
      if (config::lower(team->name.value) != first) continue;
      request.words.erase(request.words.begin());
      return team;
    }
  }
  if (request.room) {
    for (const config::Team* team : mine) {
      if (request.is_in_channel_of(*team)) return team;
    }
  }
  std::vector<std::string> names;
  for (const config::Team* team : mine) names.push_back(team->name.value);
  request.turn.reply(words::log::which_team(names, usage));
  return nullptr;
}

namespace {

bool parts_people(const std::string& word) {
  return word == "and" || word == "&" || word == "," || word == "+" || word == ";";
}

std::string bare(const std::string& word) {
  std::string out = word;
  while (!out.empty() && std::string(",;:.!").find(out.back()) != std::string::npos) out.pop_back();
  return out;
}

bool means_team(const std::string& word) {
  return word == "team" || word == "@team" || word == "everyone" || word == "everybody" || word == "all" ||
         word == "@everyone" || word == "@channel" || word == "@here";
}

std::optional<PersonId> known(storage::Tables& tables, const House& house, const Person& by,
                              const Word& word) {
  const auto person = word.person ? roster::named(tables, house.settings(), by, *word.person)
                                  : roster::named(tables, house.settings(), by, bare(word.text));
  if (!person || person->bot || person->deactivated) return std::nullopt;
  return person->id;
}

void take(Named& named, const PersonId& person) {
  if (std::find(named.people.begin(), named.people.end(), person) == named.people.end()) {
    named.people.push_back(person);
  }
}

}  // namespace

Named leading_people(storage::Tables& tables, const House& house, const Person& self,
                     const std::vector<Word>& words) {
  Named named;
  for (const Word& word : words) {
    const std::string text = config::lower(bare(word.text));
    const bool surely = word.person || (word.text.size() > 1 && word.text.front() == '@');
    if (means_team(text) && !word.person && (named.used == 0 || text.front() == '@')) {
      named.team = true;
    } else if (surely) {
      const auto person = known(tables, house, self, word);
      if (person) {
        take(named, *person);
      } else {
        named.unknown.push_back(bare(word.text));
      }
    } else if (named.used == 0 || !parts_people(word.text)) {
      break;
    }
    ++named.used;
  }
  return named;
}

Named all_people(storage::Tables& tables, const House& house, const Person& self,
                 const std::vector<Word>& words) {
  Named named;
  for (const Word& word : words) {
    ++named.used;
    const std::string text = config::lower(bare(word.text));
    if (!word.person && (text.empty() || parts_people(word.text) || text == "with" || text == "just"))
      continue;
    if (!word.person && (text == "me" || text == "i" || text == "myself")) {
      take(named, self.id);
    } else if (means_team(text) && !word.person) {
      named.team = true;
    } else if (const auto person = known(tables, house, self, word)) {
      take(named, *person);
    } else {
      named.unknown.push_back(bare(word.text));
    }
  }
  return named;
}

LocalDate working_day(const scheduler::Holidays& holidays, LocalDate date, bool weekends) {
  LocalDate day = date;
  // Nobody has a month of holidays; a file that says so is wrong, and the day stays.
  for (int tries = 0; tries < 31; ++tries, day = scheduler::add_days(day, -1)) {
    const bool off = holidays.on(day) || (weekends && scheduler::weekday_index(day) >= 5);
    if (!off) return day;
  }
  return date;
}

}  // namespace houston::handlers::log
