// What the parts of the Matrix platform know together of its account, its rooms and its people. In memory:
// all of it can be asked for again.
#pragma once

#include <map>
#include <set>
#include <string>

#include "bot/matrix/direct_book.hpp"
#include "bot/matrix/roster.hpp"

namespace houston::bot::matrix {

struct Known {
  std::string self;  ///< Houston's id; "" before it is known.
  Roster roster;     ///< As it was last asked for, and changed since.
  DirectBook book;
  std::set<std::string> joined;                 ///< Rooms that Houston is in.
  std::map<std::string, std::string> replaced;  ///< Upgraded rooms and what follows them.

  /// The room that is used in place of `room` today.
  std::string current(std::string room) const {
    for (std::size_t hops = 0; hops <= replaced.size(); ++hops) {
      const auto next = replaced.find(room);
      if (next == replaced.end()) break;
      room = next->second;
    }
    return room;
  }
};

}  // namespace houston::bot::matrix
