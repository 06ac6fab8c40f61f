// Milestones: set with a day and an owner, asked after before that day, celebrated once reached.
#pragma once

#include <optional>
#include <string>

#include "handlers/commands/commands.hpp"
#include "handlers/log/team_log.hpp"
#include "handlers/part.hpp"
#include "handlers/words/milestone_words.hpp"

namespace houston::handlers {

class Milestones final : public Part {
 public:
  bool clicked(Heard& heard, const chat::Clicked& clicked) override;
  bool submitted(Heard& heard, const chat::Submitted& submitted) override;
  bool resumed(Turn& turn, const House& house, const storage::Person& person,
               const storage::Dialog& dialog) override;
  bool continued(Heard& heard, const storage::Dialog& dialog, const chat::Said& said,
                 const std::string& text) override;
  bool fired(Turn& turn, const House& house, const storage::Timer& timer) override;
  void sync(Turn& turn, const House& house) override;
  void absences_changed(Turn& turn, const House& house, const storage::Person& person) override;
  void home(Turn& turn, const House& house, const storage::Person& person, chat::Message& home) override;
  std::vector<const commands::Command*> commands() const override;
};

namespace milestones {

using storage::Milestone;

/// One of a team; what the parts of this folder hand to each other.
struct One {
  const config::Team* team = nullptr;
  Milestone milestone;
};

std::string subject_of(const config::Team& team, int number);
/// "vision/3", if the person may see that team's.
std::optional<One> by_subject(Turn& turn, const House& house, const storage::Person& person,
                              const std::string& subject);
words::milestones::About about(Turn& turn, const One& one, const storage::Person& reader);
/// The owner, who set it, and leads.
bool may_change(Turn& turn, const One& one, const PersonId& person);

// --- Setting and moving (command.cpp).
void add(Turn& turn, const House& house, const config::Team& team, const storage::Person& person,
         Milestone milestone);
void move(Turn& turn, const House& house, One one, const storage::Person& person, LocalDate to,
          const std::string& why);
void say_on_track(Turn& turn, One one, const storage::Person& person);
const commands::Command& command();

// --- Asking the owner (ask.cpp).
/// When its owner will be asked; nothing when never, or when that is past.
std::optional<Instant> ask_at(Turn& turn, const House& house, const One& one);
/// Derives the timer again.
void set_timer(Turn& turn, const House& house, const One& one);
void ask(Turn& turn, const House& house, const storage::Timer& timer);
void sync_timers(Turn& turn, const House& house);

// --- Reached (reached.cpp).
/// Asks who contributed, by form or in words.
void report(Turn& turn, const One& one, const storage::Person& person, bool can_ask);
void celebrate(Turn& turn, One one, const storage::Person& person, const log::Named& contributors,
               const std::string& note);
void reopen(Turn& turn, const House& house, One one, const storage::Person& person);

inline constexpr const char* kReachedDialog = "milestones.reached";

}  // namespace milestones

}  // namespace houston::handlers
