// What Houston says, in no platform's words. bot/slack renders it as Block Kit.
#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <variant>
#include <vector>

#include "handlers/chat/text.hpp"

namespace houston::chat {

struct Heading {
  std::string text;
  bool operator==(const Heading&) const = default;
};
struct Paragraph {
  Text text;
  bool operator==(const Paragraph&) const = default;
};
struct List {
  std::vector<Text> items;
  bool numbered = false;
  bool operator==(const List&) const = default;
};
struct Quote {
  Text text;
  bool operator==(const Quote&) const = default;
};
struct Field {
  std::string label;
  Text value;
  bool operator==(const Field&) const = default;
};
struct Fields {
  std::vector<Field> fields;
  bool operator==(const Fields&) const = default;
};
struct Button {
  enum class Style { usual, primary, danger };
  std::string label;
  std::string action;  ///< What Event Clicked names: "standup.write".
  std::string value;   ///< The handler's own words: "vision/daily/2026-11-24". At most 2,000 characters.
  Style style = Style::usual;
  /// What typed to Houston does the same ("retro vote 2"); "" when nothing does.
  std::string command{};
  bool operator==(const Button&) const = default;
};
struct Buttons {
  std::vector<Button> buttons;
  /// Nobody else may see what one chooses: where all see who chose what, it is chosen by command, privately.
  bool secret = false;
  bool operator==(const Buttons&) const = default;
};
struct Divider {
  bool operator==(const Divider&) const = default;
};
struct Context {  ///< Small print.
  Text text;
  bool operator==(const Context&) const = default;
};
struct Image {
  std::string url;
  std::string alt;
  bool operator==(const Image&) const = default;
};

/// Something to vote on, said to one person alone: who else reads a poll's message sees what one chooses.
/// Only where there are polls (config::Workspace::polls): there the message *is* the poll. Clients show its
/// question and answers; what else stands in the message is read where polls are not known.
struct Poll {
  struct Answer {
    std::string id;     ///< Comes back with Event Voted.
    std::string label;  ///< One line.
    bool operator==(const Answer&) const = default;
  };
  /// No platform's poll holds more.
  static constexpr std::size_t kMostAnswers = 20;
  std::string question;
  std::string action;  ///< What Event Voted names: "retro.ballot".
  std::string value;   ///< The handler's own words, as a button's.
  std::vector<Answer> answers;
  int most = 1;         ///< How many answers one may choose.
  bool closed = false;  ///< By Turn::revise: ended. The question says why; nothing else is shown anew.
  bool operator==(const Poll&) const = default;
};

using Block = std::variant<Heading, Paragraph, List, Quote, Fields, Buttons, Divider, Context, Image, Poll>;

struct Message {
  std::string summary;  ///< One plain line for notifications and screen readers; never empty.
  std::vector<Block> blocks;
  bool operator==(const Message&) const = default;
};

/// Houston's own reaction on somebody's message.
struct Reaction {
  std::string message;  ///< Platform id, in the place's room.
  std::string name;     ///< Without colons.
  bool remove = false;  ///< Take it away again.
  bool operator==(const Reaction&) const = default;
};

/// Every text in the message, its blocks in their order.
void for_each_text(Message& message, const std::function<void(Text&)>& visit);

/// A message of one paragraph whose summary is its text.
Message paragraph(Text text);
Message paragraph(std::string text);

/// The message as unformatted text, for transcripts, tests and logs of the demo. `name_of` tells a person's
/// name.
std::string plain_text(const Message& message, const std::function<std::string(const PersonId&)>& name_of);
std::string plain_text(const Text& text, const std::function<std::string(const PersonId&)>& name_of);

}  // namespace houston::chat
