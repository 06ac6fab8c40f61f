// Kills Houston, the homeserver, or both with SIGKILL while they are at work, and starts them again.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "tests/stories/harness/matrix_box.hpp"

namespace houston::tests {

/// What a siege has done, and what has come of it, over one story or several.
struct Tally {
  int houston = 0;                   ///< Kills.
  int homeserver = 0;                ///< Kills; those of outages are among them.
  int messages = 0;                  ///< Of Houston's that people see, each counted once.
  std::vector<std::string> twice{};  ///< Said twice under one key: nothing, where all is well.
};

class MatrixSiege {
 public:
  /// @param of_a_hundred  At so many of a hundred chances the homeserver is killed, evenly spread; at half of
  /// these, and at all others, Houston is.
  MatrixSiege(test::Synapse& synapse, MatrixBox& box, std::uint64_t seed, int of_a_hundred);

  /// A chance to strike, right after somebody did something: at the n-th thing that Houston or the homeserver
  /// writes down from now on, n being drawn, or when neither has anything more to write.
  void strike();
  /// Nobody answers on the homeserver while the clock goes on to `to`, and Houston is killed in the middle.
  void outage(Instant to);
  /// Looks at all that people see.
  void count();

  std::uint64_t chance(std::uint64_t below) { return random_() % below; }
  const Tally& tally() const { return tally_; }

 private:
  void kill_houston();

  test::Synapse& synapse_;
  MatrixBox& box_;
  std::mt19937_64 random_;
  int of_a_hundred_;
  int deeds_ = 0;
  test::News news_;
  Tally tally_;
};

}  // namespace houston::tests
