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
  /// Reads the files (RFC 5545); recurring events are expanded from 2020 to 2040. Every all-day event counts,
  /// TRANSP or not, unless its STATUS is CANCELLED; events with a time of day do not. The error names the
  /// file and what is wrong. libical reads it: one thread at a time.
  static Result<Holidays> load(const std::vector<std::filesystem::path>& files);
  /// The holiday's name, or nothing.
  std::optional<std::string> on(LocalDate date) const;
  /// A second name for the same date is put beside the first.
  void add(LocalDate date, std::string name);
  std::size_t size() const { return names_.size(); }

 private:
  std::map<LocalDate, std::string> names_;
};

}  // namespace houston::scheduler
