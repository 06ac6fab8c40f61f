// What teams do, a ritual a script: the same on every platform.
#pragma once

#include "tests/stories/stage.hpp"
#include "tests/support/catch.hpp"

namespace houston::tests {

void standup_story(const MakeStage& make);
void log_story(const MakeStage& make);
void retro_story(const MakeStage& make);
void one_on_one_story(const MakeStage& make);
void coffee_story(const MakeStage& make);
void room_story(const MakeStage& make);
void buttons_story(const MakeStage& make);
void forms_story(const MakeStage& make);

}  // namespace houston::tests
