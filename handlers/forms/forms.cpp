#include "handlers/forms/forms.hpp"

#include <algorithm>
#include <charconv>

#include "config/text.hpp"
#include "handlers/chat/json.hpp"
#include "handlers/forms/answers.hpp"
#include "handlers/house.hpp"
#include "handlers/roster.hpp"
#include "handlers/voice/voice.hpp"
#include "handlers/words/form_words.hpp"
#include "handlers/zones.hpp"

namespace houston::handlers::forms {
namespace {

using chat::Form;
using chat::FormField;
using storage::Dialog;
using storage::FormAnswer;
using storage::Person;

storage::TimerKey timer_of(DialogId id) {
  return {kTimer, std::to_string(id.value)};
}

/// A form while a turn works on it.
class Open {
 public:
  /// `dialog` is a form's; `form()` is null when it is one that this version cannot read.
  Open(Turn& turn, const Person& person, Dialog dialog)
      : turn_(turn), person_(person), dialog_(std::move(dialog)) {
    const auto kept = turn_.tables().open_forms.find(dialog_.id);
    auto form = kept ? chat::form_from_json(*kept) : Result<Form>(Error{"there is none"});
    if (!form || form->fields.empty()) return;
    form_ = std::move(*form);
    dialog_.question = std::clamp(dialog_.question, 0, static_cast<int>(form_->fields.size()) - 1);
    for (FormAnswer& answer : turn_.tables().open_forms.answers(dialog_.id)) {
      answers_[answer.field] = std::move(answer);
    }
  }

  const Form* form() const { return form_ ? &*form_ : nullptr; }
  /// For the writing of dates.
  LocalDate today() const {
    const std::string zone = zones::known(person_);
    return scheduler::local_date(turn_.now(), zone.empty() ? "UTC" : zone);
  }
  const Dialog& dialog() const { return dialog_; }
  const FormField& field() const { return form_->fields[static_cast<std::size_t>(dialog_.question)]; }
  const FormField* field(const std::string& id) const {
    const auto found = std::find_if(form_->fields.begin(), form_->fields.end(),
                                    [&](const FormField& one) { return one.id == id; });
    return found == form_->fields.end() ? nullptr : &*found;
  }
  int index_of(const std::string& id) const {
    const FormField* found = field(id);
    return found == nullptr ? -1 : static_cast<int>(found - form_->fields.data());
  }
  FormAnswer answer(const FormField& field) const {
    const auto found = answers_.find(field.id);
    if (found != answers_.end()) return found->second;
    FormAnswer fresh{dialog_.id, field.id};
    fresh.value = field.initial;
    return fresh;
  }
  void put(const FormAnswer& answer) {
    turn_.tables().open_forms.put(answer);
    answers_[answer.field] = answer;
  }

  void say(const chat::Message& message) {
    if (form_ && form_->traceless) {
      turn_.whisper(message);
    } else {
      turn_.say({storage::Place::Kind::person, person_.workspace, person_.id.value, {}}, message);
    }
  }
  /// Puts the question, and waits for it to be answered.
  void ask(int question, words::forms::Question how) {
    dialog_.question = question;
    dialog_.touched = turn_.now();
    turn_.tables().dialogs.save(dialog_);
    turn_.wake(turn_.now() + kPatience, timer_of(dialog_.id));
    how.number = question + 1;
    how.value = shown(field(), answer(field()).value, today());
    say(words::forms::question(how));
  }
  void ask(int question, const std::string& before = "") {
    words::forms::Question how{*form_};
    how.before = before;
    ask(question, how);
  }
  /// The next question that is to be answered, or everything when there is none.
  std::optional<Filled> go_on() {
    const int count = static_cast<int>(form_->fields.size());
    for (int step = 1; step <= count; ++step) {
      const int next = (dialog_.question + step) % count;
      if (answer(form_->fields[static_cast<std::size_t>(next)]).settled) continue;
      ask(next);
      return std::nullopt;
    }
    chat::Submitted submitted{form_->id, form_->state, {}};
    for (const FormField& one : form_->fields) submitted.values[one.id] = answer(one).value;
    return Filled{dialog_, std::move(submitted)};
  }
  void end() {
    turn_.tables().timers.cancel(timer_of(dialog_.id));
    turn_.end_dialog(dialog_);
  }

