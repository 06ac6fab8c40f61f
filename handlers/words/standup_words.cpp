#include "handlers/words/standup_words.hpp"

#include <algorithm>
#include <array>

#include "config/text.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::words::standup {

using namespace chat;  // NOLINT: a file of texts.

std::string title(const About& about) {
  return (about.several ? "Standup " + about.ritual : "Standup") + " · " + day(about.date, about.today);
}

Span channel(const About& about) {
  if (about.channel) return *about.channel;
  return Plain{about.team};
}

namespace {

std::string which(const About& about) {
  return about.team + "/" + about.ritual;
}

Message note(const About& about, Text text, std::vector<Button> buttons = {}) {
  Message message = paragraph(std::move(text));
  if (!buttons.empty()) message.blocks.push_back(Buttons{std::move(buttons)});
  message.blocks.push_back(Context{plain(which(about) + " · " + day(about.date, about.today))});
  return message;
}

Text question_and_answer(const std::string& question, const std::string& answer) {
  return {bold(question), Plain{"\n" + answer}};
}

}  // namespace

// ---------------------------------------------------------------- The direct message that asks

Message prompt(const Prompt& prompt) {
  const About& about = prompt.about;
  Message message{title(about), {Heading{title(about)}}};
  auto& blocks = message.blocks;
  switch (prompt.state) {
    case Prompt::State::answered:
      message.summary += ": your answer is in";
      blocks.push_back(Paragraph{plain("Thank you, your answer is in.")});
      blocks.push_back(Buttons{{{"Change it", "standup.write", about.subject}}});
      blocks.push_back(Context{plain(which(about))});
      return message;
    case Prompt::State::declined:
      message.summary += ": skipped today";
      blocks.push_back(Paragraph{plain("Skipped today. If you change your mind, write it all the same.")});
      blocks.push_back(Buttons{{{"Write it", "standup.write", about.subject}}});
      blocks.push_back(Context{plain(which(about))});
      return message;
    case Prompt::State::away:
      message.summary += ": you are away";
      blocks.push_back(Paragraph{plain("You are away: there is nothing to do.")});
      blocks.push_back(Context{plain(which(about))});
      return message;
    case Prompt::State::asking:
      break;
  }
  message.summary += ": " + (prompt.questions.empty() ? std::string("your turn") : prompt.questions.front());
  if (prompt.asked_by_lead) {
    blocks.push_back(Paragraph{{italic("A lead of your team asked for this standup now.")}});
  }
  if (!prompt.late_since.empty()) {
    blocks.push_back(
        Paragraph{{italic("This comes later than planned: it was due at " + prompt.late_since + ".")}});
  }
  List questions{{}, true};
  for (const std::string& question : prompt.questions) questions.items.push_back(plain(question));
  blocks.push_back(std::move(questions));
  if (!prompt.last_plan.empty()) {
    blocks.push_back(
        Paragraph{{bold("Your last plan"),
                   Plain{prompt.plan_from ? " (" + day(*prompt.plan_from, about.today) + ")" : ""}}});
    blocks.push_back(Quote{plain(shorten(prompt.last_plan, 1000))});
  }
  Buttons buttons{{write_button("Write it", about.subject)}};
  if (!prompt.last_plan.empty()) {
    buttons.buttons.push_back({"As planned", "standup.planned", about.subject});
  }
  buttons.buttons.push_back({"Skip today", "standup.skip", about.subject});
  buttons.buttons.push_back({"I am away…", "away.open", about.subject});
  blocks.push_back(std::move(buttons));
  blocks.push_back(Context{plain(which(about) + " · open until " + prompt.open_until +
                                 ". Or just type: your next message answers the first question.")});
  return message;
}

void greet(Message& prompt, const About& about) {
  const Paragraph hello{{Plain{"Hello, I am Houston: I ask these questions on standup days and post your "
                               "answer for your team in "},
                         channel(about), Plain{"."}}};
  prompt.blocks.insert(prompt.blocks.begin() + 1, hello);
}

Message reminder(const About& about, const std::string& open_until, int answered, int questions) {
  std::string text;
  if (answered > 0) {
    text = "You have answered " + std::to_string(answered) + " of " + std::to_string(questions) +
           " questions. There is time until " + open_until + " for the rest.";
  } else {
    text = "A friendly reminder: your standup is open until " + open_until + ". A line is enough.";
  }
  return note(about, plain(std::move(text)),
              {write_button("Write it", about.subject), {"Skip today", "standup.skip", about.subject}});
}

// ---------------------------------------------------------------- Answering

