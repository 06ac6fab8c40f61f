// Forms, as people fill them in: changing their minds, leaving out, giving up, two at a time, and while
// Houston is started again. On Slack they are windows; elsewhere a question follows the other.
#include "tests/stories/scripts/scripts.hpp"

namespace houston::tests {

void forms_story(const MakeStage& make) {
  const auto stage = make({"2026-11-27 08:00", R"([[team.ritual]]
kind = "standup"
name = "daily"
at = "09:30"
zone = "team"
remind = []
close = "8h"

[[team.ritual]]
kind = "wins"
name = "wins"
days = "sun"
)"});
  const std::string done = "What did you get done?";
  const std::string next = "What is next?";
  const std::string way = "Anything in your way?";

  stage->command("chidi",
                 "milestone add \"Model converges\" by 2026-11-30 when \"val loss < 0.9\" owner @ana");
  stage->until("2026-11-27 09:45");

  // Back to what was answered, and over one that is left out.
  stage->press("bo", "Write it");
  stage->answer("bo", done, "Nothing yet");
  stage->back("bo");
  stage->answer("bo", done, "Found the leak");
  stage->skip("bo");
  stage->answer("bo", way, "The leak's owner");
  stage->hand_in("bo");
  CHECK_ONCE(stage->threads(), "Bo … Found the leak … The leak's owner");
  CHECK_NEVER(stage->threads(), "Nothing yet");

  // An answer that is corrected while the next is asked for, and Houston dies in between.
  stage->press("devi", "Write it");
  stage->answer("devi", done, "Labelled 400 images");
  stage->restart();
  stage->correct("devi", done, "Labelled 500 images");
  stage->answer("devi", next, "Train on them");
  stage->restart();
  stage->answer("devi", way, "Nothing");
  stage->hand_in("devi");
  CHECK_ONCE(stage->threads(), "Devi … Labelled 500 images … Train on them");
  CHECK_NEVER(stage->threads(), "400 images");

  // Given up, and begun again.
  stage->press("chidi", "Write it");
  stage->answer("chidi", done, "Slept badly");
  stage->cancel("chidi");
  CHECK_NEVER(stage->threads(), "Chidi");
  stage->press("chidi", "Write it");
  stage->fill("chidi", {{done, "Fixed the loader"}, {next, "Its tests"}});
  CHECK_ONCE(stage->threads(), "Chidi … Fixed the loader … Its tests");
  CHECK_NEVER(stage->threads(), "Slept badly");

  // Two at once: the one that came last is done first, and nothing of one gets into the other.
  stage->until("2026-11-27 10:15");
  CHECK_ONCE(stage->privately("ana"), "How does it stand with Model converges?");
  stage->press("ana", "Write it");
  stage->answer("ana", done, "Reviewed the sweep");
  stage->press("ana", "Reached");
  stage->fill("ana", {{"Who contributed?", "@devi"}, {"Anything to add?", "After three weeks"}});
  CHECK_ONCE(stage->channel(), "Milestone reached: Model converges … Devi … After three weeks");
  stage->answer("ana", next, "Write the paper");
  stage->answer("ana", way, "Nothing");
  stage->hand_in("ana");
  CHECK_ONCE(stage->threads(), "Ana … Reviewed the sweep … Write the paper");
  CHECK_NEVER(stage->threads(), "After three weeks");
  CHECK_NEVER(stage->channel(), "Reviewed the sweep … Model converges");
}

}  // namespace houston::tests
