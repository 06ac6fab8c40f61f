// Forms step by step, where the platform has no modals. A form that a handler asks for becomes a dialog in
// the person's direct messages, a question a field:
//
//   2 of 3 · When is it to be reached?
//   skip, back, cancel
//
// Everything is part of the turn: the form, what was answered so far, and the next question. When all is
// answered, the form is handed back as chat::Submitted and handled in the same turn; what is refused is asked
// again. A form that is asked while another question is open lies on top of it (handlers/dialogs.hpp).
//
// What people may do, beside answering: "skip" (leave out, or leave as it is), "keep" and "clear" (what was
// filled in beforehand), "back", "cancel"; edit the message of an answer that they gave; delete it, which
// takes the answer back. A message that could not be accepted may be edited until it can.
//
// A form that nobody touches for a day is put away, and what was typed is said back, so that a message of the
// next day is not taken for its answer.
//
// Of a form that is to leave no trace (chat::Form::traceless) nothing is said durably. What was typed stands
// in the tables while it is open, and no longer; the log of the database and its backups may hold it.
#pragma once

#include <map>
#include <optional>
#include <string>

#include "handlers/part.hpp"

namespace houston::handlers::forms {

inline constexpr const char* kDialog = "form";
inline constexpr const char* kTimer = "form.away";
/// After this time without an answer a form is put away.
inline constexpr Duration kPatience = std::chrono::hours(24);

/// Asks the first question of `form`; of one that is open already, the question at which it stands.
void begin(Turn& turn, const storage::Person& person, const chat::Form& form);
/// The question at which `dialog` stands, once more: what lay on top of it is done. False: it cannot be read.
bool resume(Turn& turn, const storage::Person& person, const storage::Dialog& dialog);

/// What the form reads when all questions are answered.
struct Filled {
  storage::Dialog dialog;
  chat::Submitted submitted;
};
/// The person typed `said` while `dialog`, a form, is on top.
std::optional<Filled> typed(Heard& heard, const storage::Dialog& dialog, const chat::Said& said,
                            const std::string& text);
/// A message that answered a question of an open form was edited, or deleted (`text` empty). False: it is no
/// such message.
bool amended(Heard& heard, const RoomId& room, const std::string& message, const chat::Text& text,
             std::optional<Filled>& filled);
/// The form was handled: asks again what was refused (why, by field), or ends it.
void judged(Turn& turn, const storage::Person& person, const storage::Dialog& dialog,
            const std::map<std::string, std::string>& refused);

/// Nobody touched it for a day (timers kTimer).
bool fired(Turn& turn, const House& house, const storage::Timer& timer);

}  // namespace houston::handlers::forms
