// What a pair hears unasked: before and after a meeting, and of its times.
#include <algorithm>
#include <array>

#include "handlers/words/pair_parts.hpp"
#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::words::pair {

using namespace chat;  // NOLINT: a file of texts.
using State = storage::Meeting::State;

namespace {

std::string three(const char* const* texts, std::size_t count, int turn) {
  return texts[static_cast<std::size_t>(turn) % count];
}

}  // namespace

std::vector<std::string> questions(LocalDate day) {
  // Five of each: counted by weeks, every cadence comes round to all of them.
  static constexpr std::array wins{
      "What are you proud of since we last spoke?", "What went better than expected, and why?",
      "What did somebody do that helped you?", "What is working so well that we should do more of it?",
      "What did you finish that nobody has noticed yet?"};
  static constexpr std::array obstacles{
      "What slows you down that I could take out of the way?",
      "What are you putting off, and what would make it easier?", "Where do you wait for others?",
      "What worries you about the next weeks?", "What should we stop doing?"};
  static constexpr std::array growth{
      "What would you like to be better at in half a year?", "What did you learn lately, and from whom?",
      "Which work would you like to do more of?", "Where would feedback help you most just now?",
      "What would be a stretch for you next, and what do you need for it?"};
  const int week = static_cast<int>(std::chrono::sys_days(day).time_since_epoch().count() / 7);
  return {three(wins.data(), wins.size(), week), three(obstacles.data(), obstacles.size(), week),
          three(growth.data(), growth.size(), week)};
}

// ---------------------------------------------------------------- Before and after

Message agenda(const About& about, const std::vector<PointLine>& points,
               const std::vector<std::string>& asked) {
  Message message{title(about) + ": " + about.when, {Heading{title(about)}}};
  auto& blocks = message.blocks;
  if (coffee(about)) {
    blocks.push_back(
        Paragraph{{Plain{"You are paired for a coffee. My suggestion, within everybody's hours: "},
                   when(about), Plain{". Move it if another time is better."}}});
  } else {
    blocks.push_back(Paragraph{{when(about), Plain{"."}}});
  }
  if (!about.hours.empty()) {
    blocks.push_back(Context{plain("This is outside of the hours of " + about.hours + ".")});
  }
  if (!points.empty()) {
    blocks.push_back(Paragraph{{bold("On the list")}});
    add_points(message, points);
  }
  if (!asked.empty()) {
    blocks.push_back(Paragraph{{bold(points.empty() ? "To begin with" : "If there is time")}});
    List list;
    for (const std::string& question : asked) list.items.push_back(plain(question));
    blocks.push_back(std::move(list));
  }
  Buttons buttons;
  if (!coffee(about)) buttons.buttons.push_back({"Add a point", about.kind + ".add", about.pair});
  buttons.buttons.push_back({"Move it…", about.kind + ".moved", about.id});
  blocks.push_back(std::move(buttons));
  if (!coffee(about)) {
    blocks.push_back(Context{
        {Plain{"Only the two of you see this. Add to it with "}, command(about.say + " talk about …")}});
  }
  return message;
}

Message reminder(const About& about, const std::vector<PointLine>& points) {
  Message message{title(about) + " soon: " + about.when,
                  {Paragraph{{bold(title(about)), Plain{" at "}, when(about), Plain{"."}}}}};
  add_points(message, points);
  return message;
}

Message question(const About& about, State state, bool moved, const std::string& by) {
  const std::string name = coffee(about) ? "your coffee with " + about.with : "your 1:1 with " + about.with;
  Message message{"Did " + name + " happen?", {}};
  if (moved) {
    message.summary = title(about) + " was moved";
    message.blocks.push_back(Paragraph{{Plain{title(about) + ": moved to "}, when(about), Plain{"."}}});
    return message;
  }
  if (state == State::held || state == State::skipped) {
    const std::string how = state == State::held ? "it happened" : "skipped";
    message.summary = title(about) + ": " + how;
    message.blocks.push_back(Paragraph{plain(title(about) + ": " + how + " (" + by + ").")});
    if (!coffee(about) && state == State::held) {
      message.blocks.push_back(Buttons{{{"What comes of it…", about.kind + ".after", about.id}}});
    }
    return message;
  }
  message.blocks.push_back(Paragraph{{Plain{"Did " + name + " ("}, when(about), Plain{") happen?"}}});
  message.blocks.push_back(Buttons{{{"Yes", about.kind + ".yes", about.id, Button::Style::primary},
                                    {"Moved to…", about.kind + ".moved", about.id},
                                    {"Skipped", about.kind + ".skipped", about.id}}});
  return message;
}

