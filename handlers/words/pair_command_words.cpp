// What people are answered about their 1:1s, and the forms they fill in.
#include "handlers/words/pair_parts.hpp"
#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::words::pair {

using namespace chat;  // NOLINT: a file of texts.
using State = storage::Meeting::State;

namespace {

constexpr std::size_t kMostInForm = 8;

}  // namespace

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

}  // namespace houston::handlers::words::pair
