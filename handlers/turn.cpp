#include "handlers/turn.hpp"

#include <stdexcept>

#include "handlers/chat/json.hpp"

namespace houston::handlers {
namespace {

using storage::Action;
using storage::Place;

/// An update or removal stands at the place of what it changes, so that it leaves after it.
Place place_of(storage::Tables& tables, MessageId message) {
  const auto row = tables.outbox.find(message);
  if (!row) throw std::logic_error("no message " + std::to_string(message.value) + " to change");
  return row->place;
}

}  // namespace

MessageId Turn::say(const Place& place, const chat::Message& message) {
  if (place.kind == Place::Kind::person) touch(place.workspace, PersonId{place.id});
  return tables_.outbox.add(place, Action::post, std::nullopt, chat::to_json(message), now_);
}

void Turn::revise(MessageId message, const chat::Message& now_reads) {
  tables_.outbox.add(place_of(tables_, message), Action::update, message, chat::to_json(now_reads), now_);
}

void Turn::retract(MessageId message) {
  tables_.outbox.add(place_of(tables_, message), Action::remove, message, "", now_);
}

void Turn::react(const WorkspaceId& workspace, const RoomId& room, const chat::Reaction& reaction) {
  const Place place{Place::Kind::room, workspace, room.value, {}};
  tables_.outbox.add(place, Action::react, std::nullopt, chat::to_json(reaction), now_);
}

void Turn::show_home(const WorkspaceId& workspace, const PersonId& person, const chat::Message& home) {
  const Place place{Place::Kind::person, workspace, person.value};
  tables_.outbox.add(place, Action::home, std::nullopt, chat::to_json(home), now_);
}

void Turn::wake(Instant due, const storage::TimerKey& key) {
  tables_.timers.set(key, due);
}

std::optional<storage::Dialog> Turn::dialog(const WorkspaceId& workspace, const PersonId& person,
                                            const std::string& kind, const std::string& subject) {
  for (storage::Dialog& one : tables_.dialogs.all(workspace, person)) {
    if (one.kind == kind && one.subject == subject) return std::move(one);
  }
  return std::nullopt;
}

storage::Dialog Turn::open_dialog(storage::Dialog dialog) {
  dialog.touched = now_;
  if (const auto known = this->dialog(dialog.workspace, dialog.person, dialog.kind, dialog.subject)) {
    dialog.id = known->id;
    tables_.dialogs.raise(dialog.id);
  }
  dialog = tables_.dialogs.save(dialog);
  opened_.insert(dialog.id);
  return dialog;
}

void Turn::end_dialog(const storage::Dialog& dialog) {
  const auto top = tables_.dialogs.of(dialog.workspace, dialog.person);
  if (top && top->id == dialog.id) uncovered_.emplace(dialog.workspace, dialog.person);
  tables_.dialogs.end(dialog.id);
}

void Turn::answer(const chat::Event& event) {
  const auto is_direct = [](const auto& what) {
    if constexpr (requires { what.direct; }) return what.direct;
    return false;
  };
  answer_in_.reset();
  if (event.person.value.empty() || (event.whispers && !std::visit(is_direct, event.what))) return;
  answer_in_ = Place{Place::Kind::person, event.workspace, event.person.value, {}};
}

void Turn::reply(const chat::Message& message) {
  if (answer_in_) {
    say(*answer_in_, message);
  } else {
    whisper(message);
  }
}

void Turn::whisper(const chat::Message& message) {
  if (!immediate_.reply) {
    immediate_.reply = message;
  } else {
    // Only one answer can be shown: a second one is put below the first.
    auto& blocks = immediate_.reply->blocks;
    blocks.insert(blocks.end(), message.blocks.begin(), message.blocks.end());
  }
}

void Turn::ask(const chat::Form& form) {
  immediate_.form = form;
}

void Turn::refuse(const std::string& field, const std::string& why) {
  immediate_.refused[field] = why;
}

}  // namespace houston::handlers