Message moved(const About& about, const shapes::Moved& how, const std::string& by) {
  std::string why;
  switch (how.why) {
    case shapes::Moved::Why::holiday:
      why = "the day is a holiday";
      break;
    case shapes::Moved::Why::away:
      why = "one of you is away";
      break;
    case shapes::Moved::Why::taken:
      why = "one of you has another meeting of mine then";
      break;
    case shapes::Moved::Why::series:
      why = "the series has another time";
      break;
    case shapes::Moved::Why::people:
      why = by + " moved it";
      break;
  }
  Message message{title(about) + " moves to " + about.when,
                  {Paragraph{{bold(title(about)), Plain{" moves to "}, when(about), Plain{": " + why + "."}}},
                   Buttons{{{"Move it…", about.kind + ".moved", about.id}}}}};
  return message;
}

// ---------------------------------------------------------------- A series' time

std::string slot(int weekday, int minutes) {
  static constexpr std::array days{"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  return std::string(days.at(static_cast<std::size_t>(weekday))) + " " +
         scheduler::clock_time(LocalTime{minutes});
}

Message proposal(const About& about, const std::string& every, const std::vector<Choice>& choices,
                 bool outside_hours) {
  Message message{"A time for your 1:1 with " + about.with,
                  {Heading{title(about)},
                   Paragraph{{Plain{"You meet " + every + ". I suggest "}, bold(choices.front().label),
                              Plain{", for the first time "}, when(about), Plain{"."}}}}};
  if (outside_hours) {
    message.blocks.push_back(
        Context{plain("You share no working hours (09:00 to 17:00), so this is the nearest to them.")});
  }
  Buttons buttons;
  for (std::size_t i = 1; i < choices.size(); ++i) {
    buttons.buttons.push_back({"Rather " + choices[i].label, about.kind + ".slot", choices[i].value});
  }
  if (!buttons.buttons.empty()) message.blocks.push_back(std::move(buttons));
  message.blocks.push_back(Context{{Plain{"Any other time: "}, command(about.say + " at thursday 14:00"),
                                    Plain{". What you note for each other, only the two of you see: "},
                                    command(about.say + " talk about …")}});
  return message;
}

Message series(const std::string& with, const std::string& slot, const std::string& by, bool mine) {
  return paragraph(mine ? "From now on you meet " + with + " on " + slot + "."
                        : by + " picked another time for your 1:1: " + slot + " from now on.");
}

// ---------------------------------------------------------------- To the lead alone

Message not_met(const std::string& with, const std::string& say, bool skipped) {
  Message message = paragraph(
      skipped ? "Your last two 1:1s with " + with +
                    " were skipped. Weeks get full; perhaps a shorter one, or "
                    "another time, is easier to keep?"
              : "You and " + with + " have not met for a while. Perhaps another time is easier to keep?");
  message.blocks.push_back(
      Context{{Plain{"Only you are told. Another time: "}, command(say + " at thursday 14:00")}});
  return message;
}

// ---------------------------------------------------------------- The home tab

void home(Message& home, const std::vector<std::pair<About, std::vector<PointLine>>>& pairs) {
  if (pairs.empty()) return;
  home.blocks.push_back(Heading{"You meet"});
  for (const auto& [about, points] : pairs) {
    home.blocks.push_back(Paragraph{{bold(title(about)), Plain{" "}, when(about)}});
    std::vector<PointLine> first(
        points.begin(),
        points.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(points.size(), 5)));
    add_points(home, first);
    if (!coffee(about)) home.blocks.push_back(Buttons{{{"Add a point", about.kind + ".add", about.pair}}});
  }
}

}  // namespace houston::handlers::words::pair
