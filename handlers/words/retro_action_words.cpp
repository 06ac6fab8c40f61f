// What a retro says of its actions.
#include <algorithm>

#include "handlers/words/retro_parts.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::words::retro {

using namespace chat;  // NOLINT: a file of texts.
using State = storage::RetroAction::State;

namespace {

std::string action_line(const Action& action) {
  return action.text + " — " + action.owner + ", by " + day(action.due, action.today);
}

std::vector<Button> action_buttons(const Action& action) {
  return {{"Done", "retro.action.done", action.id, Button::Style::primary},
          {"Still open…", "retro.action.open", action.id},
          {"Drop…", "retro.action.drop", action.id}};
}

}  // namespace

Message review(const Action& action) {
  Message message =
      paragraph({bold("Action " + std::to_string(action.number)), Plain{": " + action_line(action)}});
  switch (action.state) {
    case State::open:
      if (!action.why.empty()) message.blocks.push_back(Paragraph{plain("Still open: " + action.why)});
      message.blocks.push_back(Buttons{action_buttons(action)});
      break;
    case State::done:
      message.blocks.push_back(Paragraph{plain("Done.")});
      break;
    case State::dropped:
      message.blocks.push_back(Paragraph{plain("Dropped: " + action.why)});
      break;
  }
  return message;
}

Form action_form(const std::string& state, const std::string& about_what,
                 const std::vector<std::pair<std::string, std::string>>& people, const std::string& me) {
  Form form{"retro.action", state, "An action", "Add", {}, {}};
  if (!about_what.empty()) form.intro = plain("About: " + about_what);
  FormField what;
  what.id = "what";
  what.label = "What will be done?";
  what.max_length = 500;
  what.optional = false;
  FormField owner;
  owner.id = "owner";
  owner.label = "Who sees to it?";
  owner.kind = FormField::Kind::choice;
  owner.choices = people;
  owner.initial = me;
  owner.optional = false;
  FormField due;
  due.id = "due";
  due.label = "By when?";
  due.kind = FormField::Kind::date;
  due.optional = false;
  form.fields = {what, owner, due};
  return form;
}

Form why_form(const std::string& id, const Action& action, bool drop) {
  Form form{id,
            action.id,
            drop ? "Drop an action" : "Still open",
            drop ? "Drop" : "Save",
            plain(action_line(action)),
            {}};
  FormField why;
  why.id = "why";
  why.label = drop ? "Why is it dropped?" : "What holds it up?";
  why.max_length = 500;
  why.optional = !drop;
  form.fields.push_back(std::move(why));
  if (!drop) {
    FormField due;
    due.id = "due";
    due.label = "By when now?";
    due.kind = FormField::Kind::date;
    due.initial = "";
    form.fields.push_back(std::move(due));
  }
  return form;
}

Message action_added(const Action& action) {
  return paragraph({bold("Action " + std::to_string(action.number)), Plain{": " + action_line(action)}});
}
Message action_yours(const Action& action, const std::string& by, const std::string& topic) {
  Message message = paragraph(by + " put down an action for you: " + action.text + ", by " +
                              day(action.due, action.today) + ".");
  if (!topic.empty()) message.blocks.push_back(Quote{plain(topic)});
  message.blocks.push_back(Buttons{action_buttons(action)});
  return message;
}
Message action_due(const Action& action, bool tomorrow) {
  Message message = paragraph(std::string("A friendly reminder: ") + (tomorrow ? "tomorrow" : "today") +
                              " is the day for your action " + std::to_string(action.number) + ", \"" +
                              action.text + "\".");
  message.blocks.push_back(Buttons{action_buttons(action)});
  return message;
}
Message action_changed(const Action& action) {
  std::string text = "Action " + std::to_string(action.number);
  switch (action.state) {
    case State::open:
      text += " is still open, by " + day(action.due, action.today) + ".";
      break;
    case State::done:
      text += " is done. Thank you!";
      break;
    case State::dropped:
      text += " is dropped.";
      break;
  }
  return paragraph(text);
}
Message actions(const std::string& team, const std::vector<Action>& open) {
  if (open.empty()) return paragraph("No action is open in " + team + ".");
  Message message{"Open actions of " + team, {Heading{"Open actions of " + team}}};
  for (const Action& action : open) {
    // A message has room for 50 blocks.
    if (message.blocks.size() > 44) {
      message.blocks.push_back(
          Paragraph{plain("… and more. There are " + std::to_string(open.size()) + " in all.")});
      break;
    }
    message.blocks.push_back(Paragraph{
        {bold(std::to_string(action.number) + "."), Plain{" " + shorten(action_line(action), 400)}}});
    message.blocks.push_back(Buttons{action_buttons(action)});
  }
  message.blocks.push_back(
      Context{plain("Or say: actions done 3, actions open 3 because …, actions drop 3 because …")});
  return message;
}
Message no_action(const std::string& number) {
  return paragraph("There is no open action " + shorten(number, 40) + ". Say actions to see them.");
}
std::string why_needed() {
  return "Say why, so that the next retro can learn from it: actions drop 3 because …";
}
std::string day_needed() {
  return "Say by when: a day, as in friday or 2026-12-04.";
}
std::string day_past() {
  return "That day is over already.";
}
Message action_usage() {
  return paragraph(
      std::string("Say it like this: actions add write the runbook @bo by friday. Or: actions done 3, "
                  "actions open 3 because …, actions drop 3 because …"));
}

}  // namespace houston::handlers::words::retro
