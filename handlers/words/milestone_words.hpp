// What Houston says about milestones.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"
#include "storage/milestones.hpp"

namespace houston::handlers::words::milestones {

using storage::Milestone;

/// A milestone as texts name it.
struct About {
  Milestone milestone;
  std::string owner;    ///< Name.
  LocalDate today{};    ///< By the reader's clock: "in 3 days".
  std::string subject;  ///< "vision/3", for buttons.
};

/// "Fri 4 Dec, in 3 days"; "Fri 4 Dec 2027, in 40 days"; "Mon 23 Nov, 1 day ago".
std::string due(LocalDate due, LocalDate today);

chat::Message usage();
chat::Message no_milestone(const std::string& number);
chat::Message bad_day(const std::string& word);
chat::Message past_day(const std::string& day);
chat::Message needs_why(int number);
chat::Message not_allowed(const About& about);
chat::Message ended(const About& about);

chat::Message added(const About& about, bool asked, const std::string& ask_on);
chat::Form add_form(const std::string& team, LocalDate suggested);
chat::Message list(const std::string& team, const std::vector<About>& open,
                   const std::vector<About>& reached);
chat::Message moved(const About& about, LocalDate from);
/// To the owner, when somebody else moved it.
chat::Message moved_by(const About& about, LocalDate from, const std::string& by, const std::string& why);
chat::Form move_form(const About& about);
chat::Message how_to_move(const About& about);
chat::Message dropped(const About& about);
chat::Message reopened(const About& about);
chat::Message on_track(const About& about);

// --- Asking the owner.
/// `why`: "" or why it is not the owner who is asked.
chat::Message how_does_it_stand(const About& about, const std::string& why);

// --- Reached.
chat::Form reached_form(const About& about);
chat::Message who_contributed(const About& about);
chat::Message who_in_words(const About& about);
chat::Message not_understood(const std::vector<std::string>& names);
chat::Message thanks_for_telling(const About& about, bool told);
struct Win {
  std::string who;
  std::string text;
};
struct Reached {
  About about;
  bool whole_team = false;
  int took = 0;  ///< Days since it was set.
  int moves = 0;
  std::string note;        ///< What the reporter adds.
  int wins = 0;            ///< Since it was set.
  std::vector<Win> recap;  ///< The newest of them.
};
chat::Message reached(const Reached& reached);
std::string form_gone();
std::string people_missing();
std::string people_unknown(const std::vector<std::string>& names);
std::string day_missing();
std::string day_past();
std::string why_missing();
std::string title_missing();

void home(chat::Message& home, const std::vector<About>& mine);

}  // namespace houston::handlers::words::milestones
