#include "handlers/words/retro_words.hpp"

#include "handlers/words/retro_parts.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::words::retro {

using namespace chat;  // NOLINT: a file of texts.
using config::Anonymity;

namespace {

Text line_of(const Note& note) {
  Text text{bold(std::to_string(note.number) + "."), Plain{" " + note.text}};
  if (!note.who.empty()) text.push_back(italic(" — " + note.who));
  return text;
}

Text topic_text(const Topic& topic) {
  if (topic.notes.size() == 1 && topic.title.empty()) return line_of(topic.notes.front());
  Text text{bold(std::to_string(topic.number) + ". " +
                 (topic.title.empty() ? words::count(static_cast<int>(topic.notes.size()), "note", "notes")
                                      : topic.title))};
  for (const Note& note : topic.notes) {
    text.push_back(Plain{"\n• " + shorten(note.text, 300)});
    if (!note.who.empty()) text.push_back(italic(" — " + note.who));
  }
  return text;
}

}  // namespace

Button write_note(const About& about, const std::string& label) {
  return {label, "retro.write", about.name, Button::Style::primary};
}

std::string small(const About& about) {
  return about.name + (about.date ? " · " + day(*about.date, about.today) : "");
}

Message note_of(const About& about, Text text, std::vector<Button> buttons) {
  Message message = paragraph(std::move(text));
  if (!buttons.empty()) message.blocks.push_back(Buttons{std::move(buttons)});
  message.blocks.push_back(Context{plain(small(about))});
  return message;
}

std::string title(const About& about) {
  return about.date ? "Retro · " + day(*about.date, about.today) : "Retro";
}

std::string promise(Anonymity anonymity) {
  switch (anonymity) {
    case Anonymity::named:
      return "Named: notes are shown with their authors.";
    case Anonymity::confidential:
      return "Confidential: I keep who wrote what, and show it to nobody.";
    case Anonymity::anonymous:
      break;
  }
  return "Anonymous: I do not keep who wrote what, anywhere. With fewer than three authors nothing is shown. "
         "Chat "
         "itself keeps what you type into it; the form keeps nothing.";
}

std::string headline(const Topic& topic) {
  if (!topic.title.empty()) return shorten(topic.title, 150);
  return topic.notes.empty() ? "Topic " + std::to_string(topic.number)
                             : shorten(topic.notes.front().text, 150);
}

// ---------------------------------------------------------------- Notes

Message prompt(const Prompt& prompt) {
  const About& about = prompt.about;
  Message message{title(about) + ": what is worth talking about?", {Heading{title(about)}}};
  auto& blocks = message.blocks;
  if (prompt.asked_by_lead)
    blocks.push_back(Paragraph{{italic("A lead of your team asked for this retro now.")}});
  if (!prompt.late_since.empty()) {
    blocks.push_back(
        Paragraph{{italic("This comes later than planned: it was due at " + prompt.late_since + ".")}});
  }
  List columns;
  for (const std::string& column : prompt.columns) columns.items.push_back(plain(column));
  blocks.push_back(
      Paragraph{plain(prompt.given == 0 ? "What is worth talking about?"
                                        : "You have put down " + words::count(prompt.given, "note", "notes") +
                                              " so far. Anything else?")});
  blocks.push_back(std::move(columns));
  blocks.push_back(Buttons{{write_note(about)}});
  blocks.push_back(
      Context{plain(promise(about.anonymity) + " Open until " + prompt.open_until +
                    ". Or type: retro: " + prompt.columns.front() + ": your note. " + small(about))});
  return message;
}

Message reminder(const About& about, const std::string& open_until) {
  std::string text = "A friendly reminder: the retro takes notes until " + open_until + ". A line is enough.";
  if (about.anonymity == Anonymity::anonymous) {
    text += " Everybody gets this: I do not know who has given something.";
  }
  Message message = note_of(about, plain(text), {write_note(about)});
  message.blocks.push_back(Context{plain(promise(about.anonymity))});
  return message;
}

Form form(const About& about, const std::vector<std::string>& columns) {
  Form form{
      "retro.notes", about.name, "Notes for the retro", "Put down", plain(promise(about.anonymity)), {}};
  form.traceless = about.anonymity == Anonymity::anonymous;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    FormField field;
    field.id = "c" + std::to_string(i);
    field.label = columns[i];
    field.hint = "One note a line.";
    form.fields.push_back(std::move(field));
  }
  return form;
}

