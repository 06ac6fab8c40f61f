// Whether the week came out right: what was seen in the chat, held against what the script demands.
// Looks only at what people could see (posts as they appeared, messages as they stand at the end), never into
// Houston's database.
#pragma once

#include <string>
#include <vector>

#include "bot/demo/script.hpp"
#include "bot/demo/seen.hpp"

namespace houston::bot::demo {

/// What was seen.
struct Record {
  struct Seen {
    Instant at{};
    Message message;
  };
  std::vector<Seen> posted;    ///< Each message as it was when it appeared.
  std::vector<Message> stand;  ///< Every message at the end, deleted ones included.
  int edits = 0;               ///< Edits and deletions by people, for the summary line.
};

enum class Asks { nothing, prompt, reminder };
struct Asked {
  Asks what = Asks::nothing;
  LocalDate date{};
};
/// What a message of Houston's wants, by its buttons: a prompt offers to be away, a reminder only to write
/// and to skip.
Asked what_is_asked(const Message& message);

struct Verdict {
  struct Counts {
    int standups = 0, prompts = 0, reminders = 0, answers = 0, late = 0, ahead = 0, edits = 0, days_off = 0;
    int sights = 0;  ///< Of the other rituals: what people had to see.
  };
  Counts counts;
  std::vector<std::string> faults;  ///< A sentence each; empty when all is well.
};

Verdict judge(const Script& script, const Record& record);
/// The part of it that is about the sights and confidences (sights.cpp).
void judge_sights(const Script& script, const Record& record, Verdict& verdict);

}  // namespace houston::bot::demo
