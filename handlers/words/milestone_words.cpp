#include "handlers/words/milestone_words.hpp"

#include <cstdlib>

#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::words::milestones {

using namespace chat;  // NOLINT: a file of texts.

namespace {

int days_until(LocalDate day, LocalDate today) {
  return static_cast<int>((std::chrono::sys_days(day) - std::chrono::sys_days(today)).count());
}

std::string named(const About& about) {
  return "Milestone " + std::to_string(about.milestone.number);
}

Text line(const About& about) {
  const Milestone& m = about.milestone;
  Text text{bold(std::to_string(m.number) + ". " + m.title),
            Plain{": due " + due(m.due, about.today) + ", owned by " + about.owner}};
  if (!m.criterion.empty()) text.push_back(Plain{"; reached when " + m.criterion});
  if (m.standing == Milestone::Standing::on_track) text.push_back(Plain{"; on track"});
  if (m.standing == Milestone::Standing::at_risk) text.push_back(Plain{"; needed more time"});
  return text;
}

Text quoted_title(const About& about) {
  return {Plain{named(about) + ", "}, bold(about.milestone.title)};
}

FormField day_field(const std::string& label, LocalDate initial) {
  FormField field;
  field.id = "day";
  field.label = label;
  field.kind = FormField::Kind::date;
  field.initial = scheduler::iso_date(initial);
  field.optional = false;
  return field;
}

}  // namespace

std::string due(LocalDate date, LocalDate today) {
  const std::string text = day(date, today);
  const int days = days_until(date, today);
  if (days == 0) return text + ", today";
  if (days == 1) return text + ", tomorrow";
  if (days > 0) return text + ", in " + count(days, "day", "days");
  return text + ", " + count(-days, "day", "days") + " ago";
}

// ---------------------------------------------------------------- Not understood

Message usage() {
  Message message{"How to say it", {}};
  message.blocks.push_back(Paragraph{plain("Say it like this:")});
  message.blocks.push_back(
      List{{{code("milestone add \"Model converges\" by 2026-12-04 when \"val loss < 0.9\"")},
            {code("milestone list")},
            {code("milestone reached 3")},
            {code("milestone move 3 to 2026-12-18 because the data is late")},
            {code("milestone drop 3")}}});
  return message;
}

Message no_milestone(const std::string& number) {
  return paragraph(Text{Plain{"There is no milestone "}, code(shorten(number, 20)),
                        Plain{" in your team. Say "}, code("milestone list"), Plain{" to see them."}});
}

Message bad_day(const std::string& word) {
  return paragraph("\"" + shorten(word, 40) +
                   "\" is not a day I understand: write a date like 2026-12-04, a weekday, or tomorrow.");
}

Message past_day(const std::string& day) {
  return paragraph(day + " is over already: write a day from today on.");
}

Message needs_why(int number) {
  return paragraph(
      Text{Plain{"Say why, so that the team can follow: "},
           code("milestone move " + std::to_string(number) + " to 2026-12-18 because the data is late")});
}

Message not_allowed(const About& about) {
  return paragraph(named(about) + " is " + about.owner +
                   "'s: they, whoever set it, or a lead of the team can change it.");
}

Message ended(const About& about) {
  return paragraph(named(about) + (about.milestone.state == Milestone::State::reached
                                       ? " has been reached and celebrated already."
                                       : " was dropped."));
}

// ---------------------------------------------------------------- Setting and moving

Message added(const About& about, bool asked, const std::string& ask_on) {
  Text text = quoted_title(about);
  text.insert(text.begin(), Plain{"Set. "});
  text.push_back(Plain{": due " + due(about.milestone.due, about.today) + ", owned by " + about.owner + "."});
  if (asked) text.push_back(Plain{" I ask " + about.owner + " privately on " + ask_on + " how it stands."});
  text.push_back(Plain{" Once it is reached, say "});
  text.push_back(code("milestone reached " + std::to_string(about.milestone.number)));
  text.push_back(Plain{"."});
  return paragraph(std::move(text));
}

Form add_form(const std::string& team, LocalDate suggested) {
  FormField title;
  title.id = "title";
  title.label = "What is to be reached?";
  title.kind = FormField::Kind::line;
  title.optional = false;
  title.max_length = 150;
  FormField criterion = title;
  criterion.id = "criterion";
  criterion.label = "When does it count as reached?";
  criterion.hint = "val loss < 0.9";
  criterion.optional = true;
  criterion.max_length = 300;
  FormField owner = criterion;
  owner.id = "owner";
  owner.label = "Whose is it?";
  owner.hint = "A handle, like @bo. Left empty: yours.";
  owner.max_length = 80;
  owner.people = true;
  return {"milestones.add", team, "A milestone",
          "Set it",         {},   {title, day_field("By when?", suggested), criterion, owner}};
}

