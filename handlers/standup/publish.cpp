// What the channel sees.
#include <algorithm>

#include "handlers/roster.hpp"
#include "handlers/standup/standup.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers {

using storage::Occurrence;
using storage::Participant;
using storage::Response;

namespace {

// A digest holds this many answers; more stand in its thread, because a message has room for 50 blocks.
constexpr std::size_t kMostInDigest = 30;

}  // namespace

std::vector<std::string> Standup::names(Turn& turn, const std::vector<PersonId>& people) {
  std::vector<std::string> names;
  for (const PersonId& person : people) {
    names.push_back(roster::name_of(turn.tables(), team_, person));
  }
  return names;
}

Standup::Count Standup::count(Turn& turn, const Occurrence& occurrence) {
  Count count;
  for (const Participant& row : turn.tables().occurrences.participants(occurrence.id)) {
    switch (row.state) {
      case Participant::State::answered:
        ++count.answered;
        ++count.of;
        break;
      case Participant::State::expected:
        ++count.of;
        break;
      case Participant::State::prompted:
      case Participant::State::missing:
        ++count.of;
        count.waiting.push_back(row.person);
        break;
      case Participant::State::declined:
      case Participant::State::excused:
        break;
    }
  }
  return count;
}

chat::Message Standup::head_message(Turn& turn, const Occurrence& occurrence) {
  const Count counted = count(turn, occurrence);
  words::standup::Head head;
  head.about = about(turn, occurrence.date);
  head.answered = counted.answered;
  head.of = counted.of;
  head.closed = occurrence.state != Occurrence::State::open;
  head.questions = settings_.questions;
  if (occurrence.closes) {
    head.open_until = chat::DateTime{*occurrence.closes,
                                     zones::day_and_clock(*occurrence.closes, team_.time_zone, turn.now()),
                                     team_.time_zone};
  }
  if (settings_.missing == config::Missing::channel) head.missing = names(turn, counted.waiting);
  const auto blocker = static_cast<std::size_t>(settings_.blocker_question);
  for (const Response& response : turn.tables().responses.all(occurrence.id)) {
    if (response.state != Response::State::given) continue;
    const bool in_digest = settings_.publish == config::Publish::digest && !response.published &&
                           !needs_reply(turn, occurrence, response);
    const std::string who = roster::name_of(turn.tables(), team_, response.person);
    if (blocker > 0 && blocker <= response.answers.size() &&
        words::standup::is_blocker(response.answers[blocker - 1])) {
      head.blockers.push_back({who, response.answers[blocker - 1]});
    }
    if (in_digest) head.digest.push_back({who, response.late, response.answers});
  }
  return words::standup::head(head);
}

bool Standup::show_head(Turn& turn, Occurrence& occurrence) {
  if (occurrence.head) {
    turn.revise(*occurrence.head, head_message(turn, occurrence));
    return true;
  }
  const auto places = roster::channels(turn.tables(), team_);
  if (places.empty()) return false;
  occurrence.head = turn.say(places, head_message(turn, occurrence));
  turn.tables().occurrences.save(occurrence);
  return true;
}

/// Whether the answer stands in a message of its own, in the occurrence's thread.
bool Standup::needs_reply(Turn& turn, const Occurrence& occurrence, const Response& response) {
  if (response.published || settings_.publish == config::Publish::thread) return true;
  if (occurrence.state == Occurrence::State::open) return false;  // In the digest, at close.
  if (response.late) return true;
  std::size_t before = 0;
  for (const Response& other : turn.tables().responses.all(occurrence.id)) {
    if (other.id == response.id) break;
    if (other.state == Response::State::given && !other.published) ++before;
  }
  return before >= kMostInDigest;
}

chat::Message Standup::reply_message(Turn& turn, const Occurrence& occurrence, const Response& response) {
  const words::standup::Answer answer{roster::name_of(turn.tables(), team_, response.person), response.late,
                                      response.answers};
  return words::standup::answer(about(turn, occurrence.date), answer, settings_.questions);
}

/// Posts or revises the answer in the thread. True when that made a head message, which is then current.
bool Standup::show_reply(Turn& turn, Occurrence& occurrence, Response response) {
  const auto message = reply_message(turn, occurrence, response);
  if (response.published) {
    turn.revise(*response.published, message);
    return false;
  }
  const bool first = !occurrence.head;
  if (first && !show_head(turn, occurrence)) return false;
  response.published = turn.say(turn.threads(*occurrence.head), message);
  turn.tables().responses.save(response);
  return first;
}

/// Says again what the courier has given up (Houston was not in the channel, say), and what one of the team's
/// channels does not have yet: an answer must not be lost to the team because what was said before it could
/// not be delivered.
void Standup::mend(Turn& turn, const Occurrence& occurrence) {
  if (!occurrence.head) return;
  turn.say_missing(*occurrence.head, roster::channels(turn.tables(), team_),
                   [&] { return head_message(turn, occurrence); });
  const auto threads = turn.threads(*occurrence.head);
  for (const Response& response : turn.tables().responses.all(occurrence.id)) {
    if (!response.published) continue;
    turn.say_missing(*response.published, threads, [&] { return reply_message(turn, occurrence, response); });
  }
}

void Standup::publish_again(Turn& turn) {
  auto& occurrences = turn.tables().occurrences;
  auto found = occurrences.open(team_.name, settings_.name);
  if (auto latest = occurrences.latest(team_.name, settings_.name);
      latest && latest->state == Occurrence::State::closed) {
    found.push_back(std::move(*latest));
  }
  for (const Occurrence& occurrence : found) {
    mend(turn, occurrence);
  }
}

/// Brings a given answer before the team, or what is published of it up to date.
void Standup::publish(Turn& turn, Occurrence& occurrence, const Response& response) {
  mend(turn, occurrence);
  const bool digest = settings_.publish == config::Publish::digest;
  if (digest && occurrence.state == Occurrence::State::open) return;
  bool current = false;
  if (needs_reply(turn, occurrence, response)) {
    current = show_reply(turn, occurrence, response);
    // A digest's head does not repeat what has a reply of its own.
    if (digest) current = false;
  }
  if (!current) show_head(turn, occurrence);
}

/// Publishes what has been waiting for its time. Without a channel it goes on waiting.
void Standup::begun(Turn& turn, Occurrence& occurrence) {
  if (settings_.publish == config::Publish::digest && occurrence.state == Occurrence::State::open) return;
  mend(turn, occurrence);
  bool any = false;
  bool current = false;
  for (const Response& response : turn.tables().responses.all(occurrence.id)) {
    if (response.state != Response::State::given || response.published) continue;
    any = true;
    if (needs_reply(turn, occurrence, response)) current = show_reply(turn, occurrence, response) || current;
  }
  if (any && !current) show_head(turn, occurrence);
}

void Standup::renamed(Turn& turn, const PersonId& former) {
  auto& occurrences = turn.tables().occurrences;
  // All that there are: what is in the channel under a name is not to be there under it any more.
  for (const Participant& row : occurrences.history(team_.name, settings_.name, former, 100'000)) {
    auto occurrence = occurrences.find(row.occurrence);
    if (!occurrence || !occurrence->head) continue;
    const auto response = turn.tables().responses.of(occurrence->id, former);
    if (response && response->state == Response::State::given && response->published) {
      show_reply(turn, *occurrence, *response);
    }
    show_head(turn, *occurrence);
  }
}

void Standup::changed(Turn& turn, Occurrence& occurrence, const Participant& row) {
  if (occurrence.head) show_head(turn, occurrence);
  if (row.prompt) refresh_prompt(turn, occurrence, row.person);
}

}  // namespace houston::handlers
