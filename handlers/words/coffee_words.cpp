// What people are answered about coffee pairs.
#include "handlers/words/pair_words.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::words::pair {

using namespace chat;  // NOLINT: a file of texts.

Message coffee_joined(const std::string& name, const std::string& next, bool already) {
  return paragraph((already ? "You are in already" : "You are in") + std::string(" (") + name + ")." +
                   (next.empty() ? "" : " The next pairs are drawn on " + next + "."));
}

Message coffee_left(bool was) {
  return paragraph(was ? "You are out. What is planned already stays; skip it if you like."
                       : "You were not in.");
}

Message coffee_state(bool joined, const std::string& next, const std::vector<std::string>& nevers) {
  std::string text = joined ? "You are in." : "You are not in.";
  if (joined && !next.empty()) text += " The next pairs are drawn on " + next + ".";
  if (!nevers.empty()) text += " Never with " + list(nevers) + " (only you see this).";
  return paragraph(text);
}

Message coffee_never(const std::string& who, bool again) {
  return paragraph(again ? "You may be paired with " + who + " again."
                         : "You will not be paired with " + who + ". Nobody is told.");
}

Message coffee_alone() {
  return paragraph(
      "There was nobody left to pair you with for a coffee this time. I try again in the next round.");
}

Message coffee_usage() {
  return paragraph(Text{Plain{"Say "}, code("coffee join"), Plain{", "}, code("coffee leave"), Plain{", "},
                        code("coffee never @NAME"), Plain{", "}, code("coffee again @NAME"),
                        Plain{", or about a coffee "}, code("coffee yes"), Plain{", "},
                        code("coffee skipped"), Plain{", "}, code("coffee moved to friday 14:00"),
                        Plain{"."}});
}

Message coffee_which(const std::vector<std::string>& names) {
  return paragraph("Which one? Name it: " + list(names) + ".");
}

Message coffee_nowhere() {
  return paragraph("None of your teams has coffee pairs.");
}

}  // namespace houston::handlers::words::pair
