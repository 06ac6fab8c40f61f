// Watches the chat: keeps what the verdict needs and turns what happened into items of the transcript,
// in an order that does not depend on which of two messages of the same moment was a millisecond quicker.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/demo/chat.hpp"
#include "bot/demo/transcript.hpp"
#include "bot/demo/verdict.hpp"

namespace houston::bot::demo {

class Reporter {
 public:
  explicit Reporter(Chat& chat);
  ~Reporter();
  Reporter(const Reporter&) = delete;
  Reporter& operator=(const Reporter&) = delete;

  /// What happened since the last call, to be told. The same message to several people at once is one.
  std::vector<Item> take();
  /// An item about somebody of the cast at this instant; what they did is for the caller to fill in.
  Item about(const std::string& handle, Instant at) const;

  /// How many messages the person has got from Houston: those only they see count as well.
  int heard(const std::string& handle) const;
  /// The newest prompt for this date in the person's direct messages, as it stands now. Null: none.
  const Message* prompt(const std::string& handle, LocalDate date) const;
  /// The newest prompt, answered or not. Null: none.
  const Message* newest_prompt(const std::string& handle) const;
  /// The same if it still asks.
  const Message* open_prompt(const std::string& handle) const;
  /// How many messages that want an answer (prompts, reminders) the person has got.
  int asked(const std::string& handle) const;

  /// What Houston said to them last, as it appeared; "" for nothing.
  std::string newest_to(const std::string& handle) const;

  struct FoundButton {
    Message message;
    SeenButton button;
    std::string topic;  ///< The line beside it that has the words.
  };
  /// The newest button with this action that the person can see, beside these words ("" for any).
  std::optional<FoundButton> button(const std::string& handle, const std::string& action,
                                    const std::string& near) const;
  /// The newest message in the team's channel that somebody wrote with these words.
  std::optional<Message> in_channel(const std::string& words) const;
  /// How much Houston has said or changed.
  int changes() const { return changes_; }

  /// The record for the verdict: complete once the week is over.
  Record record() const;

 private:
  void see(const Happening& happening);
  void posted(const Happening& happening);
  void updated(const Happening& happening);
  void deleted(const Happening& happening);
  void reacted(const Happening& happening);
  /// Place, speaker and lines of a message.
  Item item_of(const Message& message, Instant at) const;
  Item summary_of(const Message& head, Instant at) const;
  void keep(Item item, const Message& message, int rank);

  struct Waiting {
    Instant at{};
    int cause = 0, place = 0, rank = 0;
    Item item;
  };

  Chat& chat_;
  std::map<std::string, int> heard_, asked_;
  std::map<std::string, std::string> newest_;
  struct Prompt {
    LocalDate date;
    Message message;  ///< As it stands.
  };
  std::map<std::string, std::vector<Prompt>> prompts_;  ///< By handle, in order.
  std::vector<Record::Seen> posted_;
  int edits_ = 0, changes_ = 0;
  int caused_ = 0;  ///< By what people wrote: what follows from it is told after it.
  std::vector<Waiting> waiting_;
};

}  // namespace houston::bot::demo
