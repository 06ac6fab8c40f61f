// The stage on Matrix, also as one on which Houston and the homeserver are killed all the time.
#pragma once

#include <cstdint>

#include "tests/stories/harness/matrix_siege.hpp"
#include "tests/stories/stage.hpp"

namespace houston::tests {

struct Besieged {
  test::Synapse& synapse;  ///< The test's own.
  std::uint64_t seed;
  int of_a_hundred;  ///< See MatrixSiege.
  Tally& tally;      ///< Added to when the stage ends.
};
std::unique_ptr<Stage> besieged_matrix_stage(const Setting& setting, const Besieged& how);

}  // namespace houston::tests