Form one_note(const About& about, const std::string& id, const std::string& state, const std::string& text) {
  Form form{id, state, "A note for the retro", "Put down", plain(promise(about.anonymity)), {}};
  form.traceless = about.anonymity == Anonymity::anonymous;
  FormField field;
  field.id = "text";
  field.label = "Your note";
  field.initial = text;
  field.max_length = 1000;
  field.optional = false;
  form.fields.push_back(std::move(field));
  return form;
}

Message ask_note(const About& about) {
  return note_of(about,
                 plain("What is your note? Type it now; say cancel to stop. " + promise(about.anonymity)));
}

Message how_to_type(const About& about, const std::string& column) {
  return note_of(about, plain("Write to me in our direct messages, like this: retro: " + column +
                              ": your note. " + promise(about.anonymity)));
}

Message kept(const About& about, const std::vector<Kept>& notes,
             const std::vector<std::pair<std::string, std::string>>& columns, bool cut, bool typed) {
  Message message;
  if (notes.size() == 1) {
    const Kept& one = notes.front();
    message = paragraph("Noted" + (one.column.empty() ? "" : " under " + one.column) + ".");
  } else {
    message = paragraph("Noted: " + words::count(static_cast<int>(notes.size()), "note", "notes") + ".");
  }
  if (cut) message.blocks.push_back(Paragraph{plain("I kept the first 1,000 characters of the longest.")});
  if (!columns.empty()) {
    message.blocks.push_back(Paragraph{plain("Where does it belong?")});
    Buttons buttons;
    for (const auto& [label, value] : columns) buttons.buttons.push_back({label, "retro.note.move", value});
    message.blocks.push_back(std::move(buttons));
  }
  // A message has room for 50 blocks.
  if (notes.size() <= 15) {
    for (const Kept& one : notes) {
      message.blocks.push_back(Quote{plain(shorten(one.text, 200))});
      message.blocks.push_back(Buttons{
          {{"Change it…", "retro.note.edit", one.value}, {"Take it back", "retro.note.drop", one.value}}});
    }
  }
  std::string end = promise(about.anonymity);
  if (typed && about.anonymity != Anonymity::anonymous)
    end += " Editing or deleting your message changes it, too.";
  message.blocks.push_back(Context{plain(end + " " + small(about))});
  return message;
}

Message suggest(const About& about, const std::string& text, const std::string& blaming,
                const std::string& value) {
  Message message =
      paragraph("One thought before I keep this: \"" + blaming +
                "\" may read as blame. A retro learns most from what happened and what would help, as in "
                "\"the review took "
                "three days; a second reviewer would help\". You decide, and only you see this.");
  message.summary = "One thought before I keep your note";
  message.blocks.push_back(Quote{plain(shorten(text, 1000))});
  message.blocks.push_back(Buttons{{{"Word it anew…", "retro.note.reword", value, Button::Style::primary},
                                    {"Keep it as it is", "retro.note.keep", value}}});
  message.blocks.push_back(Context{plain("It is not kept until you choose. " + small(about))});
  return message;
}

Message suggest_change(const About& about, const std::string& text, const std::string& blaming,
                       const std::string& edit, const std::string& change) {
  Message message = suggest(about, text, blaming, "");
  for (Block& block : message.blocks) {
    if (auto* buttons = std::get_if<Buttons>(&block)) {
      *buttons = {{{"Word it anew…", "retro.note.edit", edit, Button::Style::primary},
                   {"Keep it as it is", "retro.note.change", change}}};
    }
  }
  message.blocks.back() = Context{plain("Until you choose, your note reads as before. " + small(about))};
  return message;
}

Message changed(const About& about) {
  return note_of(about, plain("Changed."));
}
Message withdrawn(const About& about) {
  return note_of(about, plain("Taken back: your note is gone."));
}
Message gone(const About& about) {
  return note_of(
      about, plain("That note can no longer be changed: it was taken back, or the retro has it already."));
}
Message write_anew(const About& about) {
  return note_of(about,
                 plain("To ask for its new words here, I would have to write down whose note it is. Take it "
                       "back instead, and put down another."));
}
Message cancelled() {
  return paragraph(std::string("Stopped. Nothing new is kept."));
}
std::string empty_form() {
  return "Write at least one note, or close this.";
}

// ---------------------------------------------------------------- In the channel

