#include "handlers/privacy/privacy.hpp"

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "config/text.hpp"
#include "handlers/commands/commands.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/privacy_words.hpp"

namespace houston::handlers {
namespace {

using commands::Command;
using commands::Request;
using storage::Person;
using storage::Record;

// Of one message: well within what a platform takes (Slack: 3,000 characters a paragraph), and no paragraph
// grows beyond it when its marks are escaped.
constexpr std::size_t kPiece = 550;
constexpr std::size_t kPieces = 10;

nlohmann::ordered_json to_json(const std::vector<Record>& records) {
  auto tables = nlohmann::ordered_json::object();
  for (const Record& record : records) {
    auto row = nlohmann::ordered_json::object();
    for (const Record::Cell& cell : record.cells) {
      if (!cell.text) {
        row[cell.column] = nullptr;
      } else if (cell.number) {
        row[cell.column] = nlohmann::ordered_json::parse(*cell.text);
      } else if (cell.column == "answers") {
        row[cell.column] = nlohmann::ordered_json::parse(*cell.text);
      } else {
        row[cell.column] = *cell.text;
      }
    }
    tables[record.table].push_back(std::move(row));
  }
  return tables;
}

/// In pieces that put together are the text again: cut after a line where there is one.
std::vector<std::string> pieces(const std::string& text) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(text.size(), at + kPiece);
    if (end < text.size()) {
      const auto line = text.rfind('\n', end - 1);
      if (line != std::string::npos && line > at) end = line + 1;
      // Blanks at an edge may be lost on the way: within a line none stands there.
      while (end > at + 1 && text[end - 1] != '\n' && (text[end - 1] == ' ' || text[end] == ' ')) --end;
    }
    found.push_back(text.substr(at, end - at));
    at = end;
  }
  return found;
}

/// Into the person's own direct messages, as code. The text is plain ASCII (\u escapes), so that no cut and
/// no platform can change it.
void deliver(Turn& turn, const Person& to, const std::string& what, const std::vector<Record>& records) {
  const auto all = pieces(to_json(records).dump(1, ' ', true));
  const std::size_t messages = (all.size() + kPieces - 1) / kPieces;
  for (std::size_t i = 0; i < messages; ++i) {
    const auto first = all.begin() + static_cast<std::ptrdiff_t>(i * kPieces);
    const auto last = all.begin() + static_cast<std::ptrdiff_t>(std::min(all.size(), (i + 1) * kPieces));
    turn.say(roster::direct(to), words::privacy::exported(what, i + 1, messages, {first, last}));
  }
  turn.whisper(words::privacy::export_sent(messages));
}

void export_person(Turn& turn, const Person& person) {
  const auto records = turn.tables().personal.of_person(person.workspace, person.id);
  deliver(turn, person, "", records);
}

const config::Team* team_called(Request& request, const std::string& name) {
  for (const config::Team& team : request.house.settings().teams) {
    if (team.is_in(request.workspace()) && config::lower(team.name.value) == config::lower(name)) {
      return &team;
    }
  }
  return nullptr;
}

void export_run(Request& request) {
  if (request.words.empty()) {
    export_person(request.turn, request.person);
    return;
  }
  const bool team_asked = config::lower(request.words.front().text) == "team" && request.words.size() == 2;
  if (!team_asked) {
    request.turn.reply(words::privacy::export_usage());
    return;
  }
  const std::string name = request.words.back().text;
  const config::Team* team = team_called(request, name);
  // Of a team that one does not lead it is not told whether there is one.
  if (team == nullptr || !roster::may_lead(request.tables(), *team, request.person.id)) {
    request.turn.reply(words::privacy::no_team(name));
    return;
  }
  deliver(request.turn, request.person, team->name.value, request.tables().personal.of_team(team->name));
}

bool export_whole(Request& request) {
  return request.words.empty() ||
         (request.words.size() == 2 && config::lower(request.words.front().text) == "team");
}

bool says_me(Request& request) {
  return request.words.size() == 1 && config::lower(request.words.front().text) == "me";
}

void forget_run(Request& request) {
  request.turn.reply(says_me(request) ? words::privacy::confirm() : words::privacy::forget_usage());
}

/// Everything, at once: there is no state between remembered and forgotten.
void forget(Turn& turn, const House& house, const Person& person) {
  auto& tables = turn.tables();
  const PersonId former{std::string(storage::kFormer) + house.random().key().substr(0, 16)};
  tables.personal.forget(person.workspace, person.id, former, turn.now());
  // What stands in the channels under their name now stands under none.
  for (const auto& standup : house.standups()) {
    if (standup->team().is_in(person.workspace)) standup->renamed(turn, former);
  }
  for (const auto& part : house.parts()) part->forgotten(turn, house, person, former);
  // Others may be told of them wherever a team of theirs is.
  std::set<WorkspaceId> workspaces{person.workspace};
  for (const config::Team& team : house.settings().teams) {
    if (!team.is_in(person.workspace)) continue;
    for (const config::TeamRoom& room : team.rooms()) workspaces.insert(room.workspace);
  }
  for (const WorkspaceId& workspace : workspaces) voice::forget_name(turn, person, workspace);
  turn.whisper(words::privacy::forgotten());
}

const Command kExport{"export",
                      "export",
                      "all that I keep of you, as JSON, to you alone",
                      false,
                      export_run,
                      export_whole,
                      "export team NAME",
                      "what your team wrote, as JSON"};
const Command kForget{"forget", "forget me", "erase what I keep of you (I ask before I do)",
                      false,    forget_run,  says_me};

}  // namespace

std::vector<const Command*> Privacy::commands() const {
  return {&kExport, &kForget};
}

bool Privacy::clicked(Heard& heard, const chat::Clicked& clicked) {
  if (!clicked.action.starts_with("privacy.")) return false;
  if (clicked.action == "privacy.kept") {
    std::map<std::string, int> rows;
    for (const Record& record :
         heard.turn.tables().personal.of_person(heard.event.workspace, heard.person.id)) {
      ++rows[record.table];
    }
    heard.turn.whisper(words::privacy::kept(rows));
  } else if (clicked.action == "privacy.export") {
    export_person(heard.turn, heard.person);
  } else if (clicked.action == "privacy.ask") {
    heard.turn.whisper(words::privacy::confirm());
  } else if (clicked.action == "privacy.forget") {
    forget(heard.turn, heard.house, heard.person);
  } else if (clicked.action == "privacy.keep") {
    heard.turn.whisper(words::privacy::kept_all());
  }
  return true;
}

}  // namespace houston::handlers
