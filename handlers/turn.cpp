#include "handlers/turn.hpp"

#include <algorithm>
#include <stdexcept>

#include "handlers/chat/json.hpp"
#include "handlers/elsewhere.hpp"

namespace houston::handlers {
namespace {

using storage::Action;
using storage::Place;

/// The rows that a message is: one a place.
std::vector<storage::OutboxRow> rows_of(storage::Tables& tables, MessageId message) {
  auto rows = tables.outbox.everywhere(message);
  if (rows.empty()) throw std::logic_error("there is no message " + std::to_string(message.value));
  return rows;
}

std::string body_in(storage::Tables& tables, const Place& place, const chat::Message& message) {
  return chat::to_json(as_said_in(tables, place.workspace, message));
}

}  // namespace

MessageId Turn::say(const Place& place, const chat::Message& message) {
  if (place.kind == Place::Kind::person) touch(place.workspace, PersonId{place.id});
  return place.thread ? say(threads(*place.thread), message) : say(std::vector{place}, message);
}

MessageId Turn::say(const std::vector<Place>& places, const chat::Message& message) {
  std::optional<MessageId> first;
  for (const Place& place : places) {
    const MessageId said =
        tables_.outbox.add(place, Action::post, std::nullopt, body_in(tables_, place, message), now_, first);
    if (!first) first = said;
  }
  return first.value();
}

std::vector<Place> Turn::threads(MessageId message) {
  std::vector<Place> places;
  for (const auto& row : rows_of(tables_, message)) {
    places.push_back({row.place.kind, row.place.workspace, row.place.id, row.id});
  }
  return places;
}

void Turn::say_missing(MessageId message, const std::vector<Place>& places,
                       const std::function<chat::Message()>& now_reads) {
  using storage::Delivery;
  const auto rows = rows_of(tables_, message);
  for (const Place& place : places) {
    if (place.thread) {
      const auto head = tables_.outbox.find(*place.thread);
      if (!head || head->delivery == Delivery::failed) continue;
    }
    const auto row = std::find_if(rows.begin(), rows.end(), [&](const storage::OutboxRow& one) {
      return one.place.workspace == place.workspace && one.place.id == place.id;
    });
    if (row != rows.end()) {
      const bool failed = row->delivery == Delivery::failed && !row->sending_since;
      // What waits for the thread of a message that failed, fails with it.
      const bool fails = row->delivery == Delivery::ready && row->place.thread != place.thread;
      if (!failed && !fails) continue;
    }
    tables_.outbox.add(place, Action::post, std::nullopt, body_in(tables_, place, now_reads()), now_,
                       message);
  }
}

void Turn::revise(MessageId message, const chat::Message& now_reads) {
  for (const auto& row : rows_of(tables_, message)) {
    tables_.outbox.add(row.place, Action::update, row.id, body_in(tables_, row.place, now_reads), now_);
  }
}

void Turn::retract(MessageId message) {
  for (const auto& row : rows_of(tables_, message)) {
    tables_.outbox.add(row.place, Action::remove, row.id, "", now_);
  }
}

void Turn::react(const WorkspaceId& workspace, const RoomId& room, const chat::Reaction& reaction) {
  const Place place{Place::Kind::room, workspace, room.value, {}};
  tables_.outbox.add(place, Action::react, std::nullopt, chat::to_json(reaction), now_);
}

void Turn::show_home(const WorkspaceId& workspace, const PersonId& person, const chat::Message& home) {
  const Place place{Place::Kind::person, workspace, person.value};
  tables_.outbox.add(place, Action::home, std::nullopt, body_in(tables_, place, home), now_);
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
  looked_at_in_ = event.workspace;
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
  chat::Message shown = as_said_in(tables_, looked_at_in_, message);
  if (!immediate_.reply) {
    immediate_.reply = std::move(shown);
  } else {
    // Only one answer can be shown: a second one is put below the first.
    auto& blocks = immediate_.reply->blocks;
    blocks.insert(blocks.end(), shown.blocks.begin(), shown.blocks.end());
  }
}

void Turn::ask(const chat::Form& form) {
  immediate_.form = form;
  immediate_.form->intro = as_said_in(tables_, looked_at_in_, form.intro);
}

void Turn::refuse(const std::string& field, const std::string& why) {
  immediate_.refused[field] = why;
}

}  // namespace houston::handlers
