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

// --- How it stands, and why. `when`, `due`: "Fri 27 Nov, 16:00".
/// "Since Fri 20 Nov, 16:00: 3 wins, 2 thanks and 1 celebration."; `since` "" before the first digest.
std::string put_down(const std::string& since, int wins, int thanks, int celebrations);
/// "in #vision"; a channel that is named by its id is "in the channel".
std::string place(const std::string& channel);
/// Its day is a holiday.
std::string brought_forward(LocalDate date, LocalDate today, const std::string& holiday);
std::string posted_already(const std::string& when);
std::string never_posted();
/// `due`: when it should have come; "" when it came in time.
std::string posted_last(const std::string& when, const std::string& due);
std::string not_posted_last(const std::string& due, const std::string& why);
std::string was_quiet();
std::string was_held_back();
std::string next(const std::string& when, const std::string& zone, const std::string& place,
                 const std::string& note);
std::string next_not(const std::string& due, const std::string& why);
std::string none_to_come();

// --- What leads do. `name`: "vision/wins"; `next`: "" for none; `day`, `since`: "Fri 27 Nov".
/// `instead_of`: the planned one whose place it takes, or "".
chat::Message run(const std::string& name, const std::string& since, const std::string& instead_of,
                  const std::string& next);
chat::Message run_over(const std::string& name, const std::string& next);
chat::Message run_holiday(const std::string& name, const std::string& holiday);
chat::Message run_skipped(const std::string& name, const std::string& by);
chat::Message run_no_channel(const std::string& name, const std::string& channel);
chat::Message run_quiet(const std::string& name, const std::string& since);
chat::Message paused(const std::string& name);
chat::Message skipped(const std::string& name, const std::string& day);

}  // namespace houston::handlers::words::digest
