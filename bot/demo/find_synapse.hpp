// Where on this machine there is a Synapse to play on.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "config/result.hpp"

namespace houston::bot::demo {

/// The words of a command line that takes those of `synapse_homeserver` after them.
using SynapseProgram = std::vector<std::string>;

/// What is asked of the machine. Tests have their own.
struct Machine {
  std::function<std::string(const std::string& name)> variable;         ///< "" for one that is not set.
  std::function<bool(const std::string& python)> python_has_synapse{};  ///< Its module.
};

/// In this order: HOUSTON_SYNAPSE (a program, or a Python that has the module), `synapse_homeserver` on the
/// PATH, the module of the python3 there (Debian's package, pip) or of matrix.org's packages, and what
/// tests/peers/synapse has unpacked. The error is a sentence that says how to get one.
Result<SynapseProgram> find_synapse(const Machine& machine);
/// On this machine.
Result<SynapseProgram> find_synapse();

}  // namespace houston::bot::demo
