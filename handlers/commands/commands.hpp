// The words people say to Houston: "/houston status", "status" in a direct message, "@Houston status". Each
// family stands in a file of its own, declaration next to code; help is made of the declarations.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "handlers/chat/text.hpp"
#include "handlers/house.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers::commands {

struct Word {
  std::string text;                  ///< As typed; "@bo" for a mention of somebody called bo.
  std::optional<PersonId> person{};  ///< Of a mention.
  std::string before = " ";          ///< What parts it from the word before: " ", a line break, or nothing.
};
/// The words from `from` on, as they were typed.
std::string joined(const std::vector<Word>& words, std::size_t from = 0);

/// Somebody said something to Houston.
struct Request {
  Turn& turn;
  const House& house;
  storage::Person person;
  std::optional<RoomId> room;  ///< Where; a ritual of the team whose channel it is comes first.
  bool can_ask = false;        ///< A form can be opened.
  std::vector<Word> words;     ///< After the command's name.
  bool modal = false;          ///< It would be a modal, not step by step.

  storage::Tables& tables() { return turn.tables(); }
  const WorkspaceId& workspace() const { return person.workspace; }
  /// Said in a channel of the team.
  bool is_in_channel_of(const config::Team& team) const;
  /// Whom a word means (roster::named).
  std::optional<storage::Person> named(const Word& word) const;
  std::vector<std::string> texts() const;
};

struct Command {
  std::string_view name;
  std::string_view usage;  ///< "away until DATE"
  std::string_view help;   ///< What it does, in one line.
  bool leads = false;      ///< Only for leads.
  void (*run)(Request&);
  /// Whether the words make a whole command, nothing left over: only then may it be told from an answer
  /// that happens to begin with the same word.
  bool (*whole)(Request&);
  std::string_view lead_usage{};  ///< What leads may say with it beyond that.
  std::string_view lead_help{};
  /// Whether help names it to this person: what none of their teams has would only puzzle. Null: always.
  bool (*offered)(Request&) = nullptr;
};

const std::vector<Command>& mine();     ///< standup, status, plan, why, home, help
const std::vector<Command>& away();     ///< away, back
const std::vector<Command>& zone();     ///< zone
const std::vector<Command>& leading();  ///< run, pause, resume, skip

/// Those above and those of the house's parts, in the order of help.
std::vector<const Command*> all(const House& house);
/// Null for an unknown name. Any case.
const Command* find(const House& house, std::string_view name);
std::vector<Word> split(storage::Tables& tables, const WorkspaceId& workspace, const chat::Text& text);

/// Runs what `request.words` say, the command's name first; an unknown word gets a helpful answer, no word
/// at all the help.
void obey(Request request);
/// "help", "status", "plan" or "why": words that ask Houston something and change nothing. Any case.
bool is_question(std::string_view word);
/// Whether `request.words` are a command and nothing but a command.
bool is_whole(Request request);

/// The zone by which "today" is meant for a person: their own, else that of their first team, else UTC.
std::string zone_of(Request& request, const storage::Person& person);
LocalDate today(Request& request, const storage::Person& person);

/// The ritual a word names ("daily", "vision/daily", "vision"), among those `candidates`. Replies and
/// returns null when there is none or more than one.
shapes::Collect* choose(Request& request, const std::vector<shapes::Collect*>& candidates,
                        const std::string& word, const std::string& command);

}  // namespace houston::handlers::commands
