// The ballot that each voter gets alone, where their platform has polls: said in their direct messages, which
// nobody else reads. Elsewhere the sheets in the thread have buttons, and these vote as secretly.
//
// What it brings is a whole ballot: it takes the place of all that counted of the voter before, as do bare
// numbers that are typed in answer to it ("2 2 3"). "retro vote" and "retro unvote" add to what counts, and
// take from it. So what came last always counts, and every answer says what that is now.
#include <algorithm>

#include "handlers/retro/retro.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using storage::Person;
using words::retro::Topic;

void Retro::offer_ballot(Turn& turn, const storage::Retro& retro, const Person& person) {
  const config::Workspace* workspace = everything_.workspace(person.workspace);
  if (workspace == nullptr || !workspace->polls() || retro.stage != Stage::voting) return;
  auto& tables = turn.tables();
  const std::string value = full_name() + "/" + std::to_string(retro.id.value);
  const auto closes = tables.timers.find({"retro.stage", value + "/voting"});
  const std::string zone = zones::own(person, team_);
  const Instant at = voice::when(turn, person, zone);
  // Too late to be of use: the sheets in the thread have been there for all the time.
  if (!closes || at >= *closes) return;
  if (at > turn.now()) {
    turn.wake(at, {"retro.ballot", value + "/" + person.workspace.value + "/" + person.id.value});
    return;
  }
  if (tables.absences.on(person.workspace, person.id, scheduler::local_date(at, zone))) return;
  const MessageId message = voice::ask_alone(
      turn, person,
      words::retro::own_ballot({about(turn, retro), value, topics(turn, retro), settings_.votes,
                                settings_.votes_on_one, zones::day_and_clock(*closes, zone, turn.now())}));
  tables.retros.remember_ballot(retro.id, person.workspace, person.id, message);
}

void Retro::end_ballots(Turn& turn, const storage::Retro& retro) {
  auto& tables = turn.tables();
  tables.timers.cancel_all("retro.ballot", full_name() + "/" + std::to_string(retro.id.value) + "/");
  const auto over = words::retro::own_ballot_over({about(turn, retro), "", topics(turn, retro), 0, 0, ""});
  for (const MessageId message : tables.retros.ballots(retro.id)) turn.revise(message, over);
  tables.retros.forget_ballots(retro.id);
}

std::optional<storage::Retro> Retro::asked_to_vote(Turn& turn, const Person& person) {
  auto& tables = turn.tables();
  const auto row = under_way(turn);
  const auto last = tables.attention.last(person.workspace, person.id);
  if (!row || !last || tables.retros.ballot(last->message) != row->id) return std::nullopt;
  return row;
}

void Retro::cast(Turn& turn, const Person& person, const storage::Retro& retro,
                 const std::vector<int>& numbers) {
  auto& retros = turn.tables().retros;
  if (retro.stage != Stage::voting) {
    turn.whisper(words::retro::not_voting(about(turn, retro)));
    return;
  }
  std::map<int, int> given;
  for (const int number : numbers) ++given[number];
  const auto all = topics(turn, retro);
  std::string why;
  for (const auto& [number, votes] : given) {
    const bool known = std::any_of(all.begin(), all.end(),
                                   [&, wanted = number](const Topic& one) { return one.number == wanted; });
    if (!known) why = words::retro::no_topic(std::to_string(number)).summary;
    if (votes > settings_.votes_on_one) why = words::retro::topic_full(settings_.votes_on_one).summary;
  }
  const int used = static_cast<int>(numbers.size());
  if (used > settings_.votes) why = words::retro::too_many_votes(used, settings_.votes);
  if (!why.empty()) {
    turn.whisper(words::retro::not_counted(why));
    return;
  }
  std::vector<std::pair<int, std::string>> counts;
  for (const Topic& topic : all) {
    const auto votes = given.find(topic.number);
    retros.set_votes(retro.id, topic.number, person.id, votes == given.end() ? 0 : votes->second);
    if (votes != given.end()) counts.emplace_back(votes->second, words::retro::headline(topic));
  }
  // Whispered, as every answer to a vote.
  turn.whisper(words::retro::counted(counts, settings_.votes - used));
}

}  // namespace houston::handlers
