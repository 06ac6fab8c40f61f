#include "handlers/voice/part.hpp"

#include "handlers/commands/commands.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/voice_words.hpp"

namespace houston::handlers::voice {
namespace {

using commands::Command;
using commands::Request;

std::string shown(const Hours& hours) {
  return hours.always ? "" : to_string(hours);
}

void set(Turn& turn, const storage::Person& person, const std::string& kept) {
  turn.tables().attention.set_quiet(person.workspace, person.id, kept);
  turn.touch(person.workspace, person.id);
  turn.reply(words::voice::quiet_set(shown(hours_of(kept)), !kept.empty()));
}

void quiet_run(Request& request) {
  const auto kept = request.tables().attention.quiet(request.workspace(), request.person.id);
  const std::string said = commands::joined(request.words);
  if (said.empty()) {
    request.turn.reply(words::voice::quiet_is(shown(hours_of(kept)), !kept.empty()));
  } else if (const auto hours = parse_quiet(said)) {
    set(request.turn, request.person, *hours);
  } else {
    request.turn.reply(words::voice::quiet_usage(said));
  }
}

bool quiet_whole(Request& request) {
  const std::string said = commands::joined(request.words);
  return said.empty() || parse_quiet(said).has_value();
}

const Command kQuiet{
    "quiet", "quiet 09:00-17:00", "the hours in which I may write to you unasked; also off, default",
    false,   quiet_run,           quiet_whole};

}  // namespace

std::vector<const Command*> Quiet::commands() const {
  return {&kQuiet};
}

bool Quiet::clicked(Heard& heard, const chat::Clicked& clicked) {
  if (clicked.action != "voice.quiet") return false;
  const auto kept = heard.turn.tables().attention.quiet(heard.event.workspace, heard.person.id);
  if (heard.event.can_ask) {
    heard.turn.ask(words::voice::quiet_form(kept.empty() ? "08:00-18:00" : kept));
  } else {
    heard.turn.reply(words::voice::quiet_is(shown(hours_of(kept)), !kept.empty()));
  }
  return true;
}

bool Quiet::submitted(Heard& heard, const chat::Submitted& submitted) {
  if (submitted.form != "voice.quiet") return false;
  const auto value = submitted.values.find("hours");
  const auto hours = parse_quiet(value == submitted.values.end() ? "" : value->second);
  if (hours) {
    set(heard.turn, heard.person, *hours);
  } else {
    heard.turn.refuse("hours", words::voice::not_hours());
  }
  return true;
}

bool Quiet::fired(Turn& turn, const House&, const storage::Timer& timer) {
  if (timer.key.kind != kNoteTimer) return false;
  tell_held(turn, timer.key.subject);
  return true;
}

}  // namespace houston::handlers::voice
