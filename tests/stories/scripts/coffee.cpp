// Coffee pairs: who joined is paired, told when, reminded, and asked afterwards.
#include "tests/stories/scripts/scripts.hpp"

namespace houston::tests {

void coffee_story(const MakeStage& make) {
  const auto stage = make({"2026-11-30 08:30", R"([[team.ritual]]
kind = "coffee"
name = "coffee"
cadence = "weekly"
day = "mon"
at = "10:00"
)"});

  for (const char* who : {"ana", "chidi", "devi"}) stage->command(who, "coffee join");
  CHECK_ONCE(stage->privately("ana"), "You are in (vision/coffee)");
  stage->say("devi", "coffee leave");
  CHECK_ONCE(stage->privately("devi"), "You are out");

  stage->until("2026-11-30 10:15");
  CHECK_ONCE(stage->privately("ana"), "Coffee with Chidi … You are paired for a coffee.");
  CHECK_ONCE(stage->privately("chidi"), "Coffee with Ana … You are paired for a coffee.");
  CHECK_NEVER(stage->privately("devi"), "You are paired");
  stage->until("2026-12-05 12:00");
  CHECK_ONCE(stage->privately("chidi"), "Did your coffee with Ana … happen?");
  stage->press("chidi", "Yes");
  CHECK_ONCE(stage->privately("chidi"), "Coffee with Ana: it happened (you)");
  CHECK_NEVER(stage->privately("ana"), "Did your coffee with Chidi … happen?");
  CHECK_NEVER(stage->privately("devi"), "happen");
  CHECK(stage->channel().empty());
}

}  // namespace houston::tests
