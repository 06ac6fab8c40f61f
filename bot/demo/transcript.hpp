// The week as a chat transcript: what happened, a piece at a time, rendered for a terminal and as Markdown.
// Pure: the same items give the same text.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "bot/demo/seen.hpp"
#include "config/types.hpp"

namespace houston::bot::demo {

/// One thing to be told.
struct Item {
  enum class Kind {
    said,     ///< `lines` were posted by `speaker` in `where`.
    edited,   ///< What `speaker` posted reads now as in `lines` (only what changed is told).
    deleted,  ///< `lines` were deleted by `speaker`.
    acted,    ///< `speaker` did `headline`: pressed, filled in, gave a command; `lines` are what they wrote.
    noted,    ///< The narrator's: `headline` alone.
    summary,  ///< The day's message in the channel with its thread: `lines`.
  };
  Kind kind = Kind::said;
  Instant at{};
  std::string speaker{};
  std::string where{};    ///< "#vision", or the other's name in a direct message.
  bool thread = false;    ///< A reply in a thread.
  bool only_you = false;  ///< Shown to the other alone (ephemeral).
  std::string zone{};     ///< IANA zone of the person it is about; "" for none.
  std::string city{};     ///< How that zone is called.
  std::string headline{};
  std::vector<Line> lines{};
};

struct Look {
  int width = 100;
  bool colour = false;
  std::string team_zone = "Europe/Warsaw";
  /// Leaves out what Houston has said in the same words before: for a reader, not for somebody who plays.
  bool brief = true;
};

/// Renders items one after the other; what was said before decides how briefly the next is told (a new day
/// gets its heading; questions that were listed in full, small print, rows of buttons and long sentences are
/// not told again).
class Transcript {
 public:
  explicit Transcript(Look look) : look_(std::move(look)) {}
  /// The item as terminal text, each line at most `width` columns wide, ending in a line break; "" where
  /// there is nothing new to tell.
  std::string tell(const Item& item);

 private:
  std::string day_heading(Instant at);
  std::string head(const Item& item) const;
  Look look_;
  LocalDate day_{};
  std::set<std::string> told_;
};

/// The same as Markdown.
class MarkdownTranscript {
 public:
  explicit MarkdownTranscript(Look look) : look_(std::move(look)) {}
  std::string tell(const Item& item);

 private:
  Look look_;
  LocalDate day_{};
  std::set<std::string> told_;
};

/// "Houston → Bo", "Bo → Houston", "Houston in #vision, in the thread"
std::string who_and_where(const Item& item);
/// "03:30 in New York", or "" when the person's clock shows the same as the team's.
std::string local_time(const Item& item, const std::string& team_zone);
/// What an edit changed: of `now` the lines that are not in `before`; when nothing is new, those that are
/// gone.
std::vector<Line> changed_lines(const std::vector<Line>& before, const std::vector<Line>& now);

}  // namespace houston::bot::demo