Message head(const Head& head) {
  const std::string line = title(head.about);
  Message message{line, {Heading{line}}};
  auto& blocks = message.blocks;
  if (head.open_actions > 0 && head.state == Head::State::open) {
    blocks.push_back(
        Paragraph{plain("First things first: " + words::count(head.open_actions, "action is", "actions are") +
                        " open from before. In the thread: done, still open, or drop?")});
  }
  Text text;
  std::string small_print = promise(head.about.anonymity);
  const std::string notes = words::count(head.notes, "note", "notes");
  switch (head.state) {
    case Head::State::open:
      text = plain(
          "What went well, what did not, what shall we try? I have asked each of you privately; notes are "
          "welcome");
      if (head.until) {
        text.push_back(Plain{" until "});
        text.push_back(*head.until);
      }
      text.push_back(Plain{"."});
      break;
    case Head::State::empty:
      text = plain("Nobody put down a note this time, so there is nothing to talk about. That is fine, too.");
      break;
    case Head::State::held_back:
      text = plain(
          "Fewer than three people put down notes, and this retro is anonymous: I hold the notes back, "
          "because it would be too easy to guess whose they are. I show them with the next retro, if three "
          "or more people write then.");
      break;
    case Head::State::grouping:
      text = plain("The window is closed: " + notes + " in the thread. " + head.facilitator +
                   " may group what belongs together; then we vote.");
      break;
    case Head::State::voting:
      text = plain(notes + ". Voting is open, in the thread");
      if (head.until) {
        text.push_back(Plain{", until "});
        text.push_back(*head.until);
      }
      text.push_back(Plain{"."});
      break;
    case Head::State::discussing:
      text = plain(notes +
                   ". The vote is counted; the top topics have threads of their own. Turn them into actions: "
                   "who does what by when?");
      break;
    case Head::State::over:
      text = plain(notes + ". Over; the record is in the thread.");
      break;
  }
  blocks.push_back(Paragraph{std::move(text)});
  if (head.state == Head::State::open) blocks.push_back(Buttons{{write_note(head.about)}});
  if (!head.facilitator.empty()) small_print += " Facilitator: " + head.facilitator + ".";
  blocks.push_back(Context{plain(small_print)});
  return message;
}

Message column(const About& about, const std::string& name, const std::vector<Note>& notes) {
  Message message{title(about) + ": " + name, {Paragraph{{bold(name)}}}};
  List list;
  for (const Note& note : notes) list.items.push_back(line_of(note));
  message.blocks.push_back(std::move(list));
  return message;
}

Message ballot(const About& about, const std::vector<Topic>& topics, int votes, int on_one) {
  Message message{"Vote: what shall we talk about?", {}};
  message.blocks.push_back(Paragraph{
      plain("You have " + words::count(votes, "vote", "votes") + ", at most " + std::to_string(on_one) +
            " on one topic. Nobody sees who voted for what, and nobody sees any count before voting "
            "closes.")});
  for (const Topic& topic : topics) {
    const std::string number = std::to_string(topic.number);
    message.blocks.push_back(Paragraph{topic_text(topic)});
    message.blocks.push_back(
        Buttons{{{"Vote", "retro.vote", topic.id, Button::Style::primary, "retro vote " + number},
                 {"Take back", "retro.unvote", topic.id, Button::Style::usual, "retro unvote " + number}},
                true});
  }
  message.blocks.push_back(
      Context{plain("Or say: retro vote " + std::to_string(topics.front().number) + ". " + small(about))});
  return message;
}

Message results(const About& about, const std::vector<Topic>& topics, bool with_buttons) {
  Message message{title(about) + ": the vote is counted", {Paragraph{{bold("The vote is counted")}}}};
  List list;
  for (const Topic& topic : topics) {
    list.items.push_back({bold(words::count(topic.votes.value_or(0), "vote", "votes")),
                          Plain{" · " + std::to_string(topic.number) + ". " + headline(topic)}});
  }
  message.blocks.push_back(std::move(list));
  if (with_buttons) {
    message.blocks.push_back(Buttons{{{"Add an action…", "retro.action.add", about.name}}});
    message.blocks.push_back(Context{plain("Or say: actions add WHAT @NAME by DAY. " + small(about))});
  }
  return message;
}

