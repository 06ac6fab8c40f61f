#include "handlers/words/command_words.hpp"

#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::words::commands {

using namespace chat;  // NOLINT: a file of texts.

namespace {

std::string range(LocalDate first, LocalDate last, LocalDate today) {
  if (first == last) return day(first, today);
  return day(first, today) + " to " + day(last, today);
}

/// What somebody typed, as they typed it, but never at length.
Plain typed(const std::string& word) {
  return code(shorten(word, 40));
}

std::string list_or(const std::vector<std::string>& names) {
  std::string out;
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) out += i + 1 == names.size() ? " or " : ", ";
    out += names[i];
  }
  return out;
}

}  // namespace

// ---------------------------------------------------------------- Not understood

Message unknown(const std::string& word, const std::optional<std::string>& nearest) {
  Text text{Plain{"I do not know "}, typed(word), Plain{". "}};
  if (nearest) {
    text.push_back(Plain{"Did you mean "});
    text.push_back(code(*nearest));
    text.push_back(Plain{"? "});
  }
  text.push_back(Plain{"Say "});
  text.push_back(code("help"));
  text.push_back(Plain{" for what I understand."});
  return paragraph(std::move(text));
}

Message welcome() {
  return paragraph("You are welcome!");
}

Message nothing_to_answer() {
  return paragraph(Text{Plain{"I have no question open for you. Say "}, code("standup"),
                        Plain{" to write your next standup ahead, or "}, code("help"),
                        Plain{" for what I understand."}});
}

Message not_a_member() {
  return paragraph(
      "You are in none of the teams I look after. Join a team's channel, or ask whoever runs Houston to add "
      "you.");
}

Message not_in_team(const std::string& team) {
  return paragraph("You are not in the team " + team + " any more, so there is nothing to answer.");
}

Message asked_elsewhere(const std::string& name, const std::string& workspace) {
  return paragraph("Of your accounts I ask " + name + " in " + workspace +
                   ", as your team's settings say: please write to me there. Nothing that you tell me here "
                   "is kept.");
}

Message gone() {
  return paragraph("I no longer look after what this button was about.");
}

std::string form_gone() {
  return "I no longer look after this ritual with you. Copy your words before you close this.";
}

Message only_leads(const std::string& command, const std::vector<std::string>& leads) {
  Text text{code(command), Plain{" is for team leads"}};
  text.push_back(Plain{leads.empty() ? ". Ask whoever runs Houston." : ": ask " + list_or(leads) + "."});
  return paragraph(std::move(text));
}

Message which_ritual(const std::string& command, const std::vector<std::string>& names) {
  Text text{Plain{"Which one? Say "}};
  for (std::size_t i = 0; i < names.size(); ++i) {
    if (i > 0) text.push_back(Plain{i + 1 == names.size() ? " or " : ", "});
    text.push_back(code(command + " " + names[i]));
  }
  text.push_back(Plain{"."});
  return paragraph(std::move(text));
}

Message no_ritual(const std::string& word, const std::vector<std::string>& names) {
  Text text{Plain{"There is no ritual "}, typed(word), Plain{" here. "}};
  text.push_back(Plain{names.empty() ? "There is none at all yet." : "There is " + list(names) + "."});
  return paragraph(std::move(text));
}

Message usage(const std::string& usage) {
  return paragraph(Text{Plain{"Say it like this: "}, code(usage), Plain{"."}});
}

// ---------------------------------------------------------------- Help

Message help(const std::vector<HelpLine>& lines, bool with_leads) {
  Message message{"What I understand", {Heading{"What I understand"}}};
  List mine;
  List leads;
  for (const HelpLine& line : lines) {
    (line.leads ? leads : mine).items.push_back({code(line.usage), Plain{" " + line.help}});
  }
  message.blocks.push_back(std::move(mine));
  if (with_leads && !leads.items.empty()) {
    message.blocks.push_back(Paragraph{{bold("For team leads")}});
    message.blocks.push_back(std::move(leads));
  }
  message.blocks.push_back(Context{{Plain{"Say it as "}, command("…"),
                                    Plain{", in a direct message to me, or after mentioning me. While I am "
                                          "asking you a question in a direct message, begin with "},
                                    code("houston"), Plain{"."}}});
  return message;
}

// ---------------------------------------------------------------- Dates

std::string away_usage() {
  return "Say until when: away until friday, away until 2026-12-01 (the day you are back), away today, away "
         "tomorrow, or away from 2026-12-01 to 2026-12-05.";
}

std::string not_a_day(const std::string& word) {
  return "\"" + shorten(word, 40) +
         "\" is not a day I understand: write today, tomorrow, a weekday, or a date like 2026-12-01.";
}

std::string not_days(const std::string& word) {
  return "\"" + shorten(word, 40) + "\" is not a number of days: write it like this: away for 3 days.";
}

