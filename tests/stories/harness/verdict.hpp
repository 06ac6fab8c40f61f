// What a week must look like in the workspace when nothing was lost and nothing said twice.
#pragma once

#include <string>
#include <vector>

#include "tests/stories/harness/box.hpp"
#include "tests/stories/harness/crew.hpp"

namespace houston::tests {

struct Figures {
  int prompts = 0;
  int reminders = 0;
  int replies = 0;
  int heads = 0;
  int lead_notes = 0;
  int messages = 0;  ///< All that Houston posted.
};

struct Verdict {
  std::vector<std::string> wrong;  ///< A sentence each; empty: the week came out right.
  Figures found;
};

/// `dates` are those on which every person must have been prompted.
Verdict judge(Box& box, const Crew& crew, const std::vector<std::string>& dates);

}  // namespace houston::tests
