// Collects what is wrong with a settings file. Internal to config/.
#pragma once

#include <compare>
#include <string_view>
#include <vector>

#include "config/settings.hpp"

namespace houston::config {

/// A position in the file, 1-based, columns in code points; 0:0 is the file as a whole.
struct Place {
  int line = 0;
  int column = 0;
  auto operator<=>(const Place&) const = default;
};

class Problems {
 public:
  /// Adds one; the message passes through redact() and is made a single line.
  void add(Place place, std::string_view message);
  bool empty() const { return problems_.empty(); }
  /// All of them, in the order of the file.
  std::vector<Problem> take();

 private:
  std::vector<Problem> problems_;
};

}  // namespace houston::config
