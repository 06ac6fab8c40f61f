// The five of the vision team: who they are, how they answer, and what they have to tell. Data, no logic: the
// lines stand in lines.cpp, where anybody can improve them.
#pragma once

#include <string>
#include <vector>

namespace houston::bot::demo {

/// What somebody has to tell on one day, in the order of the questions.
struct Beat {
  std::string done;
  std::string next;
  std::string blocker;  ///< "" for none.
  std::string slip =
      "";  ///< What stood in place of `done` at first, when they have second thoughts; "" for none.
};

/// Several days of one person's work, told from its beginning.
using Story = std::vector<Beat>;

struct Member {
  std::string handle;  ///< As in the sandbox's world: "bo".
  std::string name;
  std::string zone;
  std::string city;  ///< How the zone is called in the transcript.
  bool lead = false;
  int quickest = 5, slowest = 30;  ///< Minutes from prompt to answer.
  int forms = 50;                  ///< Of a hundred answers so many by form, the others typed.
  std::vector<Story> stories;
};

const std::vector<Member>& cast();
/// Null for nobody of the five.
const Member* find_member(const std::string& handle);

/// The pieces of a plausible day once a person's stories are told.
struct Plausible {
  std::vector<std::string> acts, subjects, results, plans, blockers;
};
const Plausible& plausible();

}  // namespace houston::bot::demo
