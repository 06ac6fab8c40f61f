#include "handlers/words/pair_words.hpp"

#include <array>

#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::words::pair {

using namespace chat;  // NOLINT: a file of texts.
using State = storage::Meeting::State;

namespace {

constexpr std::size_t kMostShown = 20;
constexpr std::size_t kMostInForm = 8;

bool coffee(const About& about) {
  return about.kind == "coffee";
}

std::string title(const About& about) {
  return (coffee(about) ? "Coffee with " : "1:1 with ") + about.with;
}

DateTime when(const About& about) {
  return {about.starts, about.when};
}

Text line(const PointLine& point) {
  Text text{Plain{point.text}};
  std::string note = point.promise ? point.author + " promised" : point.author;
  if (point.carried > 0)
    note +=
        point.carried == 1 ? ", carried over" : ", carried over " + std::to_string(point.carried) + " times";
  text.push_back(italic(" (" + note + ")"));
  return text;
}

void add_points(Message& message, const std::vector<PointLine>& points) {
  List list;
  list.numbered = true;
  for (const PointLine& point : points) {
    if (list.items.size() >= kMostShown) break;
    list.items.push_back(line(point));
  }
  if (!list.items.empty()) message.blocks.push_back(std::move(list));
  if (points.size() > kMostShown) {
    message.blocks.push_back(Context{
        plain("and " + count(static_cast<int>(points.size() - kMostShown), "point", "points") + " more")});
  }
}

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

// ---------------------------------------------------------------- Commands

Message usage() {
  Message message{"1:1: how to say it", {Paragraph{plain("Say it like this:")}}};
  message.blocks.push_back(List{
      {{code("1:1 @NAME"), Plain{" what is on your list"}},
       {code("1:1 @NAME talk about …"), Plain{" put something on it"}},
       {code("1:1 @NAME promise …"), Plain{" what you will do"}},
       {code("1:1 @NAME done 2"), Plain{" point 2 is done with; "}, code("drop 2"), Plain{" takes it off"}},
       {code("1:1 @NAME yes"), Plain{", "}, code("skipped"), Plain{" or "}, code("moved to friday 14:00")},
       {code("1:1 @NAME at thursday 14:00"), Plain{" another time for all to come"}},
       {code("1:1 calendar"), Plain{" your meetings in your calendar"}}},
      false});
  return message;
}

Message overview(const std::vector<std::string>& lines) {
  Message message{"Your 1:1s", {Heading{"Your 1:1s"}}};
  List list;
  for (const std::string& line : lines) list.items.push_back(plain(line));
  message.blocks.push_back(std::move(list));
  message.blocks.push_back(Context{
      {code("1:1 @NAME"), Plain{" shows a list; "}, code("1:1 help"), Plain{" what else I understand."}}});
  return message;
}

std::string overview_line(const About& about, std::size_t points, bool planned) {
  return about.with + ": " + (planned ? about.when : std::string("nothing planned")) + ", " +
         count(static_cast<int>(points), "point", "points");
}

Message no_pairs() {
  return paragraph("I look after no 1:1 of yours. Whoever runs Houston can add one to the settings.");
}

Message no_pair_with(const std::string& who) {
  return paragraph("I look after no 1:1 of you and " + shorten(who, 60) + ".");
}

Message which(const std::vector<std::string>& says) {
  Text text{Plain{"With whom? Say "}};
  for (std::size_t i = 0; i < says.size() && i < 10; ++i) {
    if (i > 0) text.push_back(Plain{i + 1 == says.size() ? " or " : ", "});
    text.push_back(code(says[i]));
  }
  text.push_back(Plain{"."});
  return paragraph(std::move(text));
}

Message show(const About& about, const std::vector<PointLine>& points, bool planned) {
  Message message{title(about), {Heading{title(about)}}};
  if (planned) {
    message.blocks.push_back(Paragraph{{Plain{"Next: "}, when(about), Plain{"."}}});
  } else {
    message.blocks.push_back(Paragraph{plain("Nothing is planned.")});
  }
  add_points(message, points);
  if (points.empty()) message.blocks.push_back(Paragraph{plain("Nothing is on your list yet.")});
  message.blocks.push_back(
      Context{{Plain{"Only the two of you see this. "}, code(about.say + " talk about …"), Plain{", "},
               code(about.say + " done 1")}});
  return message;
}

Message kept(const std::string& with, bool promise) {
  return paragraph(promise ? "Kept: it stays on your list with " + with + " until it is done."
                           : "It is on your list with " + with + ". Nobody else sees it.");
}

Message too_many_points() {
  return paragraph("Your list is full: settle something first, as in 1:1 @NAME done 1.");
}

Message nothing_said(const std::string& usage) {
  return paragraph(Text{Plain{"Say what it is: "}, code(usage), Plain{"."}});
}

Message settled_points(const std::vector<std::string>& texts, bool done) {
  Message message{done ? "Done" : "Taken off", {Paragraph{plain(done ? "Done:" : "Taken off your list:")}}};
  List list;
  for (const std::string& text : texts) list.items.push_back(plain(text));
  message.blocks.push_back(std::move(list));
  return message;
}

Message no_such_point(const std::string& word, std::size_t points) {
  return paragraph(Text{Plain{"There is no point "}, code(shorten(word, 20)),
                        Plain{points == 0 ? ": your list is empty."
                                          : ": say a number from 1 to " + std::to_string(points) + "."}});
}

Message no_meeting(const std::string& with) {
  return paragraph("Nothing is planned with " + with + " that this could be about.");
}

Message settled(const About& about, State state, const std::string& by, bool already) {
  const std::string how = state == State::held ? "it happened" : "skipped";
  if (already) return paragraph(title(about) + ": " + by + " said so already: " + how + ".");
  if (about.kind == "coffee") {
    return paragraph(state == State::held ? "Good: you met."
                                          : "All right, skipped. There is always a next time.");
  }
  if (state == State::held) return paragraph("Good. What is still open stays on your list.");
  return paragraph("All right, skipped. What is on your list stays for the next time.");
}

Message moved_by_you(const About& about, bool held) {
  if (held) return paragraph("Good: I have noted that you met then.");
  return paragraph({Plain{title(about) + " is now "}, when(about), Plain{". I have told the others."}});
}

std::string taken() {
  return "One of you has another meeting of mine at that time: pick another.";
}

std::string not_a_time(const std::string& word) {
  return "\"" + shorten(word, 40) +
         "\" is not a time I understand: write a day and a time, like friday 14:00.";
}

std::string when_usage(const std::string& say) {
  return "Say when: " + say + " moved to friday 14:00.";
}

Message say_when(const std::string& say) {
  return paragraph(Text{Plain{"To when? Say "}, code(say + " moved to friday 14:00"), Plain{"."}});
}

Form move_form(const About& about, const std::string& date, const std::string& time) {
  Form form;
  form.id = about.kind + ".move";
  form.state = about.id;
  form.title = "Moved to…";
  form.intro = plain(title(about) + ", " + about.when + ". The time is on your clock.");
  FormField day{"date", "Day", "", FormField::Kind::date, date, false, 10, {}};
  FormField clock{"time", "Time", "Like 14:00", FormField::Kind::line, time, false, 10, {}};
  form.fields = {day, clock};
  return form;
}

Form point_form(const About& about) {
  Form form;
  form.id = about.kind + ".point";
  form.state = about.pair;
  form.title = "For your 1:1";
  form.intro = plain("For your talk with " + about.with + ". Nobody else sees it.");
  FormField text{"text", "To talk about", "A line for each point", FormField::Kind::lines, "", true, 3000,
                 {}};
  FormField promise{
      "promise", "What you promise to do", "A line for each", FormField::Kind::lines, "", true, 3000, {}};
  form.fields = {text, promise};
  return form;
}

Form after_form(const About& about, const std::vector<PointLine>& points) {
  Form form;
  form.id = about.kind + ".comes";
  form.state = about.id;
  form.title = "What comes of it";
  form.intro = plain("After your talk with " + about.with + ". Nobody else sees it.");
  for (const PointLine& point : points) {
    if (form.fields.size() >= kMostInForm) break;
    FormField field;
    field.id = "p" + point.id;
    field.label = shorten(point.text, 140);
    field.kind = FormField::Kind::choice;
    field.initial = point.promise ? "keep" : "done";
    field.optional = false;
    field.choices = {{"done", point.promise ? "Done" : "Talked about"},
                     {"keep", "Next time again"},
                     {"drop", "Take it off"}};
    form.fields.push_back(std::move(field));
  }
  FormField promise{
      "promise", "What you promise to do", "A line for each", FormField::Kind::lines, "", true, 3000, {}};
  form.fields.push_back(std::move(promise));
  return form;
}

Message after_saved(const std::string& with) {
  return paragraph("Kept. Your list with " + with + " is up to date.");
}

Message after_by_text(const std::string& say) {
  return paragraph(Text{Plain{"Say "}, code(say + " done 1"), Plain{" for what is done with, and "},
                        code(say + " promise …"), Plain{" for what you will do."}});
}

Message gone() {
  return paragraph("That meeting is not one of yours any more.");
}

Message over() {
  return paragraph("This meeting is off: one of you is not here any more.");
}

Message ended(bool coffee, const std::vector<std::string>& points) {
  Message message =
      paragraph(coffee ? "The coffee that I had paired you for is off: somebody is not here any more."
                       : "A 1:1 of yours has ended: the other is not here any more.");
  if (points.empty()) return message;
  message.blocks.push_back(Paragraph{plain("What you had noted for it, so that it is not lost:")});
  List list;
  for (const std::string& point : points) {
    if (list.items.size() < kMostShown) list.items.push_back(plain(point));
  }
  message.blocks.push_back(std::move(list));
  message.blocks.push_back(Context{{code("/houston export"), Plain{" has all of it."}}});
  return message;
}

// ---------------------------------------------------------------- Calendar

Message no_calendar_here() {
  return paragraph(
      "There are no calendar addresses here: whoever runs Houston can switch them on (listen and public_url "
      "in the settings).");
}

Message calendar_address(const std::string& url,
                         const std::vector<std::pair<std::string, std::string>>& pairs, bool again) {
  Message message{"Your private calendar address",
                  {Paragraph{{Plain{again ? "The earlier address no longer works. Your new one:"
                                          : "Subscribe to your meetings with this address:"}}},
                   Paragraph{{code(url)}}}};
  if (!pairs.empty()) {
    List list;
    for (const auto& [with, address] : pairs) {
      if (list.items.size() >= kMostShown) break;
      list.items.push_back({Plain{with + " alone: "}, code(address)});
    }
    message.blocks.push_back(std::move(list));
  }
  message.blocks.push_back(
      Context{{Plain{"Whoever has it can see when you meet whom (never what about). I show it only now; "},
               code("1:1 calendar reset"), Plain{" makes a new one and voids this."}}});
  return message;
}

Message calendar_known(const std::string& since) {
  return paragraph(
      Text{Plain{"You have had an address since " + since + ". I keep no copy that I could show. "},
           code("1:1 calendar reset"), Plain{" makes a new one and voids the old one."}});
}

Message calendar_off(bool was) {
  return paragraph(was ? "Your calendar address no longer works." : "You had no calendar address.");
}

// ---------------------------------------------------------------- Coffee

Message coffee_joined(const std::string& name, const std::string& next, bool already) {
  return paragraph((already ? "You are in already" : "You are in") + std::string(" (") + name + ")." +
                   (next.empty() ? "" : " The next pairs are drawn on " + next + "."));
}

Message coffee_left(bool was) {
  return paragraph(was ? "You are out. What is planned already stays; skip it if you like."
                       : "You were not in.");
}

Message coffee_state(bool joined, const std::string& next, const std::vector<std::string>& nevers) {
  std::string text = joined ? "You are in." : "You are not in.";
  if (joined && !next.empty()) text += " The next pairs are drawn on " + next + ".";
  if (!nevers.empty()) text += " Never with " + list(nevers) + " (only you see this).";
  return paragraph(text);
}

Message coffee_never(const std::string& who, bool again) {
  return paragraph(again ? "You may be paired with " + who + " again."
                         : "You will not be paired with " + who + ". Nobody is told.");
}

Message coffee_alone() {
  return paragraph(
      "There was nobody left to pair you with for a coffee this time. I try again in the next round.");
}

Message coffee_usage() {
  return paragraph(Text{Plain{"Say "}, code("coffee join"), Plain{", "}, code("coffee leave"), Plain{", "},
                        code("coffee never @NAME"), Plain{", "}, code("coffee again @NAME"),
                        Plain{", or about a coffee "}, code("coffee yes"), Plain{", "},
                        code("coffee skipped"), Plain{", "}, code("coffee moved to friday 14:00"),
                        Plain{"."}});
}

Message coffee_which(const std::vector<std::string>& names) {
  return paragraph("Which one? Name it: " + list(names) + ".");
}

Message coffee_nowhere() {
  return paragraph("None of your teams has coffee pairs.");
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
