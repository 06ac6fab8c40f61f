// Who does what when, for a whole run: a pure function of seed and length. The people act at fixed instants,
// each a while after their prompt, and the script also says how every standup must have ended: that is what
// the verdict measures Houston against.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "config/types.hpp"

namespace houston::bot::demo {

struct Act {
  enum class Do {
    press_write,  ///< "Write it" on the prompt of `date`: the form opens.
    fill_in,      ///< `answers` into the form that is open, and save.
    type,         ///< `text` as a direct message, the answer to question `question` of `date`.
    correct,      ///< What was typed for `question` of `date` is edited to `text`.
    take_back,    ///< What was typed for `question` of `date` is deleted.
    press_skip,   ///< "Skip today" on the prompt of `date`.
    command,      ///< "/houston `text`".
  };
  Instant at{};
  std::string who;  ///< Handle.
  Do what = Do::type;
  LocalDate date{};  ///< Of the standup it belongs to.
  std::string text{};
  std::vector<std::string> answers{};
  int question = 0;  ///< 0-based.
  /// By instant; what happens at once, in a fixed order.
  friend bool operator<(const Act& a, const Act& b);
  bool operator==(const Act&) const = default;
};

/// How a standup has to end for one of the team.
struct Part {
  enum class End { answered, declined, away, silent };
  End end = End::answered;
  std::vector<std::string>
      answers{};       ///< One a question, "" for none; what must stand in the thread at the end.
  bool ahead = false;  ///< Answered before the prompt, which is then not sent.
  bool late = false;   ///< Answered after their window closed.
  int reminders = 0;
  bool missing = false;  ///< Had not answered when the standup closed: the lead is told.
  bool free = false;     ///< Played by a person: anything may happen that is not wrong in itself.
  bool operator==(const Part&) const = default;
};

struct Day {
  LocalDate date;
  std::string holiday;                ///< "" when there is a standup.
  std::map<std::string, Part> parts;  ///< By handle; empty on a holiday.
  Instant closes{};                   ///< When the last of those who count can answer in time.
};

struct Script {
  Instant begin{}, end{};
  std::vector<Act> acts;  ///< By instant.
  std::vector<Day> days;  ///< Working days, in order.
};

// What the settings of the demo's team say; world.cpp writes them down.
inline constexpr LocalDate kFirstDay{std::chrono::year(2026), std::chrono::month(11), std::chrono::day(9)};
inline constexpr LocalTime kPromptAt{9 * 60 + 30};
inline constexpr Duration kRemindAfter = std::chrono::minutes(60);
inline constexpr Duration kCloseAfter = std::chrono::hours(3);
inline constexpr int kMostDays = 60;
const std::vector<std::string>& questions();

/// A public holiday every year.
struct YearlyHoliday {
  unsigned month, day;
  std::string name;
};
const std::vector<YearlyHoliday>& holidays();

/// `days` working days (1 … kMostDays) from kFirstDay on.
Script write_script(int days, std::uint64_t seed);

/// The same without one person's acts, who then plays themselves.
Script leave_out(Script script, const std::string& handle);

}  // namespace houston::bot::demo
