// What Houston says about birthdays and work anniversaries.
#pragma once

#include <optional>
#include <string>

#include "handlers/chat/message.hpp"
#include "storage/yearly_days.hpp"

namespace houston::handlers::words::birthdays {

using Kind = storage::YearlyDay::Kind;

/// "24 November"
std::string day_of_year(int month, int day);

chat::Message usage(Kind kind);
chat::Message not_a_day(const std::string& text);
/// Of an anniversary: it is to come, or longer ago than anybody works.
chat::Message no_such_year();
chat::Message kept(const storage::YearlyDay& day, bool year_left_out, LocalDate next);
chat::Message shown(const storage::YearlyDay& day);
chat::Message none_kept(Kind kind);
chat::Message forgotten(Kind kind, bool was_there);

/// In the channel.
struct Greeting {
  Kind kind = Kind::birthday;
  PersonId person{};
  LocalDate date{};       ///< The day itself.
  LocalDate today{};      ///< By the person's clock.
  std::string why_early;  ///< "Thanksgiving Day", "a Saturday"; "" on the day.
  int years = 0;          ///< How many an anniversary makes; 0 for not known.
};
chat::Message greeting(const Greeting& greeting);

}  // namespace houston::handlers::words::birthdays