std::string range_backwards(LocalDate first, LocalDate last, LocalDate today) {
  return "That ends (" + day(last, today) + ") before it begins (" + day(first, today) +
         "): write the earlier day first.";
}

std::string range_past(LocalDate last, LocalDate today) {
  return day(last, today) + " is over already: write a day from today on.";
}

std::string range_long(int days) {
  return "That is more than " + std::to_string(days) + " days: write a shorter time.";
}

std::string until_too_early(LocalDate first, LocalDate back, LocalDate today) {
  return "\"until\" names the day you are back, and " + day(back, today) + " is not after " +
         day(first, today) + ": write a later day.";
}

// ---------------------------------------------------------------- Away and back

Message away_set(const std::string& who, LocalDate first, LocalDate last, LocalDate today) {
  const std::string days = range(first, last, today);
  const std::string back_on = day(scheduler::next_day(last), today);
  if (who.empty()) {
    return paragraph(Text{Plain{"Noted: you are away " + days + ", back on " + back_on +
                                ". Until then I neither ask you nor count you. If plans change, say "},
                          code("back"), Plain{"."}});
  }
  return paragraph("Noted: " + who + " is away " + days + ", back on " + back_on +
                   ". I neither ask nor count them until then, and have told them.");
}

Message away_set_by(const std::string& lead, LocalDate first, LocalDate last, LocalDate today) {
  return paragraph(Text{Plain{lead + " noted that you are away " + range(first, last, today) + ", back on " +
                              day(scheduler::next_day(last), today) + ". If that is wrong, say "},
                        code("back"), Plain{"."}});
}

Message back(const std::string& who, bool was_away) {
  if (who.empty()) {
    return paragraph(was_away ? "Welcome back! I ask you again from the next standup on."
                              : "You were not away, as far as I know. Good to see you.");
  }
  return paragraph(was_away ? who + " is back: I ask them again, and have told them."
                            : who + " was not away, as far as I know.");
}

Message back_by(const std::string& lead) {
  return paragraph(lead + " noted that you are back: I ask you again from the next standup on.");
}

Form away_form(LocalDate first, LocalDate back) {
  Form form{"away.days", "", "I am away", "Save", plain("I neither ask you nor count you on these days."),
            {}};
  FormField from;
  from.id = "from";
  from.label = "First day away";
  from.kind = FormField::Kind::date;
  from.initial = scheduler::iso_date(first);
  from.optional = false;
  FormField until = from;
  until.id = "back";
  until.label = "First day back";
  until.initial = scheduler::iso_date(back);
  form.fields = {from, until};
  return form;
}

Message unknown_person(const std::string& word) {
  return paragraph(Text{Plain{"I know nobody called "}, typed(word),
                        Plain{". Mention them, or write their handle like "}, code("@bo"), Plain{"."}});
}

Message not_their_lead(const std::string& who) {
  return paragraph("Only a lead of a team that " + who + " is in can do that. " + who +
                   " can say it to me any time.");
}

// ---------------------------------------------------------------- Standup

Message nothing_to_come() {
  return paragraph("There is no standup to come for you that I know of. Say plan to see the next two weeks.");
}

Message which_standup(const std::vector<Choice>& choices) {
  Message message = paragraph("You are in more than one standup. Which one?");
  Buttons buttons;
  for (const Choice& choice : choices) {
    buttons.buttons.push_back(
        {shorten(choice.name + ", " + choice.day, 70), "standup.write", choice.subject});
  }
  message.blocks.push_back(std::move(buttons));
  return message;
}

// ---------------------------------------------------------------- Status and plan

Message status(const std::vector<StatusLine>& lines) {
  Message message{"How it stands", {}};
  for (const StatusLine& line : lines) {
    Text text{bold(line.ritual), Plain{"\n" + line.today}};
    if (!line.mine.empty()) text.push_back(Plain{" " + line.mine});
    if (!line.waiting.empty()) text.push_back(Plain{"\nNo answer yet from " + line.waiting + "."});
    if (!line.paused.empty()) text.push_back(Plain{"\nPaused by " + line.paused + "."});
    text.push_back(Plain{line.next.empty() ? "\nNone to come for you." : "\nNext: " + line.next + "."});
    message.blocks.push_back(Paragraph{std::move(text)});
  }
  return message;
}

namespace {

List plan_list(const std::vector<PlanLine>& lines) {
  List list;
  for (const PlanLine& line : lines) {
    Text text{bold(line.when), Plain{" " + line.ritual}};
    if (!line.instead.empty()) text.push_back(Plain{": " + line.instead});
    if (!line.note.empty()) text.push_back(Plain{" (" + line.note + ")"});
    list.items.push_back(std::move(text));
  }
  return list;
}

}  // namespace

