// Text as typed spans. People's words enter only as Plain spans, so nothing that somebody types can become a
// mention, a link or markup: a renderer escapes them.
#pragma once

#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "config/types.hpp"

namespace houston::chat {

struct Plain {
  std::string text;  ///< UTF-8, raw. May hold line breaks.
  bool bold = false;
  bool italic = false;
  bool code = false;
  auto operator<=>(const Plain&) const = default;
};
struct Link {
  std::string url;  ///< http, https or mailto; others are rendered as plain text.
  std::string text;
  auto operator<=>(const Link&) const = default;
};
struct Mention {  ///< Notifies the person.
  PersonId person;
  auto operator<=>(const Mention&) const = default;
};
struct RoomLink {
  RoomId room;
  std::vector<RoomId> also{};  ///< The same team's rooms elsewhere: whoever reads it there is shown that one.
  auto operator<=>(const RoomLink&) const = default;
};
struct DateTime {  ///< Shown in the reader's own zone where the platform can.
  Instant at;
  std::string fallback;  ///< "Tue 24 Nov, 09:30"
  std::string zone{};    ///< Whose clock `fallback` is: "Europe/Warsaw". "" when that goes without saying.
  auto operator<=>(const DateTime&) const = default;
};

/// How to give Houston a command: each platform has its own way ("/houston win …", "!houston win …").
struct Invocation {
  std::string command;  ///< "win …"
  auto operator<=>(const Invocation&) const = default;
};

using Span = std::variant<Plain, Link, Mention, RoomLink, DateTime, Invocation>;
using Text = std::vector<Span>;

inline Text plain(std::string text) {
  return {Plain{std::move(text)}};
}
inline Plain bold(std::string text) {
  return {std::move(text), true, false, false};
}
inline Plain italic(std::string text) {
  return {std::move(text), false, true, false};
}
inline Plain code(std::string text) {
  return {std::move(text), false, false, true};
}
inline Invocation command(std::string words) {
  return {std::move(words)};
}

}  // namespace houston::chat
