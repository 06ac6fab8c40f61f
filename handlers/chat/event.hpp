// What a person did in chat, or what the platform told about people, in neutral words.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "config/types.hpp"
#include "handlers/chat/text.hpp"
#include "storage/people.hpp"

namespace houston::chat {

struct Said {
  RoomId room;
  std::string message;                  ///< Platform id of the message.
  std::optional<std::string> thread{};  ///< Platform id of the thread's first message, when in one.
  Text text;            ///< Decoded; mentions are spans. The bot's own mention at the start is left out.
  bool direct = false;  ///< In the person's direct messages with Houston.
  bool mentions_houston = false;
};
struct Edited {
  RoomId room;
  std::string message;
  Text text;
  bool direct = false;
};
struct Deleted {
  RoomId room;
  std::string message;
  bool direct = false;
};
struct Command {  ///< "/houston TEXT".
  RoomId room;
  Text text;  ///< Without the command's own name.
};
struct Clicked {
  std::string action;
  std::string value;
  std::optional<RoomId> room{};          ///< Nothing on the home tab.
  std::optional<std::string> message{};  ///< The message that holds the button.
  /// What the person wrote, on platforms where a button is pressed by typing its number or label: it is an
  /// answer rather than a click while Houston waits for one.
  std::optional<Said> typed{};
};
struct Voted {  ///< Answered a poll (chat::Poll): what they answered before counts no more.
  std::string action;
  std::string value;
  /// Ids of answers that the poll has, each once, at most as many as it allows. None: taken back.
  std::vector<std::string> answers{};
};
struct Submitted {
  std::string form;
  std::string state;
  std::map<std::string, std::string> values;  ///< By field id; "" for an empty field.
};
/// Somebody's message that another acted on.
struct Quoted {
  PersonId author{};  ///< "" when the platform names none.
  Text text{};
};
struct ShortcutUsed {
  std::string shortcut;  ///< callback_id.
  std::optional<RoomId> room{};
  std::optional<std::string> message{};
  std::optional<Quoted> quoted{};  ///< What the message says, when it was used on one.
};
struct Reacted {
  RoomId room;
  std::string message;
  std::string reaction;  ///< Name without colons and skin tone.
  bool removed = false;
  /// What the message says: of reactions that the settings give a meaning, while they are being added.
  /// Nothing when it could not be read.
  std::optional<Quoted> quoted{};
  /// Where the platform tells of a removal by the reaction's own id and nothing else: it comes as Deleted, of
  /// that.
  std::string id{};
};
struct HomeOpened {};
struct JoinedRoom {  ///< `Event::person` did.
  RoomId room;
};
struct LeftRoom {
  RoomId room;
};
struct PersonChanged {  ///< New, renamed, moved to another zone, deactivated, …
  storage::Person person;
};
/// The platform's whole answer to "who is there", at connecting and now and then.
struct RosterLoaded {
  std::vector<storage::Person> people;
  struct RoomMembers {
    storage::Room room;
    std::optional<std::vector<PersonId>> members;  ///< Nothing when they were not asked for.
  };
  std::vector<RoomMembers> rooms;
};
/// Houston is in a room where it cannot read what people write (it is encrypted). Told once.
struct RoomUnreadable {
  RoomId room;
  bool direct = false;  ///< The direct messages of `Event::person`.
};

struct Event {
  WorkspaceId workspace;
  std::string key;       ///< The platform's id of the event; the inbox key. "" for what is never redelivered.
  PersonId person;       ///< Who did it; "" for RosterLoaded.
  Instant at{};          ///< When Houston received it.
  bool can_ask = false;  ///< A form can be opened in answer (Slack: there is a trigger).

  // What the platform can do; the same in all its events.
  /// There are modals. Where there are none, forms are asked step by step in the direct messages, and can
  /// always be (`can_ask` is then taken for true).
  bool forms = true;
  /// In a room something can be shown to one person alone. Where it cannot, such an answer is said in their
  /// direct messages.
  bool whispers = true;

  /// What the platform is to find again (EventSink::note), kept in the transaction of this event's turn: how
  /// far it has read. A value of "" removes the note.
  std::map<std::string, std::string> notes{};
  /// Something can be opened now, over what the person looks at.
  bool opens_modal() const { return can_ask && forms; }

  std::variant<Said, Edited, Deleted, Command, Clicked, Submitted, ShortcutUsed, Reacted, HomeOpened,
               JoinedRoom, LeftRoom, PersonChanged, RosterLoaded, RoomUnreadable, Voted>
      what;
};

}  // namespace houston::chat
