// What each kind of question offers to be answered with by a reaction: the sign, and that it is shown.
#include <nlohmann/json.hpp>

#include "bot/matrix/choices.hpp"
#include "bot/matrix/render_message.hpp"
#include "handlers/words/milestone_words.hpp"
#include "handlers/words/pair_words.hpp"
#include "handlers/words/retro_words.hpp"
#include "handlers/words/standup_words.hpp"
#include "tests/support/catch.hpp"

using namespace houston;
using namespace houston::bot::matrix;
namespace words = houston::handlers::words;

namespace {

constexpr LocalDate kDay = std::chrono::year(2026) / 11 / 24;

using Offered = std::vector<std::string>;

/// "👍️ Yes = one_on_one.yes", each of them shown in the message as "👍️ Yes".
Offered offered(const chat::Message& message) {
  Look look;
  look.direct = true;
  const std::string body = render(message, look).at("body").get<std::string>();
  Offered found;
  for (const Choice& choice : choices_of(message, true)) {
    INFO(body);
    CHECK(body.find(choice.key + " " + choice.label) != std::string::npos);
    CHECK(chosen_by_reaction(choices_of(message, true), choice.key) == choice);
    found.push_back(choice.key + " " + choice.label + " = " + choice.action);
  }
  return found;
}

words::pair::About meeting(const std::string& kind) {
  words::pair::About about;
  about.kind = kind;
  about.id = "7";
  about.with = "Bo";
  about.when = "Thu 26 Nov, 14:00";
  return about;
}

}  // namespace

TEST_CASE("A standup is written, skipped or put off by a reaction") {
  words::standup::Prompt prompt;
  prompt.about.subject = "vision/daily/2026-11-24";
  prompt.about.date = kDay;
  prompt.questions = {"What did you do?"};
  CHECK(offered(words::standup::prompt(prompt)) == Offered{"✏️ Write it = standup.write",
                                                           "⏭️ Skip today = standup.skip",
                                                           "🌴 I am away… = away.open"});
  prompt.last_plan = "Fix the loader";
  CHECK(offered(words::standup::prompt(prompt)) ==
        Offered{"✏️ Write it = standup.write", "👍️ As planned = standup.planned",
                "⏭️ Skip today = standup.skip", "🌴 I am away… = away.open"});
  CHECK(offered(words::standup::reminder(prompt.about, "12:30", 0, 3)) ==
        Offered{"✏️ Write it = standup.write", "⏭️ Skip today = standup.skip"});
}

TEST_CASE("Whether a meeting happened is said by a reaction") {
  using State = storage::Meeting::State;
  CHECK(offered(words::pair::question(meeting("one_on_one"), State::planned, false, "")) ==
        Offered{"👍️ Yes = one_on_one.yes", "📅 Moved to… = one_on_one.moved",
                "⏭️ Skipped = one_on_one.skipped"});
  CHECK(offered(words::pair::question(meeting("coffee"), State::planned, false, "")) ==
        Offered{"👍️ Yes = coffee.yes", "📅 Moved to… = coffee.moved", "⏭️ Skipped = coffee.skipped"});
  CHECK(offered(words::pair::question(meeting("one_on_one"), State::held, false, "you")) ==
        Offered{"📝 What comes of it… = one_on_one.after"});
}

TEST_CASE("How a milestone stands is said by a reaction") {
  words::milestones::About about;
  about.milestone.title = "v2";
  about.milestone.due = about.today = kDay;
  about.subject = "vision/3";
  CHECK(offered(words::milestones::how_does_it_stand(about, "")) ==
        Offered{"🎉 Reached = milestones.reached", "👍️ On track = milestones.on_track",
                "⏳️ Needs more time… = milestones.move"});
}

TEST_CASE("A retro's questions are answered by a reaction") {
  words::retro::Prompt prompt;
  prompt.about.name = "vision/retro";
  prompt.columns = {"Went well"};
  CHECK(offered(words::retro::prompt(prompt)) == Offered{"✏️ Add notes = retro.write"});
  words::retro::Topic topic;
  topic.number = 1;
  topic.notes = {{1, "deploys", ""}};
  CHECK(offered(words::retro::facilitate(prompt.about, {topic}, "14:00", "vision/retro/1", "")) ==
        Offered{"🧩 Group notes… = retro.group", "🗳️ Start voting = retro.next"});
  words::retro::Action action;
  action.id = "vision/1";
  action.due = kDay;
  CHECK(offered(words::retro::review(action)) == Offered{"✅️ Done = retro.action.done",
                                                         "🔄 Still open… = retro.action.open",
                                                         "🗑️ Drop… = retro.action.drop"});
}
