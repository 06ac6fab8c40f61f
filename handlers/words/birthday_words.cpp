#include "handlers/words/birthday_words.hpp"

#include <array>

#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::words::birthdays {

using namespace chat;  // NOLINT: a file of texts.

namespace {

std::string noun(Kind kind) {
  return kind == Kind::birthday ? "birthday" : "work anniversary";
}
std::string word(Kind kind) {
  return kind == Kind::birthday ? "birthday" : "anniversary";
}

/// ": 5 years"
std::string years(const Greeting& greeting) {
  return greeting.years > 0 ? ": " + count(greeting.years, "year", "years") : "";
}

}  // namespace

std::string day_of_year(int month, int day) {
  static constexpr std::array names{"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
  return std::to_string(day) + " " + names.at(static_cast<std::size_t>(month - 1));
}

Message usage(Kind kind) {
  if (kind == Kind::anniversary) {
    return paragraph(Text{
        Plain{"Say the day on which you joined: "}, code("anniversary 1 Mar 2021"),
        Plain{". I then tell your team's channel on that morning. With the year I say how many years it is; "
              "leave it out if you would rather not. "},
        code("anniversary forget"), Plain{" takes it back."}});
  }
  return paragraph(Text{
      Plain{"Say the day, without the year: "}, code(word(kind) + " 24 Nov"),
      Plain{". I then tell your team's channel on that morning, and nothing is kept but day and month. "},
      code(word(kind) + " forget"), Plain{" takes it back."}});
}

Message not_a_day(const std::string& text) {
  return paragraph(Text{code(shorten(text, 40)),
                        Plain{" is not a day of the year that I understand. Write it like "}, code("24 Nov"),
                        Plain{"."}});
}

Message no_such_year() {
  return paragraph(Text{Plain{"That year cannot be right: say the day on which you joined, as in "},
                        code("anniversary 1 Mar 2021"), Plain{", or leave the year out."}});
}

Message kept(const storage::YearlyDay& day, bool year_left_out, LocalDate next) {
  std::string text = "Noted: your " + noun(day.kind) + " is on " + day_of_year(day.month, day.day) +
                     (day.year ? ", since " + std::to_string(*day.year) : "") + ".";
  if (year_left_out) text += " I have not kept the year.";
  text += " Your team's channel hears of it at 09:00 your time, next for " + day_and_year(next) +
          ". If you would rather not, say ";
  return paragraph(Text{Plain{text}, code(word(day.kind) + " forget"), Plain{"."}});
}

Message shown(const storage::YearlyDay& day) {
  return paragraph(
      Text{Plain{"I know that your " + noun(day.kind) + " is on " + day_of_year(day.month, day.day) +
                 (day.year ? ", since " + std::to_string(*day.year) + ". " : ", and no year. ")},
           code(word(day.kind) + " forget"), Plain{" takes it back."}});
}

Message none_kept(Kind kind) {
  return usage(kind);
}

Message forgotten(Kind kind, bool was_there) {
  return paragraph(was_there ? "Forgotten: I no longer know your " + noun(kind) + "."
                             : "I did not know your " + noun(kind) + " anyway.");
}

Message greeting(const Greeting& greeting) {
  const bool birthday = greeting.kind == Kind::birthday;
  const std::string icon = birthday ? "🎂 " : "🎈 ";
  const std::string date = day(greeting.date, greeting.today);
  Text text{Plain{icon}};
  if (greeting.today == greeting.date) {
    text.push_back(Plain{birthday ? "Happy birthday, " : "Happy work anniversary, "});
    text.push_back(Mention{greeting.person});
    text.push_back(Plain{greeting.years > 0 ? ": " + count(greeting.years, "year", "years") + "!" : "!"});
  } else if (greeting.today < greeting.date) {
    text.push_back(Mention{greeting.person});
    text.push_back(Plain{std::string(birthday ? "'s birthday is" : "'s work anniversary is") + " on " + date +
                         ", " + greeting.why_early + years(greeting) + ". Best wishes, a little early!"});
  } else {
    text.push_back(Mention{greeting.person});
    text.push_back(Plain{std::string(birthday ? "'s birthday was" : "'s work anniversary was") + " on " +
                         date + years(greeting) + ". I was not running then: best wishes, a little late!"});
  }
  return paragraph(std::move(text));
}

}  // namespace houston::handlers::words::birthdays
