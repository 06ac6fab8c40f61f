// Who of the crew gets which turn of the first week: the standups and the other rituals are told around it.
#pragma once

#include <cstdint>
#include <string>

namespace houston::bot::demo {

/// Handles of the four who do not lead, dealt by the seed.
struct Roles {
  std::string corrects;  ///< Edits on Monday, asks why on the holiday, takes an answer back on Thursday.
  std::string reminded;  ///< Needs the reminder on Monday, answers ahead on Thursday.
  std::string late;      ///< Answers Monday on Tuesday morning, skips Friday.
  std::string away;      ///< Is away until Thursday.
};
Roles deal(std::uint64_t seed);

}  // namespace houston::bot::demo
