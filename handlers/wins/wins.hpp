// Wins: put down by command, by a direct message that begins with "win:", by a message shortcut or by a
// reaction; and looked back on.
#pragma once

#include "handlers/commands/commands.hpp"
#include "handlers/part.hpp"

namespace houston::handlers {

class Wins final : public Part {
 public:
  bool clicked(Heard& heard, const chat::Clicked& clicked) override;
  bool submitted(Heard& heard, const chat::Submitted& submitted) override;
  bool shortcut(Heard& heard, const chat::ShortcutUsed& used) override;
  bool reacted(Heard& heard, const chat::Reacted& reacted) override;
  bool said(Heard& heard, const chat::Said& said, const std::string& text) override;
  /// "win: …" is a win whatever is being asked.
  bool continued(Heard& heard, const storage::Dialog& dialog, const chat::Said& said,
                 const std::string& text) override;
  bool amended(Heard& heard, const RoomId& room, const std::string& message,
               const std::string& text) override;
  void home(Turn& turn, const House& house, const storage::Person& person, chat::Message& home) override;
  std::vector<const commands::Command*> commands() const override;
};

namespace wins {

/// "wins …": the list, a page at a time, or a year as Markdown (list.cpp).
void look_back(commands::Request& request);
bool is_look_back(commands::Request& request);
/// The button below a page; `value` is what the page gave it.
void turn_page(Heard& heard, const std::string& value);
/// What the home tab shows.
void add_to_home(Turn& turn, const House& house, const storage::Person& person, chat::Message& home);

}  // namespace wins

}  // namespace houston::handlers