Form form(const About& about, const std::vector<std::string>& questions,
          const std::vector<std::string>& initial, const Text& intro) {
  Form form{"standup.answers", about.subject, "Standup · " + day(about.date, about.today), "Save", intro, {}};
  for (std::size_t i = 0; i < questions.size(); ++i) {
    FormField field;
    field.id = "q" + std::to_string(i + 1);
    field.label = questions[i];
    field.initial = i < initial.size() ? shorten(initial[i], 3000) : "";
    form.fields.push_back(std::move(field));
  }
  return form;
}

Text form_intro(const About& about, bool ahead, bool late, const std::string& prompt_at) {
  if (ahead) {
    return plain("This counts for " + day(about.date, about.today) + " (" + which(about) +
                 "). I post it at " + prompt_at + " and will not ask you then.");
  }
  if (late) {
    return plain("The standup of " + day(about.date, about.today) + " (" + which(about) +
                 ") is closed; your answer is posted as late.");
  }
  return plain(which(about) + " · " + day(about.date, about.today));
}

std::string form_empty() {
  return "Write at least one line; or leave this, and choose Skip today.";
}

std::string form_over() {
  return "This standup is over and the next one has begun. Copy your words, leave this, and open the new "
         "one: "
         "say standup.";
}

Message question(const About& about, const std::vector<std::string>& questions, const Question& what) {
  const auto index = static_cast<std::size_t>(what.number - 1);
  Text text;
  if (what.noted) text.push_back(Plain{what.cut ? "Noted, up to 3,000 characters. " : "Noted. "});
  if (what.noted && what.late)
    text.push_back(Plain{"It will be posted as late, for " + day(about.date, about.today) + ". "});
  text.push_back(bold(questions[index]));
  Message message = paragraph(std::move(text));
  if (!what.last_plan.empty()) {
    message.blocks.push_back(Quote{plain("Your last plan: " + shorten(what.last_plan, 1000))});
  }
  if (!what.so_far.empty()) {
    message.blocks.push_back(Quote{plain("You wrote: " + shorten(what.so_far, 1000))});
  }
  const std::string skip = what.so_far.empty() ? "leave this one out" : "leave it so";
  message.blocks.push_back(
      Context{plain(std::to_string(what.number) + " of " + std::to_string(questions.size()) + " · " +
                    which(about) + " · " + day(about.date, about.today) + ". Say skip to " + skip +
                    (what.number > 1 ? ", back for the one before" : "") + ", cancel to stop.")});
  return message;
}

Message thanks(const About& about, bool late, bool ahead, const std::string& prompt_at, bool cut) {
  Text text;
  if (cut) text.push_back(Plain{"I kept the first 3,000 characters. "});
  if (ahead) {
    // One day in one sentence is enough.
    const std::string same = day(about.date, about.today) + ", ";
    const std::string at = prompt_at.starts_with(same) ? prompt_at.substr(same.size()) : prompt_at;
    text.push_back(Plain{"Saved for " + day(about.date, about.today) + ". I will post it at " + at +
                         " and not ask you then. Until then you can change it."});
  } else if (about.at_close && !late) {
    text.push_back(Plain{"Thank you, I keep it. When the standup closes it is told in "});
    text.push_back(channel(about));
    text.push_back(Plain{". To change it, edit what you typed or open the form again."});
  } else {
    text.push_back(Plain{late ? "Thank you, better late than never: posted in " : "Thank you, that is in: "});
    text.push_back(channel(about));
    text.push_back(Plain{". To change it, edit what you typed or open the form again."});
  }
  return note(about, std::move(text));
}

Message changed(const About& about) {
  return note(about, plain("Changed."));
}

Message cut(const About& about) {
  return note(about, plain("That is longer than I keep: I took the first 3,000 characters of it."));
}

Message nothing_written(const About& about) {
  return note(about, plain("You left every question out, so nothing is posted."),
              {write_button("Write it", about.subject), {"Skip today", "standup.skip", about.subject}});
}

Message cancelled(const About& about) {
  return note(about, plain("Stopped. Nothing new is posted."), {write_button("Write it", about.subject)});
}

Message declined(const About& about) {
  return note(about, plain("All right, not today."));
}

Message already_answered(const About& about) {
  return note(about,
              plain("You have answered already. To take it back, delete the messages you typed, or "
                    "empty the form."),
              {write_button("Change it", about.subject)});
}

Message not_held(const About& about) {
  return note(about, plain("There is no standup to answer on " + day(about.date, about.today) + "."));
}

