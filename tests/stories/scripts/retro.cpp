// A retrospective from the first note to the last action.
#include "tests/stories/scripts/scripts.hpp"

namespace houston::tests {

void retro_story(const MakeStage& make) {
  const auto stage = make({"2026-11-26 16:00", R"([[team.ritual]]
kind = "retro"
name = "retro"
days = "fri"
at = "10:00"
close = "2h"
remind = ["1h"]
anonymity = "named"
grouping = "2h"
voting = "1h"
topics = 1
)"});

  // Notes come all the time, in words.
  stage->command("bo", "retro note improve: deploys take two hours");
  CHECK_ONCE(stage->privately("bo"), "Noted under To improve.");
  stage->say("chidi", "retro: Ideas: a canary stage");
  CHECK_ONCE(stage->privately("chidi"), "Noted under Ideas.");

  stage->until("2026-11-27 10:05");
  CHECK_ONCE(stage->channel(), "Retro · Fri 27 Nov");
  CHECK_ONCE(stage->privately("chidi"), "You have put down 1 note so far.");
  CHECK_ONCE(stage->privately("devi"), "What is worth talking about?");
  stage->press("devi", "Add notes");
  stage->fill("devi", {{"Went well", "the demo"}, {"To improve", "deploys take hours"}});
  CHECK_ONCE(stage->privately("devi"), "Noted: 2 notes.");
  // Who gave something is not reminded.
  stage->until("2026-11-27 11:05");
  CHECK_NEVER(stage->privately("devi"), "A friendly reminder");
  CHECK_ONCE(stage->privately("ana"), "A friendly reminder");

  stage->until("2026-11-27 12:05");
  CHECK_ONCE(stage->channel(), "The window is closed: 4 notes in the thread.");
  CHECK_ONCE(stage->threads(), "Went well … 1. the demo — Devi");
  CHECK_ONCE(stage->threads(), "a canary stage — Chidi");
  stage->say("ana", "retro group 2 3 as Slow deploys");
  CHECK_ONCE(stage->privately("ana"), "Slow deploys (2 notes)");
  stage->press("ana", "Start voting");
  CHECK_ONCE(stage->channel(), "Voting is open, in the thread");
  CHECK_ONCE(stage->threads(), "2. Slow deploys … deploys take");

  // Secret: nobody sees a number before the end. Ballots keep their distance from what was asked before.
  stage->until("2026-11-27 12:20");
  stage->vote("ana", {2, 2});  // For whom it is night, votes by command, as Eva does below.
  stage->vote("devi", {2});
  stage->vote("chidi", {1, 2});
  stage->wait_for("chidi", "You have 3 left");
  stage->vote("chidi", {4});  // They changed their mind.
  stage->wait_for("chidi", "\"a canary stage\"");
  stage->say("eva", "retro vote 4");
  stage->wait_for("eva", "You have 4 left.");
  stage->say("eva", "retro unvote 4");
  stage->wait_for("eva", "You have 5 left.");
  CHECK_NEVER(stage->threads(), "3 votes");
  stage->until("2026-11-27 13:10");
  CHECK_ONCE(stage->channel(), "The vote is counted");
  CHECK_ONCE(stage->threads(), "3 votes · 2. Slow deploys … 1 vote · 4. a canary stage … Add an action");
  stage->say("eva", "retro vote 4");
  stage->wait_for("eva", "There is no vote open.");

  stage->command("ana", "actions add parallel tests @devi by 2026-12-03 on 2");
  CHECK_ONCE(stage->privately("devi"), "Ana put down an action for you: parallel tests, by Thu 3 Dec.");
  stage->say("ana", "retro next");
  CHECK_ONCE(stage->channel(), "Over; the record is in the thread.");
  CHECK_ONCE(stage->threads(), "Retro of vision, 2026-11-27");
  stage->say("devi", "actions done 1");
  CHECK_ONCE(stage->privately("devi"), "Action 1 is done. Thank you!");
  stage->command("bo", "actions");
  CHECK_ONCE(stage->privately("bo"), "No action is open in vision.");
}

}  // namespace houston::tests
