// What the retrospective says.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "config/settings.hpp"
#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"
#include "storage/retros.hpp"

namespace houston::handlers::words::retro {

/// What every text about one retro names.
struct About {
  std::string team;
  std::string ritual;
  std::string name;               ///< "vision/retro": for buttons, forms and small print.
  std::optional<LocalDate> date;  ///< Nothing while none is held.
  LocalDate today{};              ///< The team's: how dates are written.
  config::Anonymity anonymity = config::Anonymity::anonymous;
  std::optional<chat::RoomLink> channel;
};
/// "Retro · Fri 27 Nov"
std::string title(const About& about);
/// What becomes of authors, in a sentence or two: stands in every prompt.
std::string promise(config::Anonymity anonymity);

struct Action {
  std::string id;  ///< "vision/3"
  int number = 0;
  std::string text;
  std::string owner;
  LocalDate due;
  LocalDate today;  ///< The team's.
  storage::RetroAction::State state = storage::RetroAction::State::open;
  std::string why;
};
struct Note {
  int number = 0;
  std::string text;
  std::string who;  ///< "" where it is not shown.
};
struct Topic {
  std::string id;  ///< "vision/retro/17/3": ritual, retro, number.
  int number = 0;
  std::string title;  ///< "" for a single note.
  std::vector<Note> notes;
  std::optional<int> votes;
};
/// One line: the title, or the note.
std::string headline(const Topic& topic);

// --- Notes.
struct Prompt {
  About about;
  std::vector<std::string> columns;
  int given = 0;           ///< Notes of the person so far; 0 as well where it is not known.
  std::string late_since;  ///< "10:00", or "".
  bool asked_by_lead = false;
  std::string open_until;
};
chat::Message prompt(const Prompt& prompt);
chat::Message reminder(const About& about, const std::string& open_until);
chat::Form form(const About& about, const std::vector<std::string>& columns);
chat::Form one_note(const About& about, const std::string& id, const std::string& state,
                    const std::string& text);
chat::Message ask_note(const About& about);
chat::Message how_to_type(const About& about, const std::string& column);
struct Kept {
  std::string value;  ///< For its buttons.
  std::string text;
  std::string column;  ///< "" for none.
};
/// `columns`: (label, value) of the buttons that put a note without column under one.
chat::Message kept(const About& about, const std::vector<Kept>& notes,
                   const std::vector<std::pair<std::string, std::string>>& columns, bool cut, bool typed);
/// `value` keeps the note until its writer has decided.
/// The same for a note that is kept already. `edit`, `change`: the buttons' values.
chat::Message suggest_change(const About& about, const std::string& text, const std::string& blaming,
                             const std::string& edit, const std::string& change);
chat::Message suggest(const About& about, const std::string& text, const std::string& blaming,
                      const std::string& value);
chat::Message changed(const About& about);
chat::Message withdrawn(const About& about);
chat::Message gone(const About& about);
/// An anonymous note cannot be changed here.
chat::Message write_anew(const About& about);
chat::Message cancelled();
std::string empty_form();

// --- In the channel.
struct Head {
  enum class State { open, empty, held_back, grouping, voting, discussing, over };
  About about;
  State state = State::open;
  std::string facilitator;
  int notes = 0;
  std::optional<chat::DateTime> until;
  int open_actions = 0;
};
chat::Message head(const Head& head);
chat::Message review(const Action& action);
chat::Message column(const About& about, const std::string& name, const std::vector<Note>& notes);
chat::Message ballot(const About& about, const std::vector<Topic>& topics, int votes, int on_one);
chat::Message results(const About& about, const std::vector<Topic>& topics, bool over);
chat::Message topic(const About& about, const Topic& topic);

// --- The facilitator.
chat::Message facilitate(const About& about, const std::vector<Topic>& topics, const std::string& vote_at,
                         const std::string& value, const std::string& alike);
chat::Form group_form(const About& about, const std::string& state, const std::string& alike);
chat::Message grouped(const About& about, const std::vector<Topic>& topics, const std::string& value);
std::string bad_group();
chat::Message only_facilitator(const std::string& facilitator);
chat::Message new_facilitator(const About& about, const std::string& who);
chat::Message you_facilitate(const About& about);

// --- Votes.
/// What one voter is given alone: a poll, or, of more topics than one holds, their list.
struct Ballot {
  About about;
  std::string value;  ///< Names the retro: "vision/retro/17".
  std::vector<Topic> topics;
  int votes = 0;
  int on_one = 0;
  std::string open_until;
};
inline constexpr const char* kBallot = "retro.ballot";  ///< Action of the poll.
chat::Message own_ballot(const Ballot& ballot);
/// What it reads when voting is over.
chat::Message own_ballot_over(const Ballot& ballot);
/// What counts of one voter: (votes, topic).
chat::Message counted(const std::vector<std::pair<int, std::string>>& votes, int left);
std::string too_many_votes(int given, int votes);
/// The votes cannot be counted for that reason.
chat::Message not_counted(const std::string& why);
chat::Message voted(int on_topic, int left, const std::string& topic);
chat::Message votes_spent(int votes);
chat::Message topic_full(int on_one);
chat::Message not_voting(const About& about);
chat::Message no_vote_there();
chat::Message no_topic(const std::string& number);

// --- Actions.
chat::Form action_form(const std::string& state, const std::string& about_what,
                       const std::vector<std::pair<std::string, std::string>>& people, const std::string& me);
chat::Form why_form(const std::string& id, const Action& action, bool drop);
chat::Message action_added(const Action& action);
chat::Message action_yours(const Action& action, const std::string& by, const std::string& topic);
chat::Message action_due(const Action& action, bool tomorrow);
chat::Message action_changed(const Action& action);
chat::Message actions(const std::string& team, const std::vector<Action>& open);
chat::Message no_action(const std::string& number);
std::string why_needed();
std::string day_needed();
std::string day_past();
chat::Message action_usage();

// --- Status, export.
chat::Message status(const About& about, const std::string& stage, const std::string& next);
chat::Message usage();
chat::Message no_retro();
chat::Message nothing_yet(const About& about);
chat::Message nothing_to_do(const About& about);
std::string stage(storage::Retro::Stage stage, bool window_open, int notes, const std::string& facilitator);
/// Parts of a document as messages of plain text, to be copied as they are.
std::vector<chat::Message> document(const std::string& title, const std::string& markdown);
chat::Message exported();

}  // namespace houston::handlers::words::retro
