// A 1:1 with an agenda that two feed, and what carries over to the next; nobody else sees any of it.
#include "tests/stories/scripts/scripts.hpp"

namespace houston::tests {

void one_on_one_story(const MakeStage& make) {
  const auto stage = make({"2026-11-25 08:00", R"([[team.ritual]]
kind = "one_on_one"
name = "1on1"
lead = "@ana"
with = ["@chidi"]
day = "thu"
at = "14:00"
)"});

  stage->say("chidi", "1:1 @ana talk about the on-call rota");
  CHECK_ONCE(stage->privately("chidi"), "It is on your list with Ana. Nobody else sees it.");
  stage->say("ana", "1:1 @chidi talk about the offer from Oslo");
  stage->say("ana", "1:1 @chidi promise to ask for a second GPU");

  // The working day before, both have the agenda.
  stage->until("2026-11-25 09:10");
  for (const char* who : {"ana", "chidi"}) {
    INFO(who);
    CHECK_ONCE(
        stage->privately(who),
        "On the list … the on-call rota … the offer from Oslo … ask for a second GPU … If there is time");
  }
  stage->until("2026-11-26 13:50");
  CHECK_ONCE(stage->privately("chidi"), "1:1 with Ana at");
  stage->until("2026-11-26 14:35");
  CHECK_ONCE(stage->privately("ana"), "Did your 1:1 with Chidi … happen?");
  CHECK_ONCE(stage->privately("chidi"), "Did your 1:1 with Ana … happen?");

  stage->press("chidi", "Yes");
  stage->fill("chidi", {{"the on-call rota", "Talked about"},
                        {"the offer from Oslo", "Next time again"},
                        {"ask for a second GPU", "Done"},
                        {"What you promise to do", "write the rota down\nask Eva"}});
  // Asked once: the other's question is answered, too.
  CHECK_NEVER(stage->privately("ana"), "Did your 1:1 with Chidi … happen?");

  stage->until("2026-12-02 09:10");
  for (const char* who : {"ana", "chidi"}) {
    INFO(who);
    CHECK_ONCE(stage->privately(who),
               "On the list … the offer from Oslo … carried over … write the rota down … ask Eva");
  }
  for (const char* who : {"bo", "devi", "eva"}) {
    INFO(who);
    stage->say(who, "1:1 @chidi");
    for (const char* point : {"rota", "Oslo", "GPU"}) CHECK_NEVER(stage->privately(who), point);
  }
  CHECK(stage->channel().empty());
  // Nor does the log tell, whoever may read that.
  const std::string log = stage->log();
  CHECK(log.find("serves 1 workspace") != std::string::npos);
  for (const char* point : {"rota", "Oslo", "GPU"}) {
    INFO(point);
    CHECK(log.find(point) == std::string::npos);
  }
}

}  // namespace houston::tests
