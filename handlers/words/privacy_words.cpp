#include "handlers/words/privacy_words.hpp"

#include "handlers/words/words.hpp"
#include "storage/personal.hpp"

namespace houston::handlers::words::privacy {

using namespace chat;  // NOLINT: a file of texts.

namespace {

/// Tables as people think of them; what is not here is "other notes".
const std::map<std::string, std::string>& topics() {
  static const std::map<std::string, std::string> all{
      {"person", "your name, handle, e-mail address and time zone"},
      {"room_member", "the channels you are in"},
      {"response", "your answers"},
      {"typed_answer", "which of your messages were answers"},
      {"participant", "when you were asked"},
      {"absence", "absences"},
      {"timer", "when I will ask you next"},
      {"outbox", "that I wrote to you (the text is in the chat)"},
      {"entry", "wins and kudos you put down"},
      {"entry_person", "wins and kudos that name you"},
      {"milestone", "milestones of yours"},
      {"yearly_day", "your birthday or anniversary"},
      {"person_setting", "your settings"},
      {"retro_note", "your notes for retrospectives"},
      {"retro_action", "actions you own"},
      {"pair_point", "what you want to talk about in 1:1s"}};
  return all;
}

Buttons choices() {
  return {{{"Send me all of it", "privacy.export", ""}, {"Forget me…", "privacy.ask", ""}}};
}

}  // namespace

std::string former_member() {
  return storage::kFormerName;
}

Message exported(const std::string& team, std::size_t part, std::size_t of,
                 const std::vector<std::string>& pieces) {
  std::string title = team.empty() ? "All that I keep of you" : "All that I keep of team " + team;
  if (of > 1) title += ", part " + std::to_string(part) + " of " + std::to_string(of);
  Message message{title, {Paragraph{{bold(title)}}}};
  for (const std::string& piece : pieces) message.blocks.push_back(Paragraph{{code(piece)}});
  if (part == of) {
    message.blocks.push_back(Context{
        plain("JSON: put together, the grey texts are one document. Times are milliseconds since 1970, "
              "UTC.")});
  }
  return message;
}

Message export_sent(std::size_t messages) {
  return paragraph("I am sending it to you in our direct messages, in " +
                   count(static_cast<int>(messages), "message", "messages") + ".");
}

Message export_usage() {
  return paragraph({Plain{"Say "}, command("export"), Plain{" for what I keep of you, or, as a lead, "},
                    command("export team NAME"), Plain{"."}});
}

Message no_team(const std::string& name) {
  return paragraph({Plain{"You lead no team called "}, code(shorten(name, 60)), Plain{"."}});
}

Message kept(const std::map<std::string, int>& rows) {
  Message message{"What I keep of you", {Heading{"What I keep of you"}}};
  List list;
  int others = 0;
  for (const auto& [table, number] : rows) {
    const auto topic = topics().find(table);
    if (topic == topics().end()) {
      others += number;
    } else {
      list.items.push_back({Plain{topic->second + ": "}, bold(std::to_string(number))});
    }
  }
  if (others > 0) list.items.push_back({Plain{"other notes: "}, bold(std::to_string(others))});
  if (list.items.empty()) {
    message.blocks.push_back(Paragraph{plain("Nothing.")});
    return message;
  }
  message.blocks.push_back(std::move(list));
  message.blocks.push_back(choices());
  return message;
}

Message confirm() {
  Message message = paragraph(
      "Shall I forget you? I erase your name, handle and e-mail address, your absences, settings, drafts and "
      "whatever was only between us. What your team reads (answers given, wins) stays, as by \"" +
      former_member() + "\". It cannot be undone.");
  message.blocks.push_back(Buttons{
      {{"Forget me", "privacy.forget", "", Button::Style::danger}, {"Keep everything", "privacy.keep", ""}}});
  message.blocks.push_back(Context{{Plain{"To have a copy first, say "}, command("export"), Plain{"."}}});
  return message;
}

Message forget_usage() {
  return paragraph({Plain{"Say "}, command("forget me"),
                    Plain{" and I erase what I keep of you. I ask once more before I do."}});
}

Message forgotten() {
  return paragraph(
      "Done: I have forgotten you. While you are in a team's channel the chat goes on telling me your name, "
      "and "
      "I ask you again like anybody new; leave the channel, or ask a lead to take you off the list, if you "
      "do not want that.");
}

Message kept_all() {
  return paragraph("Nothing was erased.");
}

}  // namespace houston::handlers::words::privacy
