// standup, status, plan, why, help: what everybody may ask.
#include <algorithm>

#include "handlers/commands/commands.hpp"
#include "handlers/commands/overview.hpp"
#include "handlers/commands/why.hpp"
#include "handlers/digest/digest.hpp"
#include "handlers/home.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/one_on_one/one_on_one.hpp"
#include "handlers/retro/part.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/command_words.hpp"
#include "handlers/words/words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::commands {
namespace {

constexpr int kPlanDays = 14;

std::vector<Standup*> of_person(Request& request) {
  return request.house.standups_of(request.tables(), request.workspace(), request.person.id);
}

bool alone(Request& request) {
  return request.words.empty();
}

void standup_run(Request& request) {
  const auto mine = of_person(request);
  if (mine.empty()) {
    request.turn.reply(words::commands::not_a_member());
    return;
  }
  if (!request.words.empty()) {
    std::vector<shapes::Collect*> candidates;
    for (Standup* one : mine) candidates.push_back(&one->collect());
    const shapes::Collect* chosen = choose(request, candidates, request.words.front().text, "standup");
    if (chosen == nullptr) return;
    Standup* standup =
        *std::find_if(mine.begin(), mine.end(), [&](Standup* one) { return &one->collect() == chosen; });
    const auto date = standup->current(request.turn, request.person);
    if (date) {
      standup->write(request.turn, request.person, *date, request.modal);
    } else {
      request.turn.reply(words::commands::nothing_to_come());
    }
    return;
  }
  // The one that waits for an answer is meant, if just one does; else the only one; else it is to be said.
  std::vector<std::pair<Standup*, LocalDate>> waiting;
  std::vector<std::pair<Standup*, LocalDate>> possible;
  for (Standup* standup : mine) {
    const auto date = standup->current(request.turn, request.person);
    if (!date) continue;
    possible.emplace_back(standup, *date);
    const auto pending = standup->pending(request.turn, request.person);
    if (pending && pending->date == *date) waiting.emplace_back(standup, *date);
  }
  const auto& from = waiting.size() == 1 ? waiting : possible;
  if (from.empty()) {
    request.turn.reply(words::commands::nothing_to_come());
  } else if (from.size() == 1) {
    from.front().first->write(request.turn, request.person, from.front().second, request.modal);
  } else {
    std::vector<words::commands::Choice> choices;
    for (const auto& [standup, date] : from) {
      choices.push_back({standup->full_name(), to_string(standup->subject(date)),
                         words::day(date, today(request, request.person))});
    }
    request.turn.reply(words::commands::which_standup(choices));
  }
}

bool standup_whole(Request& request) {
  const auto mine = of_person(request);
  return request.words.empty() ||
         (request.words.size() == 1 && std::any_of(mine.begin(), mine.end(), [&](Standup* one) {
            const std::string& word = request.words.front().text;
            return word == one->settings().name.value || word == one->full_name();
          }));
}

void append(chat::Message& message, const chat::Message& more) {
  message.blocks.insert(message.blocks.end(), more.blocks.begin(), more.blocks.end());
}

/// The person's pairs: when they meet next, and how much is on their list. Never what.
std::vector<std::string> pair_lines(Request& request) {
  std::vector<std::string> lines;
  const OneOnOnes* ones = OneOnOnes::in(request.house);
  if (ones == nullptr) return lines;
  for (const storage::Pair& pair : ones->pairs_of(request.turn, request.workspace(), request.person.id)) {
    auto& pairing = ones->of(pair)->pairing();
    const auto next = pairing.next(request.turn, pair);
    lines.push_back(words::pair::overview_line(
        shapes::about(request.turn, pairing, pair, next ? *next : storage::Meeting{}, request.person.id),
        request.tables().pairs.open_points(pair.id).size(), next.has_value()));
  }
  return lines;
}

void status_run(Request& request) {
  std::vector<words::commands::StatusLine> lines;
  for (Standup* standup : of_person(request)) {
    lines.push_back(status_of(request.turn, *standup, request.person));
  }
  chat::Message message = words::commands::status(lines);
  if (const RetroPart* retros = RetroPart::of(request.house)) {
    for (Retro* retro : retros->of_person(request.turn, request.person)) {
      append(message, retro->status(request.turn));
    }
  }
  std::vector<words::commands::StatusLine> digests;
  for (const config::Team* team : log::teams_of(request.tables(), request.house, request.person)) {
    digests.push_back(digest::status(request.turn, request.house, *team, request.person));
  }
  append(message, words::commands::status(digests));
  if (const auto pairs = pair_lines(request); !pairs.empty()) append(message, words::pair::overview(pairs));
  request.turn.reply(message.blocks.empty() ? words::commands::not_a_member() : message);
}

void plan_run(Request& request) {
  const auto& settings = request.house.settings();
  if (roster::teams_of(request.tables(), settings, request.workspace(), request.person.id).empty()) {
    request.turn.reply(words::commands::not_a_member());
    return;
  }
  request.turn.reply(words::commands::plan(
      plan_lines(request.turn, request.house, request.person, today(request, request.person), kPlanDays),
      kPlanDays));
}

void why_run(Request& request) {
  const auto mine = request.house.collects_of(request.tables(), request.workspace(), request.person.id);
  const auto message = why(request.turn, request.house, mine, request.person);
  request.turn.reply(message.blocks.empty() ? words::commands::not_a_member() : message);
}

void home_run(Request& request) {
  request.turn.reply(home::paint(request.turn, request.house, request.person));
}

void help_run(Request& request) {
  std::vector<words::commands::HelpLine> lines;
  for (const Command* command : all(request.house)) {
    if (command->offered != nullptr && !command->offered(request)) continue;
    lines.push_back({std::string(command->usage), std::string(command->help), command->leads});
    if (!command->lead_usage.empty()) {
      lines.push_back({std::string(command->lead_usage), std::string(command->lead_help), true});
    }
  }
  const auto& teams = request.house.settings().teams;
  const bool leads = std::any_of(teams.begin(), teams.end(), [&](const config::Team& team) {
    return team.is_in(request.workspace()) && roster::may_lead(request.tables(), team, request.person.id);
  });
  request.turn.reply(words::commands::help(lines, leads));
}

}  // namespace

const std::vector<Command>& mine() {
  static const std::vector<Command> family{
      {"standup", "standup", "write your standup, also ahead of time", false, standup_run, standup_whole},
      {"status", "status", "how today's rituals stand", false, status_run, alone},
      {"plan", "plan", "when I ask you, you meet, and digests come in the next 14 days", false, plan_run,
       alone},
      {"why", "why", "why I asked you, or did not", false, why_run, alone},
      {"home", "home", "all that concerns you at once: what is open, your week, your settings", false,
       home_run, alone},
      {"help", "help", "this list", false, help_run, alone},
  };
  return family;
}

}  // namespace houston::handlers::commands
