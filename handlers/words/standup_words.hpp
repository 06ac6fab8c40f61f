// What the standup says: to a person, and in the channel.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"

namespace houston::handlers::words::standup {

/// What every text about one occurrence names.
struct About {
  std::string team;
  std::string ritual;
  bool several = false;  ///< The team has more than one standup: say which.
  LocalDate date;
  std::string subject;                    ///< For buttons.
  std::optional<chat::RoomLink> channel;  ///< Where answers go.
  bool at_close = false;                  ///< Only then, in a digest.
  LocalDate today{};                      ///< The team's: how dates are written.
};

/// "Standup · Tue 24 Nov"
std::string title(const About& about);
/// The channel as a link, or the team's name while the channel is not known.
chat::Span channel(const About& about);

// --- The direct message that asks.

struct Prompt {
  enum class State { asking, answered, declined, away };
  About about;
  State state = State::asking;
  std::vector<std::string> questions;
  std::string last_plan;  ///< "" for none.
  std::optional<LocalDate> plan_from;
  std::string late_since;  ///< "09:30" when it was due then and comes late; "" otherwise.
  bool asked_by_lead = false;
  std::string open_until;  ///< "12:30"
};
chat::Message prompt(const Prompt& prompt);
/// A person's first prompt explains itself.
void greet(chat::Message& prompt, const About& about);
chat::Message reminder(const About& about, const std::string& open_until, int answered, int questions);

// --- Answering.

chat::Form form(const About& about, const std::vector<std::string>& questions,
                const std::vector<std::string>& initial, const chat::Text& intro);
/// Above the form's fields: what the answer counts for.
chat::Text form_intro(const About& about, bool ahead, bool late, const std::string& prompt_at);
std::string form_empty();
std::string form_over();
/// A question of a typed dialog.
struct Question {
  int number = 1;           ///< From 1.
  bool noted = false;       ///< Something was just answered,
  bool cut = false;         ///< which was too long,
  bool late = false;        ///< and will be posted as late.
  std::string last_plan{};  ///< "" for none.
  std::string so_far{};     ///< What the person answered to it before; "" for nothing.
};
chat::Message question(const About& about, const std::vector<std::string>& questions, const Question& what);
chat::Message thanks(const About& about, bool late, bool ahead, const std::string& prompt_at, bool cut);
chat::Message changed(const About& about);
/// What was typed reads longer, now that it was edited, than Houston keeps.
chat::Message cut(const About& about);
chat::Message nothing_written(const About& about);
chat::Message cancelled(const About& about);
chat::Message declined(const About& about);
chat::Message already_answered(const About& about);
chat::Message not_held(const About& about);
chat::Message superseded(const About& about, const std::optional<std::string>& current_subject);
/// The window ended while a dialog was half done; what there was is published.
chat::Message half_published(const About& about);

// --- In the channel.

struct Blocker {
  std::string who;
  std::string what;
};
struct Answer {
  std::string who;
  bool late = false;
  std::vector<std::string> answers;
};
struct Head {
  About about;
  int answered = 0;
  int of = 0;
  std::vector<Blocker> blockers;
  bool closed = false;
  std::optional<chat::DateTime> open_until;
  std::vector<std::string> missing;  ///< Named in the channel only where the settings say so.
  std::vector<Answer> digest;        ///< The answers themselves, when they stand in the head.
  std::vector<std::string> questions;
};
chat::Message head(const Head& head);
chat::Message answer(const About& about, const Answer& answer, const std::vector<std::string>& questions);
/// To a lead, privately.
chat::Message missing(const About& about, const std::vector<std::string>& names);

/// Whether an answer to the blocker question names a blocker: it is not empty, and is not, whatever its case
/// and the punctuation around it, one of the words people write for "nothing".
bool is_blocker(const std::string& answer);

}  // namespace houston::handlers::words::standup