Message superseded(const About& about, const std::optional<std::string>& current_subject) {
  std::vector<Button> buttons;
  if (current_subject) buttons.push_back(write_button("Write the current one", *current_subject));
  return note(
      about,
      plain("The standup of " + day(about.date, about.today) + " is over, and the next one has begun."),
      std::move(buttons));
}

Message half_published(const About& about) {
  return note(about,
              {Plain{"Time is up, so I posted what you had written so far in "}, channel(about),
               Plain{". You can still complete it."}},
              {write_button("Complete it", about.subject)});
}

// ---------------------------------------------------------------- In the channel

Message head(const Head& head) {
  const std::string count = std::to_string(head.answered) + " of " + std::to_string(head.of);
  const std::string line = title(head.about) + " · " + count;
  Message message{line, {Heading{line}}};
  if (!head.blockers.empty()) {
    message.blocks.push_back(Paragraph{{bold("In the way")}});
    List blockers;
    for (const Blocker& blocker : head.blockers) {
      blockers.items.push_back({bold(blocker.who), Plain{": " + shorten(blocker.what, 300)}});
    }
    message.blocks.push_back(std::move(blockers));
  }
  for (const Answer& one : head.digest) {
    Text text{bold(one.who)};
    for (std::size_t i = 0; i < one.answers.size() && i < head.questions.size(); ++i) {
      if (one.answers[i].empty()) continue;
      text.push_back(Plain{"\n"});
      text.push_back(italic(head.questions[i]));
      text.push_back(Plain{" " + one.answers[i]});
    }
    message.blocks.push_back(Paragraph{std::move(text)});
  }
  if (head.closed && !head.missing.empty()) {
    message.blocks.push_back(Paragraph{plain("No answer from " + list(head.missing) + ".")});
  }
  Text small;
  if (head.closed) {
    small = plain(head.digest.empty() ? "Closed. The answers are in the thread." : "Closed.");
  } else {
    small = plain("The answers are in the thread. Open");
    if (head.open_until) {
      small.push_back(Plain{" until "});
      small.push_back(*head.open_until);
    }
    small.push_back(Plain{"."});
  }
  if (head.closed && head.answered == 0) small = plain("Closed.");
  message.blocks.push_back(Context{std::move(small)});
  return message;
}

Message answer(const About& about, const Answer& answer, const std::vector<std::string>& questions) {
  Text name{bold(answer.who)};
  if (answer.late) name.push_back(italic(" · late"));
  Message message{answer.who + " · " + title(about) + (answer.late ? " · late" : ""),
                  {Paragraph{std::move(name)}}};
  for (std::size_t i = 0; i < answer.answers.size() && i < questions.size(); ++i) {
    if (answer.answers[i].empty()) continue;
    message.blocks.push_back(Paragraph{question_and_answer(questions[i], answer.answers[i])});
  }
  return message;
}

Message missing(const About& about, const std::vector<std::string>& names) {
  return note(about, plain(title(about) + ": no answer from " + list(names) +
                           ". Only you leads see this; a friendly word may help."));
}

// ---------------------------------------------------------------- Blockers

bool is_blocker(const std::string& answer) {
  static constexpr std::array nothing{"no",
                                      "none",
                                      "nope",
                                      "nah",
                                      "nothing",
                                      "nothing today",
                                      "none today",
                                      "not today",
                                      "not really",
                                      "no blockers",
                                      "no blocker",
                                      "nothing really",
                                      "not now",
                                      "nothing now",
                                      "n/a",
                                      "na",
                                      "nil",
                                      "null",
                                      "no problems",
                                      "all good",
                                      "all clear",
                                      "all fine",
                                      "nothing so far",
                                      "none so far",
                                      "no issues",
                                      "nothing in my way",
                                      "no impediments",
                                      "none at the moment",
                                      "nothing at the moment",
                                      "nothing blocking",
                                      "not blocked",
                                      "no thanks",
                                      "nobody",
                                      "zero",
                                      "0",
                                      "x",
                                      "ok",
                                      "fine",
                                      "good"};
  std::string word = config::lower(answer);
  for (const char* dash : {"–", "—", "…", "’"}) {
    for (auto at = word.find(dash); at != std::string::npos; at = word.find(dash)) {
      word.replace(at, std::string(dash).size(), " ");
    }
  }
  const std::string around = " \t\r\n.,;:!-_*'\"()~/";
  const auto first = word.find_first_not_of(around);
  if (first == std::string::npos) return false;
  word = word.substr(first, word.find_last_not_of(around) - first + 1);
  return std::find(nothing.begin(), nothing.end(), word) == nothing.end();
}

}  // namespace houston::handlers::words::standup
