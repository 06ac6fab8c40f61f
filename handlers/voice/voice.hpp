// One voice: whatever wants to reach a person unasked goes through here, so that it comes in few messages and
// at a decent hour. Prompts and reminders of all rituals are *asked*, notes are *told*.
//
// Asking bundles: of what reaches somebody within ten minutes one message is made, with a section and its own
// buttons each. What is due together joins the message at once; what is due a little later waits until the
// ten minutes are over (not_before()), because nobody is notified of a message that grew.
//
// Telling keeps quiet hours: outside them a note waits for the next allowed minute, or is dropped when it
// will be pointless by then; those that waited together come in one message. A prompt keeps its ritual's
// schedule; the reminders, and what no schedule puts at an hour, are moved: by a timer of the asker's own
// (when()), or held like a note (ask_soon()).
#pragma once

#include <optional>
#include <string>

#include "handlers/turn.hpp"
#include "handlers/voice/quiet.hpp"

namespace houston::handlers::voice {

/// At most one message that asks in this time.
inline constexpr Duration kApart = std::chrono::minutes(10);
/// What is due within this time of each other is due together.
inline constexpr Duration kTogether = std::chrono::minutes(1);

/// Asks the person something now. `section` names it within a message ("standup/vision/daily/2026-11-24").
/// Returns the message it stands in; change it only with revise().
MessageId ask(Turn& turn, const storage::Person& person, const std::string& section,
              const chat::Message& message);
/// The same in a message of its own, which nothing will join: for what cannot stand beside other things (a
/// poll). Change it with Turn::revise().
MessageId ask_alone(Turn& turn, const storage::Person& person, const chat::Message& message);
/// What was asked now reads so; other sections of the message stay.
void revise(Turn& turn, MessageId message, const std::string& section, const chat::Message& now_reads);
/// Since when something can be asked in a notification of its own: now, or when the last is ten minutes old.
Instant not_before(Turn& turn, const storage::Person& person);

Hours hours(Turn& turn, const storage::Person& person);
/// The same, within the person's hours. `zone`: theirs.
Instant when(Turn& turn, const storage::Person& person, const std::string& zone);
/// Asks as soon as when() allows. For what nobody will revise, and what does not become pointless by waiting.
void ask_soon(Turn& turn, const storage::Person& person, const std::string& zone, const std::string& section,
              const chat::Message& message);
/// A note that nobody waits for. `zone`: the person's. `until`: when it becomes pointless.
void tell(Turn& turn, const storage::Person& person, const std::string& zone, const chat::Message& message,
          std::optional<Instant> until = std::nullopt);
/// Somebody asked to be forgotten: notes that wait for others of that workspace no longer name them.
/// `person`: as they were known.
void forget_name(Turn& turn, const storage::Person& person, const WorkspaceId& workspace);
/// A note's quiet hours are over (timers "voice.note").
void tell_held(Turn& turn, const std::string& subject);
inline constexpr const char* kNoteTimer = "voice.note";

}  // namespace houston::handlers::voice
