#include "handlers/words/voice_words.hpp"

#include "handlers/words/words.hpp"

namespace houston::handlers::words::voice {

using namespace chat;  // NOLINT: a file of texts.

namespace {

Text hours_text(const std::string& hours, bool own) {
  if (hours.empty()) return plain("You have no quiet hours: I may write to you at any time.");
  return {
      Plain{own ? "I write to you unasked between " : "As for everybody, I write to you unasked between "},
      bold(hours),
      Plain{" by your clock. A ritual that is scheduled at another time still asks you then; everything "
            "else waits."}};
}

Text how() {
  return {Plain{"Change it with "},
          command("quiet 09:00-17:00"),
          Plain{", "},
          command("quiet off"),
          Plain{" or "},
          command("quiet default"),
          Plain{"."}};
}

}  // namespace

Message bundle(const std::vector<Message>& sections) {
  Message message;
  for (const Message& section : sections) {
    message.summary += (message.summary.empty() ? "" : "; ") + section.summary;
    if (!message.blocks.empty()) message.blocks.push_back(Divider{});
    message.blocks.insert(message.blocks.end(), section.blocks.begin(), section.blocks.end());
  }
  message.summary = shorten(std::to_string(sections.size()) + " things for you: " + message.summary, 300);
  return message;
}

Message quiet_is(const std::string& hours, bool own) {
  Message message = paragraph(hours_text(hours, own));
  message.blocks.push_back(Context{how()});
  return message;
}

Message quiet_set(const std::string& hours, bool own) {
  Text text = hours_text(hours, own);
  text.insert(text.begin(), Plain{"Noted. "});
  return paragraph(std::move(text));
}

Message quiet_usage(const std::string& said) {
  Text text{Plain{"I do not understand the hours "}, code(shorten(said, 60)), Plain{". "}};
  const Text rest = how();
  text.insert(text.end(), rest.begin(), rest.end());
  return paragraph(std::move(text));
}

std::string not_hours() {
  return "Write hours like 09:00-17:00, or \"off\", or \"default\".";
}

Form quiet_form(const std::string& now) {
  Form form{"voice.quiet",
            "",
            "Quiet hours",
            "Save",
            plain("Between which hours may I write to you unasked? By your own clock."),
            {}};
  FormField field;
  field.id = "hours";
  field.label = "Hours";
  field.hint = "Like 09:00-17:00; \"off\" for any time; \"default\" for 08:00-18:00.";
  field.kind = FormField::Kind::line;
  field.initial = now;
  field.optional = false;
  field.max_length = 40;
  form.fields.push_back(std::move(field));
  return form;
}

void settings(Message& home, bool is_away, const std::string& hours,
              const std::optional<std::string>& birthday) {
  home.blocks.push_back(Heading{"Your settings"});
  home.blocks.push_back(hours.empty() ? Paragraph{plain("No quiet hours: I may write to you at any time.")}
                                      : Paragraph{{Plain{"I write to you unasked between "}, bold(hours),
                                                   Plain{" by your clock."}}});
  if (birthday && birthday->empty()) {
    home.blocks.push_back(
        Paragraph{{Plain{"I do not know your birthday. If you would like it to be celebrated, say "},
                   code("/houston birthday 24 Nov"), Plain{"."}}});
  } else if (birthday) {
    home.blocks.push_back(Paragraph{{Plain{"Your birthday is on "}, bold(*birthday), Plain{"; "},
                                     code("/houston birthday forget"), Plain{" takes it back."}}});
  }
  Button away{"I am away…", "away.open", ""};
  if (is_away) away = {"I am back", "away.back", ""};
  home.blocks.push_back(
      Buttons{{away, {"Quiet hours…", "voice.quiet", ""}, {"What Houston keeps of me", "privacy.kept", ""}}});
  home.blocks.push_back(Context{{Plain{"Say "}, command("help"), Plain{" for everything I understand."}}});
}

}  // namespace houston::handlers::words::voice
