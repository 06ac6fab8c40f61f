// Reasons in words: why somebody was, will be or will not be asked.
#pragma once

#include <string>
#include <vector>

#include "handlers/chat/message.hpp"
#include "handlers/reasons.hpp"

namespace houston::handlers::words::why {

// --- Notes of a plan, also part of sentences.
/// "holiday: Independence Day", "away until 2026-12-01", "skipped by Ana", "paused by Ana". `by`: the name.
std::string hindrance(const Hindrance& hindrance, const std::string& by);
std::string clocks_gap(const std::string& wanted, const std::string& instead);
std::string clocks_overlap(const std::string& wanted);
std::string clocks_changed(bool forward);
std::string answered_ahead();
std::string asked_already(const std::string& clock);
std::string not_held();
/// What becomes of a line of the plan that does not take place.
std::string not_asked();
std::string not_posted();

// --- Sentences about one person's part in one occurrence.
struct Past {
  std::string day;  ///< "Tue 24 Nov", here and below.
  storage::Participant row;
  std::string prompted;  ///< "09:30", when they were.
  std::string planned;   ///< "09:30"
  std::string zone;      ///< "Europe/Warsaw"
  bool open = false;
  bool collects_notes = false;  ///< A retro: whether somebody gave notes is nobody's business here.
};
std::string past(const Past& past);
std::string past_hindered(const std::string& day, const std::string& note);
std::string past_joined_late(const std::string& day);
std::string past_unknown(const std::string& day);
std::string past_none();
std::string next(const std::string& day, const std::string& clock, const std::string& zone,
                 const std::string& note);
std::string next_not(const std::string& day, const std::string& note);
std::string next_none();

// --- 1:1s and coffees.
std::string meets(const std::vector<std::string>& with);  ///< "with Bo and Cy"
std::string meeting(const std::string& when, const std::string& zone);
std::string meeting_none();
/// `holiday`: its name, or "".
std::string meeting_moved(const std::string& from, const std::string& holiday, bool away, bool by_them);

struct Answer {
  std::string ritual;
  std::vector<std::string> sentences;
};
chat::Message message(const std::vector<Answer>& answers);

}  // namespace houston::handlers::words::why