Message plan(const std::vector<PlanLine>& lines, int days) {
  const std::string title = "Your next " + std::to_string(days) + " days";
  Message message{title, {Heading{title}}};
  if (lines.empty()) {
    message.blocks.push_back(Paragraph{plain("Nothing more is planned for you.")});
  } else {
    message.blocks.push_back(plan_list(lines));
  }
  return message;
}

// ---------------------------------------------------------------- What leads do

Message run_done(const std::string& ritual, int prompted) {
  return paragraph("Done: " + ritual + " is under way, " + count(prompted, "person is", "people are") +
                   " being asked now.");
}
Message run_nobody(const std::string& ritual) {
  return paragraph("There is nobody left to ask in " + ritual +
                   ": everybody was asked already, has answered, or is away.");
}
Message run_holiday(const std::string& ritual, const std::string& holiday) {
  return paragraph("Today is a holiday (" + holiday + "), so nobody is asked for " + ritual + ".");
}
Message run_paused(const std::string& ritual, const std::string& by) {
  return paragraph(
      Text{Plain{ritual + " is paused by " + by + ". Say "}, code("resume " + ritual), Plain{" first."}});
}
Message run_skipped(const std::string& ritual) {
  return paragraph("Today's " + ritual + " was skipped, so nobody is asked.");
}
Message run_over(const std::string& ritual) {
  return paragraph("Today's " + ritual + " has been held and is closed. Late answers are still taken.");
}
Message paused(const std::string& ritual) {
  return paragraph(Text{Plain{ritual + " is paused: nobody is asked until you say "},
                        code("resume " + ritual), Plain{"."}});
}
Message paused_already(const std::string& ritual, const std::string& by) {
  return paragraph(ritual + " is paused already, by " + by + ".");
}
Message resumed(const std::string& ritual, const std::string& next) {
  return paragraph(ritual + " goes on." + (next.empty() ? "" : " Next: " + next + "."));
}
Message not_paused(const std::string& ritual) {
  return paragraph(ritual + " is not paused.");
}
Message skipped(const std::string& ritual, const std::string& day) {
  return paragraph("Noted: " + ritual + " is not held on " + day + ".");
}
Message skip_refused(const std::string& ritual, const std::string& day, const std::string& why) {
  return paragraph(ritual + " on " + day + " cannot be skipped: " + why);
}
std::string skip_past() {
  return "it is over.";
}
std::string skip_not_due() {
  return "none is planned for that day.";
}
std::string skip_under_way() {
  return "people have been asked already. They can choose Skip today.";
}
std::string skip_already() {
  return "it is skipped already.";
}

// ---------------------------------------------------------------- To leads, unasked

Message undeliverable(const std::string& where, const std::string& why) {
  std::string text = "I could not deliver a message to " + where + (why.empty() ? "" : ": " + why);
  if (text.back() != '.') text += '.';
  return paragraph(text + " I tell you this once a day as long as it lasts.");
}

Message unreadable_here(bool direct) {
  return paragraph(
      direct
          ? "This room is encrypted, and I cannot read what is written in it. I have opened another one for "
            "the "
            "two of us that is not: please write to me there."
          : "This room is encrypted, and I cannot read what is written in it: I can post here, but no answer "
            "and no command reaches me. Please use a room without encryption for me; encryption cannot be "
            "switched off in a room that has it.");
}

Message unreadable(const std::string& where, bool direct) {
  return paragraph(
      direct ? where +
                   " writes to me in an encrypted room, which I cannot read. I have said so there, "
                   "and opened a room that is not encrypted."
             : "The room " + where +
                   " is encrypted: I can post there, but I cannot read what people write. Make a room "
                   "without encryption, invite me to it, and name it in the settings.");
}

Message readable_here() {
  return paragraph("What you write here I can read.");
}

// ---------------------------------------------------------------- The home tab

Message home(const std::vector<HomeItem>& items, const std::vector<PlanLine>& next, bool member) {
  Message message{"Houston", {}};
  if (!member) {
    message.blocks = not_a_member().blocks;
    return message;
  }
  message.blocks.push_back(Heading{"Open now"});
  if (items.empty()) message.blocks.push_back(Paragraph{plain("Nothing is open. Enjoy the quiet.")});
  for (const HomeItem& item : items) {
    message.blocks.push_back(Paragraph{{bold(item.title), Plain{"\n" + item.state}}});
    if (!item.buttons.empty()) message.blocks.push_back(Buttons{item.buttons});
  }
  message.blocks.push_back(Heading{"This week"});
  if (next.empty()) {
    message.blocks.push_back(Paragraph{plain("Nothing planned for you.")});
  } else {
    message.blocks.push_back(plan_list(next));
  }
  return message;
}

}  // namespace houston::handlers::words::commands