 private:
  Turn& turn_;
  const Person& person_;
  Dialog dialog_;
  std::optional<Form> form_;
  std::map<std::string, FormAnswer> answers_;
};

LocalDate today(Heard& heard) {
  const auto teams =
      roster::teams_of(heard.turn.tables(), heard.house.settings(), heard.person.workspace, heard.person.id);
  return scheduler::local_date(heard.turn.now(),
                               teams.empty() ? std::string("UTC") : zones::own(heard.person, *teams.front()));
}

/// "skip", "keep", "clear": what stands there is settled. False: it is an answer like any other.
bool settles(const FormField& field, const std::string& word, FormAnswer& answer, bool& refused) {
  const bool filled = !answer.value.empty();
  if (word == "clear" && filled && field.optional) {
    answer.value.clear();
    answer.room.clear();
    answer.message.clear();
  } else if (word == "keep" && filled) {
    // As it is.
  } else if (word == "skip") {
    refused = !filled && !field.optional;
  } else {
    return false;
  }
  answer.settled = !refused;
  return true;
}

std::string identity(const Form& form) {
  return form.id + "/" + form.state;
}

}  // namespace

void begin(Turn& turn, const Person& person, const Form& form) {
  if (form.fields.empty()) return;
  auto& tables = turn.tables();
  const bool others = tables.dialogs.of(person.workspace, person.id).has_value();
  const auto known = turn.dialog(person.workspace, person.id, kDialog, identity(form));
  const Dialog dialog =
      turn.open_dialog(known.value_or(Dialog{person.workspace, person.id, kDialog, identity(form)}));
  tables.open_forms.put(dialog.id, chat::to_json(form));
  Open open(turn, person, dialog);
  words::forms::Question how{*open.form()};
  // Asked for once more while it is half filled in, it goes on where it stands.
  how.again = known.has_value();
  how.first = !known;
  how.others = others;
  open.ask(open.dialog().question, how);
}

bool resume(Turn& turn, const Person& person, const Dialog& dialog) {
  Open open(turn, person, dialog);
  if (open.form() == nullptr) return false;
  words::forms::Question how{*open.form()};
  how.again = true;
  open.ask(open.dialog().question, how);
  return true;
}

std::optional<Filled> typed(Heard& heard, const Dialog& dialog, const chat::Said& said,
                            const std::string& text) {
  Open open(heard.turn, heard.person, dialog);
  if (open.form() == nullptr) {
    open.end();
    return std::nullopt;
  }
  const std::string word = config::lower(config::trim(text));
  if (word == "cancel") {
    open.say(words::forms::cancelled(open.form()->title));
    open.end();
    return std::nullopt;
  }
  const FormField& field = open.field();
  FormAnswer answer = open.answer(field);
  if (word == "back") {
    const int question = open.dialog().question;
    if (question == 0) {
      open.ask(0, words::forms::nothing_before());
      return std::nullopt;
    }
    FormAnswer before = open.answer(open.form()->fields[static_cast<std::size_t>(question - 1)]);
    before.settled = false;
    open.put(before);
    open.ask(question - 1);
    return std::nullopt;
  }
  bool refused = false;
  if (settles(field, word, answer, refused)) {
    if (refused) {
      open.ask(open.dialog().question, words::forms::needed());
      return std::nullopt;
    }
    open.put(answer);
    return open.go_on();
  }
  const Value value =
      value_of(field, read(heard.turn.tables(), heard.person.workspace, field, said.text), today(heard));
  // Also of what cannot be accepted, so that editing the message mends it.
  answer.room = said.room.value;
  answer.message = said.message;
  if (value.wrong.empty()) {
    answer.value = value.text;
    answer.settled = true;
  }
  open.put(answer);
  if (value.wrong.empty()) return open.go_on();
  open.ask(open.dialog().question, value.wrong);
  return std::nullopt;
}

bool amended(Heard& heard, const RoomId& room, const std::string& message, const chat::Text& text,
             std::optional<Filled>& filled) {
  auto& tables = heard.turn.tables();
  auto answer = tables.open_forms.said_by(heard.event.workspace, room.value, message);
  const auto dialog = answer ? tables.dialogs.find(answer->dialog) : std::nullopt;
  if (!dialog) return false;
  // The platform tells who deleted only for some; the message is the person's own.
  Person person = heard.person;
  if (person.id != dialog->person) {
    person = tables.people.find(dialog->workspace, dialog->person).value_or(person);
    person.id = dialog->person;
  }
  Heard own{heard.turn, heard.house, heard.event, person};
  Open open(heard.turn, person, *dialog);
  const FormField* field = open.form() == nullptr ? nullptr : open.field(answer->field);
  if (field == nullptr) return true;
  const auto top = tables.dialogs.of(dialog->workspace, dialog->person);
  const bool on_top = top && top->id == dialog->id;
  const bool stands_here = on_top && open.index_of(field->id) == open.dialog().question;
  const std::string words = read(tables, dialog->workspace, *field, text);
  if (config::trim_unseen(words).empty()) {
    const bool counted = answer->settled;
    answer->value.clear();
    answer->room.clear();
    answer->message.clear();
    // What may be empty is; what may not is asked again in its turn.
    answer->settled = counted && field->optional;
    open.put(*answer);
    if (counted) open.say(words::forms::taken_back(field->label));
    return true;
  }
  const Value value = value_of(*field, words, today(own));
  if (!value.wrong.empty()) {
    open.say(words::forms::not_changed(field->label, value.wrong));
    return true;
  }
  if (answer->settled && answer->value == value.text) return true;
  const bool counted = answer->settled;
  answer->value = value.text;
  answer->settled = true;
  open.put(*answer);
  if (stands_here && !counted) {
    filled = open.go_on();
  } else {
    open.say(words::forms::changed(field->label, shown(*field, value.text, open.today())));
  }
  return true;
}

void judged(Turn& turn, const Person& person, const Dialog& dialog,
            const std::map<std::string, std::string>& refused) {
  Open open(turn, person, dialog);
  if (refused.empty() || open.form() == nullptr) {
    open.end();
    return;
  }
  std::vector<std::pair<std::string, std::string>> why;
  int first = -1;
  for (const FormField& field : open.form()->fields) {
    const auto found = refused.find(field.id);
    if (found == refused.end()) continue;
    why.emplace_back(field.label, found->second);
    FormAnswer answer = open.answer(field);
    answer.settled = false;
    open.put(answer);
    if (first < 0) first = open.index_of(field.id);
  }
  if (first < 0) {
    // Refused as a whole: there is nothing to mend.
    for (const auto& [field, reason] : refused) why.emplace_back(field, reason);
    open.say(chat::paragraph(words::forms::refused({why.front()})));
    open.end();
    return;
  }
  open.ask(first, words::forms::refused(why));
}

bool fired(Turn& turn, const House& house, const storage::Timer& timer) {
  if (timer.key.kind != kTimer) return false;
  const std::string& subject = timer.key.subject;
  DialogId id;
  std::from_chars(subject.data(), subject.data() + subject.size(), id.value);
  const auto dialog = turn.tables().dialogs.find(id);
  if (!dialog || dialog->kind != kDialog) return true;
  if (dialog->touched + kPatience > turn.now()) {
    turn.wake(dialog->touched + kPatience, timer.key);
    return true;
  }
  const auto person = turn.tables().people.find(dialog->workspace, dialog->person);
  if (person) {
    Open open(turn, *person, *dialog);
    if (open.form() != nullptr && !open.form()->traceless) {
      std::vector<std::pair<std::string, std::string>> answers;
      for (const FormField& field : open.form()->fields) {
        const FormAnswer answer = open.answer(field);
        if (!answer.message.empty() && !answer.value.empty()) {
          answers.emplace_back(field.label, shown(field, answer.value, open.today()));
        }
      }
      const auto teams = roster::teams_of(turn.tables(), house.settings(), person->workspace, person->id);
      voice::tell(turn, *person, teams.empty() ? std::string("UTC") : zones::own(*person, *teams.front()),
                  words::forms::put_away(open.form()->title, answers));
    }
  }
  turn.end_dialog(*dialog);
  return true;
}

}  // namespace houston::handlers::forms
