// The digest: what the channel reads of a week's wins.
#pragma once

#include <string>
#include <vector>

#include "handlers/chat/message.hpp"

namespace houston::handlers::words::digest {

struct Person {
  std::string name;
  std::vector<std::string> wins;
  int more = 0;  ///< Wins beyond those listed.
};
struct Thanks {
  std::string from;
  std::string to;
  std::string what;
};
struct Milestone {
  int number = 0;
  std::string title;
  std::string who;   ///< Owner, or who contributed.
  std::string when;  ///< "Fri 4 Dec, in 10 days"
};
struct Blocker {
  std::string who;
  std::string what;
  int days = 0;
};
struct Digest {
  LocalDate first{};
  LocalDate last{};
  int wins = 0;
  std::vector<Person> people;
  std::vector<Thanks> thanks;
  int more_thanks = 0;
  std::vector<std::string> celebrations;
  std::vector<Milestone> reached;
  std::vector<Milestone> coming;
  std::vector<Blocker> gone;
  bool late = false;  ///< Houston was not running when it was due.

  /// Nothing to tell: what is to come does not count.
  bool quiet() const {
    return people.empty() && thanks.empty() && celebrations.empty() && reached.empty() && gone.empty();
  }
};
chat::Message digest(const Digest& digest);

}  // namespace houston::handlers::words::digest
