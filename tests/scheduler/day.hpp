// Dates as tests write them.
#pragma once

#include <string>

#include "scheduler/zone.hpp"
#include "tests/support/catch.hpp"

namespace houston::scheduler {

/// "2026-11-24"
inline LocalDate day(const std::string& text) {
  const auto date = parse_iso_date(text);
  REQUIRE(date);
  return *date;
}

}  // namespace houston::scheduler
