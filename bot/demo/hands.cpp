#include "bot/demo/hands.hpp"

#include "bot/demo/cast.hpp"
#include "bot/demo/script.hpp"
#include "bot/demo/world.hpp"

namespace houston::bot::demo {
namespace {

constexpr std::chrono::milliseconds kAnswerWithin{15000};
constexpr const char* kVote = "retro.vote";
constexpr std::size_t kLongTopic = 50;

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

sandbox::OnAnswer Hands::acknowledged(const std::string& who, const std::string& what) {
  return [this, who, what](const sandbox::Answer& answer) {
    if (!answer.acknowledged) {
      fault(name(who) + " " + what + " and Houston did not acknowledge it: " + answer.problem);
    } else if (answer.outcome == "errors") {
      fault(name(who) + " " + what + " and Houston refused it: " + answer.errors.dump());
    } else if (!answer.problem.empty()) {
      fault(name(who) + " " + what + ": " + answer.problem);
    }
  };
}

void Hands::await_answer(const std::string& who, const std::string& to_what, int heard, std::size_t forms) {
  const std::size_t before = faults_.size();
  const int changes = reporter_.changes();
  const auto answered = [&] {
    return reporter_.heard(who) > heard || reporter_.changes() > changes ||
           stage_.slack().views(who).size() > forms || faults_.size() > before;
  };
  // Messages to one place keep a second of the Clock apart: it may have to move before the answer can leave.
  stage_.settle_soon();
  if (!stage_.serve_until(answered, kAnswerWithin)) {
    fault(name(who) + " " + to_what + " and heard nothing from Houston.");
  }
  stage_.settle_soon();
}

void Hands::click(const std::string& who, const sandbox::Message& message, const SeenButton& button) {
  const int heard = reporter_.heard(who);
  const std::size_t forms = stage_.slack().views(who).size();
  const std::string what = "presses [" + button.label + "]";
  const auto done = stage_.slack().click(who, message.channel, message.ts, button.action, button.value,
                                         acknowledged(who, what));
  if (!done) return fault(done.error().message);
  await_answer(who, what, heard, forms);
}

void Hands::press(const std::string& who, const sandbox::Message& message, const std::string& action) {
  const auto buttons = buttons_of(message);
  const SeenButton* button = find_button(buttons, action);
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

std::vector<Hands::Field> Hands::form(const std::string& who) const {
  std::vector<Field> fields;
  const auto views = stage_.slack().views(who);
  if (views.empty()) return fields;
  for (const auto& block : views.back().body.value("blocks", sandbox::Json::array())) {
    if (block.value("type", "") != "input") continue;
    Field field;
    field.id = block.value("block_id", "");
    field.label = block.value("/label/text"_json_pointer, std::string());
    field.initial = block.value("/element/initial_value"_json_pointer, std::string());
    for (const auto& other :
         {"/element/initial_option/value"_json_pointer, "/element/initial_date"_json_pointer}) {
      if (field.initial.empty()) field.initial = block.value(other, std::string());
    }
    fields.push_back(std::move(field));
  }
  return fields;
}

void Hands::fill_in(const std::string& who, const std::vector<std::string>& answers) {
  const auto fields = form(who);
  if (fields.empty()) return fault(name(who) + " wanted to fill in a form and none was open.");
  sandbox::Json values = sandbox::Json::object();
  for (std::size_t i = 0; i < fields.size(); ++i) {
    values[fields[i].id] = i >= answers.size()         ? ""
                           : answers[i] == kAsItStands ? fields[i].initial
                                                       : answers[i];
  }
  const std::string what = "fills in the form";
  act(who, what);
  const int heard = reporter_.heard(who);
  const auto done = stage_.slack().submit(who, values, acknowledged(who, what));
  if (!done) return fault(name(who) + " could not save the form: " + done.error().message);
  await_answer(who, what, heard, 1);
}

void Hands::close_form(const std::string& who) {
  if (const auto done = stage_.slack().close_view(who); !done) fault(done.error().message);
  stage_.settle();
}

std::string Hands::type(const std::string& who, const std::string& text) {
  const int heard = reporter_.heard(who);
  const auto ts = stage_.slack().say(who, "dm", text);
  if (!ts) {
    fault(name(who) + " could not write to Houston: " + ts.error().message);
    return "";
  }
  await_answer(who, "wrote \"" + text + "\"", heard, stage_.slack().views(who).size());
  return *ts;
}

void Hands::say(const std::string& who, const std::string& text) {
  const auto ts = stage_.slack().say(who, "#vision", text);
  if (!ts) return fault(name(who) + " could not write to the channel: " + ts.error().message);
  stage_.settle_soon();
}

void Hands::react(const std::string& who, const std::string& near, const std::string& reaction) {
  const auto message = reporter_.in_channel(near);
  if (!message) return fault(name(who) + " looked for \"" + near + "\" in the channel, and it is not there.");
  act(who, "reacts with :" + reaction + ": to what " + reporter_.name_of(message->user) + " wrote");
  const auto done = stage_.slack().react(who, message->channel, message->ts, reaction);
  if (!done) return fault(name(who) + " could not react: " + done.error().message);
  stage_.settle_soon();
}

void Hands::edit(const std::string& who, const std::string& ts, const std::string& text) {
  const auto done = stage_.slack().edit(who, "dm", ts, text);
  if (!done) return fault(name(who) + " could not edit a message: " + done.error().message);
  stage_.settle_soon();
}

void Hands::erase(const std::string& who, const std::string& ts) {
  const auto done = stage_.slack().erase(who, "dm", ts);
  if (!done) return fault(name(who) + " could not delete a message: " + done.error().message);
  stage_.settle_soon();
}

void Hands::command(const std::string& who, const std::string& words) {
  const std::string what = "types /houston " + words;
  act(who, what);
  const int heard = reporter_.heard(who);
  const std::size_t forms = stage_.slack().views(who).size();
  const auto done = stage_.slack().command(who, "dm", "/houston", words, acknowledged(who, what));
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
