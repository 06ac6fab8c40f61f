// How often something is tried that may fail for ever, so that it holds nobody up: other servers have a part
// in it.
#pragma once

#include <map>
#include <string>

#include "bot/matrix/api.hpp"

namespace houston::bot::matrix {

class Patience {
 public:
  /// True when `what` failed once too often: go on without.
  bool ends(const std::string& what, const ApiFailure& failure) {
    // A limit passes, and so does what an operator can mend.
    if (failure.kind == ApiFailure::Kind::wait || failure.kind == ApiFailure::Kind::operate) return false;
    if (++failures_[what] < attempts) return false;
    failures_.erase(what);
    return true;
  }

 private:
  static constexpr int attempts = 3;
  std::map<std::string, int> failures_;
};

}  // namespace houston::bot::matrix
