// How a retro stands, and its record.
#include <algorithm>

#include "handlers/words/retro_parts.hpp"
#include "handlers/words/words.hpp"

namespace houston::handlers::words::retro {

using namespace chat;  // NOLINT: a file of texts.

std::string stage(storage::Retro::Stage stage, bool window_open, int notes, const std::string& facilitator) {
  using Stage = storage::Retro::Stage;
  const std::string with = facilitator.empty() ? "" : " " + facilitator + " facilitates.";
  const std::string count = words::count(notes, "note", "notes");
  switch (stage) {
    case Stage::collecting:
      return window_open ? "The window is open; notes are welcome." + with
                         : "Notes for the next one are welcome any time.";
    case Stage::grouping:
      return count + "; grouping." + with;
    case Stage::voting:
      return count + "; voting is open." + with;
    case Stage::discussing:
      return count + "; the vote is counted, and topics are being turned into actions." + with;
    case Stage::over:
      break;
  }
  return "The last one is over.";
}

Message status(const About& about, const std::string& stage, const std::string& next) {
  Message message =
      paragraph({bold(about.name), Plain{"\n" + stage + (next.empty() ? "" : "\nNext: " + next + ".")}});
  message.blocks.push_back(Buttons{{write_note(about)}});
  message.blocks.push_back(Context{plain(promise(about.anonymity))});
  return message;
}

Message usage() {
  return paragraph(std::string(
      "Say it like this: retro note COLUMN: your note · retro vote 3 · retro unvote 3 · retro "
      "group 2 5 as TITLE · "
      "retro ungroup 2 · retro close · retro next · retro facilitator @NAME · retro export [DATE]"));
}
Message no_retro() {
  return paragraph(std::string("Your team has no retro. Whoever runs Houston can add one to the settings."));
}
Message nothing_yet(const About& about) {
  return note_of(about, plain("There is no retro to show yet."));
}
Message nothing_to_do(const About& about) {
  return note_of(about, plain("That cannot be done at this point of the retro."));
}

std::vector<Message> document(const std::string& title, const std::string& markdown) {
  std::vector<Message> parts;
  Message part{title, {}};
  std::size_t in_part = 0;
  std::string piece;
  const auto end_piece = [&] {
    if (!piece.empty()) part.blocks.push_back(Paragraph{plain(piece)});
    piece.clear();
  };
  const auto end_part = [&] {
    end_piece();
    if (!part.blocks.empty()) parts.push_back(std::move(part));
    part = Message{title, {}};
    in_part = 0;
  };
  std::size_t at = 0;
  while (at < markdown.size()) {
    const auto end = std::min(markdown.find('\n', at), markdown.size());
    const std::string line = markdown.substr(at, end - at);
    at = end + 1;
    if (in_part + line.size() > 5000) end_part();
    if (piece.size() + line.size() > 2000) end_piece();
    piece += (piece.empty() ? "" : "\n") + line;
    in_part += line.size() + 1;
  }
  end_part();
  return parts;
}

Message exported() {
  return paragraph(std::string("I have put the retro as Markdown into our direct messages."));
}

}  // namespace houston::handlers::words::retro
