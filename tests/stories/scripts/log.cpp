// A Friday of wins, thanks and a milestone, and the digest of them.
#include "tests/stories/scripts/scripts.hpp"

namespace houston::tests {

void log_story(const MakeStage& make) {
  const auto stage = make({"2026-11-27 10:00", R"([[team.ritual]]
kind = "wins"
name = "wins"
days = "fri"
at = "17:00"
)"});

  // By a reaction: answered by a reaction, and the channel hears nothing.
  const Mark live = stage->post("bo", "The ranking model is live");
  stage->react("ana", live, "trophy");
  CHECK(stage->reacted(live, "sparkles"));
  CHECK(stage->channel().empty());
  // The same message again is the same win.
  stage->react("chidi", live, "trophy");

  stage->command("bo", "win shipped the loader");
  CHECK_ONCE(stage->privately("bo"), "noted: shipped the loader");
  const Mark typed = stage->say("devi", "win: halved the latency");
  CHECK_ONCE(stage->privately("devi"), "noted: halved the latency");
  stage->edit("devi", typed, "win: halved the median latency");
  const Mark taken_back = stage->say("eva", "win: found a new office plant");
  CHECK_ONCE(stage->privately("eva"), "noted: found a new office plant");
  stage->erase("eva", taken_back);
  stage->command("chidi", "win a demo without a crash");
  stage->press("chidi", "Withdraw");
  CHECK_ONCE(stage->privately("chidi"), "is withdrawn");

  stage->command("ana", "kudos @bo @eva for staying up with the training run");
  CHECK_ONCE(stage->channel(), "Ana thanks … Bo … Eva … staying up with the training run");
  stage->command("bo", "kudos @bo for being great");
  CHECK_ONCE(stage->privately("bo"), "Thanks go to others");
  stage->command("eva", "celebrate first green end-to-end run");
  CHECK_ONCE(stage->channel(), "Eva celebrates: first green end-to-end run");

  // Its owner is asked in the morning of the last working day before, where they are.
  stage->command("chidi",
                 "milestone add \"Model converges\" by 2026-11-30 when \"val loss < 0.9\" owner @bo");
  CHECK_ONCE(stage->privately("chidi"), "Set. Milestone … Model converges");
  stage->until("2026-11-27 15:30");
  CHECK_ONCE(stage->privately("bo"), "How does it stand with Model converges?");
  stage->press("bo", "Reached");
  stage->fill("bo", {{"Who contributed?", "@devi, me"}, {"Anything to add?", "After three weeks"}});
  CHECK_ONCE(stage->channel(), "Milestone reached: Model converges … Thanks to … Devi … After three weeks");

  stage->until("2026-11-27 17:05");
  CHECK_ONCE(stage->channel(), "Our wins");
  const Texts channel = stage->channel();
  CHECK_ONCE(channel, "Our wins … The ranking model is live");
  CHECK_ONCE(channel, "Our wins … shipped the loader");
  CHECK_ONCE(channel, "Our wins … halved the median latency");
  CHECK_NEVER(channel, "office plant");
  CHECK_NEVER(channel, "without a crash");
}

}  // namespace houston::tests
