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

}  // namespace

std::string day_of_year(int month, int day) {
  static constexpr std::array names{"January", "February", "March",     "April",   "May",      "June",
                                    "July",    "August",   "September", "October", "November", "December"};
  return std::to_string(day) + " " + names.at(static_cast<std::size_t>(month - 1));
}

Message usage(Kind kind) {
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

Message kept(const storage::YearlyDay& day, bool year_left_out, LocalDate next) {
  std::string text = "Noted: your " + noun(day.kind) + " is on " + day_of_year(day.month, day.day) + ".";
  if (year_left_out) text += " I have not kept the year.";
  text += " Your team's channel hears of it at 09:00 your time, next for " + words::day(next) + " " +
          std::to_string(static_cast<int>(next.year())) + ". If you would rather not, say ";
  return paragraph(Text{Plain{text}, code(word(day.kind) + " forget"), Plain{"."}});
}

Message shown(const storage::YearlyDay& day) {
  return paragraph(Text{Plain{"I know that your " + noun(day.kind) + " is on " +
                              day_of_year(day.month, day.day) + ", and no year. "},
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
  const std::string date = day(greeting.date);
  Text text{Plain{icon}};
  if (greeting.today == greeting.date) {
    text.push_back(Plain{birthday ? "Happy birthday, " : "Happy work anniversary, "});
    text.push_back(Mention{greeting.person});
    text.push_back(Plain{"!"});
  } else if (greeting.today < greeting.date) {
    text.push_back(Mention{greeting.person});
    text.push_back(Plain{std::string(birthday ? "'s birthday is" : "'s work anniversary is") + " on " + date +
                         ", " + greeting.why_early + ". Best wishes, a little early!"});
  } else {
    text.push_back(Mention{greeting.person});
    text.push_back(Plain{std::string(birthday ? "'s birthday was" : "'s work anniversary was") + " on " +
                         date + ". I was not running then: best wishes, a little late!"});
  }
  return paragraph(std::move(text));
}

}  // namespace houston::handlers::words::birthdays
