// A team that lives through its rituals, told without the name of a platform: what people do, what they must
// see, and the time. slack_stage.cpp plays it in the sandbox, matrix_stage.cpp in rooms of a real homeserver;
// what the platforms force to be different is handled there, and listed in docs/platforms.md.
//
// Each call returns when everything that follows from it has happened and been seen, Houston being the real
// program with a clock of ours. Texts are compared as plain words: without marks of formatting, every run of
// white space as one blank, people by their names. A pattern is a piece of such a text; "…" stands for
// anything, as in "paired for a coffee … Mon 30 Nov".
#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "config/types.hpp"

namespace houston::tests {

struct Setting {
  std::string begins;   ///< "2026-11-24 09:00" on the team's clock (Europe/Warsaw).
  std::string rituals;  ///< [[team.ritual]] tables; people in them as "@ana".
};

/// Something that a person wrote.
struct Mark {
  std::string place;
  std::string id;
};

using Texts = std::vector<std::string>;

/// The team is "vision": ana (its lead, in Warsaw), bo (New York), chidi (Lagos), devi (Kolkata) and eva (Los
/// Angeles), called "Ana", "Bo", "Chidi", "Devi" and "Eva".
class Stage {
 public:
  virtual ~Stage() = default;

  // --- Time.
  virtual Instant now() const = 0;
  /// Moves the clock through all that happens on the way. "2026-11-24 09:30".
  void until(const std::string& local, const std::string& zone = "Europe/Warsaw");

  // --- What people do. "@bo" in a text is a mention.
  /// To Houston, privately.
  virtual Mark say(const std::string& who, const std::string& text) = 0;
  /// To Houston, in the team's channel; what it answers is for `who`.
  virtual void command(const std::string& who, const std::string& text) = 0;
  /// In the team's channel, to all.
  virtual Mark post(const std::string& who, const std::string& text) = 0;
  /// The button with this label, on the newest message that has one among those that `who` sees. Where there
  /// are buttons, all ways are the same.
  enum class By { sign, number, words };
  virtual void press(const std::string& who, const std::string& label, By way = By::sign) = 0;
  /// A retro's votes, all of `who`'s anew: each number is one for that topic.
  virtual void vote(const std::string& who, const std::vector<int>& topics) = 0;
  /// The form that Houston asks `who` to fill in: values by label; of a choice its words. What is not named
  /// stays as it is.
  virtual void fill(const std::string& who, const std::map<std::string, std::string>& values) = 0;
  // The same step by step, in the form's order; with hand_in() at the end. Of several forms the newest.
  virtual void answer(const std::string& who, const std::string& label, const std::string& value) = 0;
  virtual void skip(const std::string& who) = 0;  ///< The next one stays as it is.
  virtual void back(const std::string& who) = 0;  ///< To the one before.
  /// An answer given before.
  virtual void correct(const std::string& who, const std::string& label, const std::string& value) = 0;
  virtual void cancel(const std::string& who) = 0;
  virtual void hand_in(const std::string& who) = 0;
  /// The team's channel.
  virtual void leave(const std::string& who) = 0;
  virtual void join(const std::string& who) = 0;
  /// `reaction`: "trophy".
  virtual void react(const std::string& who, const Mark& mark, const std::string& reaction) = 0;
  virtual void edit(const std::string& who, const Mark& mark, const std::string& text) = 0;
  virtual void erase(const std::string& who, const Mark& mark) = 0;

  // --- What people see of Houston, each message as it reads now, in order.
  /// What `who` alone sees.
  virtual Texts privately(const std::string& who) = 0;
  /// Waits until `who` sees it. For what Houston says without keeping it anywhere (secret votes): nothing
  /// tells that it is on its way.
  void wait_for(const std::string& who, const std::string& pattern);
  /// How many private conversations with Houston `who` has.
  virtual int conversations(const std::string& who) = 0;
  virtual Texts channel() = 0;  ///< Without what stands in threads.
  virtual Texts threads() = 0;  ///< What stands in the channel's threads.
  /// Houston has reacted so to the message.
  virtual bool reacted(const Mark& mark, const std::string& reaction) = 0;

  /// Houston dies, and is started again.
  virtual void restart() = 0;
  /// Houston dies all the time, so that what it says without keeping it is not always heard.
  virtual bool besieged() const { return false; }

  /// All that Houston has written to its log until now, at its most talkative.
  virtual std::string log() const = 0;

 protected:
  /// Lets everything happen that can happen now.
  virtual void settle() = 0;
  /// Nothing is due, and nothing waits to be sent.
  virtual bool still() = 0;
  virtual void move(Instant to) = 0;
  /// Returns when something has come that the last privately() did not show to `who`, or after `most`.
  virtual void hear(const std::string& who, std::chrono::milliseconds most) = 0;
};

using MakeStage = std::function<std::unique_ptr<Stage>(const Setting&)>;
std::unique_ptr<Stage> slack_stage(const Setting& setting);
std::unique_ptr<Stage> matrix_stage(const Setting& setting);

/// The whole of a file.
std::string contents(const std::filesystem::path& file);
/// A moment on the wall clock of a zone.
Instant at(const std::string& local, const std::string& zone = "Europe/Warsaw");

/// Text as plain words, see above.
std::string plain_words(const std::string& text);
/// How many of the texts have the pattern.
int count(const Texts& texts, const std::string& pattern);
/// All of them, for people who look for what went wrong.
std::string shown(const Texts& texts);

/// The pattern stands in so many of the texts.
#define CHECK_SEEN(texts, pattern, times)                           \
  do {                                                              \
    const houston::tests::Texts seen_texts = (texts);               \
    INFO("looking for: " << (pattern));                             \
    INFO(houston::tests::shown(seen_texts));                        \
    CHECK(houston::tests::count(seen_texts, (pattern)) == (times)); \
  } while (false)
#define CHECK_ONCE(texts, pattern) CHECK_SEEN(texts, pattern, 1)
#define CHECK_NEVER(texts, pattern) CHECK_SEEN(texts, pattern, 0)

}  // namespace houston::tests
