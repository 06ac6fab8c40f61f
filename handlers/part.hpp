// A part of Houston that people and time can address: a kind of ritual, a log. The router and the timers
// offer what happens to each part in turn; the first that calls it its own ends the search. A new ritual is a
// new part, and nothing else changes.
#pragma once

#include <string>
#include <vector>

#include "handlers/chat/event.hpp"
#include "handlers/turn.hpp"

namespace houston::handlers {

class House;
namespace shapes {
class Collect;
}
namespace commands {
struct Command;
}

/// An event, who caused it, and the turn in which it is handled.
struct Heard {
  Turn& turn;
  const House& house;
  const chat::Event& event;
  storage::Person person;
};

class Part {
 public:
  virtual ~Part() = default;

  // Each answers whether it was this part's; an action, form or timer kind is told by its prefix
  // ("wins.edit").
  virtual bool clicked(Heard&, const chat::Clicked&) { return false; }
  virtual bool voted(Heard&, const chat::Voted&) { return false; }
  virtual bool submitted(Heard&, const chat::Submitted&) { return false; }
  virtual bool shortcut(Heard&, const chat::ShortcutUsed&) { return false; }
  virtual bool reacted(Heard&, const chat::Reacted&) { return false; }
  /// A direct message that is neither a command nor an answer to a question, before it is taken for an answer
  /// to an open prompt. `text`: as the person would read it.
  virtual bool said(Heard&, const chat::Said&, const std::string& /*text*/) { return false; }
  /// A direct message while the person's dialog is `dialog`; asked of every part, for kinds of its own.
  virtual bool continued(Heard&, const storage::Dialog&, const chat::Said&, const std::string& /*text*/) {
    return false;
  }
  /// What lay on top of `dialog` is done: asks its question again.
  virtual bool resumed(Turn&, const House&, const storage::Person&, const storage::Dialog&) { return false; }
  /// A direct message that says itself whom it is for ("retro: …"), whatever is being asked.
  virtual bool claims(Heard&, const chat::Said&, const std::string& /*text*/) { return false; }
  /// A message was edited, or deleted (`text` empty).
  virtual bool amended(Heard&, const RoomId&, const std::string& /*message*/, const std::string& /*text*/) {
    return false;
  }
  virtual bool fired(Turn&, const House&, const storage::Timer&) { return false; }

  /// The collecting rituals of this part: their timers, members, absences and plans are then looked after
  /// with those of the standups, and leads may run, pause, resume and skip them.
  virtual std::vector<shapes::Collect*> collects() const { return {}; }
  /// At start, every day, and when somebody came, left or changed: brings timers in line with settings and
  /// roster.
  virtual void sync(Turn&, const House&) {}
  /// The person's absences changed.
  virtual void absences_changed(Turn&, const House&, const storage::Person&) {}
  /// What the home tab shows of this part for the person: blocks are appended.
  virtual void home(Turn&, const House&, const storage::Person&, chat::Message&) {}
  /// The person was forgotten (storage/personal.cpp, where a part's tables have their lines): `person` is as
  /// they were known until now, `former` stands in what the team keeps. Brings what is shown in line.
  virtual void forgotten(Turn&, const House&, const storage::Person& /*person*/, const PersonId& /*former*/) {
  }
  /// The words it adds to /houston; they outlive the program's run.
  virtual std::vector<const commands::Command*> commands() const { return {}; }
};

}  // namespace houston::handlers
