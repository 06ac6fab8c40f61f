#include "handlers/commands/commands.hpp"

#include <algorithm>

#include "config/nearest.hpp"
#include "config/text.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::commands {
namespace {

std::string name_part(const std::string& word) {
  std::string name = config::lower(word);
  while (!name.empty() && (name.back() == '?' || name.back() == '!' || name.back() == '.')) name.pop_back();
  return name;
}

bool is_thanks(const std::string& word) {
  return word == "thanks" || word == "thank" || word == "thx" || word == "ty" || word == "cheers";
}

/// `gap`: the blanks since the last word.
void add_words(std::vector<Word>& words, const std::string& text, std::string& gap) {
  std::size_t at = 0;
  while (true) {
    const auto start = std::min(text.find_first_not_of(" \t\r\n", at), text.size());
    gap += text.substr(at, start - at);
    if (start == text.size()) return;
    const auto end = std::min(text.find_first_of(" \t\r\n", start), text.size());
    Word word{text.substr(start, end - start)};
    word.before = gap.find('\n') != std::string::npos ? "\n" : gap.empty() ? "" : " ";
    words.push_back(std::move(word));
    gap.clear();
    at = end;
  }
}

}  // namespace

std::vector<const Command*> all(const House& house) {
  std::vector<const Command*> found;
  const auto take = [&](const std::vector<Command>& family) {
    for (const Command& command : family) found.push_back(&command);
  };
  take(mine());
  take(away());
  take(zone());
  for (const auto& part : house.parts()) {
    const auto theirs = part->commands();
    found.insert(found.end(), theirs.begin(), theirs.end());
  }
  take(leading());
  return found;
}

bool Request::is_in_channel_of(const config::Team& team) const {
  return room && roster::is_channel(turn.tables(), team, workspace(), *room);
}

std::optional<storage::Person> Request::named(const Word& word) const {
  return word.person ? roster::named(turn.tables(), house.settings(), person, *word.person)
                     : roster::named(turn.tables(), house.settings(), person, word.text);
}

std::vector<std::string> Request::texts() const {
  std::vector<std::string> out;
  for (const Word& word : words) out.push_back(word.text);
  return out;
}

std::string joined(const std::vector<Word>& words, std::size_t from) {
  std::string out;
  for (std::size_t i = from; i < words.size(); ++i) out += (i > from ? words[i].before : "") + words[i].text;
  return out;
}

const Command* find(const House& house, std::string_view name) {
  const std::string wanted = name_part(std::string(name));
  for (const Command* command : all(house)) {
    if (command->name == wanted) return command;
  }
  return nullptr;
}

std::vector<Word> split(storage::Tables& tables, const WorkspaceId& workspace, const chat::Text& text) {
  std::vector<Word> words;
  std::string gap;
  for (const chat::Span& span : text) {
    if (const auto* plain = std::get_if<chat::Plain>(&span)) {
      add_words(words, plain->text, gap);
    } else if (const auto* mention = std::get_if<chat::Mention>(&span)) {
      Word word{"@" + roster::name_of(tables, workspace, mention->person), mention->person};
      word.before = gap.find('\n') != std::string::npos ? "\n" : gap.empty() ? "" : " ";
      words.push_back(std::move(word));
      gap.clear();
    } else if (const auto* link = std::get_if<chat::Link>(&span)) {
      // Chat programs make links of e-mail addresses.
      add_words(words, link->text.empty() ? link->url : link->text, gap);
    }
  }
  return words;
}

void obey(Request request) {
  if (request.words.empty()) {
    find(request.house, "help")->run(request);
    return;
  }
  const Word first = request.words.front();
  std::string name = first.text;
  if (name.size() > 1 && name.back() == ':') name.pop_back();  // "/houston win: …"
  const Command* command = first.person ? nullptr : find(request.house, name);
  if (command == nullptr && is_thanks(name_part(name))) {
    request.turn.reply(words::commands::welcome());
    return;
  }
  if (command == nullptr) {
    std::vector<std::string> names;
    for (const Command* one : all(request.house)) names.emplace_back(one->name);
    request.turn.reply(words::commands::unknown(first.text, config::nearest(name_part(first.text), names)));
    return;
  }
  request.words.erase(request.words.begin());
  command->run(request);
}

bool is_question(std::string_view word) {
  const std::string name = name_part(std::string(word));
  return name == "help" || name == "status" || name == "plan" || name == "why";
}

bool is_whole(Request request) {
  if (request.words.empty() || request.words.front().person) return false;
  const Command* command = find(request.house, request.words.front().text);
  if (command == nullptr) return false;
  request.words.erase(request.words.begin());
  return command->whole(request);
}

std::string zone_of(Request& request, const storage::Person& person) {
  if (const std::string zone = zones::known(person); !zone.empty()) return zone;
  const auto teams =
      roster::teams_of(request.tables(), request.house.settings(), person.workspace, person.id);
  return teams.empty() ? "UTC" : teams.front()->time_zone;
}

LocalDate today(Request& request, const storage::Person& person) {
  return scheduler::local_date(request.turn.now(), zone_of(request, person));
}

shapes::Collect* choose(Request& request, const std::vector<shapes::Collect*>& candidates,
                        const std::string& word, const std::string& command) {
  const std::string wanted = config::lower(word);
  std::vector<shapes::Collect*> found;
  const auto take = [&](auto fits) {
    if (!found.empty()) return;
    std::copy_if(candidates.begin(), candidates.end(), std::back_inserter(found), fits);
  };
  if (word.empty()) {
    found = candidates;
  } else {
    take([&](shapes::Collect* one) { return config::lower(one->full_name()) == wanted; });
    take([&](shapes::Collect* one) { return config::lower(one->ritual().name.value) == wanted; });
    take([&](shapes::Collect* one) { return config::lower(one->ritual().team->name.value) == wanted; });
  }
  if (found.size() > 1 && request.room) {
    std::vector<shapes::Collect*> here;
    for (shapes::Collect* one : found) {
      if (request.is_in_channel_of(*one->ritual().team)) here.push_back(one);
    }
    if (!here.empty()) found = std::move(here);
  }
  if (found.size() == 1) return found.front();
  std::vector<std::string> names;
  for (shapes::Collect* one : found.empty() ? candidates : found) names.push_back(one->full_name());
  request.turn.reply(found.empty() ? words::commands::no_ritual(word, names)
                                   : words::commands::which_ritual(command, names));
  return nullptr;
}

}  // namespace houston::handlers::commands
