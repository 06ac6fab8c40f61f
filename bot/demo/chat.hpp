// The chat in which the demo's people live, with their eyes and hands: a simulated Slack workspace, or a
// Matrix homeserver. What differs between them ends here.
#pragma once

#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "bot/app.hpp"
#include "bot/demo/seen.hpp"
#include "bot/demo/world.hpp"
#include "config/result.hpp"
#include "config/types.hpp"

namespace houston::bot::demo {

struct Happening {
  enum class Kind {
    posted,
    updated,  ///< `before` is how it read.
    deleted,
    reacted,  ///< Houston put `reaction`, as it is shown, on it; people's are told as what they do.
  };
  Kind kind = Kind::posted;
  Instant at{};
  Message message{}, before{};
  std::string reaction{};
};

/// What a chat has to know of Houston to tell whether all is quiet.
struct HoustonsWork {
  std::function<bool()> done;    ///< It has nothing to do.
  std::function<double()> sent;  ///< How many messages, edits, … have left.
};

/// A field of a form that is open.
struct Field {
  std::string id, label, initial;
  std::map<std::string, std::string> choices{};  ///< Of what can be chosen, the label → the value.
};

/// One thread: that of the Pump. People are named by their handles. What they cannot do is an error for
/// people.
class Chat {
 public:
  virtual ~Chat() = default;

  // What is seen.
  virtual void watch(std::function<void(const Happening&)> watcher) = 0;
  /// All there ever were, in order of appearance, as they stand now.
  virtual std::vector<Message> messages() const = 0;

  // What people do.
  /// Comes later: what went wrong, to go on "Bo presses [Write it]".
  using Trouble = std::function<void(const std::string& what)>;
  /// In the team's room, or in their own place. The message's id.
  virtual Result<std::string> say(const std::string& who, const std::string& place,
                                  const std::string& text) = 0;
  /// Of their own messages to Houston.
  virtual Result<void> edit(const std::string& who, const std::string& id, const std::string& text) = 0;
  virtual Result<void> erase(const std::string& who, const std::string& id) = 0;
  virtual Result<void> react(const std::string& who, const Message& message, const std::string& reaction) = 0;
  virtual Result<void> press(const std::string& who, const Message& message, const SeenButton& button,
                             Trouble trouble) = 0;
  virtual Result<void> command(const std::string& who, const std::string& words, Trouble trouble) = 0;
  /// How a command begins here: "/houston".
  virtual std::string command_word() const = 0;
  /// It is a message, which is told as such.
  virtual bool commands_are_said() const = 0;
  /// How a reaction is shown here: ":trophy:".
  virtual std::string reaction_sign(const std::string& name) const = 0;

  // Forms. Where there are none, Houston asks question by question, and answers are typed.
  virtual bool has_forms() const = 0;
  virtual int open_forms(const std::string& who) const = 0;
  virtual std::vector<Field> form(const std::string& who) const = 0;  ///< The topmost.
  /// A value a field, in order; of a choice the label will do.
  virtual Result<void> submit(const std::string& who, const std::vector<std::string>& values,
                              Trouble trouble) = 0;
  virtual Result<void> close_form(const std::string& who) = 0;

  // For people outside.
  /// What it is, and how somebody can look at it, for the demo's first lines.
  virtual std::string introduction() const = 0;
  /// How a person can take part with a client of their own; "" where they cannot.
  virtual std::string invitation() const { return ""; }
  /// Handles under which somebody did something by such a client.
  virtual std::set<std::string> visitors() const { return {}; }

  // For Houston, which is to live here.
  virtual Surroundings surroundings() const = 0;
  virtual Result<Secret> secret(const std::string& name) const = 0;
  virtual PlatformFactory platform() const = 0;

  // For the stage.
  /// Nothing is on its way, in either direction, and nothing is due.
  virtual bool quiet(const HoustonsWork& work) = 0;
  /// Why it is not, for the complaint.
  virtual std::string state() const = 0;
};

}  // namespace houston::bot::demo
