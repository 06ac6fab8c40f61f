// Birthdays and work anniversaries of those who told theirs: the channel hears of them at 09:00 on the
// person's own clock, on the working day before when the day itself is none. Of an anniversary the year is
// kept where it was given, and the years are told; of a birthday never.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "handlers/part.hpp"

namespace houston::handlers {

class Birthdays final : public Part {
 public:
  bool fired(Turn& turn, const House& house, const storage::Timer& timer) override;
  void sync(Turn& turn, const House& house) override;
  std::vector<const commands::Command*> commands() const override;
};

namespace birthdays {

struct DayOfYear {
  int month = 1;
  int day = 1;
  bool had_year = false;      ///< A year was written, too.
  std::optional<int> year{};  ///< It, when it had four digits.
};
/// "24 Nov", "November 24", "24.11.", "2019-11-24", "11-24", with or without a year; "5/6" is nobody's.
std::optional<DayOfYear> parse(const std::vector<std::string>& words);

/// The day in that year; 29 February is the 28th where there is none.
LocalDate in_year(const storage::YearlyDay& day, int year);

}  // namespace birthdays

}  // namespace houston::handlers
