// People come and go: who leaves the team's channel is asked nothing more until they are back; who writes to
// Houston before it has written to them keeps that conversation.
#include "tests/stories/scripts/scripts.hpp"

namespace houston::tests {

void room_story(const MakeStage& make) {
  const auto stage = make({"2026-11-23 08:00", R"([[team.ritual]]
kind = "standup"
name = "daily"
at = "09:30"
zone = "team"
remind = []
close = "3h"
)"});

  stage->say("eva", "help");
  CHECK_ONCE(stage->privately("eva"), "standup");
  CHECK(stage->conversations("eva") == 1);

  stage->until("2026-11-23 09:35");
  for (const char* who : {"chidi", "eva"}) {
    INFO(who);
    CHECK_ONCE(stage->privately(who), "Standup · Mon 23 Nov … What did you get done?");
    stage->say(who, std::string(who) + " was busy");
    stage->say(who, "skip");
    stage->say(who, "skip");
    CHECK_ONCE(stage->privately(who), "Thank you, that is in");
    CHECK(stage->conversations(who) == 1);
  }

  // Out of the channel in the afternoon: the next morning has four people.
  stage->until("2026-11-23 15:00");
  stage->leave("chidi");
  stage->until("2026-11-24 09:35");
  CHECK_NEVER(stage->privately("chidi"), "Tue 24 Nov");
  CHECK_ONCE(stage->privately("eva"), "Standup · Tue 24 Nov … What did you get done?");
  stage->say("eva", "More of the same");
  stage->say("eva", "skip");
  stage->say("eva", "skip");
  CHECK_ONCE(stage->channel(), "Standup · Tue 24 Nov · 1 of 4");
  // Nor is there anything to answer for who is out.
  stage->press("chidi", "Change it");
  CHECK_ONCE(stage->privately("chidi"), "You are not in the team vision any more");

  stage->join("chidi");
  stage->until("2026-11-25 09:35");
  CHECK_ONCE(stage->privately("chidi"), "Standup · Wed 25 Nov … What did you get done?");
  stage->say("chidi", "Back again");
  stage->say("chidi", "skip");
  stage->say("chidi", "skip");
  CHECK_ONCE(stage->channel(), "Standup · Wed 25 Nov · 1 of 5");
  CHECK_ONCE(stage->threads(), "Chidi … Back again");
  for (const char* who : {"chidi", "eva"}) CHECK(stage->conversations(who) == 1);
}

}  // namespace houston::tests
