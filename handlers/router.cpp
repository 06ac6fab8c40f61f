#include "handlers/router.hpp"

#include "config/text.hpp"
#include "handlers/as_typed.hpp"
#include "handlers/commands/away.hpp"
#include "handlers/commands/commands.hpp"
#include "handlers/commands/dates.hpp"
#include "handlers/forms/forms.hpp"
#include "handlers/home.hpp"
#include "handlers/people.hpp"
#include "handlers/roster.hpp"
#include "handlers/words/command_words.hpp"

namespace houston::handlers {
namespace {

using storage::Person;

class Router {
 public:
  Router(Turn& turn, const House& house, const chat::Event& event, Person person)
      : turn_(turn),
        house_(house),
        event_(event),
        person_(std::move(person)),
        heard_{turn_, house_, event_, person_} {}

  void operator()(const chat::Said& said) {
    if (said.direct) {
      direct(said);
    } else if (said.mentions_houston) {
      commands::obey(request(said.text, said.room));
    }
  }
  void operator()(const chat::Edited& edited) {
    if (!edited.direct) {
      // Where the platform tells of it: what somebody made of the message goes along.
      const std::string text = as_typed(turn_.tables(), event_.workspace, edited.text);
      offer([&](Part& part) { return part.amended(heard_, edited.room, edited.message, text); });
      return;
    }
    amend(edited.room, edited.message, edited.text);
  }
  void operator()(const chat::Deleted& deleted) { amend(deleted.room, deleted.message, {}); }
  void operator()(const chat::Command& command) { commands::obey(request(command.text, command.room)); }
  void operator()(const chat::Clicked& clicked);
  void operator()(const chat::Voted& voted) {
    offer([&](Part& part) { return part.voted(heard_, voted); });
  }
  void operator()(const chat::Submitted& submitted);
  void operator()(const chat::ShortcutUsed& shortcut) {
    if (offer([&](Part& part) { return part.shortcut(heard_, shortcut); })) return;
    if (shortcut.shortcut == "standup.write") commands::obey(request(chat::plain("standup"), shortcut.room));
    if (shortcut.shortcut == "away.open") commands::obey(request(chat::plain("away"), shortcut.room));
  }
  void operator()(const chat::Reacted& reacted) {
    offer([&](Part& part) { return part.reacted(heard_, reacted); });
  }
  void operator()(const chat::HomeOpened&) { home::open(turn_, house_, person_); }
  void operator()(const chat::JoinedRoom& joined) {
    people::joined(turn_, house_, event_, joined);
    sync_parts();
  }
  void operator()(const chat::LeftRoom& left) {
    people::left(turn_, house_, event_, left);
    sync_parts();
  }
  void operator()(const chat::PersonChanged& changed) {
    people::changed(turn_, house_, changed);
    sync_parts();
  }
  void operator()(const chat::RosterLoaded& roster) {
    people::loaded(turn_, house_, event_.workspace, roster);
    sync_parts();
  }
  void operator()(const chat::RoomUnreadable& room) { people::unreadable(turn_, house_, event_, room); }

 private:
  /// Whether some part called it its own.
  template <class Ask>
  bool offer(Ask ask) {
    for (const auto& part : house_.parts()) {
      if (ask(*part)) return true;
    }
    return false;
  }
  void sync_parts() {
    for (const auto& part : house_.parts()) part->sync(turn_, house_);
  }
  commands::Request request(const chat::Text& text, const std::optional<RoomId>& room) {
    return {turn_,
            house_,
            person_,
            room,
            event_.can_ask,
            commands::split(turn_.tables(), event_.workspace, text),
            event_.opens_modal()};
  }
  void direct(const chat::Said& said);
  bool dialog_open() { return turn_.tables().dialogs.of(event_.workspace, person_.id).has_value(); }
  bool continue_dialog(const chat::Said& said, const std::string& text);
  bool answer_prompt(const chat::Said& said, const std::string& text);
  void amend(const RoomId& room, const std::string& message, const chat::Text& text);
  /// A form that was filled in step by step is handled as if it had been submitted.
  void submit(const forms::Filled& filled);
  /// The ritual a button or form is about, when the person may answer it; replies otherwise.
  Standup* answerable(const std::optional<Subject>& subject);

