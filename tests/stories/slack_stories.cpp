// The rituals' stories on Slack, in the sandbox.
#include "tests/stories/scripts/scripts.hpp"

namespace houston::tests {

TEST_CASE("a standup on Slack") {
  standup_story(slack_stage);
}
TEST_CASE("a log on Slack") {
  log_story(slack_stage);
}
TEST_CASE("a retro on Slack") {
  retro_story(slack_stage);
}
TEST_CASE("a 1:1 on Slack") {
  one_on_one_story(slack_stage);
}
TEST_CASE("coffee pairs on Slack") {
  coffee_story(slack_stage);
}
TEST_CASE("people who come and go on Slack") {
  room_story(slack_stage);
}
TEST_CASE("buttons on Slack") {
  buttons_story(slack_stage);
}
TEST_CASE("forms on Slack") {
  forms_story(slack_stage);
}

}  // namespace houston::tests
