#include "bot/demo/hands.hpp"

#include "bot/demo/cast.hpp"
#include "bot/demo/script.hpp"
#include "bot/demo/world.hpp"

namespace houston::bot::demo {
namespace {

constexpr std::chrono::milliseconds kAnswerWithin{15000};
constexpr const char* kVote = "retro.vote";
constexpr std::size_t kLongTopic = 50;
// In what Houston asks where there are no forms: with every question, with one that holds something already,
// and with one of these that may be left empty.
constexpr const char* kQuestion = "cancel to stop";
constexpr const char* kFilled = "keep to leave it so";
constexpr const char* kCanBeEmptied = "clear to empty it";
// And what it says of an answer that is none.
constexpr const char* kRefused = " is not among these";

std::string name(const std::string& handle) {
  const Member* member = find_member(handle);
  return member != nullptr ? member->name : handle;
}

}  // namespace

void Hands::act(const std::string& who, const std::string& headline) {
  Item item = reporter_.about(who, stage_.now());
  item.kind = Item::Kind::acted;
  item.headline = headline;
  tell_(item);
}

Chat::Trouble Hands::trouble(const std::string& who, const std::string& what) {
  return [this, who, what](const std::string& trouble) { fault(name(who) + " " + what + trouble); };
}

void Hands::await_answer(const std::string& who, const std::string& to_what, int heard, int forms) {
  const std::size_t before = faults_.size();
  const int changes = reporter_.changes();
  const auto answered = [&] {
    return reporter_.heard(who) > heard || reporter_.changes() > changes ||
           stage_.chat().open_forms(who) > forms || faults_.size() > before;
  };
  // Messages to one place keep a second of the Clock apart: it may have to move before the answer can leave.
  stage_.settle_soon();
  if (!stage_.serve_until(answered, kAnswerWithin)) {
    fault(name(who) + " " + to_what + " and heard nothing from Houston.");
  }
  stage_.settle_soon();
}

void Hands::click(const std::string& who, const Message& message, const SeenButton& button) {
  const int heard = reporter_.heard(who);
  const int forms = stage_.chat().open_forms(who);
  const std::string what = "presses [" + button.label + "]";
  const auto done = stage_.chat().press(who, message, button, trouble(who, what));
  if (!done) return fault(done.error().message);
  await_answer(who, what, heard, forms);
}

void Hands::press(const std::string& who, const Message& message, const std::string& action) {
  const SeenButton* button = find_button(message.buttons, action);
  if (button == nullptr) {
    fault(name(who) + " looked for a button (" + action + ") and there was none.");
    return;
  }
  act(who, "presses [" + button->label + "]");
  click(who, message, *button);
}

void Hands::press(const std::string& who, const std::string& action, const std::string& near, int times) {
  const auto found = reporter_.button(who, action, near);
  if (!found) {
    fault(name(who) + " looked for a button (" + action + ")" +
          (near.empty() ? "" : " beside \"" + near + "\"") + " and there was none.");
    return;
  }
  std::string topic = found->topic;
  if (topic.size() > kLongTopic) topic = topic.substr(0, topic.rfind(' ', kLongTopic)) + " …";
  const bool vote = action == kVote;
  // What is typed is told as the message that it is.
  if (!found->button.typed)
    act(who, "presses [" + found->button.label + "]" +
                 (times == 2  ? " twice"
                  : times > 2 ? " " + std::to_string(times) + " times"
                              : "") +
                 (vote ? ", below \"" + topic + "\"" : ""));
  for (int i = 0; i < times; ++i) {
    click(who, found->message, found->button);
    if (i + 1 < times) reporter_.take();
  }
}

std::vector<Field> Hands::form(const std::string& who) const {
  return stage_.chat().form(who);
}

void Hands::fill_in(const std::string& who, const std::vector<std::string>& answers) {
  if (!stage_.chat().has_forms()) return answer_questions(who, answers);
  const auto fields = form(who);
  if (fields.empty()) return fault(name(who) + " wanted to fill in a form and none was open.");
  std::vector<std::string> values;
  for (std::size_t i = 0; i < fields.size(); ++i) {
    values.push_back(i >= answers.size() ? "" : answers[i] == kAsItStands ? fields[i].initial : answers[i]);
  }
  const std::string what = "fills in the form";
  act(who, what);
  const int heard = reporter_.heard(who);
  const auto done = stage_.chat().submit(who, values, trouble(who, what));
  if (!done) return fault(name(who) + " could not save the form: " + done.error().message);
  await_answer(who, what, heard, 1);
}

void Hands::answer_questions(const std::string& who, const std::vector<std::string>& answers) {
  std::string asked = reporter_.newest_to(who);
  if (asked.find(kQuestion) == std::string::npos)
    return fault(name(who) + " wanted to answer questions and was asked none.");
  for (std::size_t i = 0; asked.find(kQuestion) != std::string::npos; ++i) {
    const std::string answer = i < answers.size() ? answers[i] : "";
    const auto offers = [&](const char* word) { return asked.find(word) != std::string::npos; };
    const char* nothing = !offers(kFilled)                          ? "skip"
                          : answer.empty() && offers(kCanBeEmptied) ? "clear"
                                                                    : "keep";
    type(who, answer.empty() || answer == kAsItStands ? nothing : answer);
    const std::string next = reporter_.newest_to(who);
    if (next == asked || next.find(kRefused) != std::string::npos)
      return fault(name(who) + " answered, and was asked the same again: " + next);
    asked = next;
  }
}

void Hands::close_form(const std::string& who) {
  if (const auto done = stage_.chat().close_form(who); !done) fault(done.error().message);
  stage_.settle();
}

std::string Hands::type(const std::string& who, const std::string& text) {
  const int heard = reporter_.heard(who);
  const auto id = stage_.chat().say(who, who, text);
  if (!id) {
    fault(name(who) + " could not write to Houston: " + id.error().message);
    return "";
  }
  await_answer(who, "wrote \"" + text + "\"", heard, stage_.chat().open_forms(who));
  return *id;
}

void Hands::say(const std::string& who, const std::string& text) {
  const auto id = stage_.chat().say(who, kTeamRoom, text);
  if (!id) return fault(name(who) + " could not write to the channel: " + id.error().message);
  stage_.settle_soon();
}

void Hands::react(const std::string& who, const std::string& near, const std::string& reaction) {
  const auto message = reporter_.in_channel(near);
  if (!message) return fault(name(who) + " looked for \"" + near + "\" in the channel, and it is not there.");
  act(who, "reacts with " + stage_.chat().reaction_sign(reaction) + " to what " + message->author + " wrote");
  const auto done = stage_.chat().react(who, *message, reaction);
  if (!done) return fault(name(who) + " could not react: " + done.error().message);
  stage_.settle_soon();
}

void Hands::edit(const std::string& who, const std::string& id, const std::string& text) {
  const auto done = stage_.chat().edit(who, id, text);
  if (!done) return fault(name(who) + " could not edit a message: " + done.error().message);
  stage_.settle_soon();
}

void Hands::erase(const std::string& who, const std::string& id) {
  const auto done = stage_.chat().erase(who, id);
  if (!done) return fault(name(who) + " could not delete a message: " + done.error().message);
  stage_.settle_soon();
}

void Hands::command(const std::string& who, const std::string& words) {
  const std::string what = "types " + stage_.chat().command_word() + " " + words;
  if (!stage_.chat().commands_are_said()) act(who, what);
  const int heard = reporter_.heard(who);
  const int forms = stage_.chat().open_forms(who);
  const auto done = stage_.chat().command(who, words, trouble(who, what));
  if (!done) return fault(name(who) + " could not give a command: " + done.error().message);
  await_answer(who, what, heard, forms);
}

void Hands::post_to_hook(const std::string& machine, const std::string& json) {
  Item item;
  item.at = stage_.now();
  item.kind = Item::Kind::acted;
  item.speaker = machine;
  item.headline = std::string("posts to /hooks/") + kHookName + ", signed";
  item.lines = {{Line::Style::small, json}};
  tell_(item);
  const std::string problem = stage_.post_to_hook(json);
  if (!problem.empty()) fault(machine + " could not post to Houston's hook: " + problem);
  stage_.settle_soon();
}

}  // namespace houston::bot::demo
