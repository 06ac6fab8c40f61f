#include "handlers/voice/voice.hpp"

#include <algorithm>
#include <charconv>

#include "handlers/chat/json.hpp"
#include "handlers/words/voice_words.hpp"

namespace houston::handlers::voice {
namespace {

using storage::BundleSection;
using storage::Person;
using storage::Place;

// A platform's message holds this many blocks (Slack: 50); the dividers between sections count too.
constexpr std::size_t kMostBlocks = 45;

Place direct(const WorkspaceId& workspace, const PersonId& person) {
  return {Place::Kind::person, workspace, person.value, {}};
}

/// What an earlier turn wrote is read as it was written; a section that cannot be read is a broken invariant.
chat::Message read(const std::string& body) {
  auto message = chat::message_from_json(body);
  if (!message) throw std::logic_error("a kept message cannot be read: " + message.error().message);
  return std::move(*message);
}

chat::Message compose(const std::vector<BundleSection>& sections) {
  std::vector<chat::Message> messages;
  for (const BundleSection& one : sections) messages.push_back(read(one.body));
  return messages.size() == 1 ? messages.front() : words::voice::bundle(messages);
}

void hold(Turn& turn, const WorkspaceId& workspace, const PersonId& person, const std::string& body,
          Instant due, std::optional<Instant> until) {
  const auto id = turn.tables().attention.hold({0, workspace, person, body, due, until});
  turn.wake(due, {kNoteTimer, std::to_string(id)});
}

BundleSection section_of(Turn& turn, const Person& person, MessageId message, const std::string& section,
                         const chat::Message& content, int place) {
  return {message, section, person.workspace, person.id, place, chat::to_json(content), turn.now()};
}

}  // namespace

MessageId ask(Turn& turn, const Person& person, const std::string& section, const chat::Message& message) {
  auto& attention = turn.tables().attention;
  const auto last = attention.last(person.workspace, person.id);
  // A clock that was set back must not keep a message growing for ever.
  if (last && last->at <= turn.now() && turn.now() - last->at < kApart) {
    auto sections = attention.sections(last->message);
    const bool again = std::any_of(sections.begin(), sections.end(),
                                   [&](const BundleSection& one) { return one.section == section; });
    std::size_t blocks = message.blocks.size() + sections.size();
    for (const BundleSection& one : sections) blocks += read(one.body).blocks.size();
    if (!sections.empty() && !again && blocks <= kMostBlocks) {
      sections.push_back(
          section_of(turn, person, last->message, section, message, sections.back().place + 1));
      attention.put(sections.back());
      turn.revise(last->message, compose(sections));
      turn.touch(person.workspace, person.id);
      return last->message;
    }
  }
  const MessageId said = turn.say(direct(person.workspace, person.id), message);
  attention.put(section_of(turn, person, said, section, message, 0));
  attention.spoke(person.workspace, person.id, {said, turn.now()});
  return said;
}

MessageId ask_alone(Turn& turn, const Person& person, const chat::Message& message) {
  // Without sections it is not taken up by ask(); what comes after counts its ten minutes from it all the
  // same.
  const MessageId said = turn.say(direct(person.workspace, person.id), message);
  turn.tables().attention.spoke(person.workspace, person.id, {said, turn.now()});
  return said;
}

void revise(Turn& turn, MessageId message, const std::string& section, const chat::Message& now_reads) {
  auto sections = turn.tables().attention.sections(message);
  const auto mine = std::find_if(sections.begin(), sections.end(),
                                 [&](const BundleSection& one) { return one.section == section; });
  if (mine == sections.end()) {
    // Older than what is remembered of sections, or said before there were any: it stands alone.
    if (sections.empty()) turn.revise(message, now_reads);
    return;
  }
  mine->body = chat::to_json(now_reads);
  turn.tables().attention.put(*mine);
  turn.revise(message, compose(sections));
  turn.touch(mine->workspace, mine->person);
}

Instant not_before(Turn& turn, const Person& person) {
  const auto last = turn.tables().attention.last(person.workspace, person.id);
  if (!last || last->at > turn.now() || turn.now() - last->at < kTogether) return turn.now();
  return std::max(turn.now(), last->at + kApart);
}

Hours hours(Turn& turn, const Person& person) {
  return hours_of(turn.tables().attention.quiet(person.workspace, person.id));
}

Instant when(Turn& turn, const Person& person, const std::string& zone) {
  return next_allowed(hours(turn, person), not_before(turn, person), zone);
}

void ask_soon(Turn& turn, const Person& person, const std::string& zone, const std::string& section,
              const chat::Message& message) {
  const Instant at = when(turn, person, zone);
  if (at > turn.now()) {
    hold(turn, person.workspace, person.id, chat::to_json(message), at, std::nullopt);
  } else {
    ask(turn, person, section, message);
  }
}

void tell(Turn& turn, const Person& person, const std::string& zone, const chat::Message& message,
          std::optional<Instant> until) {
  const Instant at = next_allowed(hours(turn, person), turn.now(), zone);
  if (until && at >= *until) return;
  if (at == turn.now()) {
    turn.say(direct(person.workspace, person.id), message);
    return;
  }
  hold(turn, person.workspace, person.id, chat::to_json(message), at, until);
}

void tell_held(Turn& turn, const std::string& subject) {
  std::int64_t id = 0;
  std::from_chars(subject.data(), subject.data() + subject.size(), id);
  const auto note = turn.tables().attention.take(id);
  if (!note || (note->until && turn.now() >= *note->until)) return;
  const auto person = turn.tables().people.find(note->workspace, note->person);
  if (!person) return;  // They left the workspace meanwhile.
  // Those that waited together are one message; after one that came a few minutes ago they wait once more.
  const Instant apart = not_before(turn, *person);
  if (apart > turn.now() && (!note->until || apart < *note->until)) {
    hold(turn, note->workspace, note->person, note->body, apart, note->until);
    return;
  }
  ask(turn, *person, "note/" + std::to_string(id), read(note->body));
}

}  // namespace houston::handlers::voice