Message list(const std::string& team, const std::vector<About>& open, const std::vector<About>& reached) {
  const std::string title = "Milestones of " + team;
  Message message{title, {Heading{title}}};
  if (open.empty()) {
    message.blocks.push_back(
        Paragraph{{Plain{"None is set. Set one: "}, code("milestone add \"Model converges\" by 2026-12-04"),
                   Plain{"."}}});
  } else {
    List lines;
    for (const About& about : open) lines.items.push_back(line(about));
    message.blocks.push_back(std::move(lines));
  }
  if (!reached.empty()) {
    message.blocks.push_back(Paragraph{{bold("Reached in the last 30 days")}});
    List lines;
    for (const About& about : reached) {
      lines.items.push_back({Plain{std::to_string(about.milestone.number) + ". " + about.milestone.title}});
    }
    message.blocks.push_back(std::move(lines));
  }
  return message;
}

Message moved(const About& about, LocalDate from) {
  return paragraph(named(about) + " is moved from " + day(from, about.today) + " to " +
                   due(about.milestone.due, about.today) + ".");
}

Message moved_by(const About& about, LocalDate from, const std::string& by, const std::string& why) {
  Text text{Plain{by + " moved your "}};
  const Text title = quoted_title(about);
  text.insert(text.end(), title.begin(), title.end());
  text.push_back(Plain{", from " + day(from, about.today) + " to " + due(about.milestone.due, about.today) +
                       ": " + why});
  return paragraph(std::move(text));
}

Form move_form(const About& about) {
  FormField why;
  why.id = "why";
  why.label = "Why?";
  why.optional = false;
  why.max_length = 500;
  return {
      "milestones.move",
      about.subject,
      "Move a milestone",
      "Move it",
      quoted_title(about),
      {day_field("To which day?", scheduler::add_days(std::max(about.milestone.due, about.today), 7)), why}};
}

Message how_to_move(const About& about) {
  return paragraph(Text{
      Plain{"Say to which day, and why: "},
      code("milestone move " + std::to_string(about.milestone.number) + " to DAY because WHY"), Plain{"."}});
}

Message dropped(const About& about) {
  Text text = quoted_title(about);
  text.push_back(Plain{", is dropped."});
  return paragraph(std::move(text));
}

Message reopened(const About& about) {
  Text text = quoted_title(about);
  text.push_back(Plain{", is open again; the celebration is taken back."});
  return paragraph(std::move(text));
}

Message on_track(const About& about) {
  Text text{Plain{"Good to hear. I noted that "}};
  const Text title = quoted_title(about);
  text.insert(text.end(), title.begin(), title.end());
  text.push_back(Plain{", is on track."});
  return paragraph(std::move(text));
}

// ---------------------------------------------------------------- Asking the owner

Message how_does_it_stand(const About& about, const std::string& why) {
  const Milestone& m = about.milestone;
  Text text{Plain{why}};
  const bool over = m.due < about.today;
  text.push_back(Plain{"How does it stand with "});
  text.push_back(bold(m.title));
  text.push_back(
      Plain{std::string("? It ") + (over ? "was" : "is") + " due " + due(m.due, about.today) + "."});
  if (!m.criterion.empty()) text.push_back(Plain{" It counts as reached when " + m.criterion + "."});
  Message message = paragraph(std::move(text));
  message.blocks.push_back(Buttons{{{"Reached", "milestones.reached", about.subject, Button::Style::primary},
                                    {"On track", "milestones.on_track", about.subject},
                                    {"Needs more time…", "milestones.move", about.subject}}});
  const std::string number = std::to_string(m.number);
  message.blocks.push_back(Context{{Plain{"Or say "}, code("milestone reached " + number), Plain{", "},
                                    code("milestone on-track " + number), Plain{" or "},
                                    code("milestone move " + number + " to DAY because WHY"), Plain{"."}}});
  return message;
}

// ---------------------------------------------------------------- Reached

Form reached_form(const About& about) {
  FormField people;
  people.id = "people";
  people.label = "Who contributed?";
  people.hint = "Handles, like @bo @eva; or: me, team";
  people.kind = FormField::Kind::line;
  people.optional = false;
  people.max_length = 500;
  people.people = true;
  FormField note;
  note.id = "note";
  note.label = "Anything to add?";
  note.optional = true;
  note.max_length = 500;
  return {"milestones.reached", about.subject,       "Milestone reached!",
          "Celebrate",          quoted_title(about), {people, note}};
}

