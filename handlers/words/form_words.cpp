#include "handlers/words/form_words.hpp"

#include "handlers/words/words.hpp"

namespace houston::handlers::words::forms {

using namespace chat;  // NOLINT: a file of texts.

namespace {

std::string grouped(std::size_t number) {
  const std::string digits = std::to_string(number);
  std::string out;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > 0 && (digits.size() - i) % 3 == 0) out += ',';
    out += digits[i];
  }
  return out;
}

/// The words that mean something else than an answer.
Text hints(const Question& question, const FormField& field) {
  Text text;
  const auto offer = [&](const char* word, const std::string& what) {
    text.push_back(Plain{text.empty() ? "Say " : ", "});
    text.push_back(code(word));
    text.push_back(Plain{" " + what});
  };
  if (!question.value.empty()) {
    offer("keep", "to leave it so");
    if (field.optional) offer("clear", "to empty it");
  } else if (field.optional) {
    offer("skip", "to leave it out");
  }
  if (question.number > 1) offer("back", "for the question before");
  offer("cancel", "to stop");
  text.push_back(Plain{"."});
  return text;
}

}  // namespace

Message question(const Question& question) {
  const Form& form = question.form;
  const FormField& field = form.fields.at(static_cast<std::size_t>(question.number - 1));
  const auto count = form.fields.size();
  const std::string number =
      count > 1 ? std::to_string(question.number) + " of " + std::to_string(count) + " · " : "";
  Message message{number + field.label, {}};
  auto& blocks = message.blocks;
  if (question.first) {
    message.summary = form.title + ": " + message.summary;
    blocks.push_back(Heading{form.title});
    if (!form.intro.empty()) blocks.push_back(Paragraph{form.intro});
  } else if (question.again) {
    message.summary = "Back to “" + form.title + "”: " + message.summary;
    blocks.push_back(Paragraph{{Plain{"Back to "}, bold(form.title), Plain{"."}}});
  }
  if (!question.before.empty()) blocks.push_back(Paragraph{plain(question.before)});
  blocks.push_back(Paragraph{{Plain{number}, bold(field.label)}});
  if (field.kind == FormField::Kind::choice) {
    List choices{{}, true};
    for (const auto& [value, label] : field.choices) choices.items.push_back(plain(label));
    blocks.push_back(std::move(choices));
  }
  if (!question.value.empty()) {
    blocks.push_back(Paragraph{plain("Now it reads:")});
    blocks.push_back(Quote{plain(shorten(question.value, 1000))});
  }
  if (!field.hint.empty()) blocks.push_back(Context{plain(field.hint)});
  if (field.kind == FormField::Kind::date && field.hint.empty()) {
    blocks.push_back(Context{plain("Like tomorrow, friday or 2026-12-24.")});
  }
  Text hint = hints(question, field);
  if (question.first && question.others) {
    hint.push_back(Plain{" What I asked before waits until this is done."});
  }
  blocks.push_back(Context{std::move(hint)});
  if (question.first && form.traceless) {
    blocks.push_back(
        Context{plain("What you answer here I keep until you are done, and then forget who it was. The chat "
                      "itself keeps your "
                      "messages, until you delete them.")});
  }
  return message;
}

std::string not_a_choice(const std::string& said, int choices) {
  return "“" + shorten(said, 60) + "” is not among these. Say the number, from 1 to " +
         std::to_string(choices) + ", or the words.";
}

std::string not_a_day(const std::string& said) {
  return "I do not understand the day “" + shorten(said, 60) +
         "”. Say today, tomorrow, a weekday, or a date like 2026-12-24.";
}

std::string too_long(std::size_t length, std::size_t most) {
  return "That is " + grouped(length) + " characters, and there is room for " + grouped(most) +
         ". Your message is still above: edit it, or send it in fewer words.";
}

std::string needed() {
  return "This one cannot be left out.";
}

std::string nothing_before() {
  return "There is no question before this one.";
}

std::string refused(const std::vector<std::pair<std::string, std::string>>& why) {
  if (why.size() == 1) return why.front().second;
  std::string text;
  for (const auto& [label, reason] : why) text += (text.empty() ? "" : "\n") + label + ": " + reason;
  return text;
}

Message cancelled(const std::string& title) {
  return paragraph(Text{Plain{"Stopped: nothing of "}, bold(title), Plain{" is kept."}});
}

Message changed(const std::string& label, const std::string& value) {
  return paragraph(Text{Plain{"Changed. "}, bold(label), Plain{" now reads: " + shorten(value, 300)}});
}

Message taken_back(const std::string& label) {
  return paragraph(Text{Plain{"You deleted your answer to "}, bold(label), Plain{", so I dropped it."}});
}

Message not_changed(const std::string& label, const std::string& why) {
  return paragraph(Text{bold(label), Plain{" stays as it was. " + why}});
}

Message put_away(const std::string& title, const std::vector<std::pair<std::string, std::string>>& answers) {
  Message message =
      paragraph(Text{bold(title), Plain{" was open since yesterday, so I put it away: what you type now is "
                                        "not taken for an answer to it. Nothing of it counts."}});
  if (answers.empty()) return message;
  message.blocks.push_back(Paragraph{plain("You had written:")});
  for (const auto& [label, value] : answers) {
    message.blocks.push_back(Paragraph{{bold(label)}});
    message.blocks.push_back(Quote{plain(shorten(value, 2000))});
  }
  return message;
}

}  // namespace houston::handlers::words::forms
