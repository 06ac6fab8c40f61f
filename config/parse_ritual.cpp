#include <algorithm>

#include "config/parse.hpp"
#include "config/reader.hpp"
#include "config/text.hpp"
#include "config/values.hpp"

namespace houston::config {
namespace {

using std::chrono::hours;
using std::chrono::minutes;

// An answer is asked for, reminded of and closed within a day, so that one day's occurrence never runs into
// the next day's.
constexpr Duration kShortestClose = minutes(1);
constexpr Duration kLongestClose = hours(24);
constexpr std::size_t kMostQuestions = 10;

/// False when the count of questions is not to be relied on.
bool read_questions(TableReader& reader, Standup& standup, const Context& context) {
  const Node* list = reader.find("questions");
  if (list == nullptr) {
    standup.questions = {"What did you get done?", "What is next?", "Anything in your way?"};
    return true;
  }
  const auto questions = reader.texts("questions");
  if (!questions) return false;
  for (const Text& question : *questions) {
    auto text = parse_question(question.value);
    if (!text) reader.complain("questions", question, text.error().message);
    standup.questions.push_back(text ? std::move(*text) : question.value);
  }
  if (questions->empty()) {
    context.problems.add(list->place,
                         "questions is an empty list: write 1 to 10 questions, or leave the key out for "
                         "the usual three");
  } else if (questions->size() > kMostQuestions) {
    context.problems.add((*questions)[kMostQuestions].place,
                         "this is question " + std::to_string(kMostQuestions + 1) + " of " +
                             std::to_string(questions->size()) + ": a standup has at most 10");
  }
  return !questions->empty();
}

/// A question's number. When it is not given: `usual`, or none where there are fewer questions.
int read_question_number(TableReader& reader, std::string_view key, int usual, std::size_t questions,
                         bool count_known, const Context& context) {
  const int count = static_cast<int>(questions);
  const auto found = reader.integer(key);
  if (!found) return count >= usual ? usual : 0;
  if (!count_known) return 0;
  if (found->first < 0 || found->first > count) {
    context.problems.add(found->second, std::string(key) + " = " + std::to_string(found->first) +
                                            " is not the number of a question: write 1 to " +
                                            std::to_string(count) + ", or 0 for none");
    return 0;
  }
  return static_cast<int>(found->first);
}

}  // namespace

Standup parse_standup(const Node& table, bool team_has_leads, const Context& context) {
  Standup standup;
  TableReader reader(table, kRitual, context.problems);
  if (reader.find("kind") != nullptr) static_cast<void>(reader.text("kind"));
  reader.read("name", standup.name.value, parse_name);
  read_schedule(reader, standup.schedule, context);
  reader.choose<ZoneChoice>("zone", standup.zone,
                            {{"member", ZoneChoice::member}, {"team", ZoneChoice::team}});
  standup.close = hours(3);
  const bool close_is_known = read_length(reader, "close", standup.close, kShortestClose, kLongestClose);
  const auto close = close_is_known ? std::optional(standup.close) : std::nullopt;
  // The default must not make a short window wrong.
  if (!read_reminders(reader, standup.remind, close, "prompt") && standup.close > minutes(60)) {
    standup.remind = {minutes(60)};
  }
  const bool count_known = read_questions(reader, standup, context);
  const std::size_t count = standup.questions.size();
  standup.plan_question = read_question_number(reader, "plan_question", 2, count, count_known, context);
  standup.blocker_question = read_question_number(reader, "blocker_question", 3, count, count_known, context);
  reader.choose<Publish>("publish", standup.publish,
                         {{"thread", Publish::thread}, {"digest", Publish::digest}});
  const bool chosen = reader.choose<Missing>(
      "missing", standup.missing,
      {{"lead", Missing::lead}, {"channel", Missing::channel}, {"nobody", Missing::nobody}});
  if (chosen && standup.missing == Missing::lead && !team_has_leads) {
    context.problems.add(reader.find("missing")->place,
                         "missing = \"lead\" needs somebody to tell, and this team has no leads: add leads = "
                         "[\"@ana\"] to the team, or write missing = \"nobody\"");
  }
  return standup;
}

}  // namespace houston::config
