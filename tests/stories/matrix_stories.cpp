// The rituals' stories on Matrix, in rooms of a real homeserver.
#include "tests/stories/scripts/scripts.hpp"
#include "tests/support/synapse.hpp"

namespace houston::tests {

TEST_CASE("a standup on Matrix", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  standup_story(matrix_stage);
}
TEST_CASE("a log on Matrix", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  log_story(matrix_stage);
}
TEST_CASE("a retro on Matrix", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  retro_story(matrix_stage);
}
TEST_CASE("a 1:1 on Matrix", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  one_on_one_story(matrix_stage);
}
TEST_CASE("coffee pairs on Matrix", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  coffee_story(matrix_stage);
}
TEST_CASE("people who come and go on Matrix", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  room_story(matrix_stage);
}
TEST_CASE("buttons on Matrix", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  buttons_story(matrix_stage);
}
TEST_CASE("forms on Matrix", "[matrix]") {
  HOUSTON_NEED_SYNAPSE();
  forms_story(matrix_stage);
}

}  // namespace houston::tests
