// Buttons, in every way in which they can be pressed; each does its work once, however often.
#include "tests/stories/scripts/scripts.hpp"

namespace houston::tests {

void buttons_story(const MakeStage& make) {
  const auto stage = make({"2026-11-25 14:30", R"([[team.ritual]]
kind = "wins"
name = "wins"
days = "fri"
at = "17:00"

[[team.ritual]]
kind = "coffee"
name = "coffee"
cadence = "weekly"
day = "thu"
at = "15:30"
)"});

  for (const auto& [who, way] : {std::pair{"bo", Stage::By::sign}, std::pair{"chidi", Stage::By::number},
                                 std::pair{"devi", Stage::By::words}}) {
    INFO(who);
    const std::string win = std::string("a win of ") + who;
    stage->say(who, "win: " + win);
    CHECK_ONCE(stage->privately(who), "noted: " + win);
    stage->press(who, "Withdraw", way);
    CHECK_ONCE(stage->privately(who), "is withdrawn");
  }
  stage->say("eva", "win: one that stays");
  for (const char* who : {"ana", "bo", "chidi", "devi"}) stage->say(who, "coffee join");

  // Two pairs, drawn by chance; Devi hears of it in the morning. One of each says what became of it.
  stage->until("2026-11-27 09:00");
  for (const char* who : {"ana", "bo", "chidi", "devi"}) {
    INFO(who);
    CHECK_ONCE(stage->privately(who), "You are paired for a coffee");
  }
  stage->until("2026-12-02 21:00");
  int asked = 0;
  for (const char* who : {"ana", "bo", "chidi", "devi"}) {
    INFO(who);
    if (count(stage->privately(who), "Did your coffee with") == 0) continue;
    stage->press(who, "Yes", ++asked % 2 == 1 ? Stage::By::number : Stage::By::words);
    CHECK_NEVER(stage->privately(who), "Did your coffee with");
    CHECK_ONCE(stage->privately(who), "it happened (you)");
  }
  CHECK(asked == 2);

  const Texts channel = stage->channel();
  CHECK_ONCE(channel, "Our wins … one that stays");
  CHECK_NEVER(channel, "a win of");
}

}  // namespace houston::tests
