// The retros of all teams, and their actions, as people and timers address them.
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "handlers/commands/commands.hpp"
#include "handlers/part.hpp"
#include "handlers/retro/retro.hpp"

namespace houston::handlers {

class RetroPart final : public Part {
 public:
  /// Of all teams in the settings; `house` outlives it.
  explicit RetroPart(const House& house);
  /// The one in the house; null when it has none.
  static RetroPart* of(const House& house);

  bool clicked(Heard& heard, const chat::Clicked& clicked) override;
  bool voted(Heard& heard, const chat::Voted& voted) override;
  bool submitted(Heard& heard, const chat::Submitted& submitted) override;
  bool said(Heard& heard, const chat::Said& said, const std::string& text) override;
  bool continued(Heard& heard, const storage::Dialog& dialog, const chat::Said& said,
                 const std::string& text) override;
  bool resumed(Turn& turn, const House& house, const storage::Person& person,
               const storage::Dialog& dialog) override;
  bool claims(Heard& heard, const chat::Said& said, const std::string& text) override;
  bool amended(Heard& heard, const RoomId& room, const std::string& message,
               const std::string& text) override;
  bool fired(Turn& turn, const House& house, const storage::Timer& timer) override;
  void sync(Turn& turn, const House& house) override;
  void home(Turn& turn, const House& house, const storage::Person& person, chat::Message& message) override;
  std::vector<const commands::Command*> commands() const override;
  std::vector<shapes::Collect*> collects() const override;

  /// Those of the teams the person is in, or leads.
  std::vector<Retro*> of_person(Turn& turn, const storage::Person& person) const;
  /// Among those, the one that `word` or the room names; replies when it is not clear.
  Retro* choose(commands::Request& request, const std::string& word) const;
  Retro* find(const TeamId& team, const RitualId& ritual) const;

  // --- Actions (actions.cpp).
  struct NewAction {
    Retro* retro = nullptr;
    std::optional<storage::Retro> from{};
    int topic = 0;  ///< Of `from`; 0 for none.
    std::string what;
    PersonId owner;
    LocalDate due;
  };
  void add_action(Turn& turn, const storage::Person& by, const NewAction& action);
  void ask_action(Heard& heard, Retro& retro, const std::optional<storage::Retro>& from, int topic);
  /// "vision/3", or "3" where the person is in one team with retros. Replies when there is no such open
  /// action or the person is not in its team.
  std::optional<storage::RetroAction> open_action(Turn& turn, const storage::Person& person,
                                                  const std::string& name, const std::optional<RoomId>& room);
  void end_action(Turn& turn, storage::RetroAction action, storage::RetroAction::State state,
                  const std::string& why, std::optional<LocalDate> due = std::nullopt);
  void list_actions(commands::Request& request);

 private:
  bool act(Heard& heard, const chat::Clicked& clicked);
  bool act_on_note(Heard& heard, Retro& retro, const std::string& what, const std::string& rest);
  bool act_on_stage(Heard& heard, Retro& retro, const std::string& what, const std::string& rest);
  void submit_notes(Heard& heard, Retro& retro, const chat::Submitted& submitted);
  void submit_group(Heard& heard, Retro& retro, const std::string& rest, const chat::Submitted& submitted);
  void submit_action(Heard& heard, Retro& retro, const std::string& rest, const chat::Submitted& submitted);
  bool click_action(Heard& heard, const chat::Clicked& clicked);
  bool submit_why(Heard& heard, const chat::Submitted& submitted);
  /// "vision/retro/rest": the retro, when the person may speak in it; replies otherwise. `rest` is set.
  Retro* addressed(Heard& heard, const std::string& value, std::string& rest) const;
  bool typed_ballot(Heard& heard, const std::string& text);
  void give_ballot(Turn& turn, const std::string& subject);
  const config::Team* team(const TeamId& name) const;
  void set_reminder(Turn& turn, const storage::RetroAction& action);
  void remind_owner(Turn& turn, const std::string& subject);
  LocalDate today(Turn& turn, const config::Team& team, const PersonId& person) const;

  const House& house_;
  std::vector<std::unique_ptr<scheduler::Dates>> dates_;
  std::vector<std::unique_ptr<Retro>> retros_;
};

namespace retro {
/// retro, actions (commands.cpp)
const std::vector<commands::Command>& words();
/// "2 5,7": the numbers, or nothing when something else is among them.
std::optional<std::vector<int>> numbers(const std::vector<std::string>& words);
}  // namespace retro

}  // namespace houston::handlers
