// The faults that were asked for, and which of them meets a request.
#pragma once

#include <optional>
#include <random>
#include <string>
#include <vector>

#include "bot/sandbox/happenings.hpp"

namespace houston::bot::sandbox {

class Faults {
 public:
  explicit Faults(std::uint64_t seed) : random_(seed) {}
  void add(Fault fault) { faults_.push_back(std::move(fault)); }
  void clear() { faults_.clear(); }
  /// The first fault that meets this request, counted down; nullopt: none.
  std::optional<Fault> meet(const std::string& method);

 private:
  std::vector<Fault> faults_;
  std::mt19937_64 random_;
};

/// Names as in the control API; nullopt: there is no such fault.
std::optional<Fault::Kind> fault_kind(const std::string& name);

}  // namespace houston::bot::sandbox
