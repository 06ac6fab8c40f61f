// The handling of one event or one due timer: one database transaction. A handler has no other door: no
// network, no clock, no thread, no sleep.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "handlers/chat/event.hpp"
#include "handlers/chat/form.hpp"
#include "handlers/chat/message.hpp"
#include "storage/tables.hpp"

namespace houston::handlers {

/// What answers the person who is looking at the screen. Given to the platform after the commit; lost if the
/// process dies, and then the person clicks again.
struct Immediate {
  std::optional<chat::Message> reply{};  ///< Shown to the person alone.
  std::optional<chat::Form> form{};      ///< Opened for the person.
  std::map<std::string, std::string>
      refused{};  ///< Submitted: what is wrong, by field id; the form stays open.
  bool empty() const { return !reply && !form && refused.empty(); }
};

class Turn {
 public:
  /// `now` is the injected clock's. `tables` are inside the open transaction.
  Turn(storage::Tables& tables, Instant now) : tables_(tables), now_(now) {}

  Instant now() const { return now_; }
  storage::Tables& tables() { return tables_; }

  // Durable: survives SIGKILL, delivered exactly once, in order of saying at each place.
  // A message may stand in several places, the rooms of a team in several workspaces: it is one all the same.
  // What is said in its thread is said in each of them, what revises or retracts it does so everywhere, and
  // each reads it as its own platform has it (handlers/elsewhere.hpp). None waits for another's platform.
  MessageId say(const storage::Place& place, const chat::Message& message);
  MessageId say(const std::vector<storage::Place>& places, const chat::Message& message);  ///< One at least.
  void revise(MessageId message, const chat::Message& now_reads);
  void retract(MessageId message);
  /// Says it in those of `places` in which it does not stand yet, or could not be said. What may have arrived
  /// all the same is left alone: twice is worse than once too few.
  void say_missing(MessageId message, const std::vector<storage::Place>& places,
                   const std::function<chat::Message()>& now_reads);
  /// The threads of a message, one where it stands or will.
  std::vector<storage::Place> threads(MessageId message);
  /// Houston's reaction on somebody's message in `room`, or away with it again.
  void react(const WorkspaceId& workspace, const RoomId& room, const chat::Reaction& reaction);
  void show_home(const WorkspaceId& workspace, const PersonId& person, const chat::Message& home);
  void wake(Instant due, const storage::TimerKey& key);

  /// Something about the person changed: the home tab, where it was opened, is painted anew when the turn is
  /// over. Saying something to a person does so too.
  void touch(const WorkspaceId& workspace, const PersonId& person) { touched_.emplace(workspace, person); }
  const std::set<std::pair<WorkspaceId, PersonId>>& touched() const { return touched_; }

  // Dialogs: questions that wait for a typed answer. One that is asked later lies on top of those before it;
  // when it has ended, what lies under it is asked again (handlers/dialogs.hpp).
  /// Opens it on top; one of the same kind and subject is taken up again where it is found.
  storage::Dialog open_dialog(storage::Dialog dialog);
  void end_dialog(const storage::Dialog& dialog);
  std::optional<storage::Dialog> dialog(const WorkspaceId& workspace, const PersonId& person,
                                        const std::string& kind, const std::string& subject);
  bool opened(DialogId dialog) const { return opened_.contains(dialog); }
  /// Whose topmost dialog has ended in this turn.
  const std::set<std::pair<WorkspaceId, PersonId>>& uncovered() const { return uncovered_; }

  // Immediate.
  /// To the person who acted. In a direct message, and wherever the platform cannot whisper, it is said in
  /// the direct messages, durably; see answer().
  void reply(const chat::Message& message);
  /// The same, but never kept: neither body nor addressee is written down anywhere. For what must not leave a
  /// trace of who did it, at the price of being lost with the process. A platform without whispers shows it
  /// in the direct messages.
  void whisper(const chat::Message& message);
  /// Where there are no modals, it is asked step by step, and durably (handlers/forms/).
  void ask(const chat::Form& form);
  void refuse(const std::string& field, const std::string& why);

  /// The turn answers this event: set by whoever runs the turn, before it is handled. Tells where reply() is
  /// to be said durably instead of immediately.
  void answer(const chat::Event& event);
  const Immediate& immediate() const { return immediate_; }
  /// What was to be opened, and what was refused, for whoever does it in another way.
  std::optional<chat::Form> take_form() { return std::exchange(immediate_.form, {}); }
  std::map<std::string, std::string> take_refused() { return std::exchange(immediate_.refused, {}); }

 private:
  storage::Tables& tables_;
  Instant now_;
  std::optional<storage::Place> answer_in_;
  WorkspaceId looked_at_in_;  ///< By the person who acted.
  Immediate immediate_;
  std::set<std::pair<WorkspaceId, PersonId>> touched_;
  std::set<std::pair<WorkspaceId, PersonId>> uncovered_;
  std::set<DialogId> opened_;
};

}  // namespace houston::handlers
