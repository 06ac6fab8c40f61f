#include "handlers/words/status_words.hpp"

#include "handlers/words/words.hpp"

namespace houston::handlers::words::status {

std::string nothing_open() {
  return "Nothing is under way.";
}
std::string count(const std::string& day, int answered, int of, const std::string& open_until) {
  return day + ": " + std::to_string(answered) + " of " + std::to_string(of) + " answered, " +
         (open_until.empty() ? "closed." : "open until " + open_until + ".");
}
std::string mine_expected(const std::string& clock, bool to_come) {
  return to_come ? "I ask you at " + clock + "." : "You were not asked yet.";
}
std::string mine_outstanding() {
  return "Your answer is outstanding.";
}
std::string mine_answered() {
  return "Your answer is in.";
}
std::string mine_declined() {
  return "You skip it.";
}
std::string mine_away() {
  return "You are away.";
}
std::string mine_excused() {
  return "You are excused.";
}
std::string mine_missing() {
  return "It closed without your answer; you can still give it.";
}
std::string write_label(const std::string& day, bool asked) {
  return asked ? "Write it" : "Write " + day;
}
std::string skip_label() {
  return "Skip today";
}

}  // namespace houston::handlers::words::status
