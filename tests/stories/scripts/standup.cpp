// A day's standup around the world: typed and corrected, by form, skipped, reminded, away; and what the
// channel and the lead see of it.
#include "tests/stories/scripts/scripts.hpp"

namespace houston::tests {

void standup_story(const MakeStage& make) {
  const auto stage = make({"2026-11-24 04:30", R"([[team.ritual]]
kind = "standup"
name = "daily"
at = "09:30"
zone = "member"
remind = ["60m"]
close = "3h"
)"});

  // Each is asked at half past nine where they are: Devi in Kolkata first.
  stage->until("2026-11-24 05:05");
  CHECK_ONCE(stage->privately("devi"), "Standup · Tue 24 Nov … What did you get done? … What is next?");
  CHECK_NEVER(stage->privately("ana"), "What did you get done?");
  const Mark first = stage->say("devi", "Cleaned the night labels");
  CHECK_ONCE(stage->privately("devi"), "Noted. What is next?");
  stage->say("devi", "Train on them");
  stage->say("devi", "nothing");
  CHECK_ONCE(stage->privately("devi"), "Thank you, that is in");
  stage->edit("devi", first, "Cleaned the night and dawn labels");

  stage->until("2026-11-24 09:35");
  CHECK_ONCE(stage->privately("ana"), "Standup · Tue 24 Nov … What did you get done? … open until 12:30");
  CHECK_ONCE(stage->privately("chidi"), "Standup · Tue 24 Nov … What did you get done? … open until 12:30");
  CHECK_NEVER(stage->privately("bo"), "What did you get done?");
  stage->press("ana", "Write it");
  stage->fill("ana", {{"What did you get done?", "Reviewed the sweep"},
                      {"What is next?", "Write the paper"},
                      {"Anything in your way?", "The cluster is down"}});
  stage->press("chidi", "Skip today");
  stage->command("eva", "away today");

  // Bo, asked at 15:30 in Warsaw's time, is reminded an hour later, and says nothing.
  stage->until("2026-11-24 16:35");
  CHECK_ONCE(stage->privately("bo"), "Standup · Tue 24 Nov … What did you get done? … open until 12:30");
  CHECK_ONCE(stage->privately("bo"), "your standup is open until");
  CHECK_NEVER(stage->privately("devi"), "your standup is open until");
  stage->until("2026-11-24 22:00");
  CHECK_NEVER(stage->privately("eva"), "Standup · Tue 24 Nov … What did you get done? … open until 12:30");

  CHECK_ONCE(stage->channel(), "Standup · Tue 24 Nov");
  CHECK_ONCE(stage->channel(), "The cluster is down");
  CHECK_ONCE(stage->threads(), "Devi … Cleaned the night and dawn labels … Train on them");
  CHECK_NEVER(stage->threads(), "Cleaned the night labels");
  CHECK_ONCE(stage->threads(), "Ana … Reviewed the sweep … Write the paper … The cluster is down");
  // The lead hears of it in the morning.
  stage->until("2026-11-25 08:05");
  CHECK_ONCE(stage->privately("ana"), "no answer from Bo. Only you leads see this");
  CHECK_NEVER(stage->privately("chidi"), "no answer from");
}

}  // namespace houston::tests
