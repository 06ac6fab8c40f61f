// Public holidays of a team, out of .ics files (all-day events; RRULE and multi-day events are followed).
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "config/result.hpp"
#include "config/types.hpp"

namespace houston::scheduler {

class Holidays {
 public:
  Holidays() = default;
  /// Reads the files; recurring events are expanded from 2020 to 2040. The error names the file and what is
  /// wrong.
  static Result<Holidays> load(const std::vector<std::filesystem::path>& files);
  /// The holiday's name, or nothing.
  std::optional<std::string> on(LocalDate date) const;
  void add(LocalDate date, std::string name);
  std::size_t size() const { return names_.size(); }

 private:
  std::map<LocalDate, std::string> names_;
};

}  // namespace houston::scheduler