  Turn& turn_;
  const House& house_;
  const chat::Event& event_;
  Person person_;
  Heard heard_;
};

void Router::direct(const chat::Said& said) {
  const std::string text = as_typed(turn_.tables(), event_.workspace, said.text);
  auto request = this->request(said.text, std::nullopt);
  // Nothing that could be seen: no word, and no answer.
  if (config::trim_unseen(text).empty() || request.words.empty()) return;
  // "houston …" is always a command, whatever is being asked.
  const std::string first = config::lower(request.words.front().text);
  if (first == "houston" || first == "/houston" || first == "houston:" || first == "houston,") {
    request.words.erase(request.words.begin());
    commands::obey(std::move(request));
    return;
  }
  // A bare "help" or "status" is no answer to any question, whatever is being asked.
  if (request.words.size() == 1 && commands::is_question(request.words.front().text)) {
    commands::obey(std::move(request));
    return;
  }
  if (dialog_open() && offer([&](Part& part) { return part.claims(heard_, said, text); })) return;
  if (continue_dialog(said, text)) return;
  if (commands::is_whole(request)) {
    commands::obey(std::move(request));
    return;
  }
  if (offer([&](Part& part) { return part.said(heard_, said, text); })) return;
  if (answer_prompt(said, text)) return;
  if (commands::find(house_, request.words.front().text) != nullptr || request.words.size() <= 2) {
    commands::obey(std::move(request));
  } else {
    turn_.reply(words::commands::nothing_to_answer());
  }
}

bool Router::continue_dialog(const chat::Said& said, const std::string& text) {
  const auto dialog = turn_.tables().dialogs.of(event_.workspace, person_.id);
  if (!dialog) return false;
  if (dialog->kind == forms::kDialog) {
    if (const auto filled = forms::typed(heard_, *dialog, said, text)) submit(*filled);
    return true;
  }
  if (offer([&](Part& part) { return part.continued(heard_, *dialog, said, text); })) return true;
  const auto subject = parse_subject(dialog->subject);
  Standup* standup = subject ? house_.standup(*subject) : nullptr;
  if (dialog->kind != Standup::kKind || standup == nullptr ||
      !roster::member(turn_.tables(), standup->team(), person_.id)) {
    // The ritual is gone from the settings, or the person from its team.
    turn_.end_dialog(*dialog);
    return false;
  }
  standup->typed(turn_, person_, subject->date, dialog, said.room, said.message, text);
  return true;
}

bool Router::answer_prompt(const chat::Said& said, const std::string& text) {
  Standup* asking = nullptr;
  std::optional<Standup::Pending> newest;
  for (Standup* standup : house_.standups_of(turn_.tables(), event_.workspace, person_.id)) {
    const auto pending = standup->pending(turn_, person_);
    if (!pending || (newest && newest->prompted >= pending->prompted)) continue;
    newest = pending;
    asking = standup;
  }
  if (asking == nullptr) return false;
  asking->typed(turn_, person_, newest->date, std::nullopt, said.room, said.message, text);
  return true;
}

void Router::submit(const forms::Filled& filled) {
  chat::Event event;
  event.workspace = event_.workspace;
  event.person = filled.dialog.person;
  event.at = event_.at;
  event.can_ask = event_.can_ask;
  event.forms = event_.forms;
  event.whispers = event_.whispers;
  event.what = filled.submitted;
  Person person = person_;
  if (person.id != filled.dialog.person) {
    person = turn_.tables().people.find(event_.workspace, filled.dialog.person).value_or(person_);
  }
  Router(turn_, house_, event, person)(filled.submitted);
  forms::judged(turn_, person, filled.dialog, turn_.take_refused());
}

void Router::amend(const RoomId& room, const std::string& message, const chat::Text& written) {
  std::optional<forms::Filled> filled;
  if (forms::amended(heard_, room, message, written, filled)) {
    if (filled) submit(*filled);
    return;
  }
  const std::string text = as_typed(turn_.tables(), event_.workspace, written);
  if (offer([&](Part& part) { return part.amended(heard_, room, message, text); })) return;
  auto& tables = turn_.tables();
  const auto typed = tables.typed_answers.find(event_.workspace, room.value, message);
  if (!typed) return;
  const auto response = tables.responses.find(typed->response);
  if (!response) return;
  const auto occurrence = tables.occurrences.find(response->occurrence);
  if (!occurrence) return;
  Standup* standup = house_.standup(occurrence->team, occurrence->ritual);
  if (standup != nullptr) standup->amended(turn_, *response, *occurrence, typed->question, text);
}

Standup* Router::answerable(const std::optional<Subject>& subject) {
  Standup* standup = subject ? house_.standup(*subject) : nullptr;
  if (standup == nullptr || !standup->team().is_in(event_.workspace)) {
    turn_.reply(words::commands::gone());
    return nullptr;
  }
  if (!roster::member(turn_.tables(), standup->team(), person_.id)) {
    turn_.reply(words::commands::not_in_team(standup->team().name.value));
    return nullptr;
  }
  return standup;
}

void Router::operator()(const chat::Clicked& clicked) {
  if (clicked.typed && dialog_open()) {
    // Houston asked something since: "2" is an answer to that.
    (*this)(*clicked.typed);
    return;
  }
  if (offer([&](Part& part) { return part.clicked(heard_, clicked); })) return;
  if (clicked.action == "standup.write" || clicked.action == "standup.planned" ||
      clicked.action == "standup.skip") {
    const auto subject = parse_subject(clicked.value);
    Standup* standup = answerable(subject);
    if (standup == nullptr) return;
    if (clicked.action == "standup.write") {
      standup->write(turn_, person_, subject->date, event_.opens_modal());
    } else if (clicked.action == "standup.planned") {
      standup->as_planned(turn_, person_, subject->date, event_.opens_modal());
    } else {
      standup->skip_today(turn_, person_, subject->date);
    }
  } else if (clicked.action == "away.open") {
    commands::obey(request(chat::plain("away"), std::nullopt));
  } else if (clicked.action == "away.back") {
    commands::obey(request(chat::plain("back"), std::nullopt));
  }
  // Any other button is an older version's, or another app's.
}

void Router::operator()(const chat::Submitted& submitted) {
  if (offer([&](Part& part) { return part.submitted(heard_, submitted); })) return;
  if (submitted.form == "standup.answers") {
    const auto subject = parse_subject(submitted.state);
    Standup* standup = subject ? house_.standup(*subject) : nullptr;
    if (standup == nullptr || !roster::member(turn_.tables(), standup->team(), person_.id)) {
      turn_.refuse("q1", words::commands::form_gone());
      return;
    }
    standup->submitted(turn_, person_, subject->date, submitted.values);
  } else if (submitted.form == "away.days") {
    auto request = this->request({}, std::nullopt);
    const LocalDate today = commands::today(request, person_);
    const auto value = [&](const char* field) {
      const auto found = submitted.values.find(field);
      return found == submitted.values.end() ? std::string() : found->second;
    };
    const auto first = commands::parse_day(value("from"), today);
    const auto back = commands::parse_day(value("back"), today);
    if (!first) turn_.refuse("from", words::commands::not_a_day(value("from")));
    if (!back) turn_.refuse("back", words::commands::not_a_day(value("back")));
    if (!first || !back) return;
    const auto days = commands::parse_days({"from", value("from"), "until", value("back")}, today);
    if (!days) {
      turn_.refuse("back", days.error().message);
      return;
    }
    commands::set_away(turn_, house_, person_, days->first, days->last, person_);
  }
}

/// What is said to Houston, as text; "" for what is not.
std::string told(const chat::Event& event) {
  if (const auto* said = std::get_if<chat::Said>(&event.what)) {
    return said->direct || said->mentions_houston ? chat::plain_text(said->text, nullptr) : "";
  }
  if (const auto* command = std::get_if<chat::Command>(&event.what)) {
    return chat::plain_text(command->text, nullptr);
  }
  return "";
}

/// Something that a person said or did to Houston as one of a team. What it keeps of their account is their
/// own business, whichever account it is.
bool is_business_of_a_team(const chat::Event& event) {
  if (const auto* clicked = std::get_if<chat::Clicked>(&event.what)) {
    return !clicked->action.starts_with("privacy.");
  }
  if (std::holds_alternative<chat::Submitted>(event.what) ||
      std::holds_alternative<chat::ShortcutUsed>(event.what)) {
    return true;
  }
  const std::string text = config::lower(config::trim(told(event)));
  return !text.empty() && text != "forget me" && text != "export";
}

}  // namespace

void route(Turn& turn, const House& house, const chat::Event& event) {
  Person person;
  if (auto known = turn.tables().people.find(event.workspace, event.person)) {
    person = std::move(*known);
  } else {
    person.workspace = event.workspace;
    person.id = event.person;
    person.name = event.person.value;
  }
  // A bot's words are nobody's: two bots would talk for ever.
  const bool news = std::holds_alternative<chat::PersonChanged>(event.what) ||
                    std::holds_alternative<chat::RosterLoaded>(event.what) ||
                    std::holds_alternative<chat::JoinedRoom>(event.what) ||
                    std::holds_alternative<chat::LeftRoom>(event.what);
  if (person.bot && !news) return;
  if (const auto instead = roster::stands_for(turn.tables(), house.settings(), person)) {
    if (std::holds_alternative<chat::Reacted>(event.what)) {
      person = *instead;
    } else if (is_business_of_a_team(event) &&
               roster::teams_of(turn.tables(), house.settings(), person.workspace, person.id).empty()) {
      turn.reply(words::commands::asked_elsewhere(instead->name, instead->workspace.value));
      return;
    }
  }
  std::visit(Router(turn, house, event, std::move(person)), event.what);
}

}  // namespace houston::handlers
