// Watches the workspace: keeps what the verdict needs and turns what happened into items of the transcript,
// in an order that does not depend on which of two messages of the same moment was a millisecond quicker.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "bot/demo/transcript.hpp"
#include "bot/demo/verdict.hpp"
#include "bot/sandbox/sandbox.hpp"

namespace houston::bot::demo {

class Reporter {
 public:
  explicit Reporter(sandbox::Sandbox& slack);
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
  const sandbox::Message* prompt(const std::string& handle, LocalDate date) const;
  /// The newest prompt, answered or not. Null: none.
  const sandbox::Message* newest_prompt(const std::string& handle) const;
  /// The same if it still asks.
  const sandbox::Message* open_prompt(const std::string& handle) const;
  /// How many messages that want an answer (prompts, reminders) the person has got.
  int asked(const std::string& handle) const;

  struct FoundButton {
    sandbox::Message message;
    SeenButton button;
    std::string topic;  ///< The line beside it that has the words.
  };
  /// The newest button with this action that the person can see, beside these words ("" for any).
  std::optional<FoundButton> button(const std::string& handle, const std::string& action,
                                    const std::string& near) const;
  /// The newest message in the team's channel that somebody wrote with these words.
  std::optional<sandbox::Message> in_channel(const std::string& words) const;
  /// How much Houston has said or changed.
  int changes() const { return changes_; }

  /// The record for the verdict: complete once the week is over.
  Record record() const;
  std::string name_of(const std::string& id) const;

 private:
  void see(const sandbox::Happening& happening);
  void posted(const sandbox::Happening& happening);
  void updated(const sandbox::Happening& happening);
  void deleted(const sandbox::Happening& happening);
  void reacted(const sandbox::Happening& happening);
  void learn_rooms();
  std::string person_in(const std::string& room) const;
  /// Place, speaker and lines of a message.
  Item item_of(const sandbox::Message& message, Instant at) const;
  Item summary_of(const sandbox::Message& head, Instant at) const;
  std::vector<Line> read(const sandbox::Message& message) const;
  void keep(Item item, const sandbox::Message& message, int rank);

  struct Waiting {
    Instant at{};
    int place = 0, rank = 0;
    Item item;
  };

  sandbox::Sandbox& slack_;
  int observer_ = 0;
  std::map<std::string, std::string> names_;           ///< Id → name, of people and channels.
  std::map<std::string, std::string> handles_;         ///< Person's id → handle.
  std::map<std::string, std::string> person_of_room_;  ///< Direct message → handle.
  std::map<std::string, int> heard_, asked_;
  struct Prompt {
    LocalDate date;
    sandbox::Message message;  ///< As it stands.
  };
  std::map<std::string, std::vector<Prompt>> prompts_;  ///< By handle, in order.
  std::vector<Record::Seen> posted_;
  int edits_ = 0, changes_ = 0;
  std::string channel_;
  std::vector<Waiting> waiting_;
};

}  // namespace houston::bot::demo