Message topic(const About& about, const Topic& topic) {
  Message message{"Retro topic: " + headline(topic), {Heading{headline(topic)}}};
  Text text;
  for (const Note& note : topic.notes) {
    text.push_back(Plain{(text.empty() ? "• " : "\n• ") + shorten(note.text, 600)});
    if (!note.who.empty()) text.push_back(italic(" — " + note.who));
  }
  message.blocks.push_back(Paragraph{std::move(text)});
  message.blocks.push_back(
      Buttons{{{"Add an action…", "retro.action.add", topic.id, Button::Style::primary}}});
  message.blocks.push_back(Context{
      plain(words::count(topic.votes.value_or(0), "vote", "votes") +
            ". Talk about it in this thread; who does what by when? Or say: actions add WHAT @NAME by DAY "
            "on " +
            std::to_string(topic.number) + ". " + small(about))});
  return message;
}

// ---------------------------------------------------------------- The facilitator

namespace {

void list_topics(Message& message, const std::vector<Topic>& topics, const std::string& value) {
  List list;
  std::size_t length = 0;
  std::size_t left_out = 0;
  for (const Topic& topic : topics) {
    std::string line = headline(topic);
    if (topic.notes.size() > 1) line += " (" + std::to_string(topic.notes.size()) + " notes)";
    length += line.size();
    if (length > 6000 || list.items.size() >= 60) {
      ++left_out;
      continue;
    }
    list.items.push_back({bold(std::to_string(topic.number) + "."), Plain{" " + line}});
  }
  message.blocks.push_back(std::move(list));
  if (left_out > 0) {
    message.blocks.push_back(Paragraph{
        plain(words::count(static_cast<int>(left_out), "more stands", "more stand") + " in the thread.")});
  }
  Buttons apart;
  for (const Topic& topic : topics) {
    if (topic.notes.size() > 1 && apart.buttons.size() < 20) {
      apart.buttons.push_back({"Take " + std::to_string(topic.number) + " apart", "retro.ungroup", topic.id});
    }
  }
  if (!apart.buttons.empty()) message.blocks.push_back(std::move(apart));
  message.blocks.push_back(Buttons{{{"Group notes…", "retro.group", value},
                                    {"Start voting", "retro.next", value, Button::Style::primary}}});
}

}  // namespace

Message facilitate(const About& about, const std::vector<Topic>& topics, const std::string& vote_at,
                   const std::string& value, const std::string& alike) {
  Message message = paragraph(
      "You facilitate this retro. Group notes that say the same, then start the vote; it "
      "starts by itself at " +
      vote_at + ".");
  if (!alike.empty()) message.blocks.push_back(Paragraph{plain("These look alike: " + alike + ".")});
  list_topics(message, topics, value);
  message.blocks.push_back(
      Context{plain("Or say: retro group 2 5 as TITLE, retro ungroup 2, retro next, retro "
                    "facilitator @NAME. " +
                    small(about))});
  return message;
}

Form group_form(const About& about, const std::string& state, const std::string& alike) {
  Form form{"retro.group", state, "Group notes", "Group", plain(small(about)), {}};
  FormField numbers;
  numbers.id = "numbers";
  numbers.label = "Numbers of the notes that belong together";
  numbers.kind = FormField::Kind::line;
  numbers.initial = alike;
  numbers.hint = "As in: 2 5 7";
  numbers.optional = false;
  numbers.max_length = 200;
  FormField title;
  title.id = "title";
  title.label = "What they have in common";
  title.kind = FormField::Kind::line;
  title.max_length = 150;
  form.fields = {numbers, title};
  return form;
}

Message grouped(const About& about, const std::vector<Topic>& topics, const std::string& value) {
  Message message = paragraph(std::string("The topics now:"));
  list_topics(message, topics, value);
  message.blocks.push_back(Context{plain(small(about))});
  return message;
}

std::string bad_group() {
  return "Write two or more numbers of notes, as they stand in the thread: 2 5 7";
}
Message only_facilitator(const std::string& facilitator) {
  return paragraph("Only the facilitator" + (facilitator.empty() ? "" : ", " + facilitator + ",") +
                   " or a lead can do that.");
}
Message new_facilitator(const About& about, const std::string& who) {
  return note_of(about, plain(who + " facilitates this retro now."));
}
Message you_facilitate(const About& about) {
  return note_of(
      about, plain("You facilitate this retro now. Say retro group 2 5 as TITLE to group notes, retro next "
                   "to go on."));
}

}  // namespace houston::handlers::words::retro
