// Tells the items: on the terminal as they come, and into the Markdown file at the end.
#pragma once

#include <chrono>
#include <filesystem>
#include <iosfwd>
#include <string>

#include "bot/demo/transcript.hpp"
#include "config/result.hpp"

namespace houston::bot::demo {

class Teller {
 public:
  Teller(std::ostream& out, const Look& look) : out_(out), transcript_(look), markdown_(look) {}

  /// Writes the item. How long a person takes to read it, in real time.
  std::chrono::milliseconds tell(const Item& item);
  /// Text that belongs to the terminal alone: what the person at the keyboard is asked.
  void aside(const std::string& text);
  /// Writes what was told as Markdown, below `title`. The error says why it could not.
  Result<void> save(const std::filesystem::path& file, const std::string& title) const;

 private:
  std::ostream& out_;
  Transcript transcript_;
  MarkdownTranscript markdown_;
  std::string saved_;
};

}  // namespace houston::bot::demo
