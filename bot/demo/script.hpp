// Who does what when, for a whole run: a pure function of seed and length. The people act at fixed instants,
// each a while after their prompt, and the script also says how every standup must have ended and what
// else people must have seen: that is what the verdict measures Houston against.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "config/types.hpp"

namespace houston::bot::demo {

struct Act {
  enum class Do {
    // The standup.
    press_write,  ///< "Write it" on the prompt of `date`: the form opens.
    fill_in,      ///< `answers` into the form that is open, and save.
    type,         ///< `text` as a direct message, the answer to question `question` of `date`.
    correct,      ///< What was typed for `question` of `date` is edited to `text`.
    take_back,    ///< What was typed for `question` of `date` is deleted.
    press_skip,   ///< "Skip today" on the prompt of `date`.
    // Everything.
    command,  ///< "/houston `text`".
    write,    ///< `text` as a direct message of its own.
    say,      ///< `text` in the team's channel.
    react,    ///< The reaction `text` to the newest message in the channel that has the words `near`.
    press,    ///< The newest button with the action `text` that is theirs to press, beside the words `near`.
    vote,     ///< The same as press "retro.vote", `times` times.
    hook,     ///< Nobody's: a machine, called `who`, posts the JSON `text` to Houston's hook.
  };
  Instant at{};
  std::string who;  ///< Handle.
  Do what = Do::type;
  LocalDate date{};  ///< Of the standup it belongs to; of the day, where it belongs to none.
  std::string text{};
  std::vector<std::string> answers{};
  int question = 0;  ///< 0-based.
  std::string near{};
  int times = 1;
  bool story = false;                ///< Not of a standup.
  std::vector<std::string> needs{};  ///< Whose acts it builds on; without them it is left out.
  /// Whether it belongs to the standup of `date`.
  bool of_standup() const;
  /// By instant; what happens at once, in a fixed order.
  friend bool operator<(const Act& a, const Act& b);
  bool operator==(const Act&) const = default;
};

/// In an answer: the field keeps what stands in it.
inline constexpr const char* kAsItStands = "(as it stands)";

/// Something that people must see exactly once.
struct Sight {
  std::string what;   ///< For the complaint: "the digest".
  std::string where;  ///< "#vision", or a handle: their direct messages with Houston.
  /// With which its first line begins; "" for any.
  std::string begins{};
  std::vector<std::string> words{};  ///< Each stands in it.
  bool at_the_end = false;           ///< As messages stand at the end, not as they appeared.
  std::string reaction{};            ///< Of Houston's, on a message of somebody's; at the end.
  int least = 1;                     ///< 0 where a person at the keyboard decides.
  std::vector<std::string> needs{};  ///< As for acts.
};

/// Words that only these may ever see, in their direct messages.
struct Confidence {
  std::string words;
  std::vector<std::string> among;
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
  std::vector<Sight> sights;
  std::vector<Confidence> confidences;
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
