// Votes: secret while they are open, then sums that know nobody. What comes of them.
#include <algorithm>

#include "handlers/retro/retro.hpp"
#include "handlers/roster.hpp"

namespace houston::handlers {

using storage::Person;
using storage::Place;
using words::retro::Head;
using words::retro::Topic;

namespace {

constexpr std::size_t kMostOnABallot = 12;
constexpr std::size_t kMostText = 6000;

std::size_t length_of(const Topic& topic) {
  std::size_t length = topic.title.size();
  for (const auto& note : topic.notes) length += note.text.size();
  return length;
}

}  // namespace

void Retro::start_voting(Turn& turn, storage::Retro retro) {
  auto& tables = turn.tables();
  set_stage(turn, retro, Stage::voting, settings_.voting);
  show_head(turn, retro, Head::State::voting, turn.now() + settings_.voting);
  const auto place = thread(turn, retro);
  if (!place) return;
  const auto all = topics(turn, retro);
  std::vector<Topic> sheet;
  std::size_t length = 0;
  for (std::size_t i = 0; i < all.size(); ++i) {
    sheet.push_back(all[i]);
    length += length_of(all[i]);
    const bool last = i + 1 == all.size();
    if (!last && sheet.size() < kMostOnABallot && length + length_of(all[i + 1]) <= kMostText) continue;
    const MessageId message = turn.say(
        *place, words::retro::ballot(about(turn, retro), sheet, settings_.votes, settings_.votes_on_one));
    for (const Topic& topic : sheet) {
      auto row = *tables.retros.topic(retro.id, topic.number);
      row.ballot = message;
      tables.retros.save(row);
    }
    sheet.clear();
    length = 0;
  }
  for (const Person& person : roster::members(tables, team_)) offer_ballot(turn, retro, person);
}

void Retro::vote(Turn& turn, const Person& person, const storage::Retro& retro, int number, bool take_back) {
  auto& retros = turn.tables().retros;
  if (retro.stage != Stage::voting) {
    turn.whisper(words::retro::not_voting(about(turn, retro)));
    return;
  }
  const auto all = topics(turn, retro);
  const auto topic =
      std::find_if(all.begin(), all.end(), [&](const Topic& one) { return one.number == number; });
  if (topic == all.end()) {
    turn.whisper(words::retro::no_topic(std::to_string(number)));
    return;
  }
  int used = 0;
  int here = 0;
  for (const auto& [where, votes] : retros.votes_of(retro.id, person.id)) {
    used += votes;
    if (where == number) here = votes;
  }
  if (take_back && here == 0) {
    turn.whisper(words::retro::no_vote_there());
    return;
  }
  if (!take_back && used >= settings_.votes) {
    turn.whisper(words::retro::votes_spent(settings_.votes));
    return;
  }
  if (!take_back && here >= settings_.votes_on_one) {
    turn.whisper(words::retro::topic_full(settings_.votes_on_one));
    return;
  }
  const int change = take_back ? -1 : 1;
  retros.set_votes(retro.id, number, person.id, here + change);
  // Whispered: what is said durably would keep for days who voted for what.
  turn.whisper(
      words::retro::voted(here + change, settings_.votes - used - change, words::retro::headline(*topic)));
}

void Retro::end_voting(Turn& turn, storage::Retro retro) {
  auto& tables = turn.tables();
  tables.retros.count_votes(retro.id);
  end_ballots(turn, retro);
  set_stage(turn, retro, Stage::discussing, settings_.discussion);
  show_head(turn, retro, Head::State::discussing, {});
  auto all = topics(turn, retro);

  // The sheets of the vote show what came of it, and take no more votes.
  std::map<MessageId, std::vector<Topic>> sheets;
  for (const storage::RetroTopic& row : tables.retros.topics(retro.id)) {
    if (!row.ballot) continue;
    const auto topic =
        std::find_if(all.begin(), all.end(), [&](const Topic& one) { return one.number == row.number; });
    if (topic != all.end()) sheets[*row.ballot].push_back(*topic);
  }
  for (const auto& [message, sheet] : sheets) {
    turn.revise(message, words::retro::results(about(turn, retro), sheet, false));
  }

  std::stable_sort(all.begin(), all.end(),
                   [](const Topic& a, const Topic& b) { return a.votes.value_or(0) > b.votes.value_or(0); });
  const auto place = thread(turn, retro);
  const auto channels = roster::channels(turn.tables(), team_);
  if (!place || channels.empty()) return;
  std::vector<Topic> first(all.begin(),
                           all.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(all.size(), 20)));
  turn.say(*place, words::retro::results(about(turn, retro), first, true));
  for (std::size_t i = 0; i < all.size() && i < static_cast<std::size_t>(settings_.topics); ++i) {
    if (all[i].votes.value_or(0) == 0) break;
    auto row = *tables.retros.topic(retro.id, all[i].number);
    row.thread = turn.say(channels, words::retro::topic(about(turn, retro), all[i]));
    tables.retros.save(row);
  }
}

/// The whole retro as Markdown, in its thread.
void Retro::finish(Turn& turn, storage::Retro retro) {
  set_stage(turn, retro, Stage::over, {});
  show_head(turn, retro, Head::State::over, {});
  const auto place = thread(turn, retro);
  if (!place) return;
  for (const chat::Message& part :
       words::retro::document(words::retro::title(about(turn, retro)), markdown(turn, retro))) {
    turn.say(*place, part);
  }
}

}  // namespace houston::handlers
