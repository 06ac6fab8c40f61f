// What one answer of /sync comes to.
#pragma once

#include <string>
#include <vector>

#include "handlers/chat/event.hpp"

namespace houston::bot::matrix {

struct Batch {
  struct One {
    chat::Event event;
    std::string room;    ///< "" when it is about none.
    std::string id;      ///< Of the Matrix event, for the read receipt.
    bool waits = false;  ///< A person looks at the screen: an answer is on its way.
    bool direct = false;
  };
  std::vector<One> events;
  bool roster_wanted = false;  ///< Ask again who is there, before these.
};

}  // namespace houston::bot::matrix
