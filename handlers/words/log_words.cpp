#include "handlers/words/log_words.hpp"

#include "handlers/words/words.hpp"
#include "scheduler/zone.hpp"

namespace houston::handlers::words::log {

using namespace chat;  // NOLINT: a file of texts.

namespace {

std::string command_of(Entry::Kind kind) {
  switch (kind) {
    case Entry::Kind::kudos:
      return "kudos";
    case Entry::Kind::celebration:
      return "celebrate";
    case Entry::Kind::win:
      break;
  }
  return "win";
}

std::string noun(Entry::Kind kind) {
  switch (kind) {
    case Entry::Kind::kudos:
      return "Thanks";
    case Entry::Kind::celebration:
      return "Celebration";
    case Entry::Kind::win:
      break;
  }
  return "Win";
}

std::string number(const Entry& entry) {
  return std::to_string(entry.id.value);
}

Buttons change_buttons(const Entry& entry) {
  return Buttons{{{"Edit", "log.edit", number(entry)}, {"Withdraw", "log.withdraw", number(entry)}}};
}

void add_people(Text& text, const std::vector<PersonId>& people) {
  for (std::size_t i = 0; i < people.size(); ++i) {
    if (i > 0) text.push_back(Plain{i + 1 == people.size() ? " and " : ", "});
    text.push_back(Mention{people[i]});
  }
}

std::string icon(Entry::Kind kind) {
  switch (kind) {
    case Entry::Kind::kudos:
      return "🙏";
    case Entry::Kind::celebration:
      return "🎉";
    case Entry::Kind::win:
      break;
  }
  return "🏆";
}

}  // namespace

// ---------------------------------------------------------------- Which team, which entry

Message no_log() {
  return paragraph(
      "None of your teams keeps a log of wins with me. Ask whoever runs Houston to add a ritual of kind "
      "\"wins\" to "
      "your team.");
}

Message which_team(const std::vector<std::string>& names, const std::string& usage) {
  const auto space = usage.find(' ');
  const std::string example = usage.substr(0, space) + " " + names.front() + ": …";
  return paragraph(Text{Plain{"Which team? You are in " + list(names) +
                              ". Say it in the team's channel, or begin with "
                              "its name: "},
                        code(example), Plain{"."}});
}

Message no_entry(const std::string& number) {
  return paragraph(Text{Plain{"There is no such entry "}, code(shorten(number, 20)),
                        Plain{" that you could change. Say "}, code("wins"),
                        Plain{" to see them with their numbers."}});
}

Message not_yours() {
  return paragraph("Only who put it down, whose win it is, or a lead of the team can change it.");
}

Message unknown_people(const std::vector<std::string>& names) {
  return paragraph(unknown_in_form(names));
}

// ---------------------------------------------------------------- Put down

Message noted(const Entry& entry, const std::string& team, bool known) {
  Text text{Plain{known ? noun(entry.kind) + " " + number(entry) + " stands there already: "
                        : noun(entry.kind) + " " + number(entry) + " of " + team + " noted: "},
            italic(shorten(entry.text, 200))};
  Message message = paragraph(std::move(text));
  message.blocks.push_back(change_buttons(entry));
  return message;
}

Message brought_back(const Entry& entry) {
  Message message = paragraph(
      Text{Plain{noun(entry.kind) + " " + number(entry) + " is back: "}, italic(shorten(entry.text, 200))});
  message.blocks.push_back(change_buttons(entry));
  return message;
}

Message stays_withdrawn() {
  return paragraph("This was put down before and then withdrawn, so I leave it out.");
}

Message no_words() {
  return paragraph("That message has no words that I could put down. Tell me yourself: win WHAT WENT WELL.");
}

Message unreadable() {
  return paragraph(
      Text{Plain{"I could not read the message you reacted to, so no win was put down. Tell me in words: "},
           command("win WHAT WENT WELL"), Plain{"."}});
}

Message edited(const Entry& entry) {
  return paragraph(
      Text{Plain{noun(entry.kind) + " " + number(entry) + " now reads: "}, italic(shorten(entry.text, 200))});
}

Message withdrawn(const Entry& entry) {
  return paragraph(noun(entry.kind) + " " + number(entry) + " is withdrawn.");
}

Message how_to_edit(const Entry& entry) {
  return paragraph(
      Text{Plain{"Say "}, code(command_of(entry.kind) + " edit " + number(entry) + " NEW TEXT"), Plain{"."}});
}

namespace {

FormField words_field(const std::string& label, const std::string& hint) {
  FormField field;
  field.id = "text";
  field.label = label;
  field.hint = hint;
  field.kind = FormField::Kind::lines;
  field.optional = false;
  field.max_length = 1500;
  return field;
}

}  // namespace

Form win_form(const std::string& team) {
  return {"wins.log",
          team,
          "Log a win",
          "Log it",
          plain("Nothing is too small. The team reads it in the next digest."),
          {words_field("What went well?", "")}};
}

Form kudos_form(const std::string& team) {
  FormField who;
  who.id = "who";
  who.label = "Whom do you thank?";
  who.hint = "Handles, like @bo @eva, or: team";
  who.kind = FormField::Kind::line;
  who.optional = false;
  who.max_length = 500;
  who.people = true;
  return {"kudos.give", team, "Say thanks", "Thank them", {}, {who, words_field("What for?", "")}};
}

Form edit_form(const Entry& entry) {
  FormField field = words_field("What it reads", "");
  field.initial = entry.text;
  return {"log.edit", number(entry), noun(entry.kind) + " " + number(entry), "Save", {}, {field}};
}

std::string form_gone() {
  return "This was withdrawn, or is not yours to change any more. Copy your words before you close this.";
}

std::string form_empty() {
  return "Please write something, or close the form.";
}

// ---------------------------------------------------------------- Kudos

std::string nobody_named() {
  return "Say whom you thank, then what for: kudos @bo @eva for staying up with the training run. Or thank "
         "all: kudos "
         "team for a calm week.";
}

std::string not_oneself() {
  return "Thanks go to others: leave yourself out. What you did yourself is a win: say win and what it was.";
}

std::string for_what() {
  return "Say what for, too: kudos @bo for staying up with the training run.";
}

std::string unknown_in_form(const std::vector<std::string>& names) {
  std::vector<std::string> short_names;
  for (const std::string& name : names) short_names.push_back("\"" + shorten(name, 40) + "\"");
  return "I know nobody called " + list(short_names) + ": mention them, or write their handle, like @bo.";
}

// ---------------------------------------------------------------- In the channel

Message kudos(const Entry& entry, const std::string& author) {
  Text text{Plain{"🙏 "}, bold(author), Plain{" thanks "}};
  if (entry.whole_team) {
    text.push_back(Plain{"the whole team"});
    if (!entry.people.empty()) text.push_back(Plain{", above all "});
  }
  add_people(text, entry.people);
  text.push_back(Plain{": " + entry.text});
  return paragraph(std::move(text));
}

Message celebration(const Entry& entry, const std::string& author) {
  Text text{Plain{"🎉 "}};
  if (!author.empty()) {
    text.push_back(bold(author));
    text.push_back(Plain{" celebrates: "});
  }
  text.push_back(Plain{entry.text});
  if (!entry.people.empty()) {
    text.push_back(Plain{"\nWith "});
    add_people(text, entry.people);
  }
  if (!entry.url.empty()) {
    text.push_back(Plain{"\n"});
    text.push_back(Link{entry.url, entry.url});
  }
  return paragraph(std::move(text));
}

std::string released(const std::string& repository, const std::string& tag, bool early) {
  return repository + " " + tag + (early ? " is out, as a pre-release" : " is released");
}

std::string passed(const std::string& workflow, const std::string& branch, const std::string& repository) {
  return workflow + " passed on " + branch + " of " + repository;
}

// ---------------------------------------------------------------- Looking back

namespace {

Text line_text(const Line& line) {
  Text text{Plain{icon(line.kind) + " " + day(line.date, line.today) + " "},
            bold(line.who.empty() ? "Team" : line.who)};
  if (!line.from.empty()) text.push_back(Plain{", thanked by " + line.from});
  text.push_back(Plain{": " + shorten(line.text, 300) + " "});
  text.push_back(code("#" + std::to_string(line.id.value)));
  return text;
}

}  // namespace

Message page(const Page& page) {
  const std::string whose = page.person.empty() ? "Wins of " + page.team : "Wins of " + page.person;
  const std::string title = whose + (page.since.empty() ? "" : " since " + page.since);
  Message message{title, {Heading{title}}};
  if (page.of == 0) {
    message.blocks.push_back(Paragraph{
        {Plain{"None put down yet. Put down the first: "}, code("win WHAT WENT WELL"), Plain{"."}}});
    return message;
  }
  List lines;
  for (const Line& line : page.lines) lines.items.push_back(line_text(line));
  message.blocks.push_back(std::move(lines));
  if (!page.older.empty()) message.blocks.push_back(Buttons{{{"Older", "wins.page", page.older}}});
  const int last = page.first + static_cast<int>(page.lines.size()) - 1;
  message.blocks.push_back(
      Context{{Plain{std::to_string(page.first) + " to " + std::to_string(last) + " of " +
                     std::to_string(page.of) + ". Change yours with "},
               code("win edit NUMBER NEW TEXT"), Plain{" or "}, code("win withdraw NUMBER"), Plain{"."}}});
  return message;
}

std::string year_markdown(const Year& year) {
  const auto line = [](const Line& one) {
    std::string text = "- " + scheduler::iso_date(one.date) + ": ";
    for (const char c : one.text) {
      text += c;
      if (c == '\n') text += "  ";
    }
    if (!one.from.empty()) text += " (from " + one.from + ")";
    return text + "\n";
  };
  std::string out = "# " + year.name + ": wins from " + scheduler::iso_date(year.first) + " to " +
                    scheduler::iso_date(year.last) + "\n";
  if (!year.wins.empty()) out += "\n## Wins\n\n";
  for (const Line& one : year.wins) out += line(one);
  if (!year.milestones.empty()) out += "\n## Milestones\n\n";
  for (const std::string& one : year.milestones) out += "- " + one + "\n";
  if (!year.thanks.empty()) out += "\n## Thanks from others\n\n";
  for (const Line& one : year.thanks) out += line(one);
  return out;
}

Message year_part(const std::string& markdown, int part, int of) {
  Message message{
      "Your year of wins" + (of > 1 ? " (" + std::to_string(part) + " of " + std::to_string(of) + ")" : ""),
      {}};
  message.blocks.push_back(Context{plain(message.summary + ", as Markdown:")});
  message.blocks.push_back(Quote{plain(markdown)});
  return message;
}

Message year_sent(int parts) {
  return paragraph("Your year of wins is in our direct messages, " + count(parts, "message", "messages") +
                   " of Markdown to copy.");
}

Message year_empty() {
  return paragraph(Text{Plain{"Nothing is put down for you in the past year. Begin today: "},
                        code("win WHAT WENT WELL"), Plain{"."}});
}

// ---------------------------------------------------------------- The home tab

void home(Message& home, const std::vector<Line>& mine) {
  home.blocks.push_back(Heading{"Your wins"});
  if (mine.empty()) {
    home.blocks.push_back(Paragraph{plain("None put down in the last 30 days. Nothing is too small.")});
  } else {
    List lines;
    for (const Line& line : mine) lines.items.push_back(line_text(line));
    home.blocks.push_back(std::move(lines));
  }
  home.blocks.push_back(Buttons{{{"Log a win…", "wins.open", ""}}});
}

}  // namespace houston::handlers::words::log
