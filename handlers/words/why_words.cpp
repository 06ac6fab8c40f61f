#include "handlers/words/why_words.hpp"

#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::words::why {

using storage::Participant;

std::string hindrance(const Hindrance& hindrance, const std::string& by) {
  switch (hindrance.what) {
    case Hindrance::What::holiday:
      return "holiday: " + hindrance.holiday;
    case Hindrance::What::skipped:
      return "skipped by " + by;
    case Hindrance::What::paused:
      return "paused by " + by;
    case Hindrance::What::away:
      return "away until " + (hindrance.back_on ? scheduler::iso_date(*hindrance.back_on) : std::string());
  }
  return "";
}

std::string clocks_gap(const std::string& wanted, const std::string& instead) {
  return "clocks go forward that day: " + wanted + " does not exist, prompted at " + instead;
}
std::string clocks_overlap(const std::string& wanted) {
  return "clocks go back that day: " + wanted + " comes twice, prompted at the first";
}
std::string clocks_changed(bool forward) {
  return std::string("first prompt after the clocks went ") + (forward ? "forward" : "back");
}
std::string answered_ahead() {
  return "answered ahead";
}
std::string asked_already(const std::string& clock) {
  return "asked already, at " + clock;
}
std::string not_held() {
  return "not held";
}
std::string not_asked() {
  return "not asked";
}
std::string not_posted() {
  return "not posted";
}

namespace {

std::string what_followed(const Past& past) {
  if (past.collects_notes && past.row.state != Participant::State::excused) {
    return past.open ? "and notes are welcome until it closes." : "and it has closed since.";
  }
  switch (past.row.state) {
    case Participant::State::answered:
      return "and you answered.";
    case Participant::State::declined:
      return "and you skipped it.";
    case Participant::State::missing:
      return "and it closed without your answer.";
    case Participant::State::excused:
      return "and then you were excused.";
    default:
      return past.open ? "and your answer is outstanding." : "and there was no answer.";
  }
}

std::string why_excused(const std::string& why) {
  if (why == reason::away) return "because you were away.";
  if (why == reason::left) return "because you were not in the team.";
  if (why == reason::deactivated) return "because your account was deactivated.";
  if (why == reason::paused) return "because it was paused.";
  if (why == reason::down) return "because I was not running while your time was open.";
  if (why == reason::travel) return "because in the time zone you had moved to, your time was over.";
  return "because you were excused.";
}

}  // namespace

std::string past(const Past& past) {
  const std::string on = "On " + past.day;
  if (!past.prompted.empty()) {
    std::string how = on + " I asked you at " + past.prompted + " (" + past.zone + ")";
    if (past.row.reason == reason::run) how += ", when a lead asked for it,";
    if (past.row.reason == reason::late) how += ", later than the planned " + past.planned + ",";
    return how + (how.back() == ',' ? " " : ", ") + what_followed(past);
  }
  if (past.row.state == Participant::State::answered) {
    return on + " I did not ask you, because you answered without being asked.";
  }
  if (past.row.state == Participant::State::declined) {
    return on + " I did not ask you, because you had skipped it.";
  }
  if (past.row.state == Participant::State::expected) {
    return on + " I have not asked you yet: you were due at " + past.planned + " (" + past.zone + ").";
  }
  return on + " I did not ask you, " + why_excused(past.row.reason);
}

std::string past_hindered(const std::string& day, const std::string& note) {
  return "On " + day + " I did not ask you: " + note + ".";
}
std::string past_joined_late(const std::string& day) {
  return "On " + day + " I did not ask you, because you joined after your time that day.";
}
std::string past_unknown(const std::string& day) {
  return "On " + day + " I did not ask you, because I was not looking after this ritual with you yet.";
}
std::string past_none() {
  return "I have not asked you yet.";
}
std::string next(const std::string& day, const std::string& clock, const std::string& zone,
                 const std::string& note) {
  return "Next I ask you on " + day + " at " + clock + " (" + zone + ")" +
         (note.empty() ? "." : ": " + note + ".");
}
std::string next_not(const std::string& day, const std::string& note) {
  return "On " + day + " I will not ask you: " + note + ".";
}
std::string next_none() {
  return "Nothing is planned for you in the next two weeks.";
}

std::string meets(const std::vector<std::string>& with) {
  return "with " + list(with);
}
std::string meeting(const std::string& when, const std::string& zone) {
  return "You meet next on " + when + " (" + zone + "). I send what is on your list the working day before.";
}
std::string meeting_none() {
  return "No meeting is planned: there was no day on which all of you can.";
}
std::string meeting_moved(const std::string& from, const std::string& holiday, bool away, bool by_them) {
  std::string why = "there was no free hour on that day";
  if (!holiday.empty()) why = "holiday: " + holiday;
  if (away) why = "one of you is away then";
  if (by_them) why = "one of you moved it";
  return "It was due on " + from + ": " + why + ".";
}

chat::Message message(const std::vector<Answer>& answers) {
  chat::Message message{"Why I ask you, or not", {}};
  for (const Answer& answer : answers) {
    message.blocks.push_back(chat::Paragraph{{chat::bold(answer.ritual)}});
    chat::List list;
    for (const std::string& sentence : answer.sentences) list.items.push_back(chat::plain(sentence));
    message.blocks.push_back(std::move(list));
  }
  return message;
}

}  // namespace houston::handlers::words::why