Message who_contributed(const About& about) {
  Text text{Plain{"Wonderful! Who contributed to "},
            bold(about.milestone.title),
            Plain{"? Mention them, or say "},
            code("team"),
            Plain{" or "},
            code("me"),
            Plain{"; "},
            code("cancel"),
            Plain{" to leave it open."}};
  return paragraph(std::move(text));
}

Message who_in_words(const About& about) {
  return paragraph(
      Text{Plain{"Wonderful! Say who contributed, too: "},
           code("milestone reached " + std::to_string(about.milestone.number) + " with @bo @eva"),
           Plain{", or "}, code("with team"), Plain{"."}});
}

Message not_understood(const std::vector<std::string>& names) {
  return paragraph(people_unknown(names));
}

Message thanks_for_telling(const About& about, bool told) {
  Text text = quoted_title(about);
  text.push_back(Plain{
      told ? ", is celebrated in the channel. Well done!"
           : ", is noted as reached. I do not see the team's channel, so nobody else has heard of it."});
  return paragraph(std::move(text));
}

Message reached(const Reached& reached) {
  const Milestone& m = reached.about.milestone;
  Message message{"🎉 Milestone reached: " + m.title, {Heading{"🎉 Milestone reached: " + m.title}}};
  Text who{Plain{"Thanks to "}};
  if (reached.whole_team) {
    who.push_back(Plain{"the whole team"});
    if (!m.people.empty()) who.push_back(Plain{", above all "});
  }
  for (std::size_t i = 0; i < m.people.size(); ++i) {
    if (i > 0) who.push_back(Plain{i + 1 == m.people.size() ? " and " : ", "});
    who.push_back(Mention{m.people[i]});
  }
  who.push_back(Plain{"."});
  message.blocks.push_back(Paragraph{std::move(who)});
  std::string how =
      reached.took == 0 ? "Set and reached on the same day" : "It took " + count(reached.took, "day", "days");
  const int early = days_until(m.due, reached.about.today);
  if (early > 0) how += ", " + count(early, "day", "days") + " before its day";
  if (early == 0) how += ", on its day";
  if (early < 0) how += ", " + count(-early, "day", "days") + " after its day";
  if (reached.moves > 0)
    how += ", moved " + (reached.moves == 1 ? std::string("once") : count(reached.moves, "time", "times"));
  how += ".";
  if (!m.criterion.empty()) how += " The mark: " + m.criterion + ".";
  message.blocks.push_back(Paragraph{plain(how)});
  if (!reached.note.empty()) message.blocks.push_back(Quote{plain(reached.note)});
  if (reached.wins > 0) {
    message.blocks.push_back(Paragraph{{bold(count(reached.wins, "win", "wins") + " on the way")}});
    List lines;
    for (const Win& win : reached.recap) {
      lines.items.push_back({bold(win.who), Plain{": " + shorten(win.text, 200)}});
    }
    message.blocks.push_back(std::move(lines));
    const int more = reached.wins - static_cast<int>(reached.recap.size());
    if (more > 0) message.blocks.push_back(Context{plain("and " + std::to_string(more) + " more")});
  }
  return message;
}

std::string form_gone() {
  return "This milestone has ended, or is not yours to change. Copy your words before you close this.";
}
std::string people_missing() {
  return "Name who contributed: handles like @bo @eva, or team, or me.";
}
std::string people_unknown(const std::vector<std::string>& names) {
  std::vector<std::string> short_names;
  for (const std::string& name : names) short_names.push_back("\"" + shorten(name, 40) + "\"");
  return "I know nobody called " + words::list(short_names) + ": write handles like @bo, or team, or me.";
}
std::string day_missing() {
  return "Choose a day.";
}
std::string day_past() {
  return "That day is over already: choose one from today on.";
}
std::string why_missing() {
  return "Say why, so that the team can follow.";
}
std::string title_missing() {
  return "Say what is to be reached.";
}

void home(Message& home, const std::vector<About>& mine) {
  if (mine.empty()) return;
  home.blocks.push_back(Heading{"Your milestones"});
  for (const About& about : mine) {
    home.blocks.push_back(Paragraph{line(about)});
    home.blocks.push_back(Buttons{{{"Reached", "milestones.reached", about.subject},
                                   {"Needs more time…", "milestones.move", about.subject}}});
  }
}

}  // namespace houston::handlers::words::milestones
